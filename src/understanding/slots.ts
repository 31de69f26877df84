/** Finds values of slots in what people write. */
import type { Pack, SlotDefinition, Slots } from '../core/content.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';
import { simplify } from './simplify.ts';

/** File names, which look like domains. */
const FILE = /\.(?:exe|dll|msc|log|dat|png|jpe?g|txt|xml|pac|cab)$/;
const ADDRESS = /[\p{L}\p{N}._%+'-]{1,64}@((?:[\p{L}\p{N}-]{1,63}\.){1,5}[\p{L}]{2,24})/u;
/** A domain, its country behind it: half of "contoso.com.br" would be somebody else's. */
const DOMAIN =
  /(?<![\w@./\\-])((?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|edu|gov|io|co|eu|de|uk|us|ca|au|fr|es|it|nl|ch|at|be|se|no|dk|pl|in|local|internal|lan|corp|example|test)(?:\.[a-z]{2}(?![\w-]))?)(?![\w@-])/;
const CODE = /\b0x[0-9a-f]{8}\b|\baadsts\d{5,7}\b|\bcaa[0-9a-f]{5}\b|\b8004[0-9a-f]{4}\b/;

const WORD = /[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)*/gu;
const DENIED = /\b(?:not|no|never|don'?t|doesn'?t|didn'?t|isn'?t|aren'?t|without)\b/;

const GREETS = /^(?:hi|hello|hey|hiya|dear|morning|afternoon|evening|thanks)$/;

const ARTICLES: readonly string[] = ['the', 'a', 'an', 'any'];

interface Phrase {
  readonly slot: string;
  readonly deniable: boolean;
  readonly value: string;
  readonly length: number;
}

/** Finds what a text says about the case in passing: program, device, domain, who is affected. */
export class SlotFinder {
  readonly #phrases = new Map<string, Phrase[]>();
  readonly #implied = new Map<string, Slots>();
  readonly #typed: readonly SlotDefinition[];
  /** The number of words of the longest phrase, by the first word of phrases: most words of a text begin none. */
  readonly #longest = new Map<string, number>();
  /** Hosts of the products' makers, which are no organisation's own domain. */
  readonly #hosts: readonly string[];
  readonly #excerpt: Excerpt;

  constructor(packs: Iterable<Pack>, excerpt: Excerpt) {
    const all = [...packs];
    // Every pack has the common slots too; each counts once, with the values a pack adds to it.
    const slots = [...new Set(all.flatMap((p) => p.slots))];
    this.#hosts = all.flatMap((p) => p.hosts);
    this.#excerpt = excerpt;
    this.#typed = slots.filter((s) => s.kind !== 'choice');
    for (const slot of slots)
      for (const value of slot.values) {
        this.#implied.set(`${slot.id}=${value.id}`, value.implies);
        for (const say of value.says) {
          const words = wordsOf(say);
          this.#longest.set(words[0]!, Math.max(this.#longest.get(words[0]!) ?? 0, words.length));
          const key = words.join(' ');
          const known = this.#phrases.get(key) ?? [];
          if (known.some((p) => p.slot === slot.id && p.value === value.id)) continue;
          this.#phrases.set(key, [
            ...known,
            { slot: slot.id, deniable: slot.deniable, value: value.id, length: words.length },
          ]);
        }
      }
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
    const words = simple.match(WORD) ?? [];
    const torn = new Set<string>();
    for (let i = 0; i < words.length; i++)
      for (let n = Math.min(this.#longest.get(words[i]!) ?? 0, words.length - i); n > 0; n--) {
        const phrases = this.#phrases.get(words.slice(i, i + n).join(' '));
        if (!phrases) continue;
        for (const { slot, deniable, value, length } of phrases) {
          const said = words.slice(Math.max(0, i - 4), i);
          if (deniable ? isDenied(said) : isDeniedAtOnce(said)) continue;
          // A phone number is no phone.
          if (words[i + n] === 'number') continue;
          // "Hi everyone" says nothing of who is affected.
          if (GREETS.test(said.at(-1) ?? '')) continue;
          if (length === lengths[slot] && found[slot] !== value) torn.add(slot);
          if (length <= (lengths[slot] ?? 0)) continue;
          lengths[slot] = length;
          found[slot] = value;
          torn.delete(slot);
        }
        // "works on my phone" is not about a phone: the words of a phrase are used up.
        i += n - 1;
        break;
      }
    // "Not Windows, a Mac": a person who names two values of a slot is asked.
    for (const slot of torn) delete found[slot];
    return this.withImplied(found);
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

/** Whether the very word before a phrase denies it, articles apart: "not everybody", "no Mac". */
function isDeniedAtOnce(before: readonly string[]): boolean {
  return /^(?:not|no|never)$/.test(before.filter((word) => !ARTICLES.includes(word)).at(-1) ?? '');
}

/** Whether the words before a phrase deny it: one of the last two does, articles apart. */
function isDenied(before: readonly string[]): boolean {
  const last = before.filter((word) => !ARTICLES.includes(word));
  return DENIED.test(last.slice(-2).join(' '));
}

function wordsOf(text: string): string[] {
  return simplify(text).match(WORD) ?? [];
}
