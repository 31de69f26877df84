/** The results that people tell beside what they did: "pushed it in, no light at the socket". */
import { type TellsKind, TOLD } from '../../core/told.ts';
import { WordList } from './word-list.ts';

/**
 * The words of the content in which results are told, by their kind; `since` says how things stand since a moment ago, and
 * `troubles` is what errors are called.
 */
export type ToldWords = Readonly<Record<TellsKind | 'since' | 'troubles', WordList>>;

/** The lists of all packs, one for each kind. */
export function toldWords(
  packs: readonly { readonly told: Readonly<Partial<Record<TellsKind, readonly string[]>>> }[],
  { since, troubles }: Readonly<Record<'since' | 'troubles', readonly string[]>>,
): ToldWords {
  const lists = TOLD.map((kind) => [kind, new WordList(packs.flatMap(({ told }) => told[kind] ?? []))]);
  return { ...Object.fromEntries(lists), since: new WordList(since), troubles: new WordList(troubles) } as ToldWords;
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

/** Whether something is missing or amiss in a text; a person who is back is no trouble that is. */
function isFaulty(text: string, told: ToldWords): boolean {
  const said = told['person-back'].without(text);
  return told.lacks.isIn(said) || told.amiss.isIn(said) || told.persists.isIn(said);
}

/** The most words between what improves and the words that it does so in part. */
const BETWEEN_PARTS = 3;
/** The most words between a part of something and what it does. */
const BEHIND_SOME = 5;

/** Whether a text tells of a success in part, and of no other: "it moves a bit", "some of it syncs now". */
export function isInPart(text: string, told: ToldWords): boolean {
  if (text.includes('?')) return false;
  // "Not even a bit better" and "sometimes it does not work" are no success.
  const isDenied = (clause: string): boolean => told.denials.isIn(told['some-of'].without(clause));
  const some = (said: string, isIn: (clause: string) => boolean): boolean =>
    clausesOf(said, told).some((clause) => !isDenied(clause) && isIn(clause));
  if (told.sometimes.isIn(text) && some(told.sometimes.without(text), (clause) => told.improves.isIn(clause)))
    return true;
  return some(
    told['a-while'].without(text),
    (clause) =>
      told.improves.isBefore(told['in-part'], clause, BETWEEN_PARTS) ||
      told['in-part'].isBefore(told.comparatives, clause, 0) ||
      told['some-of'].isBefore(told.improves, clause, BEHIND_SOME),
  );
}

/** The most words between a denial and what would be better. */
const UNTIL_BETTER = 3;

/** Whether a text denies that anything is better: "not even a bit better", "kein bisschen besser". */
export function isNotBetter(text: string, told: ToldWords): boolean {
  if (text.includes('?') || told.well.isIn(text) || told.thanks.isIn(text)) return false;
  return clausesOf(text, told).some((clause) => told.denials.isBefore(told.comparatives, clause, UNTIL_BETTER));
}

/** The most words between a trouble and the end of its return, which has some itself. */
const BACK_WORDS = 3;

/** Whether a text tells, beside what was done, of a result that is not right. */
export function wentBadly(text: string, told: ToldWords): boolean {
  const [, ...results] = clausesOf(told['person-back'].without(text), told);
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
  return told.persists.isIn(text) || isTroubleBack(text, told);
}

/** Whether a text says that what troubled the person is there again: "the error is back". */
function isTroubleBack(text: string, told: ToldWords): boolean {
  return !told.lacks.isIn(text) && !text.includes('?') && told.troubles.isBefore(told['there-again'], text, BACK_WORDS);
}

/** Whether a few words are a sentence of a failure, and tell of nothing that works: "ça coupe". */
export function isStopped(text: string, told: ToldWords): boolean {
  if (text.split(/\s+/).length > FEW_WORDS || text.includes('?')) return false;
  const [first] = told.stops.places(text);
  if (first === undefined) return false;
  // "Es hängt nicht mehr" and "ya no se corta" tell of its end; "no, se corta" does not.
  const before = text.slice(0, first.from);
  const isDenied = !/[,.;:!]\s*$/.test(before) && told.denials.endsIn(before);
  return !isDenied && !told.stops.isBefore(told['denying-behind'], text, 0);
}

/** The most words of a text that says that a trouble has ended. */
const AN_ENDING = 8;

/** Whether a few words say that what failed does so no more: "ya no se corta", "it doesn't drop any more". */
export function isNoMore(text: string, told: ToldWords): boolean {
  if (text.includes('?') || text.split(/\s+/).length > AN_ENDING) return false;
  // Marks alone part it: "mais" is a join, and in "não cai mais" it is none.
  return text.split(MARKS).some((clause) => {
    if (!told['no-more'].isIn(clause) || told.persists.isIn(clause)) return false;
    const [, ...rest] = told.joins.parts(clause);
    if (rest.some((part) => !told['no-more'].isIn(part) && isAmiss(part))) return false;
    // "Ya no va" is left with "va", which is no failure: it fails now.
    const what = told['more-words'].without(clause).replace(/\s+/g, ' ');
    return told.stops.isIn(what) || told.unsteady.isIn(what) || told.halts.isIn(what);
  });

  function isAmiss(part: string): boolean {
    return told.stops.isIn(part) || told.broken.isIn(part) || isFaulty(part, told);
  }
}

/** The most words of a text about how it was, and is no longer. */
const LONGEST_CHANGE = 14;

/** Whether a text says that it was well before, and is so no longer: "yesterday it worked, now not". */
export function isNoLonger(text: string, told: ToldWords): boolean {
  if (text.includes('?') || text.split(/\s+/).length > LONGEST_CHANGE || told.thanks.isIn(text)) return false;
  const clauses = text.split(MARKS).flatMap((part) => told.joins.parts(part));
  const was = clauses.findIndex((clause) => isWellBefore(clause));
  return was >= 0 && clauses.some((clause, at) => at !== was && endsNow(clause));

  function isWellBefore(clause: string): boolean {
    return told['before-now'].isIn(clause) && told['was-well'].isIn(clause) && !isFaulty(clause, told);
  }
  function endsNow(clause: string): boolean {
    return (
      told['now-not'].isIn(clause) &&
      !told.amiss.isIn(clause) &&
      !told.halts.isIn(clause) &&
      !told.troubles.isIn(clause)
    );
  }
}

/** Whether a text says that it failed before, and no longer does: "before it did not work, now it does". */
export function isWellNow(text: string, told: ToldWords): boolean {
  if (text.includes('?') || text.split(/\s+/).length > LONGEST_CHANGE) return false;
  const clauses = text.split(MARKS).flatMap((part) => told.joins.parts(part));
  const halts = clauses.findIndex((clause) => told['before-now'].isIn(clause) && told.halted.isIn(clause));
  // "It dropped before, now it doesn't" denies what failed.
  if (halts >= 0 && clauses.some((clause, at) => at !== halts && isEnd(clause))) return true;
  const was = clauses.findIndex((clause) => told['before-now'].isIn(clause) && isFaulty(clause, told));
  return was >= 0 && clauses.slice(was + 1).some((clause) => told['now-well'].isIn(clause) && !isFaulty(clause, told));

  function isEnd(clause: string): boolean {
    // "Now it doesn't connect" is another failure.
    return told['now-not'].isIn(clause) && !/\p{L}/u.test(told['now-not'].without(told.thanks.without(clause)));
  }
}

/** Whether a text is about another time and nothing else: "tomorrow", "maybe tomorrow morning, please". */
export function isOnlyLater(text: string, told: ToldWords): boolean {
  const [first] = told.later.places(text);
  const rest = told['beside-later'].without(told.later.without(text));
  return (first !== undefined || told['now-not'].isIn(text)) && !/[\p{L}\p{N}]/u.test(rest);
}

/** Whether a text tells of a link of our own, and of nothing that an imitation would have: "I clicked on the link in your mail". */
export function isOurMail(text: string, told: ToldWords): boolean {
  return told['our-mail'].isIn(text) && !told['strange-mail'].isIn(text);
}

/** Whether a text tells, beside a success, that it does not last: "it comes back and goes away again". */
export function isUnsteady(text: string, told: ToldWords): boolean {
  const isDenied = (clause: string): boolean =>
    told.denials.isIn(clause) || told.well.isBefore(told.unsteady, clause, 0);
  return clausesOf(text, told).some((clause) => told.unsteady.isIn(clause) && !isDenied(clause));
}

/** The most words between what works and the denial behind it. */
const UNTIL_DENIED = 2;

/** Whether a text denies, right behind it, that something works: "passt jetzt gar nicht". */
export function isDeniedBehind(text: string, told: ToldWords): boolean {
  return clausesOf(text, told).some((clause) => told.improves.isBefore(told['denying-behind'], clause, UNTIL_DENIED));
}

/** Whether a text tells of a refusal or an error, as after a step that did not help: "it's there but says access denied". */
export function isRefused(text: string, told: ToldWords): boolean {
  return told.refuses.isIn(text) && !told.well.isIn(text) && !text.includes('?');
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
  if (told.checked.behind(told['lead-ins'].afterAll(text)) !== null) return isChecked(text, told);
  const [before, ...rest] = told.is.parts(told['lead-ins'].afterAll(text));
  if (rest.length !== 1 || !/\p{L}/u.test(before!) || /[,.;:!?]/.test(before!)) return false;
  const behind = told.right.behind(told.surely.afterAll(rest[0]!));
  if (behind === null || /[\p{L}\p{N}]/u.test(behind)) return false;
  const words = before!.trim().split(/\s+/);
  return words.length <= LONGEST_THING && told.whole.behind(words.at(-1)!) === null;
}

/** Whether a text says only that a thing was looked at, and is in order: "it's up to date". */
export function isChecked(text: string, told: ToldWords): boolean {
  const behind = told.checked.behind(told['lead-ins'].afterAll(text));
  return behind !== null && !/[\p{L}\p{N}]/u.test(behind);
}

/** The most words of a text that only names a thing. */
const LONGEST_NAMING = 6;

/** Whether a few words begin by naming a thing, and tell of nothing amiss: "it's a Dell", "c'est une Canon". */
export function onlyNames(text: string, told: ToldWords): boolean {
  const thing = told.naming.behind(told['lead-ins'].afterAll(text));
  const isNamed = thing !== null && told.determiners.behind(thing) !== null;
  return isNamed && text.split(/\s+/).length <= LONGEST_NAMING && isWithoutFault(text, told);
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

/** Whether the last clause of a text says that a thing which was gone is there: "yes, I had forgotten. The drive is back now". */
export function isThereAgain(text: string, told: ToldWords): boolean {
  const last = clausesOf(told['person-back'].without(text), told).at(-1) ?? '';
  const words = last.trim().split(/\s+/);
  // "It's back now": one word more changes nothing.
  const isEnd = [words, words.slice(0, -1)].some((some) => told['there-again'].endsIn(some.join(' ')));
  return isEnd && isWithoutFault(text, told) && !isTroubleBack(text, told) && !text.includes('?');
}

/** Whether a text thanks for how things are now, and tells of nothing amiss: "ok it prints now, thanks!". */
export function soundsSolved(text: string, told: ToldWords): boolean {
  return told.thanks.isIn(text) && told.since.isIn(text) && isWithoutFault(text, told);
}

/** Whether a text says that help is had elsewhere, and not that the person goes on here: "I'll drop by your desk". */
export function hasHelpElsewhere(text: string, told: ToldWords): boolean {
  return told['goes-to'].isIn(text) && !told['carries-on'].isIn(text) && !text.includes('?');
}

/** Whether a text turns help down because it is had elsewhere: "leave it, I'll come to the office tomorrow". */
export function isOver(text: string, told: ToldWords): boolean {
  const rest = dismissed(text, told);
  return rest !== null && hasHelpElsewhere(rest, told);
}

/** Whether a text only sounds so, since the person goes on here first: "no worries, I'll call you if it fails". */
export function isYetToTry(text: string, told: ToldWords): boolean {
  const rest = dismissed(text, told);
  return rest !== null && told['goes-to'].isIn(rest) && told['carries-on'].isIn(rest) && !text.includes('?');
}

/** The rest of a text that begins by turning help down; null for others. */
function dismissed(text: string, told: ToldWords): string | null {
  const said = told.sounds.afterAll(text);
  return told.dismisses.behind(said) ?? told.dismisses.behind(told.sounds.afterAll(told.thanks.behind(said) ?? ''));
}

/** Whether a text only says that something is better than before, which may be well or not: "it's better now". */
export function isOnlyBetter(text: string, { comparatives, well, thanks }: ToldWords): boolean {
  // "It works less" and "works better" are no plain success either.
  return comparatives.isIn(text) && (!well.isIn(text) || well.isBefore(comparatives, text, 0)) && !thanks.isIn(text);
}
