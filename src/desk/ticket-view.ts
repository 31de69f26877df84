/** A ticket as the console shows it: its state in plain values, and the lines of its thread as they stand now. */
import { type Content, categoryOf } from '../core/content.ts';
import { CONSOLE_CHANNEL, type FromPerson } from '../core/desk.ts';
import type { Message } from '../core/message.ts';
import { unreadParts } from '../core/message-part.ts';
import { partLinks, partNames } from '../core/part-words.ts';
import type { Person } from '../core/person.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import { phrase } from '../core/phrases.ts';
import type { Reply } from '../core/reply.ts';
import { repliesFor } from '../core/saved-replies.ts';
import type { Line } from '../core/store.ts';
import { plain, type Rich } from '../core/text.ts';
import { entryOf } from '../core/ticket-entry.ts';
import type { ThreadLine, TicketView } from '../core/ticket-view.ts';
import { accountWords, deskActions, nameOf, placeName } from './head.ts';
import { heldIdOf, holdOf, messageIdOf } from './held-back.ts';
import type { TicketState } from './ticket-state.ts';
import { commandOf } from './words.ts';

const OUTCOMES = ['fixed', 'fixed-for-now', 'unknown'] as const;

/** Makes the view of a ticket for one agent; `lines` are all of its conversation. */
export function ticketView(content: Content, state: TicketState, lines: readonly Line[], reader: Person): TicketView {
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
    transcript: isHidden ? [] : transcriptIn(lines, nameOf(state, say)),
    lines: threadOf(content, state, lines, reader),
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

/** The lines before the hand-over, in their latest version. */
function transcriptIn(lines: readonly Line[], who: string): TicketView['transcript'] {
  const read = lines.findLast(({ message }) => message?.result?.kind === 'transcript')?.message?.result;
  return (read?.found ?? []).map(({ text, by }) => ({ by: by && (by.name ?? who), text }));
}

/** The thread as it stands now. */
function threadOf(content: Content, state: TicketState, lines: readonly Line[], reader: Person): ThreadLine[] {
  const thread = new Map<string, ThreadLine>();
  const held = new Map<string, Message>();
  let message: Message | null = null;
  // Whether the words of the message stand in the thread already, so that the reply that repeats them does not.
  let isShown = false;
  for (const line of lines) {
    if (line.message) {
      const done = doneIn(line.message, held);
      message = done ?? line.message;
      isShown = done !== null && take(thread, content, state, done);
    } else if (line.reply && message && !(isShown && line.reply.speaker))
      told(thread, line.reply, message, { id: `${line.turn}.${line.part}`, at: line.at }, reader);
  }
  return [...thread.values()];
}

/**
 * The effect of a message on the thread: an action that was held back is done when its time came, and not when an agent pressed
 * it. Null for the press of such an action; those that are still open are kept in `held`.
 */
function doneIn(message: Message, held: Map<string, Message>): Message | null {
  const hold = message.event || message.result ? null : holdOf(message);
  if (hold) {
    held.set(message.id, { ...message, choice: hold.choice });
    return null;
  }
  const command = message.kind === 'pressed' ? commandOf(message, 'marked') : null;
  const isEnd = command?.kind === 'now' || command?.kind === 'undo';
  const id =
    isEnd && message.person
      ? messageIdOf(message.person, command.id)
      : message.event?.kind === 'due'
        ? heldIdOf(message.event.name)
        : null;
  const action = id === null ? undefined : held.get(id);
  if (!action || id === null) return message;
  held.delete(id);
  return command?.kind === 'undo' ? message : { ...action, at: message.at };
}

/** Takes a message into the thread; answers whether its words are in it now. */
function take(thread: Map<string, ThreadLine>, content: Content, state: TicketState, message: Message): boolean {
  const event = message.event as FromPerson | null;
  switch (event?.kind) {
    case 'words':
      add(thread, event.message, {
        at: message.at,
        kind: 'person',
        by: event.personSide.person?.name ?? null,
        text: withParts(content, event.text, event.parts),
      });
      return true;
    case 'edited':
      alter(thread, event.message, { text: withParts(content, event.text, event.parts), fate: 'changed' });
      return true;
    case 'deleted':
      alter(thread, event.message, { text: '', files: [], fate: 'gone' });
      return true;
  }
  if (message.event || message.result) return false;
  if (message.kind === 'deleted') alter(thread, message.about ?? '', { text: '', fate: 'gone' });
  if (message.kind === 'edited') alter(thread, message.about ?? '', { text: message.text, fate: 'changed' });
  if (message.kind !== 'said' && message.kind !== 'pressed') return false;
  const by = message.person?.name ?? null;
  const command = commandOf(message, 'marked');
  const isSaid = message.id in state.spoken;
  if (isSaid) {
    const files = message.channel === CONSOLE_CHANNEL ? message.images.map(({ ref, name }) => ({ ref, name })) : [];
    add(thread, message.id, { at: message.at, kind: 'agent', by, text: saidIn(message), files });
  } else if (command.kind === 'note' && message.text !== '')
    add(thread, message.id, { at: message.at, kind: 'note', by, text: message.text });
  return isSaid || command.kind === 'note';
}

/** The words of a message to the person: those of a desk's own lines without their marks. */
function saidIn(message: Message): string {
  const command = commandOf(message, 'marked');
  return command.kind === 'say' ? command.text : message.text;
}

/** Takes a reply of the ticket's conversation into the thread. */
function told(
  thread: Map<string, ThreadLine>,
  { title, body, discreet, to, placement, speaker, images }: Reply,
  { result }: Message,
  { id, at }: Pick<ThreadLine, 'id' | 'at'>,
  reader: Person,
): void {
  if (placement?.kind === 'marked') alter(thread, placement.message, { sent: placement.as });
  if (placement?.kind === 'gone') thread.delete(placement.message);
  if (placement && placement.kind !== 'under') return;
  // Heads are what the rest of the view shows, and so is the transcript.
  if (title !== null || result?.kind === 'transcript') return;
  if (discreet && to?.id !== reader.id) return;
  const files = images.map(({ ref, name }) => ({ ref, name }));
  const kind = discreet ? 'whisper' : speaker && !speaker.agent ? 'person' : 'event';
  // Pictures that are taken back are found by the job that brought them.
  const key = result?.kind === 'carry' && files.length > 0 ? `job:${result.job}` : id;
  add(thread, key, { at, kind, by: speaker?.name ?? null, text: plain(body), times: timesIn(body), files });
}

function add(
  thread: Map<string, ThreadLine>,
  id: string,
  line: Pick<ThreadLine, 'at' | 'kind' | 'by' | 'text'> & Partial<ThreadLine>,
): void {
  thread.set(id, { times: [], files: [], sent: null, fate: null, ...line, id });
}

function timesIn(body: Rich): ThreadLine['times'] {
  return body.flatMap(({ spans }) => spans).flatMap(({ text, time }) => (time ? [{ words: text, at: time.at }] : []));
}

function alter(thread: Map<string, ThreadLine>, id: string, by: Partial<ThreadLine>): void {
  const line = thread.get(id);
  if (line) thread.set(id, { ...line, ...by });
}

/** Words with the names and addresses of what came beside them. */
function withParts(content: Content, text: string, parts: Message['parts'] = []): string {
  const unread = unreadParts(parts);
  if (unread.length === 0) return text;
  const named = plain(phrase(content.phrases, 'desk-parts', { what: partNames(content.phrases, unread) }));
  return [text, named, partLinks(content.phrases, unread)].filter((part) => part !== '').join('\n');
}
