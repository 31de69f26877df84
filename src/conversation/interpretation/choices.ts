/** Finds the choice that a text names: by its name, its number, its place in the list, or what people say for it. */
import type { Content } from '../../core/content.ts';
import type { Question } from '../../core/conversation.ts';
import type { Choice } from '../../core/reply.ts';

/** The words people count with, bare: lists of "first, second, third …", and the words for "last". */
export interface Ordinals {
  readonly first: readonly (readonly (readonly string[])[])[];
  readonly last: readonly string[];
  /** Words beside them that add nothing. */
  readonly beside: ReadonlySet<string>;
  /** Words that begin what is said besides: "the first one and it's loud". */
  readonly joins: ReadonlySet<string>;
}

/** Words beside what people say for choices, bare. */
export interface BareWords {
  /** Words that deny what follows them, at once or after one word more. */
  readonly denying: ReadonlySet<string>;
  /** Words that are mostly an answer of their own, and deny what follows where something stands before them: "no". */
  readonly noes: ReadonlySet<string>;
  /** Words that deny what stands right before them: "ça marche pas". */
  readonly 'denying-behind': ReadonlySet<string>;
  /** Words by which a text denies anything. */
  readonly denials: ReadonlySet<string>;
  /** Words that tell nothing. */
  readonly fillers: ReadonlySet<string>;
  /** Words that may stand beside an ordinal without adding anything. */
  readonly counting: ReadonlySet<string>;
}

/** The words that stand beside what people say for choices, of all packs. */
export function bareWordsOf({ packs }: Pick<Content, 'packs'>): BareWords {
  const of = (kind: keyof BareWords): ReadonlySet<string> =>
    new Set([...packs.values()].flatMap(({ talk }) => talk.told[kind] ?? []).flatMap((word) => bare(word).split(' ')));
  return {
    denying: of('denying'),
    noes: of('noes'),
    'denying-behind': of('denying-behind'),
    denials: of('denials'),
    fillers: of('fillers'),
    counting: of('counting'),
  };
}

/** The words that the packs count with. */
export function ordinalsOf({ packs }: Pick<Content, 'packs'>): Ordinals {
  const talks = [...packs.values()].map((pack) => pack.talk);
  return {
    first: talks.flatMap((talk) => (talk.first.length > 0 ? [talk.first.map((phrases) => phrases.map(bare))] : [])),
    last: talks.flatMap((talk) => talk.last.map(bare)),
    beside: bareWordsOf({ packs }).counting,
    joins: new Set(talks.flatMap(({ told }) => [...(told.joins ?? []), ...(told.reasons ?? [])]).map(bare)),
  };
}

/** The largest number of words of a text that only counts: "the second one please". */
const LONGEST_COUNTING = 5;
/**
 * Finds the id of the choice or control that a text names whole: by its id or title, by its number where numbers are
 * seen, or by an ordinal. A choice's own name wins, and controls are never counted.
 */
export function byName(text: string, question: Question, numbered: boolean, ordinals: Ordinals): string | null {
  const said = bare(text);
  if (said === '') return null;
  const isNamed = (c: Choice): boolean => bare(c.id) === said || bare(c.title) === said;
  const named = question.choices.find(isNamed) ?? question.controls.find(isNamed);
  if (named) return named.id;
  // "1. and he's my boss" chooses and goes on; "1. did this 2. did that" is a list.
  const number = /^\s*#?(\d{1,2})(?:[.)]?\s*$|[.)]\s+(?!.*\d[.)]\s))/s.exec(text)?.[1];
  if (number !== undefined)
    return numbered || isCounting(Number(number), question) ? (question.choices[Number(number) - 1]?.id ?? null) : null;
  return counted(said, question.choices, ordinals) ?? countedAtFirst(text, question.choices, ordinals);
}

/** The largest number of words of a text that begins by counting. */
const LONGEST_BEGUN = 20;

/** Finds the choice that the first words of a longer text count to: "the first one, and it's loud". "First, I …" counts steps. */
function countedAtFirst(text: string, choices: readonly Choice[], ordinals: Ordinals): string | null {
  if (text.includes('?') || bare(text).split(' ').length > LONGEST_BEGUN) return null;
  const clause = bare(text.split(CLAUSE, 1)[0] ?? '').split(' ');
  const join = clause.findIndex((word) => ordinals.joins.has(word));
  const begun = join < 0 ? clause : clause.slice(0, join);
  return begun.length < 2 ? null : counted(begun.join(' '), choices, ordinals);
}

/** The fewest choices of a list whose places people count although no numbers stand there. */
const A_LIST = 3;

/** Whether a number can only be a place in the list: it is no part of any title, such as "Windows 11". */
function isCounting(number: number, { choices }: Question): boolean {
  const isNamed = choices.some(({ title }) => new RegExp(`(?<!\\d)${number}(?!\\d)`).test(title));
  return choices.length >= A_LIST && number <= choices.length && !isNamed;
}

