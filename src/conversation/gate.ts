/** The gate: decides which messages reach the dialogue, and what has to be read or asked before. */
import { type Content, isGeneric } from '../core/content.ts';
import type { ConversationState, Expected } from '../core/conversation.ts';
import type { OutgoingEvent, Timer } from '../core/desk.ts';
import type { FoundText, Job, JobResult } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import { isBareMention, partOf, unreadParts } from '../core/message-part.ts';
import { partNames } from '../core/part-words.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import type { Read, Reading } from '../core/reading.ts';
import type { Options } from './dialogs/dialog.ts';
import type { ToldWords } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { excerpt, isProblem, type Lead } from './lead.ts';
import { IN_WORDS, namedFiles, namedParts, picturesRead } from './pictures.ts';

/** The gate's decision on a message. */
export type GateResult =
  /** Nothing follows from the message. */
  | { readonly kind: 'ignored' }
  /** A few sentences, and the dialogue stays where it is; `jobs` look something up first. */
  | {
      readonly kind: 'noted';
      readonly leads: readonly Lead[];
      readonly discreet: boolean;
      readonly jobs: readonly Job[];
      readonly awaited: Expected | null;
      readonly timers: readonly Timer[];
    }
  /** The case is over: the person deleted the message that began it. */
  | { readonly kind: 'withdrawn' }
  /** The message goes to the dialogue, as given here; `ask` opens a dialog of its own instead. */
  | {
      readonly kind: 'admitted';
      readonly message: Message;
      readonly state: ConversationState;
      readonly leads: readonly Lead[];
      readonly ask: { readonly dialog: string; readonly options: Options } | null;
      /** Events for other conversations. */
      readonly outgoing: readonly OutgoingEvent[];
    };

/** The time within which a correction of the pasted text still counts. */
const EDIT_WITHIN_MS = 60_000;
/** The name of the timer after which the person is told that a picture or a thread is still being read. */
export const STILL_READING = 'still-reading';
/** The time within which an answer needs no word before it, in milliseconds. */
const SOON_MS = 3000;
const MOST_PROBLEMS = 4;
/** The number of pictures read together; the last ones count. */
const MOST_IMAGES = 4;

/** Whether the message is from somebody other than the person being helped. */
export function isOther({ helped }: ConversationState, { shared, person }: Message): boolean {
  return shared && helped !== null && person !== null && person.id !== helped.id;
}

/**
 * Decides who may speak here, which pictures and threads are read first, and what an edited or deleted message changes.
 */
export function gate(content: Content, read: Read, state: ConversationState, message: Message): GateResult {
  const { helped } = state;
  if (isOther(state, message)) {
    if (message.kind !== 'pressed' && message.kind !== 'said') return { kind: 'ignored' };
    const key = message.kind === 'pressed' ? 'not-yours' : 'helping-another';
    return noted([{ key, values: { who: helped?.name ?? '' } }], { discreet: true });
  }
  const mine = { ...state, helped: helped ?? message.person };
  switch (message.kind) {
    case 'edited':
      return edited(mine, message);
    case 'deleted':
      return mine.case?.id === message.about ? { kind: 'withdrawn' } : { kind: 'ignored' };
    case 'noticed':
      return offered(content, read, mine, message);
    case 'result':
      return message.result && mine.awaited?.job === message.result.job
        ? resulting(content, read, { ...mine, awaited: null }, message, message.result, mine.awaited)
        : { kind: 'ignored' };
    case 'said': {
      if (message.images.length > 0) return readingAll(content, { ...mine, pictureAt: message.at }, message);
      const named = namedParts(content, unreadParts(message.parts));
      if (message.earlier && !mine.case && !isProblem(content, read(message.text)))
        return message.earlier === 'unreadable'
          ? pasted(mine, message, 'thread-not-allowed', named)
          : reading(message, 'thread', [], named);
      // The bot's name alone asks for it, as opening its chat does.
      if (isBareMention(message)) return admitted(mine, { ...message, kind: 'opened' });
      if (named.length === 0 && isMissingPicture(content, mine, message)) return withoutPicture(content, mine, message);
      return admitted(mine, message, named, named.length > 0 && message.text === '' ? IN_WORDS : null);
    }
    default:
      return admitted(mine, message);
  }
}

/** The time within which words about a picture are about the one that came, and within which its absence is told once. */
const ONE_PICTURE_MS = 60 * 60 * 1000;
/** The number of words up to which a message is looked at for a picture that should be there; a longer one may quote a mail. */
const LONGEST_POINTING = 20;
/** The number of letters from which on the rest of such a message tells something by itself. */
const A_REST = 12;

