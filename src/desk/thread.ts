/** The thread of a ticket as it stands now, made of the lines of its conversation one after the other. */
import type { Content } from '../core/content.ts';
import { CONSOLE_CHANNEL, type FromPerson } from '../core/desk.ts';
import type { FoundText } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import { unreadParts } from '../core/message-part.ts';
import { partLinks, partNames } from '../core/part-words.ts';
import type { Person } from '../core/person.ts';
import { phrase } from '../core/phrases.ts';
import type { Reply } from '../core/reply.ts';
import type { Line } from '../core/store.ts';
import { plain, type Rich } from '../core/text.ts';
import type { ThreadLine, TicketView } from '../core/ticket-view.ts';
import { heldIdOf, holdOf, messageIdOf } from './held-back.ts';
import type { TicketState } from './ticket-state.ts';
import { commandOf } from './words.ts';

/** A ticket's thread for one agent: it takes the lines of the conversation in their order, from the first one on. */
export class TicketThread {
  readonly #content: Content;
  readonly #state: TicketState;
  readonly #reader: Person;
  readonly #lines = new Map<string, ThreadLine>();
  /** The actions that are held back and not done yet. */
  readonly #held = new Map<string, Message>();
  #message: Message | null = null;
  /** Whether the words of the message stand in the thread already, so that the reply that repeats them does not. */
  #isShown = false;
  /** The lines before the hand-over, in their latest version. */
  #before: readonly FoundText[] = [];

  constructor(content: Content, state: TicketState, reader: Person) {
    this.#content = content;
    this.#state = state;
    this.#reader = reader;
  }

  /** Takes the next line. */
  take({ message, reply, turn, part, at }: Line): void {
    if (message) {
      if (message.result?.kind === 'transcript') this.#before = message.result.found;
      const done = doneIn(message, this.#held);
      this.#message = done ?? message;
      this.#isShown = done !== null && take(this.#lines, this.#content, this.#state, done);
    } else if (reply && this.#message && !(this.#isShown && reply.speaker))
      told(this.#lines, reply, this.#message, { id: `${turn}.${part}`, at }, this.#reader);
  }

  /** The lines as they stand now. */
  get lines(): readonly ThreadLine[] {
    return [...this.#lines.values()];
  }

  /** The lines before the hand-over; `who` names the person where nobody else does. */
  transcript(who: string): TicketView['transcript'] {
    return this.#before.map(({ text, by }) => ({ by: by && (by.name ?? who), text }));
  }
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
