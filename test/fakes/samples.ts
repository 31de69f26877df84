/** Makes samples of messages, replies, states and tickets for tests. */
import type { CaseRecord } from '../../src/core/case-record.ts';
import type { ConversationState } from '../../src/core/conversation.ts';
import type { Lesson } from '../../src/core/lesson.ts';
import { type Incoming, type Message, PLAIN } from '../../src/core/message.ts';
import { BARE, type Reply } from '../../src/core/reply.ts';
import type { Handled, Work } from '../../src/core/store.ts';
import type { CaseEnd, Ticket } from '../../src/core/ticket.ts';
import type { WrittenEntry } from '../../src/core/ticket-entry.ts';

/** A moment of the tests' own day, `ms` milliseconds after its beginning. */
export function moment(ms = 0): string {
  return new Date(Date.UTC(2026, 0, 5, 9) + ms).toISOString();
}

let count = 0;

/** A message as a channel hands it over; every call makes another one. */
export function incoming(text: string, given: Partial<Incoming> = {}): Incoming {
  count += 1;
  const plain = { ...PLAIN, channel: 'fake', audience: 'person', kind: 'said' } as const;
  return { id: `m${count}`, conversation: 'fake:one', text, ...plain, ...given };
}

/** A message as the inbox holds it. */
export function message(text: string, given: Partial<Message> = {}): Message {
  return { ...incoming(text), shortened: false, masked: false, at: moment(), ...given };
}

/** A reply of one sentence. */
export function reply(text: string, given: Partial<Reply> = {}): Reply {
  const body = [{ kind: 'text' as const, spans: [{ text }] }];
  return {
    ...BARE,
    body,
    asked: 1,
    ...given,
  };
}

/** The words of a reply. */
export function words(said: Reply): string {
  return said.body.flatMap((p) => p.spans.map((s) => s.text)).join('');
}

/** A state that remembers the number of messages, and the last one's words. */
export function state(asked: number, note = ''): ConversationState {
  const nothing = {
    dialogs: [],
    question: null,
    unhelped: 0,
    unanswered: 0,
    lastTicket: null,
    lastAt: null,
    helped: null,
    awaited: null,
  } as const;
  const opened = {
    id: 'case',
    title: 'It does not work',
    intent: null,
    guesses: [],
    report: note,
    evidence: null,
    slots: {},
    frames: [],
    history: [],
  };
  const rest = { workOrder: [], accepted: [], mentioned: [], startedAt: moment() };
  return { ...nothing, audience: 'person', case: { ...opened, ...rest }, asked };
}

/** A ticket with nothing special in it. */
export function ticket(id: string, given: Partial<Ticket> = {}): Ticket {
  const nobody = {
    problem: null,
    guesses: [],
    evidence: null,
    slots: {},
    history: [],
    workOrder: [],
    startedAt: moment(),
  };
  const summary = { audience: 'person' as const, channel: 'fake', report: 'it does not work', ...nobody };
  return { id, conversation: 'fake:one', kind: 'request', summary, at: moment(), ...given };
}

/** A ticket that waits, as lists show it. */
export function entry(id: string, given: Partial<WrittenEntry> = {}): WrittenEntry {
  const nothing = {
    holder: null,
    person: null,
    title: null,
    intent: null,
    promised: null,
    unanswered: null,
    outcome: null,
    rating: null,
    ratingText: null,
    ratedAt: null,
  };
  const plain = {
    ticket: id,
    state: 'waiting',
    desk: 'desk',
    channel: 'fake',
    verified: false,
    urgent: false,
  } as const;
  return { ...nothing, ...plain, since: moment(), changedAt: moment(), words: [], replaces: false, ...given };
}

/** The end of a case with nothing special in it. */
export function end(given: Partial<CaseEnd> = {}): CaseEnd {
  const known = { intent: 'password', outcome: 'fixed', rating: null } as const;
  return { conversation: 'fake:one', caseId: 'case', ...known, at: moment(), ...given };
}

/** The record of a case that was walked through one step and fixed after a minute. */
export function record(given: Partial<CaseRecord> = {}): CaseRecord {
  return {
    ...{ id: 'fake:one|m', beganAt: moment(), lastAt: moment(), startedAt: moment(), caseId: 'case' },
    ...{ intent: 'password', pack: 'mail', category: null, path: 'mail-slow/restart=fixed+' },
    ...{ outcome: 'fixed', fixedAt: moment(60_000), handedAt: null, takenAt: null, agents: null },
    ...{ reopened: false, checked: null, rating: null },
    ...given,
  };
}

/** Words of which nothing was recognised. */
export function lesson(text: string, given: Partial<Lesson> = {}): Lesson {
  const read = { decision: 'none', guesses: [], evidence: null, named: [], step: null } as const;
  return { message: 'm', kind: 'none', text, read, intent: null, record: null, ...given };
}

/** All messages of a piece of work as handled, each answered with these texts. */
export function answered(work: Work, texts: readonly string[], channel = 'fake'): Handled {
  const done = work.rows.map(({ seq }) => ({ seq, as: 'done' as const }));
  const replies = work.rows.flatMap(({ seq }) =>
    texts.map((text, i) => ({ turn: seq, part: i + 1, channel, address: null, reply: reply(text) })),
  );
  const { conversation, version } = work;
  return {
    conversation,
    version,
    state: state(version + 1),
    done,
    replies,
    jobs: [],
    outgoing: [],
    timers: [],
    person: null,
    open: null,
    tickets: [],
    ends: [],
  };
}
