/** Hears of matters that are for other people at once: somebody in danger, harassed or in despair. */
import { clausesOf, type ToldWords } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import type { WordList } from './interpretation/word-list.ts';
import type { Session } from './session.ts';

/** The kinds of such matters, those that can wait least first: lists of the content, and the phrases of their names. */
const CONCERNS = ['danger', 'despair', 'harassment'] as const;
/** The kind of a matter that is for other people. */
export type Concern = (typeof CONCERNS)[number];

/** The most words between a denial and the matter: "nobody was badly hurt". */
const BETWEEN = 2;
/** The most words between the matter and the thing that is only about it: "the suicide prevention folder". */
const BEFORE_ITS_THING = 2;

/** The matter for other people in what the person wrote; null where there is none, or it is denied. */
export function concernIn({ content, message: { kind, text } }: Session): Concern | null {
  if (kind !== 'said') return null;
  const { told } = spokenWordsOf(content);
  if (isMeant(told.fire, text, told, (_, behind) => isFire(behind, told))) return 'danger';
  const ofPeople = (before: string, behind: string, matter: string): boolean =>
    !isDoneByMachine(before, told) && !isFigure(before, matter, behind, told);
  return CONCERNS.find((concern) => isMeant(told[concern], text, told, ofPeople)) ?? null;
}

/** The clauses of a text that tell nothing of such a matter. */
export function besideConcern({ content }: Session, text: string): string {
  const { told } = spokenWordsOf(content);
  const isOf = (clause: string): boolean => [...CONCERNS, 'fire' as const].some((kind) => told[kind].isIn(clause));
  return clausesOf(text, told)
    .filter((clause) => !isOf(clause))
    .map((clause) => clause.trim())
    .join(', ');
}

/** Whether some words stand in a text as they are meant: not denied, not what a thing is about, and otherwise fit. */
function isMeant(
  words: WordList,
  text: string,
  told: ToldWords,
  fits: (before: string, behind: string, matter: string) => boolean,
): boolean {
  if (told.lacks.isBefore(words, text, BETWEEN)) return false;
  return words.places(text).some(({ from, to }) => {
    const behind = text.slice(to);
    const near = (/^[^.,;:!?\n]*/.exec(behind)?.[0] ?? '').trim().split(/\s+/);
    const isAbout = told['about-it'].isIn(near.slice(0, BEFORE_ITS_THING + 1).join(' '));
    return !isAbout && fits(text.slice(0, from), behind, text.slice(from, to));
  });
}

/** The most words between "every time" and the work that it is about: "every time my stupid laptop closes". */
const UNTIL_WORK = 2;
/** The end of a sentence. */
const AN_END = /[.!?\n]/;

/** Whether danger is a figure of speech about somebody's work: "this printer gives me a heart attack", "I can't breathe with all these mails". */
function isFigure(before: string, matter: string, behind: string, told: ToldWords): boolean {
  if (!told.figurative.isIn(matter)) return false;
  const begun = before.split(AN_END).at(-1)!;
  const rest = behind.split(AN_END, 1)[0]!;
  if (told['no-figure'].isIn(`${begun} ${rest}`)) return false;
  const works = [told['work-things'], told.machines];
  const isNearWork = (words: WordList, said: string): boolean =>
    works.some((work) => words.isBefore(work, said, UNTIL_WORK));
  const [each, when] = [told['figures-behind'], told['figures-when']];
  // "Every time it crashes I get one" is said in either order.
  if (isNearWork(each, rest) || isNearWork(each, begun)) return true;
  const isMild = told['figures-mild'].endsIn(begun) || each.isIn(begun);
  if (isMild && isNearWork(when, rest)) return true;
  return told.figures.endsIn(begun) && works.some((work) => work.isIn(`${begun} ${rest}`));
}

/** Whether a fire may be one: "the lamp is burning red" and "burning a CD" are none. */
function isFire(behind: string, told: ToldWords): boolean {
  return !/^\s*\p{L}/u.test(behind) || told['no-fire'].behind(behind) === null;
}

/**
 * Whether the sentence in front of some words is about a program or a device: "the pop-up keeps …", "my laptop is …". With
 * anybody else in it, the person may mean them: "somebody in a chat …".
 */
function isDoneByMachine(before: string, told: ToldWords): boolean {
  if (/[.,;:!?\n]\s*$/.test(before)) return false;
  const clause = clausesOf(before, told).at(-1) ?? '';
  const subject = told.determiners.afterAll(told.openers.afterAll(clause));
  const rest = told['machines-do'].afterAll(told.machines.afterAll(subject));
  return told.machines.behind(subject) !== null && rest.trim() === '';
}
