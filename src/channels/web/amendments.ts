/**
 * The lines of a conversation that are not shown as they were first said: what agents changed stands there changed, and what
 * they took back is in no line any more.
 */
import type { Image } from '../../core/job.ts';
import type { Message } from '../../core/message.ts';
import { type Reply, wholeOf } from '../../core/reply.ts';
import type { Line } from '../../core/store.ts';
import { lineId, ownLine, type PageLine, placeAfter, saidLine } from './transcript.ts';

/** The lines that one message of an agent has on the page. */
interface Told {
  /** Its line with text, those with files, and the id of the last change of the text. */
  words: { readonly id: string; readonly at: string } | null;
  files: string[];
  change: string | null;
  gone: boolean;
}

/**
 * Keeps the changes of a conversation's lines, which are told to it in order, from the first one on. A change is also a line of
 * its own, for pages that show the text as it was.
 */
export class Amendments {
  /** The lines that are not simply themselves, by id; null for none. */
  readonly #amended = new Map<string, PageLine | null>();
  readonly #told = new Map<string, Told>();
  #from = nothingTold();
  #isCarried = false;
  #last = { turn: 0, part: -1 };

  /** Notes the next line; one that was noted before changes nothing. */
  note(line: Line): void {
    const { turn, part, message, reply, at } = line;
    if (turn < this.#last.turn || (turn === this.#last.turn && part <= this.#last.part)) return;
    this.#last = { turn, part };
    if (message) {
      this.#isCarried = message.result?.kind === 'carry';
      const source = sourceOf(message);
      this.#from = this.#told.get(source) ?? nothingTold();
      this.#told.set(source, this.#from);
    } else if (reply) this.#noteReply(lineId(line), at, reply);
  }

  #noteReply(id: string, at: string, reply: Reply): void {
    const { placement } = reply;
    const about = (placement && 'message' in placement && this.#told.get(placement.message)) || null;
    if (placement?.kind === 'gone') this.#takeAway(id, about ?? nothingTold());
    else if (placement?.kind === 'instead') this.#change(id, at, reply, about);
    else if (placement?.kind === 'joined' && about && !about.gone && about.words !== null)
      this.#change(id, at, wholeOf(reply), about);
    else if (this.#from.gone) this.#amended.set(id, null);
    else if (this.#isCarried) this.#from.files.push(id);
    else this.#from.words ??= { id, at };
  }

  /** The line of the page, as it is now; null for one that is not shown. */
  shown(line: Line): PageLine | null {
    const id = lineId(line);
    const amended = this.#amended.get(id);
    if (amended !== undefined) return amended;
    if (line.message) return ownLine(id, line.at, line.message);
    // A change that came too late to be noted: the page gets it as soon as that is read again.
    if (line.reply?.placement?.kind === 'gone' || line.reply?.placement?.kind === 'instead') return null;
    return line.reply && saidLine(id, line.at, line.reply);
  }

  /** The picture that the page calls `ref`, in the line that has it; null where that is not, or no longer, shown. */
  picture(line: Line, ref: string): Image | null {
    const shown = this.shown(line);
    const id = lineId(line);
    const said = shown?.who === 'change' ? shown.line : shown;
    if (said?.who !== 'agent' || (said.changed ?? said.id) !== id) return null;
    return line.reply?.images[Number(pictureOf(ref)?.i)] ?? null;
  }

  #change(id: string, at: string, reply: Reply, about: Told | null): void {
    this.#amended.set(id, null);
    // Lines that were said elsewhere, before the conversation came here, are not shown.
    if (!about || about.gone) return;
    if (about.words === null) {
      // So far there were only pictures; the text is new.
      this.#amended.set(id, saidLine(id, at, reply));
      about.words = { id, at };
      return;
    }
    const line = saidLine(about.words.id, about.words.at, reply, id);
    this.#amended.set(about.words.id, line);
    if (about.change) this.#amended.set(about.change, null);
    this.#amended.set(id, { id, who: 'change', of: [about.words.id], line });
    about.change = id;
  }

  #takeAway(id: string, about: Told): void {
    const of = [...(about.words === null ? [] : [about.words.id]), ...about.files];
    for (const each of [...of, ...(about.change ? [about.change] : [])]) this.#amended.set(each, null);
    // Its pictures may still be on their way.
    about.gone = true;
    this.#amended.set(id, of.length > 0 ? { id, who: 'change', of, line: null } : null);
  }
}

/** Makes the page's lines of a whole conversation, as it is now. */
export function pageLines(lines: readonly Line[]): PageLine[] {
  const amendments = new Amendments();
  for (const line of lines) amendments.note(line);
  return lines.flatMap((line) => amendments.shown(line) ?? []);
}

/** The place of the line that has a picture, and the picture's number in it; null for a name that is none. */
export function pictureOf(ref: string): { readonly place: { turn: number; part: number }; readonly i: number } | null {
  const [, id, i] = /^(\d+\.\d+)\.(\d+)$/.exec(ref) ?? [];
  return id === undefined ? null : { place: placeAfter(id), i: Number(i) };
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
