/**
 * Messages and replies as they are stored: JSON without what every row would repeat, which is half of it. What was stored
 * whole, before this, is read as well.
 */
import { type Kysely, sql } from 'kysely';
import { type Message, PLAIN } from '../core/message.ts';
import { BARE, type Choice, type Reply } from '../core/reply.ts';
import type { Paragraph, Rich, TextSpan } from '../core/text.ts';
import type { Tables } from './tables.ts';

/** The way to store messages and replies. */
export interface RowFormat {
  readonly message: (message: Message) => string;
  readonly reply: (reply: Reply) => string;
}

/** The short way. */
export const PACKED: RowFormat = { message: packMessage, reply: packReply };
/** The way of versions before, which can't read the short one. */
export const WHOLE: RowFormat = { message: JSON.stringify, reply: JSON.stringify };

/** The first migration of a version that reads the short way. */
const READ_SINCE = '012-console';
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
  return isNew || now.getTime() - since > UPDATE_MS ? PACKED : WHOLE;
}

/** The parts of a message that have columns of their own. */
export type InColumns = Pick<Message, 'conversation' | 'at'>;

const UNMASKED = { ...PLAIN, masked: false, shortened: false } as const;

/** A message as JSON, without its columns and what a plain one has. */
export function packMessage({ conversation: _, at: __, ...message }: Message): string {
  return JSON.stringify(lean(message, UNMASKED));
}

/** The message of a row. */
export function messageOf(stored: string, columns: InColumns): Message {
  return { ...UNMASKED, ...columns, ...(JSON.parse(stored) as Message) };
}

/** A choice, a span or a paragraph of the usual shape has its values alone. */
type PackedChoice = Choice | readonly [id: string, title: string];
type PackedSpan = TextSpan | string | readonly [style: NonNullable<TextSpan['style']>, text: string];
type PackedParagraph = Paragraph | string | readonly PackedSpan[];
interface PackedReply extends Omit<Reply, 'body' | 'choices' | 'controls'> {
  readonly body: readonly PackedParagraph[];
  readonly choices?: readonly PackedChoice[];
  readonly controls?: readonly PackedChoice[];
}

/** A reply as JSON, without what a bare one has. */
export function packReply(reply: Reply): string {
  const { body, choices, controls, ...rest } = reply;
  return JSON.stringify({
    ...lean(rest, BARE),
    ...(choices.length > 0 ? { choices: choices.map(packChoice) } : {}),
    ...(controls.length > 0 ? { controls: controls.map(packChoice) } : {}),
    body: body.map(packParagraph),
  });
}

/** The reply of a row; replies stored before there was a desk lack its fields. */
export function replyOf(stored: string): Reply {
  const { body, choices = [], controls = [], ...rest } = JSON.parse(stored) as PackedReply;
  return {
    ...BARE,
    ...rest,
    body: body.map(paragraphOf) satisfies Rich,
    choices: choices.map(choiceOf),
    controls: controls.map(choiceOf),
  };
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
