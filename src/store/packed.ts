/**
 * Messages and replies as they are stored: JSON without what every row would repeat, which is half of it. What was stored
 * whole, before this, is read as well.
 */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Saved } from '../core/conversation.ts';
import { type Message, PLAIN } from '../core/message.ts';
import { BARE, type Choice, type Reply } from '../core/reply.ts';
import type { Paragraph, Rich, TextSpan } from '../core/text.ts';
import type { Tables } from './tables.ts';

/** The way to store messages and replies. */
export interface RowFormat {
  readonly message: (message: Message) => string;
  readonly reply: (reply: Reply) => string;
  readonly state: (state: Saved | null, conversation: string) => string;
  /** The key of a message, by which it is known when it comes a second time. */
  readonly key: MessageKey;
  /** The key that other versions gave it, where the database may have rows of theirs. */
  readonly otherKey: MessageKey | null;
}

/** A name that no other message of any conversation has. */
export type MessageKey = (conversation: string, id: string) => string;

/** A key of 128 bits: the ids themselves would stand in every row, and in an index, once more. */
const shortKey: MessageKey = (conversation, id) =>
  createHash('sha256').update(longKey(conversation, id)).digest().subarray(0, 16).toString('base64url');
/** The key of versions before. */
const longKey: MessageKey = (conversation, id) => `${conversation}|${id}`;

/** Every key that a message may have. */
export function keysOf(conversation: string, id: string): readonly [string, string] {
  return [shortKey(conversation, id), longKey(conversation, id)];
}

/** The short way, in a database that never knew another. */
export const PACKED: RowFormat = {
  message: packMessage,
  reply: packReply,
  state: packState,
  key: shortKey,
  otherKey: null,
};
/** The short way, in a database that an older version began. */
const PACKED_ANEW: RowFormat = { ...PACKED, otherKey: longKey };
/** The way of versions before, which can't read the short one. */
export const WHOLE: RowFormat = {
  message: JSON.stringify,
  reply: JSON.stringify,
  state: (state) => JSON.stringify(state),
  key: longKey,
  otherKey: shortKey,
};

/** The first migration of a version that reads the short way. */
const READ_SINCE = '014-short-rows';
/** The longest time that an update takes, and in which the version before may be started again: a day. */
const UPDATE_MS = 24 * 60 * 60 * 1000;

/**
 * The way to store in a database: whole from the update on to the first start after a day, so that instances of the version
 * before can work beside this one, or after it; a database that this version made is packed at once.
 */