/** Finds the choice that "the second one" counts to. */
function counted(said: string, choices: readonly Choice[], { first, last, beside }: Ordinals): string | null {
  const words = said.split(' ');
  if (words.length > LONGEST_COUNTING || choices.length < 2) return null;
  const isOnly = (phrase: string): boolean => {
    const rest = ` ${said} `.replace(` ${phrase} `, ' ').trim();
    return rest !== said && rest.split(' ').every((word) => word === '' || beside.has(word));
  };
  for (const list of first) {
    const at = list.findIndex((phrases) => phrases.some(isOnly));
    if (at >= 0) return choices[at]?.id ?? null;
  }
  return last.some(isOnly) ? (choices.at(-1)?.id ?? null) : null;
}

/** A choice, and what people say for it. */
export interface Sayable {
  readonly id: string;
  readonly says: readonly string[];
}

/**
 * Finds the choices of a question for which the text has one of the things people say (`says` of the content). Only one
 * is an answer; several tear the person's words between them.
 */
export function saidIn(
  text: string,
  question: Pick<Question, 'choices'>,
  choices: readonly Sayable[],
  words: BareWords,
): string[] {
  const said = ` ${bare(text)} `;
  const begins = clausesOf(text);
  const hits = choices.flatMap(({ id, says }) => {
    if (!question.choices.some((c) => c.id === id)) return [];
    return bareOf(says).flatMap((phrase) =>
      placesOf(said, phrase, begins, words).map((from) => ({ id, from, to: from + phrase.length })),
    );
  });
  // Of phrases in one place the longest counts.
  const apart = hits.filter((hit) =>
    hits.every((other) => other.id === hit.id || other.to - other.from < hit.to - hit.from || !overlap(hit, other)),
  );
  return [...new Set(apart.map(({ id }) => id))];
}

/** Whether a text is, word for word, one of the things people say for a choice. */
export function isWholly(text: string, choice: string, choices: readonly Sayable[]): boolean {
  return choices.some(({ id, says }) => id === choice && bareOf(says).includes(bare(text)));
}

/** The largest number of other words among those of a phrase that is nearly said: "just poor old me". */
const MOST_BETWEEN = 2;

/**
 * Finds the choices for which a text has what people say with a word or two more in between. For texts without any of
 * it word by word.
 */
export function nearlySaidIn(
  text: string,
  question: Pick<Question, 'choices'>,
  choices: readonly Sayable[],
  words: BareWords,
): string[] {
  const said = bare(text).split(' ');
  const hits = choices.filter(
    ({ id, says }) =>
      question.choices.some((c) => c.id === id) &&
      bareOf(says).some((phrase) => isTelling(phrase, words) && standsLoosely(phrase.split(' '), said, words)),
  );
  return [...new Set(hits.map(({ id }) => id))];
}

/** Whether a phrase has several words, and one that tells something: not "just me". */
function isTelling(phrase: string, words: BareWords): boolean {
  return phrase.includes(' ') && telling(phrase, words).size > 0;
}

