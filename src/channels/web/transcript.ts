/** The transcript of a conversation as the page shows it. */
import type { Image } from '../../core/job.ts';
import type { Message } from '../../core/message.ts';
import { controlRoleOf, type Role, roleOf } from '../../core/presentation.ts';
import { type Choice, type Outcome, type Place, type Reply, wholeOf } from '../../core/reply.ts';
import type { Line } from '../../core/store.ts';
import type { Rich } from '../../core/text.ts';

/** A line of the conversation as the page gets it. `id` is also the place to go on from after a lost connection. */
export type PageLine = OwnLine | SaidLine | ChangeLine;

/** A message of the person's. */
export interface OwnLine {
  readonly id: string;
  readonly who: 'person';
  readonly at: string;
  readonly text: string;
  /** The number of pictures that came with it; they are not kept. */
  readonly images: number;
}

/** A message to the person, from the bot or from an agent. */
export type SaidLine = FirstlineLine | AgentLine;

/** A button, and how much it stands out. */
export interface PageChoice extends Choice {
  readonly role: Role;
}

/** A reply of the bot's. */
export interface FirstlineLine {
  readonly id: string;
  readonly who: 'firstline';
  readonly at: string;
  /** The id of the last change that is in it; null for the line as it was first said. */
  readonly changed: string | null;
  readonly title: string | null;
  readonly body: Rich;
  readonly choices: readonly PageChoice[];
  readonly controls: readonly PageChoice[];
  readonly asked: number;
  readonly place: Place | null;
  readonly outcome: Outcome | null;
  readonly progress: Reply['progress'];
}

/** A message of an agent's. */
export interface AgentLine {
  readonly id: string;
  readonly who: 'agent';
  readonly at: string;
  readonly changed: string | null;
  readonly name: string;
  readonly body: Rich;
  readonly pictures: readonly PagePicture[];
}

/** A picture or file of an agent's line; the page asks for it by `ref`. */
export interface PagePicture {
  readonly ref: string;
  readonly name: string | null;
}

/** A change of lines: `line` is how they look now; null takes them away. */
export interface ChangeLine {
  readonly id: string;
  readonly who: 'change';
  readonly of: readonly string[];
  readonly line: SaidLine | null;
}

/** The lines that one message of an agent has on the page. */
interface Told {
  /** The id of the line with its text, the ids of those with its files, and the id of the last change of the text. */
  words: string | null;
  files: string[];
  change: string | null;
  gone: boolean;
}

/**
 * Makes the page's lines of a conversation, as it is now: what agents changed stands there changed, and what they took
 * back is in no line any more. Changes are also lines of their own, for pages that show the text as it was; `lines`
 * must reach back to the lines that are changed.
 */
export function pageLines(lines: readonly Line[]): PageLine[] {
  const page = new Map<string, PageLine>();
  const told = new Map<string, Told>();
  let from: Told = nothingTold();
  let carried = false;
  for (const line of lines) {
    const id = lineId(line);
    const { message, reply } = line;
    if (message) {
      carried = message.result?.kind === 'carry';
      const source = sourceOf(message);
      from = told.get(source) ?? nothingTold();
      told.set(source, from);
      const own = ownLine(id, line.at, message);
      if (own) page.set(id, own);
    } else if (reply) {
      const about = reply.placement && 'message' in reply.placement ? told.get(reply.placement.message) : null;
      if (reply.placement?.kind === 'gone') takeAway(page, id, about ?? nothingTold());
      else if (reply.placement?.kind === 'instead') change(page, id, line.at, reply, about ?? null);
      else if (reply.placement?.kind === 'joined' && about && !about.gone && about.words !== null)
        change(page, id, line.at, wholeOf(reply), about);
      else if (!from.gone) {
        page.set(id, saidLine(id, line.at, reply));
        if (carried) from.files.push(id);
        else from.words ??= id;
      }
    }
  }
  return [...page.values()];
}

