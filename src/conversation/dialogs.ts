import type { DialogTurnResult } from 'botbuilder-dialogs/lib/dialog.js';
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js';
import { WaterfallDialog } from 'botbuilder-dialogs/lib/waterfallDialog.js';
import type { WaterfallStepContext } from 'botbuilder-dialogs/lib/waterfallStepContext.js';
import type { Case } from '../core/conversation.ts';
import type { Guess, Reading } from '../core/reading.ts';
import type { Choice } from '../core/reply.ts';
import type { Control } from './hear.ts';
import { remaining } from './progress.ts';
import type { Session } from './session.ts';

/** Where the turn's session rides along in botbuilder's turn state. */
export const SESSION = Symbol('session');

type Step = WaterfallStepContext<Options>;
type Result = Promise<DialogTurnResult>;

/** What a dialog is begun with; it is saved with the dialog, so it is plain data. */
export interface Options {
  readonly guesses?: readonly Guess[];
  readonly reading?: Reading;
  readonly report?: string;
}

/** A child dialog ended and the walkthrough should ask its question again. */
const ASK_AGAIN = 'ask-again';
/** So many noes in a row, and a person is offered. */
const NOES_UNTIL_OFFER = 3;
const UPSET = -0.5;

/** The dialogs of Firstline, each a small waterfall: ask, then follow the answer. */
export function createDialogs(): DialogSet {
  const dialogs = new DialogSet();
  const add = (id: string, ...steps: ((step: Step) => Result)[]): unknown =>
    dialogs.add(new WaterfallDialog<Options>(id, steps));
  add('triage', triage);
  add('which', askWhich, followWhich);
  add('lost', askLost, followLost);
  add('play', askStep, followAnswer);
  add('switch', askSwitch, followSwitch);
  add('resume', askResume, followResume);
  add('rating', askRating, followRating);
  return dialogs;
}

function session(step: Step): Session {
  return step.context.turnState.get(SESSION) as Session;
}

/** Waits for the person. */
const WAIT = { status: 'waiting' } as DialogTurnResult;

// ── triage: what is this about? ─────────────────────────────────────────────────────────────────────────────────────

async function triage(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'problem' || heard.kind === 'words') {
    const reading = heard.reading;
    const intent = s.intent(reading.intent);
    if (reading.decision === 'answer' && intent?.kind === 'problem') return begin(step, intent.id, reading);
    const guesses = reading.guesses.filter((g) => s.intent(g.intent)?.kind === 'problem');
    if (reading.decision !== 'none' && intent?.kind === 'problem')
      return step.replaceDialog('which', { guesses: guesses.slice(0, 3), reading, report: s.message.text });
    if (s.case) return step.replaceDialog('resume');
    if (intent?.kind === 'control') s.mouth.sayPhrase('nothing-open');
    return step.replaceDialog('lost', intent?.kind === 'control' ? { report: '' } : {});
  }
  s.mouth.sayPhrase('nothing-open');
  return step.replaceDialog('lost', { report: '' });
}

/** Names the problem and starts its walkthrough. */
function begin(step: Step, intentId: string, reading: Reading | null): Result {
  const s = session(step);
  const intent = s.intent(intentId)!;
  const walks = s.take(intent, reading);
  const generic = s.content.packs.get(intent.pack)?.generic === intentId;
  s.mouth.place(intent.title, null, null);
  if (!generic) s.mouth.sayPhrase('named', { problem: intent.title });
  s.mouth.say(intent.cause);
  if (walks) return step.replaceDialog('play');
  s.mouth.sayPhrase('no-walkthrough');
  s.mouth.say(intent.resolution.person);
  return step.replaceDialog('lost', { report: '' });
}

// ── which: "did you mean" ───────────────────────────────────────────────────────────────────────────────────────────

async function askWhich(step: Step): Result {
  const s = session(step);
  s.mouth.sayPhrase('did-you-mean');
  const guesses = (step.options.guesses ?? []).map((g) => ({
    id: g.intent,
    title: s.intent(g.intent)?.title ?? g.intent,
  }));
  const generic = [...s.content.packs.values()].find((p) => p.generic !== null)?.generic;
  const rest =
    generic && !guesses.some((g) => g.id === generic) ? [{ id: generic, title: s.mouth.choice('generic').title }] : [];
  s.mouth.ask([...guesses, ...rest, s.mouth.choice('none-of-these')], ['human']);
  return WAIT;
}

async function followWhich(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'choice' && heard.id === 'none-of-these') return step.replaceDialog('lost');
  if (heard.kind === 'choice') {
    const reading = step.options.reading ?? null;
    const taken = begin(step, heard.id, reading);
    if (s.case && step.options.report) s.case = { ...s.case, report: step.options.report };
    return taken;
  }
  return step.replaceDialog('triage');
}

// ── lost: "I don't know that one" ───────────────────────────────────────────────────────────────────────────────────

