/** Hears that something named is not it, or not in use: "not the printer one", "no VPN on, I think". */
import type { Choice } from '../../core/reply.ts';
import { type BareWords, bare, hasAll, MOST_NAMED, telling } from './choices.ts';
import type { SpokenWords } from './spoken-words.ts';

/** The most words of a text that only says so. */
const LONGEST = 8;

/** A text around the name in it. */
interface NameInText {
  readonly name: readonly string[];
  readonly before: readonly string[];
  readonly behind: string;
}

/** The name of a text and what stands around it: only denials and little words before it. Null for other texts. */
function namedIn(text: string, { told, bare: words }: SpokenWords): NameInText | null {
  if (text.includes('?') || bare(text).split(' ').length > LONGEST) return null;
  const said = bare(told['not-it'].without(told.picking.without(bare(text))));
  const all = said.split(' ');
  const name = [...telling(told['out-of-use'].without(told['in-use'].without(said)), words)].filter((word) =>
    isName(word, words),
  );
  const at = all.indexOf(name[0] ?? '');
  if (name.length === 0 || name.length > MOST_NAMED || at < 0) return null;
  const before = all.slice(0, at);
  const isLed = before.every((word) => !isName(word, words) || words.fillers.has(word));
  return isLed ? { name, before, behind: all.slice(at + name.length).join(' ') } : null;
}

/** Whether a word may be a part of a name. */
function isName(word: string, { counting, denials }: BareWords): boolean {
  return !counting.has(word) && !denials.has(word);
}

/** The name of something that a text says is not in use; null for other texts. */
export function unusedIn(text: string, spoken: SpokenWords): string | null {
  const named = namedIn(text, spoken);
  return named !== null && isUnused(named, spoken) ? named.name.join(' ') : null;
}

/** The name of something that a text says is on, and nothing else: "vpn on"; null for other texts. */
export function usedIn(text: string, spoken: SpokenWords): string | null {
  const named = namedIn(text, spoken);
  if (named === null || named.before.some((word) => spoken.bare.denials.has(word))) return null;
  const rest = spoken.told['in-use'].behind(named.behind);
  return rest !== null && telling(rest, spoken.bare).size === 0 ? named.name.join(' ') : null;
}

function isUnused({ before, behind }: NameInText, { told, bare: words }: SpokenWords): boolean {
  const isDenied = before.some((word) => words.denials.has(word));
  const ends = [...(isDenied ? [told['in-use']] : []), told['out-of-use']];
  return ends.some((end) => telling(end.behind(behind) ?? behind, words).size === 0 && end.behind(behind) !== null);
}

/** The packs of names and of choices. */
interface Packs {
  readonly ofName: (name: string) => readonly string[];
  readonly ofChoice: (id: string) => string;
}

/**
 * Finds the choices that have the name of something that a text rejects. Null for other texts; none where no choice has
 * it.
 */
export function rejectedIn(
  text: string,
  choices: readonly Choice[],
  spoken: SpokenWords,
  { ofName, ofChoice }: Packs,
): readonly string[] | null {
  const { told, bare: words } = spoken;
  const named = namedIn(text, spoken);
  if (named === null) return null;
  const { name, before } = named;
  const isPicked = told.picking.isIn(text);
  const isDenied = before.some((word) => words.denials.has(word));
  // "No sound" tells what is missing; "not the sound" and "not the sound one" say what it is not.
  const isNot = isDenied && (isPicked || before.some((word) => words.denying.has(word)));
  const packs = ofName(name.join(' '));
  // "Not syncing" tells of a failure, and names nothing.
  const isNamed = isPicked || packs.length > 0 || told.determiners.endsIn(before.join(' '));
  if (!isNamed || !(isNot || isUnused(named, spoken))) return null;
  const titled = choices.filter(({ title }) => hasAll(title, name)).map(({ id }) => id);
  if (titled.length > 0) return titled;
  const own = choices.map(({ id }) => id).filter((id) => packs.length === 1 && ofChoice(id) === packs[0]);
  return own.length === choices.length ? [] : own;
}
