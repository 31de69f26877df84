/** Reads the files of a message: each is read now, fetched later, or named with what became of it. */
import { type Unreadable, unreadableKind } from '../../../core/file-kind.ts';
import type { Image } from '../../../core/job.ts';
import { type MessagePart, type PartKind, partOf } from '../../../core/message-part.ts';
import type { SlackFile } from './payloads.ts';

/** Everything that a file holds: words at once, and what is fetched or named. */
export interface FileRead {
  readonly texts: readonly string[];
  readonly images: readonly Image[];
  readonly parts: readonly MessagePart[];
}

/** The facts that are needed to fetch a file later. */
export interface FileRef {
  readonly id: string;
  /** The address; null where Slack tells it only on request (shared channels). */
  readonly url: string | null;
  /** Whether the file lies with Slack, and not elsewhere. */
  readonly hosted: boolean;
  readonly size: number;
}

const NOTHING: FileRead = { texts: [], images: [], parts: [] };
const COMPONENTS = ['quip', 'canvas', 'list', 'space', 'docs'];
/** Files of traces, whose names end as if they were text. */
const BINARY = /\.(etl|evtx)$/i;

/** Reads a file. `as` an agent's, its words are not taken out: the file goes whole, or not at all. */
export function readFile(file: SlackFile, as: 'person' | 'agent'): FileRead {
  const { mode, filetype, file_access: access } = file;
  const name = nameOf(file);
  if (mode === 'tombstone' || mode === 'hidden_by_limit' || access === 'access_denied' || access === 'file_not_found')
    return only(partOf(kindOfPart(file), name));
  if (COMPONENTS.includes(mode ?? '') || COMPONENTS.includes(filetype ?? ''))
    return only(partOf('component', name, file.permalink));
  if (mode === 'email' || filetype === 'email') return mailOf(file, as);
  if (mode === 'external' && kindOf(file) !== null)
    return only(partOf(kindOfPart(file), name, file.external_url || file.url_private));
  if (isText(file)) return as === 'agent' ? fetched(file) : textOf(file);
  const { status, preview } = file.transcription ?? {};
  if (as === 'agent' || status !== 'complete' || !preview?.content) return fetched(file);
  const isWhole = file.subtype === 'slack_audio' && !preview.has_more;
  const rest = isWhole ? only(partOf('voice', name, null, true)) : fetched(file);
  return { ...rest, texts: [preview.content] };
}

/** Notes the facts that are needed to fetch a file, or Slack's copy of it where only that can be read. */
export function refOf(file: SlackFile): FileRef {
  const copy = copyOf(file);
  if (copy !== null) return { id: file.id, url: copy, hosted: file.mode !== 'external', size: 0 };
  const url = file.file_access === 'check_file_info' ? null : (file.url_private_download ?? file.url_private ?? null);
  return { id: file.id, url, hosted: file.mode !== 'external', size: file.size ?? 0 };
}

/** Names a file's kind as people call it. */
export function kindOfPart(file: Pick<SlackFile, 'name' | 'mimetype'>): PartKind {
  const kind = kindOf(file);
  if (kind === 'sound') return 'voice';
  if (kind === 'video') return 'video';
  return kind === null || kind === 'heic' || kind === 'picture' ? 'picture' : 'file';
}

/** A file that is fetched later: a picture, a text, or one that can only be passed on. */
function fetched(file: SlackFile): FileRead {
  const kind = copyOf(file) === null ? kindOf(file) : null;
  const { link } = partOf('file', null, file.mode === 'external' ? (file.external_url ?? file.url_private) : null);
  const image: Image = {
    ref: JSON.stringify(refOf(file)),
    name: nameOf(file),
    ...(isText(file) ? { text: true } : kind === null ? {} : { unreadable: kind }),
    ...(link === null ? {} : { link }),
  };
  return { ...NOTHING, images: [image] };
}

/** A text: its beginning is there at once; the whole of a longer one is fetched. */
function textOf(file: SlackFile): FileRead {
  const { preview, preview_is_truncated: isCut, lines_more: more } = file;
  const isWhole = typeof preview === 'string' && !isCut && !more;
  const rest = isWhole ? only(partOf('file', nameOf(file), null, true)) : fetched(file);
  return { ...rest, texts: preview ? [preview] : [] };
}

/** A mail that was sent to a channel. */
function mailOf(file: SlackFile, as: 'person' | 'agent'): FileRead {
  const subject = file.subject || nameOf(file);
  const text = file.plain_text || file.preview_plain_text || '';
  if (as === 'agent' || text === '') return only(partOf('forward', subject));
  return { ...NOTHING, texts: [`${subject ?? ''}\n${text}`.trim()], parts: [partOf('forward', subject, null, true)] };
}

function nameOf({ name, title }: SlackFile): string | null {
  return (name || title)?.slice(0, 200).toWellFormed() || null;
}

function kindOf({ name, mimetype }: Pick<SlackFile, 'name' | 'mimetype'>): Unreadable | null {
  return unreadableKind(name ?? null, mimetype ?? null);
}

/** The address of Slack's own copy of a photo that can't be read itself (HEIC); null for all others. */
function copyOf(file: SlackFile): string | null {
  if (kindOf(file) !== 'heic') return null;
  return file.thumb_1024 ?? file.thumb_960 ?? file.thumb_800 ?? file.thumb_720 ?? null;
}

function isText(file: SlackFile): boolean {
  if (file.mode === 'snippet') return true;
  return !BINARY.test(file.name ?? '') && ((file.mimetype?.startsWith('text/') ?? false) || kindOf(file) === 'text');
}

function only(part: MessagePart): FileRead {
  return { ...NOTHING, parts: [part] };
}
