/** The reply builder: makes one reply of everything a turn says. */
import { COMMON, type Content, type Pack, type Phrases } from '../core/content.ts';
import type { Question } from '../core/conversation.ts';
import type { Person } from '../core/person.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import { type PhraseValues, phrase } from '../core/phrases.ts';
import { BARE, type Choice, type Outcome, type Place, type Reply } from '../core/reply.ts';
import { CONTROLS, type Control } from '../core/steering.ts';
import { type Paragraph, plain, type Rich } from '../core/text.ts';

/** Collects everything said in one turn into one reply: people in a hurry get one message, not five. */
export class ReplyBuilder {
  readonly #content: Content;
  /** The pack whose own phrases are used; null for the common ones. */
  #pack: Pack | null = null;
  #body: Paragraph[] = [];
  #question: Omit<Question, 'asked'> | null = null;
  #title: string | null = null;
  #at: Place | null = null;
  #outcome: Outcome | null = null;
  #progress: Reply['progress'] = null;
  #discreet = false;
  #numbered = false;
  #isUntitled = false;
  #more: Partial<Reply> = {};

  constructor(content: Content) {
    this.#content = content;
  }

  /** Uses the phrases of the pack that an intent belongs to, from now on. */
  speakFor(intent: string | null): void {
    this.#pack = this.#content.packs.get((intent !== null && this.#content.intents.get(intent)?.pack) || '') ?? null;
  }

  /** One of the bot's own sentences, with its placeholders filled in. */
  phrase(key: PhraseKey, values: PhraseValues = {}): Rich {
    return this.#inWordsOf(this.#pack, key, values);
  }

  #inWordsOf(pack: Pack | null, key: PhraseKey, values: PhraseValues): Rich {
    const content = this.#content;
    return phrase(phrasesOf(pack, key, content), key, {
      // Few sentences say what the bot knows, and telling it takes long.
      get knows() {
        return knownTo(content);
      },
      product: pack?.title ?? '',
      ...settingsOf(content),
      ...values,
    });
  }

  /** The button for a pack's "it doesn't work", which leads to its generic intent. */
  starter(pack: Pack): Choice {
    return { id: pack.generic ?? pack.id, title: plain(this.#inWordsOf(pack, 'choice-generic', {})) };
  }

  say(rich: Rich): void {
    this.#body.push(...rich);
  }

  sayPhrase(key: PhraseKey, values: PhraseValues = {}): void {
    this.say(this.phrase(key, values));
  }

  /** Says a text with a lead-in on the same line: "What you should see: …". */
  sayAfter(key: PhraseKey, rich: Rich): void {
    const [first, ...rest] = rich;
    if (!first) return;
    this.say([
      { ...first, spans: [...this.phrase(key).flatMap((p) => p.spans), { text: ' ' }, ...first.spans] },
      ...rest,
    ]);
  }

  choice(id: string, key = `choice-${id}` as PhraseKey): Choice {
    return { id, title: plain(this.phrase(key)) };
  }

  /** Sets the question the person can answer now. The last question of a turn is the one that counts. */
  ask(choices: readonly Choice[], controls: readonly Control[], slot: string | null = null): void {
    const shown = CONTROLS.filter((id) => controls.includes(id)).map((id) =>
      this.choice(id, `control-${id}` as PhraseKey),
    );
    this.#question = { choices, controls: shown, slot };
  }

  /** Moves the button for an agent from the controls to the answers. */
  promoteHuman(): void {
    const human = this.#question?.controls.find((c) => c.id === 'human');
    if (!this.#question || !human) return;
    const { choices, controls } = this.#question;
    this.#question = { ...this.#question, choices: [...choices, human], controls: controls.filter((c) => c !== human) };
  }

  /** Sets the heading of the reply: the problem's title, the step and the progress. */
  place(
    title: string | null,
    at: Place | null,
    progress: { readonly step: number; readonly of: number; readonly category: string | null } | null,
  ): void {
    this.#title = title;
    this.#at = at;
    this.#progress = progress && { step: progress.step, of: progress.of, label: this.#labelOf(progress) };
  }

  #labelOf({ step, of, category }: { step: number; of: number; category: string | null }): string {
    const label = plain(this.phrase('progress', { step: String(step), of: String(of) }));
    return category === null ? label : `${label} · ${category}`;
  }

  /** Marks the reply as the end of a case. */
  end(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#at = null;
    this.#progress = null;
  }

  /** Sets fields of replies to and from agents: speaker, pictures, placement and receipt. */
  also(more: Pick<Reply, 'speaker'> | Pick<Reply, 'images'> | Pick<Reply, 'placement'> | Pick<Reply, 'receipt'>): void {
    this.#more = { ...this.#more, ...more };
  }

  /** Leaves the heading out of this reply: its first sentence names the problem already. */
  withoutTitle(): void {
    this.#isUntitled = true;
  }

  /** Puts numbers before the titles of the choices, for people who answer with those. */
  numberChoices(): void {
    this.#numbered = true;
  }

  /** Lets only the person the reply is for see it. */
  discreetly(): void {
    this.#discreet = true;
  }

  /**
   * The reply, and the question it leaves open. `asked` becomes the question's number; `to` is the person the reply is
   * for, where others read along.
   */
  close(asked: number, to: Person | null = null): { reply: Reply | null; question: Question | null } {
    const question = this.#question ? { asked, ...this.#question } : null;
    const { images = [], placement = null } = this.#more;
    const silent = this.#body.length === 0 && images.length === 0 && placement?.kind !== 'gone';
    if (silent && !question) return { reply: null, question };
    const reply: Reply = {
      ...BARE,
      ...this.#more,
      title: this.#isUntitled ? null : this.#title,
      body: this.#body,
      choices: (question?.choices ?? []).map((c, i) => (this.#numbered ? { ...c, title: `${i + 1}. ${c.title}` } : c)),
      controls: question?.controls ?? [],
      asked,
      at: this.#at,
      outcome: this.#outcome,
      progress: this.#progress,
      to,
      discreet: this.#discreet,
    };
    return { reply, question };
  }
}

/** The phrases that hold a sentence: the pack's own if it has the sentence, and the common ones otherwise. */
function phrasesOf(pack: Pack | null, key: PhraseKey, content: Content): Phrases {
  return pack && key in pack.phrases ? pack.phrases : content.phrases;
}

/** The number of things the bot says it knows; a longer list would not be read. */
const MOST_TOLD = 5;

const LISTS = new Intl.ListFormat('en');

/** The products the bot says it knows: "A, B and C". */
function knownTo(content: Content): string {
  const products = [...content.packs.values()].filter((pack) => pack.about.names.length > 0 || pack.generic !== null);
  const things = products.map((pack) =>
    plain(phrase(phrasesOf(pack, 'knows', content), 'knows', { product: pack.title })),
  );
  const say = (key: PhraseKey): string => plain(phrase(content.phrases, key));
  const told = things.length > MOST_TOLD ? [...things.slice(0, MOST_TOLD - 1), say('knows-more')] : things;
  return LISTS.format(told) || say('knows-nothing');
}

/** The settings that all packs share, as the organisation said them or in neutral words. */
function settingsOf({ packs, organisation }: Content): PhraseValues {
  const shared = packs.get(COMMON)?.slots.filter(({ setting }) => setting) ?? [];
  return Object.fromEntries(shared.map(({ id, unknown }) => [id, organisation[id] ?? unknown]));
}
