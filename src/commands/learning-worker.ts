/**
 * Answers the page “Learning” in a thread of its own, so that nobody who writes waits for it: groups of texts, the examples
 * nearest to a text, and the explanation of how one is read. It is given the content first, and reads the model when it is asked
 * for an explanation.
 */
import { parentPort } from 'node:worker_threads';
import { Neighbours } from '../content/check/neighbours.ts';
import type { NearExample } from '../core/alike.ts';
import type { Content } from '../core/content.ts';
import type { Explanation } from '../core/reading.ts';
import { groupedTexts } from '../learning/groups.ts';
import { createExplainer } from '../understanding/explain.ts';
import { createLexicon } from '../understanding/lexicon.ts';
import { alikeBy } from './alike-vectors.ts';
import { trained } from './model.ts';

/** A question of the page. */
export type AskedOfWorker =
  | { readonly kind: 'groups'; readonly texts: readonly string[] }
  | { readonly kind: 'near'; readonly texts: readonly string[] }
  | { readonly kind: 'explain'; readonly text: string };

/** The number of intents whose nearest example is told, and of examples that are looked at for them. */
const MOST_INTENTS = 8;
const MOST_EXAMPLES = 60;
/** The longest texts that are compared and explained, in characters: what tells most stands at the beginning. */
const LONGEST = 600;
/** The number of examples of the content beside which texts are compared. */
const MOST_BACKGROUND = 2000;

class Answers {
  readonly #content: Content;
  readonly #words: (text: string) => readonly string[];
  #common: readonly (readonly string[])[] | null = null;
  #examples: Neighbours<{ readonly text: string; readonly intent: string; readonly example: string }> | null = null;
  #explain: Promise<(text: string) => Explanation> | null = null;

  constructor(content: Content) {
    this.#content = content;
    const { tokens } = createLexicon(content.packs.values());
    // The reader's own words: the names of a product are one, and so is what is spelled in several ways.
    this.#words = (text) => tokens(text.slice(0, LONGEST));
  }

  async answer(asked: AskedOfWorker): Promise<unknown> {
    if (asked.kind === 'groups')
      return groupedTexts(asked.texts, (texts) =>
        alikeBy(
          texts.map((text) => this.#words(text)),
          this.#background(),
        ),
      );
    if (asked.kind === 'near') return asked.texts.map((text) => this.#near(text));
    this.#explain ??= trained(this.#content).then((model) => createExplainer(this.#content, model));
    return (await this.#explain)(asked.text.slice(0, LONGEST));
  }

  /** Some examples of the content: by them it is known which words everybody writes. */
  #background(): readonly (readonly string[])[] {
    const all = [...this.#content.intents.values()].flatMap(({ examples }) => examples);
    const step = Math.max(1, Math.ceil(all.length / MOST_BACKGROUND));
    this.#common ??= all.filter((_, i) => i % step === 0).map((text) => this.#words(text));
    return this.#common;
  }

  /** The nearest example of each of the nearest intents. */
  #near(text: string): readonly NearExample[] {
    this.#examples ??= new Neighbours(
      [...this.#content.intents.values()]
        .filter(({ kind }) => kind === 'problem' || kind === 'none')
        .flatMap(({ id, examples }) =>
          examples.map((example) => ({ text: this.#words(example).join(' '), intent: id, example })),
        ),
    );
    const best = new Map<string, NearExample>();
    for (const { item, likeness } of this.#examples.nearest(this.#words(text).join(' '), MOST_EXAMPLES))
      if (!best.has(item.intent)) best.set(item.intent, { intent: item.intent, example: item.example, likeness });
    return [...best.values()].slice(0, MOST_INTENTS);
  }
}

let answers: Answers;
parentPort!.on('message', ({ content, id, asked }: { content?: Content; id: number; asked: AskedOfWorker }) => {
  if (content) answers = new Answers(content);
  answers.answer(asked).then(
    (answer) => parentPort!.postMessage({ id, answer }),
    (error: unknown) => parentPort!.postMessage({ id, failed: String(error) }),
  );
});
