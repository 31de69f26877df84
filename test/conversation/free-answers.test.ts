/**
 * Free answers: sentences at places of a conversation (test/fakes/places.ts), with what a good helper takes them for. The
 * rows of `free-answers-blind.yaml` and of `free-answers-third.yaml` were written by two people who had seen neither the
 * code nor what had failed before.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isNotFixed } from '../../src/conversation/interpretation/interpretation.ts';
import { Session } from '../../src/conversation/session.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { ConversationState } from '../../src/core/conversation.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Places } from '../fakes/places.ts';

/** The meaning of a sentence; several keys may stand together. */
interface Means {
  readonly choice?: string;
  readonly control?: string;
  readonly facts?: readonly string[];
  readonly question?: string;
  readonly waiting?: true;
  readonly fixed?: true;
  readonly 'not-fixed'?: true;
  readonly 'done-unclear'?: true;
  readonly correction?: string;
  readonly problem?: string;
  readonly feeling?: true;
  readonly admin?: true;
  readonly unclear?: true;
  readonly yes?: true;
  readonly no?: true;
}
interface Row {
  readonly at: string;
  readonly said: string;
  readonly means: Means;
}
/** Understood; a move that was not meant; or asked again. */
type Verdict = 'right' | 'wrong' | 'missed';

const rowsOf = (name: string): Row[] => parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Row[];

const { content, read } = await shipped();
const places = new Places(content, createTurn(content, read), createTurn(content, read, true));
const states = await places.all();

function verdictOn({ at, said, means }: Row, state: ConversationState): Verdict {
  const s = new Session(content, read, state, places.next(said), at === 'preview');
  const meant = s.interpretation;
  const id = 'id' in meant ? meant.id : null;
  const title = meant.kind === 'choice' ? state.question!.choices.find((c) => c.id === id)!.title : null;
  const isControl = (...ids: string[]): boolean => meant.kind === 'control' && ids.includes(meant.id);
  const isNot = isNotFixed(meant) || (meant.kind === 'choice' && id === 'not');
  const isFixed = meant.kind === 'worked' || (meant.kind === 'choice' && id === 'fixed');
  const moves =
    meant.kind === 'choice' ||
    meant.kind === 'worked' ||
    meant.kind === 'typed' ||
    (meant.kind === 'control' && id !== 'repeat') ||
    (meant.kind === 'facts' && meant.corrects);
  const after = at.startsWith('after');
  const isRight: Readonly<Record<keyof Means, (value: never) => boolean>> = {
    choice: (value: string) =>
      title === value ||
      (value === 'Talk to a person' && isControl('human')) ||
      (/^skip/i.test(value) && isControl('skip')) ||
      (value === "I don't know" && isControl('skip')) ||
      (at === 'start' && meant.kind === 'problem') ||
      // Free words after the end are a rating, or thanks.
      (at === 'after-fixed' && (meant.kind === 'words' || meant.kind === 'smalltalk')),
    control: (value: string) => isControl(value),
    question: () => meant.kind === 'question' || (meant.kind === 'smalltalk' && meant.intent === 'who-are-you'),
    waiting: () => meant.kind === 'waiting',
    fixed: () => isFixed || (at === 'after-fixed' && !isNot && meant.kind !== 'problem'),
    'not-fixed': () => isNot || (after && meant.kind === 'problem'),
    'done-unclear': () => meant.kind === 'did',
    correction: () => meant.kind === 'facts' || isControl('back'),
    facts: () =>
      meant.kind === 'facts' ||
      (meant.kind === 'smalltalk' && meant.intent === 'others-too') ||
      meant.kind === 'typed' ||
      // The words go to the agents, or open the case.
      ((at === 'preview' || at === 'after-hand-over') && meant.kind === 'words') ||
      (at === 'start' && meant.kind === 'problem'),
    problem: (value: string) =>
      meant.kind === 'problem' || (value === 'other' && !moves) || (at === 'start' && meant.kind === 'words'),
    feeling: () =>
      meant.kind === 'smalltalk' || meant.kind === 'words' || (at === 'after-fixed' && meant.kind === 'choice'),
    admin: () => s.reading.slots.audience === 'admin',
    unclear: () => !moves,
    yes: () => meant.kind === 'choice',
    no: () => meant.kind === 'choice',
  };
  const keys = Object.keys(means) as (keyof Means)[];
  // Facts beside an answer do not make up for an answer that was not understood.
  const deciding = keys.length > 1 ? keys.filter((key) => key !== 'facts' || means.choice === undefined) : keys;
  if (deciding.some((key) => isRight[key](means[key] as never))) return 'right';
  return moves ? 'wrong' : 'missed';
}

function judged(name: string): Record<Verdict, Row[]> {
  const verdicts: Record<Verdict, Row[]> = { right: [], wrong: [], missed: [] };
  for (const row of rowsOf(name)) verdicts[verdictOn(row, states[row.at]!)].push(row);
  return verdicts;
}

const shown = (rows: readonly Row[]): string => rows.map((row) => `${row.at}: ${row.said}`).join('\n');

describe('free answers', () => {
  for (const [name, understood, wrong] of [
    ['free-answers.yaml', 0.95, 0.009],
    ['free-answers-blind.yaml', 0.76, 0.055],
    ['free-answers-third.yaml', 0.62, 0.09],
  ] as const)
    it(`are understood in ${name}`, () => {
      const { right, wrong: moved, missed } = judged(name);
      const all = right.length + moved.length + missed.length;
      assert.ok(moved.length <= all * wrong, `${moved.length} of ${all} are wrong moves:\n${shown(moved)}`);
      assert.ok(right.length >= all * understood, `${right.length} of ${all} understood; not:\n${shown(missed)}`);
    });

  it('are at least two hundred, half of them written by a stranger, at every place', () => {
    const rows = [
      ...rowsOf('free-answers.yaml'),
      ...rowsOf('free-answers-blind.yaml'),
      ...rowsOf('free-answers-third.yaml'),
    ];
    assert.ok(rows.length >= 200);
    assert.deepEqual([...new Set(rows.map((row) => row.at))].sort(), Object.keys(states).sort());
  });
});
