/** The lines of a conversation as the page gets them. */
import type { Message } from '../../core/message.ts';
import { controlRoleOf, type Role, roleOf } from '../../core/presentation.ts';
import type { Choice, Outcome, Place, Reply } from '../../core/reply.ts';
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

/**
 * Makes the page's line of a message; null for messages that are not the person's words: the page being opened, results
 * of jobs, agents' messages.
 */
export function ownLine(id: string, at: string, { kind, text, images }: Message): OwnLine | null {
  if (kind !== 'said' && kind !== 'pressed') return null;
  return { id, who: 'person', at, text: text || (images.length > 0 ? '' : '…'), images: images.length };
}
