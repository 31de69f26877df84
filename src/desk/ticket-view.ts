/** A ticket as the console shows it: its state in plain values, with the lines of its thread. */
import { type Content, categoryOf } from '../core/content.ts';
import type { Person } from '../core/person.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import { phrase } from '../core/phrases.ts';
import { repliesFor } from '../core/saved-replies.ts';
import { plain } from '../core/text.ts';
import { entryOf } from '../core/ticket-entry.ts';
import type { TicketView } from '../core/ticket-view.ts';
import { accountWords, deskActions, nameOf, placeName } from './head.ts';
import { messageIdOf } from './held-back.ts';
import type { TicketThread } from './thread.ts';
import type { TicketState } from './ticket-state.ts';

const OUTCOMES = ['fixed', 'fixed-for-now', 'unknown'] as const;

/** Makes the view of a ticket for one agent; `thread` has taken all lines of its conversation. */
export function ticketView(
  content: Content,
  state: TicketState,
  thread: Pick<TicketThread, 'lines' | 'transcript'>,
  reader: Person,
): TicketView {
  const say = (key: PhraseKey, values: Readonly<Record<string, string>> = {}) => phrase(content.phrases, key, values);
  const word = (key: PhraseKey, values: Readonly<Record<string, string>> = {}): string => plain(say(key, values));
  const { summary, kind } = state.ticket;
  const { words: _, replaces: __, ...entry } = entryOf(state, null);
  const slots = new Map([...content.packs.values()].flatMap((p) => p.slots).map((slot) => [slot.id, slot]));
  const guess = summary.guesses.find((g) => g.intent === summary.problem?.intent);
  const isHidden = (summary.leftOut ?? []).includes(word('part-transcript'));
  return {
    ...entry,
    isFinding: kind === 'finding',
    who: nameOf(state, say),
    account: accountOf(state),
    place: placeName(state.personSide.channel, say),
    isAdmin: summary.audience === 'admin',
    problem: summary.problem && {
      title: summary.problem.title,
      sure: guess ? `${Math.round(guess.confidence * 100)} %` : '',
      category: categoryOf(content, summary.problem.intent),
    },
    report: summary.report,
    evidence: summary.evidence,
    telling: summary.telling ?? [],
    facts: Object.entries(summary.slots).map(([id, value]) => {
      const slot = slots.get(id);
      return { title: slot?.title ?? id, value: slot?.values.find((v) => v.id === value)?.title ?? value };
    }),
    tried: summary.history.map(({ asked, answer, how }) => ({
      asked,
      answer: how === 'answered' ? answer : word(`desk-how-${how}`, { answer }),
    })),
    workOrder: summary.workOrder.map((text) => ({ text, isDone: (state.done ?? []).includes(text) })),
    added: summary.added ?? [],
    leftOut: summary.leftOut ?? [],
    transcript: isHidden ? [] : thread.transcript(nameOf(state, say)),
    lines: thread.lines,
    held: (state.heldBack ?? []).map(({ id, choice, text, images, by, until }) => ({
      id: id.slice(messageIdOf(by, '').length),
      what: choice.split(':')[0] ?? '',
      text,
      files: images.map(({ ref, name }) => ({ ref, name })),
      by: by.name ?? '',
      isMine: by.id === reader.id,
      until,
    })),
    replies: repliesFor(
      content,
      summary.problem?.intent ?? null,
      {
        person: entry.person ?? content.consoleWords['reply-nobody'] ?? '',
        agent: reader.name ?? '',
        ticket: state.ticket.id,
        problem: summary.problem?.title ?? content.consoleWords['reply-problem'] ?? '',
      },
      summary.slots,
    ),
    ...deskActions(content, say, state),
    outcomes: OUTCOMES.map((id) => ({ id, title: word(`desk-outcome-${id}`) })),
  };
}

/** The company account with which the person signed in, in words; null where they did not, or a platform knows them. */
function accountOf({ personSide: { person } }: TicketState): TicketView['account'] {
  return person?.account ? accountWords(person, person.account) : null;
}