async function askLost(step: Step): Result {
  const s = session(step);
  if (step.options.report === undefined) {
    s.unknowns += 1;
    s.mouth.sayPhrase(s.unknowns > 1 ? 'not-known-again' : 'not-known');
  }
  const generic = [...s.content.packs.values()].some((p) => p.generic !== null) ? [s.mouth.choice('generic')] : [];
  s.mouth.ask(generic, ['human']);
  if (s.unknowns > 1) s.mouth.promoteHuman();
  return WAIT;
}

async function followLost(step: Step): Result {
  const s = session(step);
  const generic = [...s.content.packs.values()].find((p) => p.generic !== null)?.generic;
  if (s.heard.kind === 'choice' && generic) return begin(step, generic, null);
  return step.replaceDialog('triage');
}

// ── play: a walkthrough, step by step ───────────────────────────────────────────────────────────────────────────────

async function askStep(step: Step): Result {
  const s = session(step);
  const { mouth, walk } = s;
  const { case: c, next, known } = walk.settle(s.case!);
  s.case = c;
  for (const answer of known) mouth.sayPhrase('already-known', { answer });
  if (next.kind === 'end') return finish(step, next.step.end as 'fixed' | 'fixed-for-now' | 'handed-over');
  const type = s.intent(c.intent)?.type ?? null;
  const done = c.trail.length;
  mouth.place(s.intent(c.intent)?.title ?? null, walk.place(c), {
    step: done + 1,
    of: done + remaining(s.content, c.frames),
    type,
  });
  const always: Control[] = ['back', 'skip', 'repeat', 'start-over', 'human', 'stop'];
  switch (next.kind) {
    case 'slot': {
      const slot = walk.slot(c, next.slot)!;
      mouth.say(slot.question!);
      mouth.ask(
        [...slot.values, { id: 'unknown', title: mouth.choice('unknown').title }].map(({ id, title }) => ({
          id,
          title,
        })),
        always,
        slot.id,
      );
      break;
    }
    case 'risk':
      mouth.sayAfter('risk', walk.filled(c, next.step.risk));
      mouth.sayPhrase('risk-question');
      mouth.ask([mouth.choice('risk-go'), mouth.choice('risk-skip')], always);
      mouth.promoteHuman();
      break;
    case 'step': {
      mouth.say(walk.text(c, next.step));
      const choices: Choice[] = next.step.choices.map(({ id, title }) => ({ id, title }));
      if (next.step.kind === 'ask') mouth.ask(choices, always, next.step.slot);
      else {
        mouth.sayAfter('expect', walk.filled(c, next.step.expect));
        mouth.sayAfter('cost', walk.filled(c, next.step.cost));
        mouth.ask(choices, [...always, 'tried', 'cannot']);
      }
    }
  }
  if (s.noes >= NOES_UNTIL_OFFER) mouth.promoteHuman();
  return WAIT;
}

async function followAnswer(step: Step): Result {
  const s = session(step);
  if (step.result === ASK_AGAIN) return step.replaceDialog('play');
  const after = follow(s, s.case!);
  s.case = after;
  return step.replaceDialog('play');
}

/** The case after what was heard; the same case, and a word about it, when nothing could be made of it. */
function follow(s: Session, before: Case): Case {
  const { heard, walk, mouth } = s;
  const { case: c, next } = walk.settle(before);
  if (next.kind === 'end') return c;
  if (heard.kind === 'choice') {
    s.unknowns = 0;
    if (next.kind === 'risk')
      return heard.id === 'risk-go' ? walk.accept(c) : walk.pass(c, 'skipped', mouth.choice('risk-skip').title);
    if (next.kind === 'slot') return walk.answerSlot(c, next.slot, heard.id);
    const choice = next.step.choices.find((option) => option.id === heard.id);
    if (choice) {
      if (next.step.kind === 'tell') count(s, choice.id === 'not');
      return walk.answer(c, choice);
    }
  }
  if (heard.kind === 'typed' && next.kind === 'step') return walk.answerTyped(c, heard.value);
  if (heard.kind === 'control')
    switch (heard.id) {
      case 'back': {
        const earlier = walk.back(c);
        if (!earlier) mouth.sayPhrase('back-at-start');
        return earlier ?? c;
      }
      case 'skip':
      case 'tried':
      case 'cannot': {
        const how = { skip: 'skipped', tried: 'tried', cannot: 'cannot' } as const;
        if (next.kind === 'slot') return walk.answerSlot(c, next.slot, 'unknown');
        return walk.pass(c, how[heard.id], mouth.choice(heard.id, `control-${heard.id}`).title);
      }
      case 'repeat':
        return c;
    }
  if (heard.kind === 'words') {
    s.unknowns += 1;
    if (heard.reading.mood <= UPSET) offerPerson(s);
    else mouth.sayPhrase('not-understood');
  }
  return c;
}

