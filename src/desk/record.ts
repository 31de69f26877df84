/**
 * A ticket with everything known about it, as `npx firstline tickets` shows and exports it: as it was written, with the
 * changes a desk made, and with everything written since.
 */
import type { Content } from '../core/content.ts';
import type { Person } from '../core/person.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import { phrase } from '../core/phrases.ts';
import { plain, quote } from '../core/text.ts';
import type { Ticket, Written } from '../core/ticket.ts';
import { type Lengths, placeName, summaryText } from './head.ts';
import { type Listed, listedOf } from './list.ts';
import type { TicketState } from './ticket-state.ts';

/** Everything known about a ticket, as plain values. */
export interface TicketRecord extends Listed {
  readonly kind: Ticket['kind'];
  /** The time at which the person asked for it, ISO 8601. */
  readonly at: string;
  readonly conversation: string;
  /** Whether a platform vouches for who the person is; the chat page doesn't. Older tickets don't say. */
  readonly identity: 'signed in' | 'not verified' | 'unknown';
  /** The case summary as agents have it now; as it was written where no desk has it. */
  readonly summary: Ticket['summary'];
  /** The messages between person and agents since then, oldest first. */
  readonly written: readonly Written[];
}

const WHOLE: Lengths = {
  report: Number.POSITIVE_INFINITY,
  line: Number.POSITIVE_INFINITY,
  answer: Number.POSITIVE_INFINITY,
  steps: Number.POSITIVE_INFINITY,
};

/** Makes a record of a ticket; `state` is null where no desk has it. */
export function recordOf(ticket: Ticket, state: TicketState | null, written: readonly Written[]): TicketRecord {
  const { kind, at, conversation } = ticket;
  return {
    ...listedOf(ticket, state),
    kind,
    at,
    conversation: state?.personSide.conversation ?? conversation,
    identity: identityOf(state ? state.personSide.person : ticket.summary.person),
    summary: state?.ticket.summary ?? ticket.summary,
    written,
  };
}

function identityOf(person: Person | null | undefined): TicketRecord['identity'] {
  if (person === undefined) return 'unknown';
  return person === null ? 'not verified' : 'signed in';
}

/** One line for a list of tickets. */
export function lineOf(record: TicketRecord): string {
  const { ticket, since, desk, problem, summary } = record;
  return [ticket, minute(since), desk ?? '–', standing(record), problem ?? '–', bare(summary.person?.name ?? '')]
    .join('  ')
    .trimEnd();
}

/** A ticket to read: everything known, each text whole. */
export function sheetOf(content: Content, record: TicketRecord): string {
  const { ticket, kind, at, since, desk, conversation, identity, summary, written } = record;
  const say = (key: PhraseKey): string => plain(phrase(content.phrases, key));
  const who = bare(summary.person?.name ?? say('desk-somebody'));
  const head = [
    `${ticket} · ${summary.problem?.title ?? say('desk-unknown')}`,
    `${who}, in ${placeName(summary.channel, (key) => phrase(content.phrases, key))} (${conversation}), ${minute(at)} UTC`,
    desk === null
      ? kind === 'finding'
        ? 'Written down for information: the person can work again. No desk is told of it.'
        : 'Written down: no desk has it, so nobody is told of it.'
      : `Desk ${desk}: ${standing(record)}, since ${minute(since)} UTC`,
  ];
  const added = written.map((w) => `${minute(w.at)}  ${bare(w.by ?? who)}:\n${plain(quote(w.text))}`);
  const rest = added.length === 0 ? [] : ['Written since:', ...added];
  return `${[head.join('\n'), plain(summaryText(content, { ...summary, person: identity === 'not verified' ? null : (summary.person ?? undefined) }, WHOLE)), ...rest].join('\n\n')}\n`;
}

/** A ticket's state in a few words. */
function standing({ state, holder, outcome, kind }: TicketRecord): string {
  if (state === 'held') return `with ${bare(holder ?? '?')}`;
  if (state === 'closed') return `closed, ${outcome}`;
  if (state === 'waiting') return 'waiting';
  return kind === 'finding' ? 'written down, for information' : 'written down';
}

/** A time as people read it, to the minute. */
function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

/** Removes control characters: a name comes from outside and must not steer the terminal. */
function bare(name: string): string {
  return name.replace(/\p{Cc}/gu, '');
}