/** Whether a message points to a picture, and none came with it or before it: "see screenshot attached". */
function isMissingPicture(content: Content, { pictureAt, awaited }: ConversationState, { text, at }: Message): boolean {
  const { told } = spokenWordsOf(content);
  if (awaited !== null || text.includes('?') || text.split(/\s+/).length > LONGEST_POINTING) return false;
  const isRecent = pictureAt !== undefined && Date.parse(at) - Date.parse(pictureAt) <= ONE_PICTURE_MS;
  // "I can't see the attached file" is about a mail, and so is "the attached picture in the mail".
  const isOurs = !told.lacks.isBefore(told.attached, text, BEFORE_POINTING);
  return (
    !isRecent &&
    isOurs &&
    told.attached
      .parts(text)
      .slice(1)
      .some((behind) => isBehindOurs(behind, told))
  );
}

/** Whether what stands behind words for a picture leaves it here: "attached to the mail" does not. */
function isBehindOurs(behind: string, told: ToldWords): boolean {
  return !/^\s+\p{L}/u.test(behind) || told['attached-elsewhere'].behind(behind) === null;
}

/** The most words between a denial and the picture. */
const BEFORE_POINTING = 2;

/** Lets a message in whose picture is missing: what else it tells is read, and else the error is asked for in words. */
function withoutPicture(content: Content, state: ConversationState, message: Message): GateResult {
  const text = spokenWordsOf(content).told.attached.without(message.text).trim();
  const leads: readonly Lead[] = [{ key: 'no-picture', values: {} }];
  const told = { ...state, pictureAt: message.at };
  const isMore = (text.match(/\p{L}/gu) ?? []).length >= A_REST;
  return isMore ? admitted(told, { ...message, text }, leads) : admitted(told, message, leads, IN_WORDS);
}

function admitted(
  state: ConversationState,
  message: Message,
  leads: readonly Lead[] = [],
  ask: { dialog: string; options: Options } | null = null,
): GateResult {
  return { kind: 'admitted', state, message, leads, ask, outgoing: [] };
}

function noted(
  leads: readonly Lead[],
  more: { discreet?: boolean; jobs?: readonly Job[]; awaited?: Expected; timers?: readonly Timer[] } = {},
): GateResult {
  return { kind: 'noted', leads, discreet: false, jobs: [], awaited: null, timers: [], ...more };
}

/**
 * Starts a job that reads something first; the dialogue waits for the result. Most is read in a moment, and a word about
 * it would only come between: the person is told of it once it takes longer.
 */
function reading(
  message: Message,
  kind: 'images' | 'thread',
  images: Job['images'],
  named: readonly Lead[] = [],
  said = message.text,
): GateResult {
  const job: Job = { id: `${message.conversation}|${message.id}|${kind}`, kind, images, from: null };
  return noted([], {
    timers: [{ name: STILL_READING, at: later(message.at, SOON_MS) }],
    jobs: [job],
    awaited: { job: job.id, message: message.id, text: said, shared: message.shared, images, named },
  });
}

/** Names the sentence for what is still being read; null where nothing is. */
export function stillReading({ awaited }: ConversationState): PhraseKey | null {
  if (awaited === null) return null;
  if (awaited.job.endsWith('|thread')) return 'reading-thread';
  const { images = [] } = awaited;
  return images.length > 0 && images.every(({ text }) => text) ? 'reading-file' : 'reading-image';
}

/**
 * Reads new pictures together with those still being read: they show one problem. Files that can't be read are named at
 * once, and what would help.
 */
function readingAll(content: Content, state: ConversationState, message: Message): GateResult {
  const { awaited } = state;
  const images = message.images.filter(({ unreadable }) => unreadable === undefined);
  const named = namedParts(content, unreadParts(message.parts));
  if (images.length === 0) {
    const leads = [...namedFiles(message.images), ...named];
    // The answer to a picture that is being read comes by itself.
    if (awaited !== null && message.text === '') return noted(leads, { awaited });
    return admitted(state, { ...message, images: [] }, leads, message.text === '' ? IN_WORDS : null);
  }
  const before = awaited?.images ?? [];
  const rest: readonly Lead[] =
    images.length < message.images.length ? [{ key: 'image-rest-left-out', values: {} }] : [];
  const said = [before.length > 0 ? awaited!.text : '', message.text].filter((text) => text !== '').join('\n');
  const all = [...before, ...images].slice(-MOST_IMAGES);
  return reading(message, 'images', all, [...(awaited?.named ?? []), ...named, ...rest], said);
}

/**
 * Reads an edited text anew, as if it had been written that way, if it was edited early enough: the text a case began with,
 * while nothing was answered yet, or an answer that was not understood.
 */
function edited(state: ConversationState, message: Message): GateResult {
  const c = state.case;
  const early = state.lastAt !== null && Date.parse(message.at) - Date.parse(state.lastAt) <= EDIT_WITHIN_MS;
  if (!early || message.text === '') return { kind: 'ignored' };
  const said: Message = { ...message, kind: 'said', id: message.about ?? message.id };
  if (c === null) return admitted({ ...state, dialogs: [], question: null, misread: [] }, said);
  if (state.misreadId !== undefined && state.misreadId === message.about) return admitted(state, said);
  if (c.id !== message.about || c.history.some(({ isReport }) => !isReport) || c.report === message.text)
    return { kind: 'ignored' };
  return admitted({ ...state, dialogs: [], question: null, case: null, misread: [] }, said);
}