/** Counts what did not help; after the third, a person is offered. */
function count(s: Session, no: boolean): void {
  if (!no) return;
  s.noes += 1;
  if (s.noes % NOES_UNTIL_OFFER === 0) offerPerson(s);
}

function offerPerson(s: Session): void {
  s.mouth.sayPhrase('frustrated');
  s.noes = Math.max(s.noes, NOES_UNTIL_OFFER);
}

function finish(step: Step, end: 'fixed' | 'fixed-for-now' | 'handed-over'): Result {
  const s = session(step);
  const c = s.case!;
  const last = s.walk.step(c);
  const text = s.walk.text(c, last);
  if (end === 'handed-over') {
    s.mouth.say(text);
    handOver(s);
    return step.endDialog();
  }
  s.mouth.sayPhrase(end);
  s.mouth.say(text);
  s.finish(end, end === 'fixed-for-now' ? 'finding' : null);
  return step.replaceDialog('rating', { report: c.id });
}

/** Writes the ticket and says so, honestly; a second call for the same case only tells its number. */
export function handOver(s: Session): void {
  if (!s.case && s.lastTicket !== null) {
    s.mouth.sayPhrase('already-handed-over', { ticket: s.lastTicket });
    return;
  }
  s.case ??= s.bareCase();
  s.finish('handed-over', 'request');
  s.mouth.sayPhrase('handed-over', { ticket: s.lastTicket ?? '' });
}

// ── switch: another error in the middle of one ──────────────────────────────────────────────────────────────────────

async function askSwitch(step: Step): Result {
  const s = session(step);
  const other = s.intent(step.options.reading?.intent ?? null);
  s.mouth.sayPhrase('switch-question', {
    problem: other?.title ?? '',
    current: s.intent(s.case?.intent ?? null)?.title ?? '',
  });
  if (s.case) s.mouth.place(s.intent(s.case.intent)?.title ?? null, s.walk.place(s.case), null);
  s.mouth.ask([s.mouth.choice('switch'), s.mouth.choice('stay')], ['human', 'stop']);
  return WAIT;
}

async function followSwitch(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  const reading = step.options.reading!;
  if (heard.kind === 'choice' && heard.id === 'switch') {
    s.ends.push({
      conversation: s.message.conversation,
      caseId: s.case!.id,
      intent: s.case!.intent,
      outcome: 'unknown',
      rating: null,
      at: s.message.at,
    });
    await step.parent?.cancelAllDialogs();
    const intent = s.intent(reading.intent)!;
    s.take(intent, reading);
    s.case = { ...s.case!, report: step.options.report ?? '' };
    s.mouth.sayPhrase('named', { problem: intent.title });
    s.mouth.say(intent.cause);
    return step.replaceDialog('play');
  }
  s.mouth.sayPhrase('staying');
  return step.endDialog(ASK_AGAIN);
}

// ── resume: after a week, or another page ───────────────────────────────────────────────────────────────────────────

async function askResume(step: Step): Result {
  const s = session(step);
  const c = s.case!;
  s.mouth.sayPhrase('resume-question', {
    current: s.intent(c.intent)?.title ?? s.walk.walkthrough(c.frames.at(-1)!.walkthrough).title,
  });
  s.mouth.place(s.intent(c.intent)?.title ?? null, s.walk.place(c), null);
  s.mouth.ask([s.mouth.choice('resume'), s.mouth.choice('restart')], ['human', 'stop']);
  return WAIT;
}

async function followResume(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'choice' && heard.id === 'restart') {
    s.ends.push({
      conversation: s.message.conversation,
      caseId: s.case!.id,
      intent: s.case!.intent,
      outcome: 'unknown',
      rating: null,
      at: s.message.at,
    });
    s.case = null;
    s.mouth.sayPhrase('help');
    return step.replaceDialog('lost', { report: '' });
  }
  if (heard.kind === 'choice') return step.replaceDialog('play');
  if (heard.kind === 'problem') return step.replaceDialog('triage');
  s.mouth.sayPhrase('not-understood');
  return step.replaceDialog('resume');
}

// ── rating ──────────────────────────────────────────────────────────────────────────────────────────────────────────

async function askRating(step: Step): Result {
  const s = session(step);
  s.mouth.sayPhrase('rate');
  s.mouth.ask([s.mouth.choice('good'), s.mouth.choice('okay'), s.mouth.choice('poor')], []);
  return WAIT;
}

async function followRating(step: Step): Result {
  const s = session(step);
  if (s.heard.kind !== 'choice') return step.replaceDialog('triage');
  s.ends.push({
    conversation: s.message.conversation,
    caseId: step.options.report ?? '',
    intent: null,
    outcome: 'unknown',
    rating: s.heard.id,
    at: s.message.at,
  });
  s.mouth.sayPhrase('rated');
  return step.endDialog();
}