/** Makes the page's line of a reply that changes no other line. */
export function saidLine(id: string, at: string, reply: Reply, changed: string | null = null): SaidLine {
  const { body, title, choices, controls, asked, at: place, outcome, progress, speaker, images } = reply;
  if (!speaker)
    return {
      ...{ id, who: 'firstline', at, changed, title, body, asked, place, outcome, progress },
      choices: choices.map((choice) => ({ ...choice, role: roleOf(choice) })),
      controls: controls.map((control) => ({ ...control, role: controlRoleOf(control) })),
    };
  const pictures = images.map(({ name }, i) => ({ ref: `${changed ?? id}.${i}`, name: name && shownName(name) }));
  return { id, who: 'agent', at, changed, name: shownName(speaker.name), body, pictures };
}

/** Tells whether a reply can only be shown with the rest of its conversation at hand. */
export function isAboutOthers({ speaker, placement }: Reply): boolean {
  return speaker !== null || placement !== null;
}

/** Finds a picture of the page in the store; null for one that no line shows, or no longer shows. */
export function pictureAt(lines: readonly Line[], ref: string): Image | null {
  const [, id, i] = /^(\d+\.\d+)\.(\d+)$/.exec(ref) ?? [];
  const shown = pageLines(lines).some((line) => line.who === 'agent' && (line.changed ?? line.id) === id);
  return (shown && lines.find((line) => lineId(line) === id)?.reply?.images[Number(i)]) || null;
}

/** Names a line by its place in the conversation. */
export function lineId({ turn, part }: { readonly turn: number; readonly part: number }): string {
  return `${turn}.${part}`;
}

/** Reads the place where a page left off out of the id of its last line; the beginning when it has none. */
export function placeAfter(id: string | null | undefined): { turn: number; part: number } {
  const match = /^(\d{1,9})\.(\d{1,4})$/.exec(id ?? '');
  return match ? { turn: Number(match[1]), part: Number(match[2]) } : { turn: 0, part: 0 };
}

/** Takes characters out of a name that turn the direction of writing round: `gpj.exe` must not look like `exe.jpg`. */
export function shownName(name: string): string {
  return name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
}

function change(page: Map<string, PageLine>, id: string, at: string, reply: Reply, about: Told | null): void {
  // Lines that were said elsewhere, before the conversation came here, are not shown.
  if (!about || about.gone) return;
  const before = about.words === null ? undefined : page.get(about.words);
  if (!before || before.who === 'person' || before.who === 'change') {
    // So far there were only pictures; the text is new.
    page.set(id, saidLine(id, at, reply));
    about.words = id;
    return;
  }
  const line = saidLine(before.id, before.at, reply, id);
  page.set(before.id, line);
  if (about.change) page.delete(about.change);
  page.set(id, { id, who: 'change', of: [before.id], line });
  about.change = id;
}

function takeAway(page: Map<string, PageLine>, id: string, about: Told): void {
  const of = [...(about.words === null ? [] : [about.words]), ...about.files];
  for (const each of [...of, ...(about.change ? [about.change] : [])]) page.delete(each);
  // Its pictures may still be on their way.
  about.gone = true;
  if (of.length > 0) page.set(id, { id, who: 'change', of, line: null });
}

/**
 * Makes the page's line of a message; null for messages that are not the person's words: the page being opened, results
 * of jobs, agents' messages.
 */
function ownLine(id: string, at: string, { kind, text, images }: Message): OwnLine | null {
  if (kind !== 'said' && kind !== 'pressed') return null;
  return { id, who: 'person', at, text: text || (images.length > 0 ? '' : '…'), images: images.length };
}

/**
 * Names the message that lines belong to: pictures come in a turn of their own, as what a job found for that message.
 */
function sourceOf({ id, conversation, result }: Message): string {
  return result?.kind === 'carry' ? result.job.slice(conversation.length + 1, -'|carry'.length) : id;
}

function nothingTold(): Told {
  return { words: null, files: [], change: null, gone: false };
}