/** Offers help to a person who did not ask for it, once, and only when the problem is certain. */
function offered(content: Content, read: Read, state: ConversationState, message: Message): GateResult {
  const said: Message = { ...message, kind: 'said' };
  const what = read(message.text);
  if (state.case || state.dialogs.length > 0 || !isProblem(content, what)) return { kind: 'ignored' };
  return admitted(state, said, [], { dialog: 'offer', options: { reading: what, report: message.text } });
}

function resulting(
  content: Content,
  read: Read,
  state: ConversationState,
  message: Message,
  result: JobResult,
  awaited: Expected,
): GateResult {
  const { message: id, text, shared = false, images = [], named = [] } = awaited;
  const said: Message = { ...message, kind: 'said', id, text, shared, result: null };
  const what =
    result.kind === 'images'
      ? imagesRead(content, read, state, { ...said, images }, result)
      : threadRead(content, read, state, said, result);
  if (what.kind === 'admitted') return { ...what, leads: [...named, ...what.leads] };
  return what.kind === 'noted' && what.awaited ? { ...what, awaited: { ...what.awaited, named } } : what;
}

/** Lets pictures that were read into the dialogue. */
function imagesRead(
  content: Content,
  read: Read,
  state: ConversationState,
  said: Message,
  result: JobResult,
): GateResult {
  const { message, leads, ask } = picturesRead(content, read, said, result, state.case !== null);
  return admitted(state, { ...message, images: [] }, leads, ask);
}

/** Finds the problem in a thread that others began, and the person who has it. */
function threadRead(
  content: Content,
  read: Read,
  state: ConversationState,
  said: Message,
  { found, trouble }: JobResult,
): GateResult {
  const readings = found
    .map((line) => ({ line, what: read(line.text) }))
    .filter(({ what }) => isProblem(content, what));
  // An error message says more than "I can't sign in".
  const telling = readings.filter(({ what }) => !isGeneric(content, what.intent));
  const problems = [...new Map((telling.length > 0 ? telling : readings).reverse().map((r) => [keyOf(r), r])).values()]
    .reverse()
    .slice(0, MOST_PROBLEMS);
  const [first, second] = problems;
  if (!first) {
    const line = found.find(({ images }) => images.some(({ unreadable }) => unreadable === undefined));
    if (line && trouble === null) {
      const images = line.images.filter(({ unreadable }) => unreadable === undefined);
      return reading({ ...said, person: line.by ?? said.person }, 'images', images, [], line.text);
    }
    return pasted(state, said, ...nothingIn(content, found, trouble));
  }
  if (!second) {
    const helped = first.line.by ?? state.helped;
    return admitted({ ...state, helped }, { ...said, person: helped, text: first.line.text }, [
      {
        key: first.line.by === null ? 'thread-found-above' : 'thread-found',
        values: { who: helped?.name ?? '', text: excerpt(first.what.evidence ?? first.line.text) },
      },
    ]);
  }
  const reports = problems.map(({ line, what }) => ({ intent: what.intent!, report: line.text, by: line.by }));
  return admitted(state, said, [], { dialog: 'thread', options: { reports } });
}

/** The words for a thread in which no problem was found: never that there is none in a part that was not read. */
function nothingIn(
  content: Content,
  found: readonly FoundText[],
  trouble: JobResult['trouble'],
): [PhraseKey, readonly Lead[]] {
  const parts = found.flatMap(({ parts = [], images }) => [
    ...unreadParts(parts),
    ...images.filter(({ unreadable }) => unreadable !== undefined).map(({ name }) => partOf('file', name)),
  ]);
  if (trouble !== null && found.length > 0) return ['thread-partly', []];
  if (trouble === 'not-allowed' || trouble === 'busy' || trouble === 'not-there') return [`thread-${trouble}`, []];
  if (trouble !== null) return ['thread-failed', []];
  if (parts.length === 0) return ['thread-nothing', []];
  return ['thread-unread', [{ key: 'thread-unread', values: { what: partNames(content.phrases, parts) } }]];
}

/** Says why the others' messages can't be read or used, and asks the person for the text. */
function pasted(state: ConversationState, message: Message, key: PhraseKey, named: readonly Lead[] = []): GateResult {
  const isSaid = named.some((lead) => lead.key === key);
  return admitted(state, message, isSaid ? named : [...named, { key, values: {} }], IN_WORDS);
}

function keyOf({ line, what }: { line: FoundText; what: Reading }): string {
  return `${what.intent}|${line.by?.id ?? ''}`;
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
