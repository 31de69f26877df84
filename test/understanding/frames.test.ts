/**
 * Texts in frames: greetings, stories, mails, forms and bare facts around a problem weigh nothing. The frames are those of
 * frames.yaml, filled by chance; the texts are held out of all training.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { shipped } from '../fakes/knowledge.ts';
import { Random } from '../fakes/random.ts';

interface Frame {
  readonly kind: string;
  readonly text: string;
}

const fileOf = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const linesOf = (name: string): string[] => fileOf(name).trim().split('\n');

const [frames, values] = parseAllDocuments(fileOf('frames.yaml')).map((document) => document.toJS() as unknown) as [
  readonly Frame[],
  Readonly<Record<string, readonly string[]>>,
];
const ours = linesOf('held-out.jsonl').map(
  (line) => JSON.parse(line) as { text: string; label: string; also: string[] },
);
const others = linesOf('ordinary.txt');

const { read, content } = await shipped();
const isProblem = (intent: string | null): boolean => content.intents.get(intent ?? '')?.kind === 'problem';

/** The decision on a text: none of ours, asked about, or the name of its problem. */
function decisionOn(text: string): string {
  const { decision, intent } = read(text);
  return decision === 'none' || !isProblem(intent) ? 'none' : decision === 'ask' ? 'ask' : intent!;
}

/** Whether a text's problem is named or offered. */
function isUnderstood(text: string, labels: readonly string[]): boolean {
  const { decision, intent, guesses } = read(text);
  const shown = decision === 'none' ? [] : decision === 'answer' ? [intent] : guesses.slice(0, 3).map((g) => g.intent);
  return shown.some((id) => labels.includes(id ?? ''));
}

/** Puts every text into a frame of its own. */
function framed(texts: readonly string[], seed: number): { text: string; frame: Frame }[] {
  const random = new Random(seed);
  return texts.map((text) => {
    const frame = random.pick(frames);
    const filled = frame.text.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
      name === 'text' ? text : values[name] ? random.pick(values[name]) : whole,
    );
    return { text: filled, frame };
  });
}

const share = (some: readonly boolean[]): number => some.filter(Boolean).length / some.length;

describe('a frame around a text', () => {
  const problems = ours.filter(({ label }) => isProblem(label));
  const texts = problems.map(({ text }) => text);
  const inFrames = [1, 2].map((seed) => framed(texts, seed));

  it('is one of a hundred and fifty, of seven kinds', () => {
    assert.equal(frames.length, 150);
    assert.equal(new Set(frames.map(({ kind }) => kind)).size, 7);
  });

  it('changes the decision on few texts', () => {
    const changed = inFrames.flatMap((some) => some.map(({ text }, i) => decisionOn(text) !== decisionOn(texts[i]!)));
    assert.ok(share(changed) <= 0.06, `${(100 * share(changed)).toFixed(1)}% changed`);
  });

  it('costs hardly any understanding', () => {
    const labels = problems.map(({ label, also }) => [label, ...also]);
    const bare = share(texts.map((text, i) => isUnderstood(text, labels[i]!)));
    const within = share(inFrames.flatMap((some) => some.map(({ text }, i) => isUnderstood(text, labels[i]!))));
    assert.ok(bare - within <= 0.03, `${(100 * bare).toFixed(1)}% bare, ${(100 * within).toFixed(1)}% in frames`);
  });

  it('makes other matters no matter of ours', () => {
    const taken = (some: readonly string[]): number => share(some.map((text) => decisionOn(text) !== 'none'));
    const within = taken(framed(others, 3).map(({ text }) => text));
    assert.ok(
      within - taken(others) <= 0.06,
      `${(100 * within).toFixed(1)}% in frames, ${(100 * taken(others)).toFixed(1)}% bare`,
    );
  });
});
