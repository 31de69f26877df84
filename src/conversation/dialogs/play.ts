import { categoryOf } from '../../core/content.ts';
import type { Case } from '../../core/conversation.ts';
import type { Choice } from '../../core/reply.ts';
import type { Control } from '../../core/steering.ts';

import { remaining } from '../progress.ts';
import type { Session } from '../session.ts';
import { ASK_AGAIN, type Result, type Step, session, WAIT } from './dialog.ts';
import { handOver } from './hand-over.ts';

/** So many noes in a row, and a person is offered. */
const NOES_UNTIL_OFFER = 3;
const UPSET = -0.2;

/** Asks what the walkthrough needs next, or ends it. */
export async function askStep(step: Step): Result {
  const s = session(step);
  const { mouth, walk } = s;
  const { case: c, next, known } = walk.settle(s.case!);
  s.case = c;
  if (known.length > 0) mouth.sayPhrase('already-known', { answer: known.join('; ') });
  if (next.kind === 'end') return finish(step, next.step.end as 'fixed' | 'fixed-for-now' | 'handed-over');
  const done = c.trail.length;
  mouth.place(s.intent(c.intent)?.title ?? null, walk.place(c), {
    step: done + 1,
    of: done + remaining(s.content, c.frames, s.audience, c.slots),
    category: categoryOf(s.content, c.intent),
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

export async function followAnswer(step: Step): Result {
  const s = session(step);
  if (step.result === ASK_AGAIN) return step.replaceDialog('play');
  // While the first question is open people are still telling what happens: what they say beside the answer counts.
  if (s.message.kind === 'said' && s.case!.trail.length === 0) {
    const beside: Record<string, string> = { ...s.reading.slots };
    // The answer itself is followed below, and remembered, so that it can be gone back to.
    if (s.heard.kind === 'choice' || s.heard.kind === 'typed') delete beside[s.before.question?.slot ?? ''];
    s.case = { ...s.case!, slots: s.walk.implied({ ...beside, ...s.case!.slots }, s.case!) };
  }
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
  if (heard.kind === 'typed' && next.kind === 'step') {
    const after = walk.answerTyped(c, heard.value);
    // An address holds the domain as well.
    return { ...after, slots: { ...s.reading.slots, ...after.slots } };
  }
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
        if (heard.id !== 'skip' && next.step.kind === 'tell') count(s, true);
        return walk.pass(c, how[heard.id], mouth.choice(heard.id, `control-${heard.id}`).title);
      }
      case 'repeat':
        return c;
    }
  if (heard.kind === 'words' || heard.kind === 'problem') {
    s.unknowns += 1;
    if (heard.reading.mood <= UPSET || s.unknowns % NOES_UNTIL_OFFER === 0) offerPerson(s);
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
    return handOver(s) ? step.replaceDialog('send', {}) : step.endDialog();
  }
  s.mouth.sayPhrase(end);
  s.mouth.say(text);
  s.finish(end, end === 'fixed-for-now' ? 'finding' : null);
  return step.replaceDialog('rating', { report: c.id, again: c });
}
