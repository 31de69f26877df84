/** Finds values of slots in what people write. */
import type { Pack, SlotDefinition, Slots } from '../core/content.ts';
import type { TellsKind } from '../core/told.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';
import { PhraseIndex, wordsOf } from './phrase-index.ts';
import { simplify } from './simplify.ts';

/** File names, which look like domains. */
const FILE = /\.(?:exe|dll|msc|log|dat|png|jpe?g|txt|xml|pac|cab)$/;
const ADDRESS = /[\p{L}\p{N}._%+'-]{1,64}@((?:[\p{L}\p{N}-]{1,63}\.){1,5}[\p{L}]{2,24})/u;
/** A domain, its country behind it: half of "contoso.com.br" would be somebody else's. */
const DOMAIN =
  /(?<![\w@./\\-])((?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|edu|gov|io|co|eu|de|uk|us|ca|au|fr|es|it|nl|ch|at|be|se|no|dk|pl|in|local|internal|lan|corp|example|test)(?:\.[a-z]{2}(?![\w-]))?)(?![\w@-])/;
const CODE = /\b0x[0-9a-f]{8}\b|\baadsts\d{5,7}\b|\bcaa[0-9a-f]{5}\b|\b8004[0-9a-f]{4}\b/;

const DENIED = /\b(?:not|no|never|don'?t|doesn'?t|didn'?t|isn'?t|aren'?t|without)\b/;

const GREETS = /^(?:hi|hello|hey|hiya|dear|morning|afternoon|evening|thanks)$/;

const ARTICLES: readonly string[] = ['the', 'a', 'an', 'any'];

/** The value of a slot that a phrase means. */
interface SlotMeaning {
  readonly slot: string;
  readonly deniable: boolean;
  readonly beside: ReadonlySet<string>;
  readonly value: string;
  /** The number of words that mean it: fewer than the phrase has, where the phrase tells something else first. */
  readonly length: number;
}

/** Finds what a text says about the case in passing: program, device, domain, who is affected. */
export class SlotFinder {
  readonly #phrases = new PhraseIndex<SlotMeaning>();
  readonly #implied = new Map<string, Slots>();
  readonly #typed: readonly SlotDefinition[];
  /** Hosts of the products' makers, which are no organisation's own domain. */
  readonly #hosts: readonly string[];
  readonly #excerpt: Excerpt;
  /** Formulas of politeness: "happy new year everyone" tells nothing of who is affected. */
  readonly #formulas = new PhraseIndex<true>();
  /** Words between a thing and how it is, and those that say it is in order; words that join clauses. */
  readonly #is: ReadonlySet<string>;
  readonly #fine: ReadonlySet<string>;
  readonly #joins: ReadonlySet<string>;

  constructor(packs: Iterable<Pack>, excerpt: Excerpt, formulas: Iterable<string> = []) {
    const all = [...packs];
    const told = (kind: TellsKind): ReadonlySet<string> =>
      new Set(all.flatMap((pack) => pack.talk.told[kind] ?? []).map(simplify));
    [this.#is, this.#fine, this.#joins] = [told('is'), told('right'), told('joins')];
    for (const formula of formulas) this.#formulas.add(formula, true);
    // Every pack has the common slots too; each counts once, with the values a pack adds to it.
    const slots = [...new Set(all.flatMap((p) => p.slots))];
    this.#hosts = all.flatMap((p) => p.hosts);
    this.#excerpt = excerpt;
    this.#typed = slots.filter((s) => s.kind !== 'choice');
    const also = new Map<string, readonly string[]>();
    const meanings = new Map<string, SlotMeaning[]>();
    for (const slot of slots) {
      const beside = new Set(slot.beside.map(simplify));
      for (const value of slot.values) {
        this.#implied.set(`${slot.id}=${value.id}`, value.implies);
        also.set(`${slot.id}=${value.id}`, value.also);
        for (const say of new Set(value.says)) {
          const words = wordsOf(say);
          const meant = meanings.get(words.join(' ')) ?? [];
          meant.push({ slot: slot.id, deniable: slot.deniable, beside, value: value.id, length: words.length });
          meanings.set(words.join(' '), meant);
        }
      }
    }
    for (const [phrase, meant] of meanings)
      for (const meaning of [...meant, ...this.#within(phrase, meant, meanings, also)])
        this.#phrases.add(phrase, meaning);
  }

  /**
   * The meanings of shorter phrases within a phrase that say more of the same: "mails on my tablet" is a tablet, and
   * which. What it says of another matter counts only where the content says so (`also`): "works on my phone" does not.
   */
  #within(
    phrase: string,
    meant: readonly SlotMeaning[],
    meanings: ReadonlyMap<string, readonly SlotMeaning[]>,
    also: ReadonlyMap<string, readonly string[]>,
  ): SlotMeaning[] {
    const words = phrase.split(' ');
    const known = Object.assign({}, ...meant.map(({ slot, value }) => this.withImplied({ [slot]: value }))) as Slots;
    const named = new Set(meant.flatMap(({ slot, value }) => also.get(`${slot}=${value}`) ?? []));
    const inner: SlotMeaning[] = [];
    for (let from = 0; from < words.length; from++)
      for (let to = from + 1; to <= words.length; to++)
        if (to - from < words.length)
          for (const meaning of meanings.get(words.slice(from, to).join(' ')) ?? []) {
            if (meaning.slot in known) continue;
            const implied = Object.entries(this.withImplied({ [meaning.slot]: meaning.value }));
            const isSame = implied.some(([slot, value]) => known[slot] === value);
            if (isSame || named.has(meaning.slot)) inner.push(meaning);
          }
    return inner;
  }

  find(text: string): Slots {
    const found: Record<string, string> = {};
    const simple = simplify(excerptOf(text, this.#excerpt));
    const address = ADDRESS.exec(simple);
    const domain = address?.[1] ?? DOMAIN.exec(simple)?.[1];
    const values = {
      address: address?.[0],
      domain: domain && this.#isTheirs(domain) ? domain : undefined,
      code: CODE.exec(simple)?.[0],
    };
    for (const slot of this.#typed) {
      const value = slot.kind === 'text' ? undefined : values[slot.kind as keyof typeof values];
      if (value !== undefined) found[slot.id] = value;
    }
    const lengths: Record<string, number> = {};
    const words = wordsOf(simple);
    const torn = new Set<string>();
    const apart = this.#formulas.find(words);
    // "Works on my phone" is not about a phone: the words of a phrase are used up.
    for (const { values: meant, from, length: whole } of this.#phrases.find(words)) {
      if (apart.some((f) => f.from <= from && from + whole <= f.from + f.length)) continue;
      const before = words.slice(Math.max(0, from - 4), from);
      // A phone number is no phone, and "hi everyone" says nothing of who is affected.
      if (words[from + whole] === 'number' || isNumber(words.slice(from + whole)) || GREETS.test(before.at(-1) ?? ''))
        continue;
      const after = words.slice(from + whole, from + whole + 2);
      if (this.#isBeside(words, from, from + whole)) continue;
      for (const { slot, deniable, beside, value, length } of meant) {
        if (deniable ? isDenied(before) : isDeniedAtOnce(before)) continue;
        if (isOfOthers(before, after, beside)) continue;
        if (length === lengths[slot] && found[slot] !== value) torn.add(slot);
        if (length <= (lengths[slot] ?? 0)) continue;
        lengths[slot] = length;
        found[slot] = value;
        torn.delete(slot);
      }
    }
    // "Not Windows, a Mac": a person who names two values of a slot is asked.
    for (const slot of torn) delete found[slot];
    return this.withImplied(found);
  }

  /** Whether a thing is named only to say that it is in order, beside another: "the laptop is too slow, but my phone is fine". */
  #isBeside(words: readonly string[], from: number, to: number): boolean {
    if (!this.#is.has(words[to] ?? '') || !this.#fine.has(words[to + 1] ?? '')) return false;
    return words.slice(0, from).some((word) => this.#joins.has(word)) || this.#joins.has(words[to + 2] ?? '');
  }

  #isTheirs(domain: string): boolean {
    return !FILE.test(domain) && !this.#hosts.some((host) => domain === host || domain.endsWith(`.${host}`));
  }

  /** Adds the values that follow from known ones: a program that runs on one system only tells the system. */
  withImplied(slots: Slots): Slots {
    const out: Record<string, string> = { ...slots };
    for (const [slot, value] of Object.entries(slots))
      for (const [other, implied] of Object.entries(this.#implied.get(`${slot}=${value}`) ?? {}))
        if (!(other in slots)) out[other] = implied;
    return out;
  }
}

/** The fewest digits of a telephone number. */
const A_NUMBER = 5;

/** Whether words begin with a telephone number: "phone 555 0100" tells where somebody is reached, and of no device. */
function isNumber(words: readonly string[]): boolean {
  const end = words.findIndex((word) => !/^\+?\d+$/.test(word));
  const digits = words
    .slice(0, end < 0 ? words.length : end)
    .join('')
    .replace('+', '');
  return digits.length >= A_NUMBER;
}

/** Whether the very word before a phrase denies it, articles apart: "not everybody", "no Mac". */
function isDeniedAtOnce(before: readonly string[]): boolean {
  return /^(?:not|no|never)$/.test(before.filter((word) => !ARTICLES.includes(word)).at(-1) ?? '');
}

/** Whether the words before a phrase deny it: one of the last two does, articles apart. */
function isDenied(before: readonly string[]): boolean {
  const last = before.filter((word) => !ARTICLES.includes(word));
  return DENIED.test(last.slice(-2).join(' '));
}

/** Words that part a sentence: what stands before them is about something else. */
const PARTS = /^(?:and|but|or|so|because|while)$/;

/** Whether the words around a phrase give it to another thing: "our mail is at …", "… mail". */
function isOfOthers(before: readonly string[], after: readonly string[], others: ReadonlySet<string>): boolean {
  if (others.size === 0) return false;
  const parted = before.findLastIndex((word) => PARTS.test(word));
  return before.slice(parted + 1).some((word) => others.has(word)) || after.some((word) => others.has(word));
}