/** Whether the words of a phrase stand in a text in their order, close together and not denied. */
function standsLoosely(phrase: readonly string[], words: readonly string[], { denials }: BareWords): boolean {
  return words.some((word, from) => {
    if (word !== phrase[0]) return false;
    let at = from;
    for (const next of phrase.slice(1)) {
      at = words.indexOf(next, at + 1);
      if (at < 0 || at - from >= phrase.length + MOST_BETWEEN) return false;
    }
    return !words.slice(Math.max(0, from - 3), at).some((w) => !phrase.includes(w) && denials.has(w));
  });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function overlap(a: Stretch, b: Stretch): boolean {
  return a.from < b.to && b.from < a.to;
}

const known = new WeakMap<readonly string[], readonly string[]>();

/** The bare phrases of a list of the content, worked out once for as long as the content is used. */
function bareOf(says: readonly string[]): readonly string[] {
  const before = known.get(says);
  if (before) return before;
  const fresh = says.map(bare);
  known.set(says, fresh);
  return fresh;
}

/** The ends of clauses: what is denied in one is not in the next. */
const CLAUSE = /[,;:.!?\n]+/;

/** The places in a bare text, with a space before it, where its clauses begin. */
function clausesOf(text: string): readonly number[] {
  const begins = [1];
  for (const clause of text.split(CLAUSE)) {
    const words = bare(clause);
    begins.push(begins.at(-1)! + (words === '' ? 0 : words.length + 1));
  }
  return begins;
}

/** The places where a phrase stands in a text, whose clauses begin at some places, without being denied there. */
function placesOf(said: string, phrase: string, begins: readonly number[], words: BareWords): number[] {
  const places: number[] = [];
  for (let at = said.indexOf(` ${phrase} `); at >= 0; at = said.indexOf(` ${phrase} `, at + 1)) {
    const clause = begins.findLast((begin) => begin <= at + 1) ?? 0;
    const behind = said.slice(at + phrase.length + 2).split(' ', 1)[0] ?? '';
    if (!isDeniedAt(said.slice(clause, at), words) && !words['denying-behind'].has(behind)) places.push(at + 1);
  }
  return places;
}

/** Whether the end of a text denies what follows. */
function isDeniedAt(before: string, { denying, noes }: BareWords): boolean {
  const [last = '', ...earlier] = before.trim().split(' ').reverse();
  return denying.has(last) || denying.has(earlier[0] ?? '') || (noes.has(last) && earlier.length > 0);
}

/** The largest number of telling words of a text that may be close to a title. */
const LONGEST_CLOSE = 8;
/** The share of a title's telling words that a text must have, and the share of its own that must be in the title. */
const CLOSE = 0.5;
const OWN = 0.5;

/** The fewest telling words of a text that stand in a longer title, where the text has others as well. */
const SEVERAL = 2;
/** The largest number of telling words of a title for which one of them is enough. */
const A_SHORT_TITLE = 3;

/** A choice, with the fewest words of its title that choose it; one where that is missing. */
export type WeighedChoice = Choice & { readonly least?: number };

/**
 * Finds the one choice whose title a text says in other words. A title never outvotes what a longer text says: most of
 * its telling words must be the title's; all of them, where `strictly`, because more begins with a wrong choice there.
 */
export function closestChoice(
  text: string,
  choices: readonly WeighedChoice[],
  strictly: boolean,
  bareWords: BareWords,
): string | null {
  const said = telling(text, bareWords);
  if (said.size === 0 || said.size > LONGEST_CLOSE) return null;
  const denies = isDenial(text, bareWords);
  const titles = choices.map(({ title }) => telling(title, bareWords));
  const scored = choices
    .map((choice, at) => {
      // "Not everybody" is not "Everybody", and "it is connected" is not "it doesn't connect".
      if (denies && !isDenial(choice.title, bareWords)) return { choice, score: 0 };
      if (!denies && isDenied(choice.title, text, bareWords)) return { choice, score: 0 };
      const words = titles[at]!;
      const both = [...words].filter((w) => said.has(w));
      const shared = both.length;
      const own = shared / said.size;
      // A title that stands whole in the text is meant, whatever is said about it.
      const isWhole = !strictly && words.size > 0 && shared === words.size;
      // One word of a long title, beside others that it has not, is a chance: "files and computer" is no full computer.
      const least = Math.max(choice.least ?? 1, said.size >= SEVERAL && words.size > A_SHORT_TITLE ? SEVERAL : 1);
      if (!isWhole && shared < least) return { choice, score: 0 };
      // "My phone is blue" chooses none of two titles with a phone in them.
      const isOthersToo = titles.some((other, i) => i !== at && both.every((w) => other.has(w)));
      if (shared < words.size && isOthersToo) return { choice, score: 0 };
      const isClose =
        isWhole || (own >= (strictly ? 1 : OWN) && shared / Math.max(1, Math.min(words.size, said.size)) >= CLOSE);
      return { choice, score: isClose ? shared / Math.max(1, Math.min(words.size, said.size)) : 0 };
    })
    .sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  return first && first.score > (second?.score ?? 0) ? first.choice.id : null;
}

/** The shortest word that tells what a title denies. */
const A_VERB = 4;

/** Whether a title denies what a text says, in any form of the word. */
function isDenied(title: string, text: string, { denying }: BareWords): boolean {
  const words = bare(text).split(' ');
  const denied = bare(title)
    .split(' ')
    .filter((_, at, all) => denying.has(all[at - 1] ?? ''));
  return denied.some((word) => word.length >= A_VERB && words.some((said) => said.startsWith(word)));
}

/** Whether a text denies anything. */
function isDenial(text: string, { denials }: BareWords): boolean {
  return bare(text)
    .split(' ')
    .some((word) => denials.has(word));
}

/** The words of a text that tell something. */
export function telling(text: string, { fillers }: BareWords): Set<string> {
  return new Set(
    bare(text)
      .split(' ')
      .filter((w) => w !== '' && !fillers.has(w)),
  );
}

/** A text in small letters, without marks. */
export function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019']s\b/g, '')
    .replace(/[\u2018\u2019']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The shortest word that other forms begin with: "file" of "files". */
const A_FORM = 4;

/**
 * Finds the one choice whose title has the name that a text picks, "the printer one": the words that tell something beside
 * those that pick. Null where several have it, or none.
 */
export function pickedIn(
  text: string,
  choices: readonly Choice[],
  words: BareWords,
  picking: { isIn(text: string): boolean; without(text: string): string },
): string | null {
  // "Not the printer one" picks none.
  if (
    !picking.isIn(text) ||
    bare(text)
      .split(' ')
      .some((word) => words.denials.has(word))
  )
    return null;
  const named = [...telling(picking.without(text), words)].filter((word) => !words.counting.has(word));
  if (named.length === 0 || named.length > MOST_NAMED) return null;
  const [one, ...others] = choices.filter(({ title }) => hasAll(title, named));
  return one !== undefined && others.length === 0 ? one.id : null;
}

/** The most words of a name that picks a choice. */
export const MOST_NAMED = 2;

/** Whether a title has some words, or other forms of them. */
export function hasAll(title: string, named: readonly string[]): boolean {
  const all = bare(title).split(' ');
  return named.every((name) => all.some((word) => word === name || (name.length >= A_FORM && word.startsWith(name))));
}
