/** The dialog that plays a walkthrough, one step at a time. */
import { categoryOf, type Slots, type Step } from '../../core/content.ts';
import type { Case } from '../../core/conversation.ts';
import type { Choice } from '../../core/reply.ts';
import { type Control, FAILED } from '../../core/steering.ts';
import type { Interpretation } from '../interpretation/interpretation.ts';
import { isInPart } from '../interpretation/results.ts';
import { spokenWordsOf } from '../interpretation/spoken-words.ts';
import { thingIn } from '../interpretation/things.ts';
import { excerpt } from '../lead.ts';
import { remaining } from '../progress.ts';
import { type Session, UNHELPED_UNTIL_OFFER } from '../session.ts';
import { codeIn } from '../told-code.ts';
import { ASK_AGAIN, type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { handOver, send } from './hand-over.ts';

/** The mood (-1 furious, 1 delighted) from which down an agent is offered. */
const UPSET = -0.2;

/** Asks the walkthrough's next question, or ends it. */
export async function askStep(step: DialogStep): Result {
  const s = session(step);
  const { builder, walk } = s;
  s.lead();
  const { case: c, next, known, told } = walk.advance(s.case!);
  s.case = c;
  builder.say(told);
  if (known.length > 0) builder.sayPhrase('already-known', { answer: known.join('; ') });
  if (next.kind === 'end') return finish(step, next.step);
  const done = c.history.length;
  builder.place(s.intent(c.intent)?.title ?? null, walk.place(c), {
    step: done + 1,
    of: done + remaining(s.content, c.frames, s.audience, c.slots),
    category: categoryOf(s.content, c.intent),
  });
  const always: Control[] = ['back', 'skip', 'repeat', 'start-over', 'human', 'stop'];
  switch (next.kind) {
    case 'slot': {
      const slot = walk.slot(c, next.slot)!;
      builder.say(slot.question!);
      builder.ask(
        [...walk.possible(c, slot.id, slot.values), { id: 'unknown', title: builder.choice('unknown').title }].map(
          ({ id, title }) => ({ id, title }),
        ),
        always,
        slot.id,
      );
      break;
    }
    case 'risk':
      if (!step.options?.briefly) builder.sayAfter('risk', walk.filled(c, next.step.risk));
      builder.sayPhrase('risk-question');
      builder.ask([builder.choice('risk-go'), builder.choice('risk-skip')], always);
      builder.promoteHuman();
      break;
    case 'step': {
      const briefly = step.options?.briefly === true && next.step.kind === 'tell';
      if (briefly) {
        if (!step.options.silently) builder.sayPhrase('step-again');
      } else if (step.options?.briefly) builder.say(walk.text(c, next.step).slice(-1));
      else builder.say(walk.text(c, next.step));
      const slot = next.step.kind === 'ask' ? next.step.slot : null;
      const choices: Choice[] = walk.possible(c, slot, next.step.choices).map(({ id, title }) => ({ id, title }));
      if (next.step.kind === 'ask') builder.ask(choices, always, next.step.slot);
      else {
        if (!briefly) {
          builder.sayAfter('expect', walk.filled(c, next.step.expect));
          builder.sayAfter('cost', walk.filled(c, next.step.cost));
        }
        builder.ask(choices, [...always, 'tried', 'cannot']);
      }
    }
  }
  if (s.unhelped >= UNHELPED_UNTIL_OFFER) builder.promoteHuman();
  return WAIT;
}

/** Follows the answer to the open question and asks the next one. */
export async function followAnswer(step: DialogStep): Result {
  const s = session(step);
  if (step.result === ASK_AGAIN) return step.replaceDialog('play');
  const meant = s.interpretation;
  if (meant.kind === 'did') {
    const { next } = s.walk.advance(s.case!);
    const helps = next.kind === 'step' && next.step.choices.some((c) => c.id === 'fixed');
    s.builder.sayPhrase(helps ? 'did-it-help' : 'not-understood');
    return step.replaceDialog('play', { briefly: true, silently: helps });
  }
  if (meant.kind === 'facts') return takeFacts(step, meant);
  if (meant.kind === 'partly') return goOnWithRest(step, meant);
  if (meant.kind === 'amended') {
    s.builder.sayPhrase('amended', {
      answer: s.walk.lastAnswered(s.case!)?.choices.find((c) => c.id === meant.id)?.title ?? '',
    });
    s.unanswered = 0;
    s.learn('corrected');
    s.case = s.walk.amended(s.case!, meant.id);
    return step.replaceDialog('play');
  }
  if (meant.kind === 'choice' && FAILED.includes(meant.id) && isBetter(s)) s.builder.sayPhrase('in-part');
  // Facts beside the answer count; the answer itself is followed below and recorded, so that "back" can undo it.
  if (s.message.kind === 'said' && !isBare(s)) {
    const beside: Record<string, string> = { ...s.reading.slots };
    const isTorn = meant.kind === 'words' && meant.reading.several;
    if (meant.kind === 'choice' || meant.kind === 'typed' || isTorn) delete beside[s.before.question?.slot ?? ''];
    const open = s.walk.advance(s.case!).case;
    s.case = withFacts(s, s.case!, beside);
    if (isPassed(s, open)) return passWith(step, open, beside);
  }
  // A fact told once more of the same problem, "I approved it by mistake", may answer a later question.
  if (meant.kind === 'control' && meant.id === 'repeat' && s.reading.intent === s.case?.intent) s.noteWords();
  // A code that is shown now may answer a later question, just as one that was pasted at the beginning.
  if (s.message.kind === 'said' && isCoded(s)) s.noteWords();
  const before = s.case!;
  const after = follow(s, before);
  s.case = after;
  // An answer may show another problem, which the words so far make worse.
  if (after.intent !== before.intent) {
    s.weigh(after.report);
    s.readRequest();
  }
  return step.replaceDialog('play', { briefly: after === before && isSpoken(meant) });
}

/** A case with facts that were told beside an answer. */
function withFacts({ walk }: Session, c: Case, facts: Slots): Case {
  return { ...c, slots: walk.implied({ ...facts, ...c.slots }, c) };
}

/** Whether what was told leads past the open step: a report that is pasted holds the answers to several questions. */
function isPassed({ walk, case: c, interpretation: { kind } }: Session, open: Case): boolean {
  if (!['choice', 'typed', 'words', 'problem'].includes(kind) || walk.step(open).kind === 'end') return false;
  const now = walk.place(walk.advance(c!).case);
  const then = walk.place(open);
  return now.walkthrough !== then.walkthrough || now.step !== then.step;
}

/** Goes on past the open step, whose answer is noted first: "back" leads to it. */
function passWith(step: DialogStep, open: Case, facts: Slots): Result {
  const s = session(step);
  const { kind } = s.interpretation;
  const answered = kind === 'choice' || kind === 'typed' ? follow(s, open) : open;
  const noted = answered === open ? s.walk.reported(open, excerpt(s.message.text)) : s.walk.asReport(answered);
  s.case = withFacts(s, noted, facts);
  s.noteWords();
  s.unanswered = 0;
  s.weigh(s.case.report);
  s.readRequest();
  return step.replaceDialog('play');
}

/**
 * Goes on with what still fails, where a part of it works: where that part was being mended, at the step that asks what else
 * fails; else past the open step, or with the same question.
 */
function goOnWithRest(step: DialogStep, words: Extract<Interpretation, { kind: 'partly' }>): Result {
  const { works, rest } = words;
  const s = session(step);
  s.builder.sayPhrase('partly');
  s.noteWords();
  s.unanswered = 0;
  const c = s.case!;
  const { case: at, next } = s.walk.advance(c);
  const failing = s.readingOf(rest).slots;
  const on = s.walk.isAbout(at, works) && !s.walk.isAbout(at, rest) ? s.walk.partly(at, words) : null;
  if (on !== null) {
    s.case = on;
    return step.replaceDialog('play');
  }
  const not = next.kind === 'step' ? next.step.choices.find(({ id }) => id === 'not') : undefined;
  const told = s.walk.implied({ ...failing, ...at.slots }, at);
  s.case = { ...at, slots: told };
  if (not) s.case = s.walk.answer(s.case, not);
  return step.replaceDialog('play', { briefly: !not });
}

/** The kinds of things by which people are reached. */
const REACHES = ['phone', 'address'] as const;
/** Words with digits as only errors have: SSPR_0014, 0x80070005, AADSTS50126. */
const A_CODE = /\b(?:0x[\da-f]{8}|[a-z]{3,10}_?\d{3,7}|[\da-f]*\d[\da-f]{7})\b/i;

/** Whether the message says that it is better, if not well. */
function isBetter({ content, message: { kind, text } }: Session): boolean {
  return kind === 'said' && isInPart(text, spokenWordsOf(content).told);
}

/** Whether the message tells a code, or shows a word as only errors have. */
function isCoded({ content, message: { text }, reading }: Session): boolean {
  return A_CODE.test(text) || codeIn(content, text, reading) !== null;
}

/** The number of characters beside the words for an answer that tell nothing by themselves. */
const BESIDE = 8;

/** Whether the message is the words for an answer and hardly more: "same as on my phone" tells nothing of the device. */
function isBare({ interpretation: meant, message: { text }, walk, case: c }: Session): boolean {
  const step = walk.step(c!);
  if (meant.kind !== 'choice' || (step.kind !== 'ask' && step.kind !== 'tell')) return false;
  const says = step.choices.find(({ id }) => id === meant.id)?.says ?? [];
  const said = text.toLowerCase();
  return says.some((phrase) => said.includes(phrase.toLowerCase()) && said.length - phrase.length <= BESIDE);
}

/** Whether nothing was understood, so that the open question is asked again in fewer words. */
function isSpoken({ kind }: Interpretation): boolean {
  return kind === 'words' || kind === 'problem';
}

/** Takes facts in that were not asked for: goes on with them, or back to the first step that a correction changes. */
function takeFacts(step: DialogStep, { slots, corrects }: Extract<Interpretation, { kind: 'facts' }>): Result {
  const s = session(step);
  const before = s.case!;
  const titles = Object.entries(slots).map(
    ([id, value]) => `${s.walk.slot(before, id)?.title ?? id}: ${s.walk.slotTitle(before, id, value)}`,
  );
  // Facts that make it worse were told already.
  if (Object.keys(slots).some((id) => !(id in s.graver)))
    s.builder.sayPhrase(corrects ? 'corrected' : 'noted', { facts: titles.join('; ') });
  if (corrects) s.learn('corrected');
  s.unanswered = 0;
  if (slots.audience === 'admin' && s.audience === 'person') {
    const intent = s.intent(before.intent);
    if (intent?.walkthrough.admin && intent.walkthrough.admin !== intent.walkthrough.person) {
      s.becomeAdmin();
      s.take(intent, null, before.report);
      return step.replaceDialog('play');
    }
  }
  const known = s.walk.implied({ ...before.slots, ...slots }, before);
  s.case = corrects ? s.walk.corrected(before, slots) : { ...before, slots: known };
  const told = [...new Set([...s.case.mentioned, ...Object.keys(slots)])];
  s.case = { ...s.case, mentioned: told };
  s.lead();
  const isHere = s.walk.advance(s.case).case.frames.at(-1)!.step === before.frames.at(-1)!.step;
  return step.replaceDialog('play', { briefly: isHere && !corrects });
}

/** The case after the person's answer; the same case, with a word about it, when the answer is not understood. */
function follow(s: Session, before: Case): Case {
  const { interpretation, walk, builder } = s;
  const { case: c, next } = walk.advance(before);
  if (next.kind === 'end') return c;
  if (interpretation.kind === 'choice') {
    s.unanswered = 0;
    if (next.kind === 'risk')
      return interpretation.id === 'risk-go'
        ? walk.accept(c)
        : walk.pass(c, 'skipped', builder.choice('risk-skip').title);
    if (next.kind === 'slot') return walk.answerSlot(c, next.slot, interpretation.id);
    const choice = next.step.choices.find((option) => option.id === interpretation.id);
    if (choice) {
      if (next.step.kind === 'tell') count(s, choice.id === 'not');
      return walk.answer(c, choice);
    }
  }
  if (interpretation.kind === 'typed' && next.kind === 'step') {
    const after = walk.answerTyped(c, interpretation.value);
    // An address holds the domain as well.
    return { ...after, slots: { ...s.reading.slots, ...after.slots } };
  }
  if (interpretation.kind === 'control')
    switch (interpretation.id) {
      case 'back': {
        const earlier = walk.back(c);
        if (!earlier) builder.sayPhrase('back-at-start');
        return earlier ?? c;
      }
      case 'skip':
      case 'tried':
      case 'cannot': {
        const how = { skip: 'skipped', tried: 'tried', cannot: 'cannot' } as const;
        if (next.kind === 'slot') return walk.answerSlot(c, next.slot, 'unknown');
        if (interpretation.id !== 'skip' && next.step.kind === 'tell') count(s, true);
        return walk.pass(
          c,
          how[interpretation.id],
          builder.choice(interpretation.id, `control-${interpretation.id}`).title,
        );
      }
      case 'repeat':
        return c;
    }
  if (interpretation.kind === 'words' || interpretation.kind === 'problem') {
    s.noteWords();
    // A phone number or an address is good to know, whatever was asked.
    const reach = REACHES.map((kind) =>
      thingIn(
        s.message.text,
        { kind, after: [], beside: [], names: [], without: [], heads: [], except: [] },
        [],
        spokenWordsOf(s.content).names,
      ),
    ).find(Boolean);
    if (reach && interpretation.kind === 'words') {
      builder.sayPhrase('noted', { facts: reach });
      return c;
    }
    s.unanswered += 1;
    s.learn('step');
    const isLong = s.unanswered % UNHELPED_UNTIL_OFFER === 0;
    if (interpretation.reading.mood <= UPSET) s.offerPerson();
    else if (isLong) {
      builder.sayPhrase('lost-you');
      s.offerPerson(false);
    } else if (next.kind === 'step' && next.step.kind === 'tell') builder.sayPhrase('noted-words');
    else if (next.kind === 'step' && next.step.kind === 'ask' && next.step.typed !== null)
      builder.sayPhrase('not-such');
    else if (interpretation.reading.several) builder.sayPhrase('one-at-a-time');
    else builder.sayPhrase(s.unanswered > 1 ? 'not-understood-again' : 'not-understood');
  }
  return c;
}

/** Counts a step that did not help; after every third one an agent is offered. */
function count(s: Session, no: boolean): void {
  if (!no) return;
  s.unhelped += 1;
  if (s.unhelped % UNHELPED_UNTIL_OFFER === 0) s.offerPerson();
}

function finish(step: DialogStep, last: Extract<Step, { kind: 'end' }>): Result {
  const s = session(step);
  const c = s.case!;
  const end = last.end as 'fixed' | 'fixed-for-now' | 'handed-over';
  const text = s.walk.text(c, last);
  if (end === 'handed-over') {
    const isUrgent = last.urgent || s.isGrave(c);
    // The end's own words are for those who had nothing worse to tell.
    if (isUrgent && !last.urgent) s.builder.sayPhrase('grave-end');
    else if (last.urgent && text.length === 0) s.builder.sayPhrase('grave-end');
    else s.builder.say(text);
    if (isUrgent) s.case = { ...c, urgent: true };
    if (!handOver(s)) return step.endDialog();
    // An urgent case goes out as it is; agents see what was left to ask.
    if (!isUrgent) return step.replaceDialog('send', {});
    send(s, [], []);
    return step.endDialog();
  }
  if (!last.alone) s.builder.sayPhrase(end);
  s.builder.say(text);
  s.finish(end, end === 'fixed-for-now' ? 'finding' : null);
  return step.replaceDialog('rating', { report: c.id, again: c });
}