export async function packingIn(db: Kysely<Tables>, now: Date): Promise<RowFormat> {
  const { rows } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from kysely_migration where name like '001-%' or name = ${READ_SINCE} order by name`.execute(
    db,
  );
  const at = (name: string): number => Date.parse(rows.find((row) => row.name.startsWith(name))?.timestamp ?? '');
  const since = at(READ_SINCE);
  // A new database has all its tables at once.
  const isNew = since - at('001-') < UPDATE_MS / 24;
  if (isNew) return PACKED;
  return now.getTime() - since > UPDATE_MS ? PACKED_ANEW : WHOLE;
}

/** The parts of a message that have columns of their own. */
export type InColumns = Pick<Message, 'conversation' | 'at'>;

const UNMASKED = { ...PLAIN, masked: false, shortened: false } as const;
/** The values that most messages have. */
const USUAL = { ...UNMASKED, kind: 'pressed', audience: 'person' } as const;

/** A message as JSON, without its columns and what most have. */
export function packMessage({ conversation, at: _, ...message }: Message): string {
  return JSON.stringify(lean(message, { ...USUAL, channel: channelIn(conversation) }));
}

/** The message of a row. */
export function messageOf(stored: string, columns: InColumns): Message {
  const parsed = JSON.parse(stored) as Partial<Message>;
  return { ...USUAL, channel: channelIn(columns.conversation), ...columns, ...parsed } as Message;
}

/** The channel in the name of a conversation. */
function channelIn(conversation: string): string {
  return conversation.slice(0, Math.max(0, conversation.indexOf(':')));
}

/** A record of a case of which nothing is known yet. */
const NO_RECORD = {
  ...{ startedAt: null, caseId: null, intent: null, pack: null, category: null, path: '', outcome: null, rating: null },
  ...{ fixedAt: null, handedAt: null, takenAt: null, agents: null, reopened: false, checked: null },
};

/** A state as JSON; the records of its cases, of which a few stay for an hour, without what is not known and their conversation. */
export function packState(state: Saved | null, conversation: string): string {
  if (!state?.records) return JSON.stringify(state);
  const shortId = (id: string): string => (id.startsWith(`${conversation}|`) ? id.slice(conversation.length) : id);
  const records = state.records.map((record) => lean({ ...record, id: shortId(record.id) }, NO_RECORD));
  return JSON.stringify({ ...state, records });
}

/** The state of a row. */
export function stateOf(stored: string, conversation: string): Saved | null {
  const state = JSON.parse(stored) as Saved | null;
  if (!state?.records) return state;
  const wholeId = (id: string): string => (id.startsWith('|') ? conversation + id : id);
  return { ...state, records: state.records.map((record) => ({ ...NO_RECORD, ...record, id: wholeId(record.id) })) };
}

/** Choices, spans and paragraphs of the usual shape have their values alone; of choices that are all like that there is one list. */
type PackedChoice = Choice | readonly [id: string, title: string];
type PackedChoices = readonly PackedChoice[] | readonly string[];
type PackedSpan = TextSpan | string | readonly [style: NonNullable<TextSpan['style']>, text: string];
type PackedParagraph = Paragraph | string | readonly PackedSpan[];
interface PackedReply extends Omit<Reply, 'body' | 'choices' | 'controls' | 'at' | 'progress'> {
  readonly at?: Reply['at'] | readonly [pack: string, walkthrough: string, step: string];
  readonly progress?: Reply['progress'] | readonly [step: number, of: number, label: string];
  readonly body: readonly PackedParagraph[];
  readonly choices?: PackedChoices;
  readonly controls?: PackedChoices;
}

/** A reply as JSON, without what a bare one has. */
export function packReply(reply: Reply): string {
  const { body, choices, controls, at, progress, ...rest } = reply;
  return JSON.stringify({
    ...lean(rest, BARE),
    ...(at ? { at: [at.pack, at.walkthrough, at.step] } : {}),
    ...(progress ? { progress: [progress.step, progress.of, progress.label] } : {}),
    ...(choices.length > 0 ? { choices: packChoices(choices) } : {}),
    ...(controls.length > 0 ? { controls: packChoices(controls) } : {}),
    body: body.map(packParagraph),
  });
}

/** The reply of a row; replies stored before there was a desk lack its fields. */
export function replyOf(stored: string): Reply {
  const { body, choices = [], controls = [], at = null, progress = null, ...rest } = JSON.parse(stored) as PackedReply;
  return {
    ...BARE,
    ...rest,
    at: isTuple(at) ? { pack: at[0], walkthrough: at[1], step: at[2] } : at,
    progress: isTuple(progress) ? { step: progress[0], of: progress[1], label: progress[2] } : progress,
    body: body.map(paragraphOf) satisfies Rich,
    choices: choicesOf(choices),
    controls: choicesOf(controls),
  };
}

function isTuple<T extends readonly unknown[]>(packed: T | object | null): packed is T {
  return Array.isArray(packed);
}

function packChoices(choices: readonly Choice[]): PackedChoices {
  const packed = choices.map(packChoice);
  return packed.every((choice) => isTuple<readonly string[]>(choice)) ? packed.flat() : packed;
}

function choicesOf(packed: PackedChoices): readonly Choice[] {
  if (typeof packed[0] !== 'string') return (packed as readonly PackedChoice[]).map(choiceOf);
  const flat = packed as readonly string[];
  return Array.from({ length: flat.length / 2 }, (_, i) => ({ id: flat[2 * i]!, title: flat[2 * i + 1]! }));
}

function packChoice(choice: Choice): PackedChoice {
  return Object.keys(choice).length === 2 ? [choice.id, choice.title] : choice;
}

function choiceOf(packed: PackedChoice): Choice {
  return 'id' in packed ? packed : { id: packed[0], title: packed[1] };
}

function packParagraph(paragraph: Paragraph): PackedParagraph {
  if (paragraph.kind !== 'text' || Object.keys(paragraph).length !== 2) return paragraph;
  const spans = paragraph.spans.map(packSpan);
  return spans.length === 1 && typeof spans[0] === 'string' ? spans[0] : spans;
}

function paragraphOf(packed: PackedParagraph): Paragraph {
  if (typeof packed === 'string') return { kind: 'text', spans: [{ text: packed }] };
  return 'kind' in packed ? packed : { kind: 'text', spans: packed.map(spanOf) };
}

function packSpan(span: TextSpan): PackedSpan {
  const { text, style } = span;
  const fields = Object.keys(span).length;
  if (fields === 1) return text;
  return fields === 2 && style !== undefined ? [style, text] : span;
}

function spanOf(packed: PackedSpan): TextSpan {
  if (typeof packed === 'string') return { text: packed };
  return 'text' in packed ? packed : { style: packed[0], text: packed[1] };
}

/** An object without the fields that are as usual: a value of its own, or an empty list. */
function lean(whole: object, usual: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(whole).filter(([name, value]) => {
      if (!(name in usual)) return true;
      return Array.isArray(value) ? value.length > 0 : value !== usual[name];
    }),
  );
}
