/** The results that people tell beside what they did: "pushed it in, no light at the socket". */
import { type TellsKind, TOLD } from '../../core/told.ts';
import { WordList } from './word-list.ts';

/** The words of the content in which results are told, by their kind; `since` says how things stand since a moment ago. */
export type ToldWords = Readonly<Record<TellsKind | 'since', WordList>>;

/** The lists of all packs, one for each kind. */
export function toldWords(
  packs: readonly { readonly told: Readonly<Partial<Record<TellsKind, readonly string[]>>> }[],
  since: readonly string[],
): ToldWords {
  const lists = TOLD.map((kind) => [kind, new WordList(packs.flatMap(({ told }) => told[kind] ?? []))]);
  return { ...Object.fromEntries(lists), since: new WordList(since) } as ToldWords;
}

/** The marks between what was done and what came of it. */
const MARKS = /[,.;:!?–—-]+\s+|\n+/u;

/** The clauses of a text, in their order. */
export function clausesOf(text: string, { joins }: ToldWords): readonly string[] {
  return text
    .split(MARKS)
    .flatMap((part) => joins.parts(part))
    .filter((clause) => /\p{L}/u.test(clause));
}

/** Whether something is missing or amiss in a text. */
function isFaulty(text: string, { lacks, amiss, persists }: ToldWords): boolean {
  return lacks.isIn(text) || amiss.isIn(text) || persists.isIn(text);
}

/** Whether a text tells, beside what was done, of a result that is not right. */
export function wentBadly(text: string, told: ToldWords): boolean {
  const [, ...results] = clausesOf(text, told);
  // "No red light" denies what would be amiss.
  return results.some(
    (clause) =>
      !told.well.isIn(clause) && told.lacks.isIn(clause) !== (told.amiss.isIn(clause) || told.persists.isIn(clause)),
  );
}

/** The most words of a text that only says that the trouble is still there. */
const FEW_WORDS = 6;

/** Whether a few words say that the trouble is still there, or there again: "asks again", "ok still garbage". */
export function stillFails(text: string, told: ToldWords): boolean {
  if (text.split(/\s+/).length > FEW_WORDS || text.includes('?') || told.well.isIn(text)) return false;
  return told.persists.isIn(text);
}

/** Whether a text begins with what somebody did: "I pulled it out", "reinstalled it". */
export function wasDone(text: string, told: ToldWords): boolean {
  return told.did.behind(told['lead-ins'].afterAll(text)) !== null;
}

/** Whether a few words tell of something that was done, and of nothing else: "closed zoom". */
export function wasOnlyDone(text: string, told: ToldWords): boolean {
  const isOne = text.split(/\s+/).length <= FEW_WORDS && clausesOf(text, told).length === 1;
  return isOne && wasDone(text, told) && isWithoutFault(text, told);
}

/** The number of letters that forms of a verb share: "called" and "call". */
const A_STEM = 4;

/** Whether the verb of something that was done stands in the words of the open step: "called them" where it says to call. */
export function doesWhatIsTold(text: string, doing: string, told: ToldWords): boolean {
  const verb = /\p{L}+/u.exec(told['lead-ins'].afterAll(text).toLowerCase())?.[0] ?? '';
  const stem = verb.slice(0, A_STEM);
  return stem.length === A_STEM && (doing.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => word.startsWith(stem));
}

/** The number of letters between a denial and the "either" that belongs to it. */
const NEAR = 30;

/** Whether a text, beside where it was tried, tells only that it is no better: "same in the private window". */
export function isNoBetter(text: string, told: ToldWords): boolean {
  const same = told.same.behind(text);
  if ((same !== null && !/^\s+as\b/.test(same)) || told['likewise-not'].isIn(text)) return true;
  return told.lacks
    .parts(text)
    .slice(1)
    .some((rest) => {
      const [before, behind] = told.either.parts(rest);
      return behind !== undefined && before!.length <= NEAR && !/^\s+way\b/.test(behind);
    });
}

/** The most words before the verb in a sentence about one thing: "yes, all the addresses". */
const LONGEST_THING = 4;

/** Whether a text says of one thing alone that it is in order, and not that anything works again: "the address is right". */
export function isOneThingRight(text: string, told: ToldWords): boolean {
  if (told.since.isIn(text) || told.well.isIn(text)) return false;
  const checked = told.checked.behind(told['lead-ins'].afterAll(text));
  if (checked !== null) return !/[\p{L}\p{N}]/u.test(checked);
  const [before, ...rest] = told.is.parts(told['lead-ins'].afterAll(text));
  if (rest.length !== 1 || !/\p{L}/u.test(before!) || /[,.;:!?]/.test(before!)) return false;
  const behind = told.right.behind(told.surely.afterAll(rest[0]!));
  if (behind === null || /[\p{L}\p{N}]/u.test(behind)) return false;
  const words = before!.trim().split(/\s+/);
  return words.length <= LONGEST_THING && told.whole.behind(words.at(-1)!) === null;
}

/** Whether nothing in a text tells of anything that is missing or amiss. */
export function isWithoutFault(text: string, told: ToldWords): boolean {
  return !isFaulty(text, told) && !text.includes('?');
}

/**
 * Whether a text says that it works in another place than the one that is talked about: "on my phone it works". Not where
 * the place stands in the words of the open step, which has it tried there.
 */
export function worksElsewhere(text: string, told: ToldWords, doing: string): boolean {
  const place = told.elsewhere.find(text);
  if (place === null || !isWithoutFault(text, told) || !(told.well.isIn(text) || told.right.isIn(text))) return false;
  const name = /\p{L}+$/u.exec(place.toLowerCase())?.[0] ?? place;
  return !doing.toLowerCase().includes(name);
}

/**
 * The clause of a text that says what works, and the one behind it that tells what still fails: "now it works on the
 * phone, but the laptop still asks". Null for other texts; "it prints, but only blank pages" is no success in part.
 */
export function partsOf(text: string, told: ToldWords): { readonly works: string; readonly rest: string } | null {
  const clauses = clausesOf(text, told);
  const well = clauses.findIndex(
    (clause) =>
      told.well.isIn(clause) && !told.lacks.isIn(clause) && !told.amiss.isIn(clause) && !told.persists.isIn(clause),
  );
  if (well < 0) return null;
  const rest = clauses.slice(well + 1).find((clause) => isFaulty(clause, told) && !told.well.isIn(clause));
  if (rest === undefined || told.whole.behind(told.openers.afterAll(rest)) !== null) return null;
  return { works: clauses[well]!.trim(), rest: rest.trim() };
}

/** The most words of a last clause that says alone that it works: "fixed now". */
const A_LAST_WORD = 3;

/** Whether a text tells of nothing amiss, and says beside thanks, or in its last words, that it works. */
export function endsWell(text: string, told: ToldWords): boolean {
  if (!isWithoutFault(text, told) || !told.well.isIn(text)) return false;
  const last = clausesOf(text, told).at(-1) ?? '';
  return told.thanks.isIn(text) || (told.well.isIn(last) && last.trim().split(/\s+/).length <= A_LAST_WORD);
}

/** Whether a text thanks for how things are now, and tells of nothing amiss: "ok it prints now, thanks!". */
export function soundsSolved(text: string, told: ToldWords): boolean {
  return told.thanks.isIn(text) && told.since.isIn(text) && isWithoutFault(text, told);
}
