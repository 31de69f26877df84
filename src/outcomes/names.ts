/** The names of problems, packs, steps and channels, as people read them. */
import { COMMON, type Content } from '../core/content.ts';
import { PLACEHOLDER, plain, type Rich } from '../core/text.ts';

/** Gives each id its name; what is no longer in the content keeps its id. */
export interface FigureNames {
  readonly problem: (id: string) => string;
  readonly category: (id: string) => string;
  readonly pack: (id: string) => string;
  readonly channel: (id: string) => string;
  readonly walkthrough: (id: string) => string;
  readonly step: (walkthrough: string, step: string) => string;
  /** A sentence of the content, with its placeholders filled in. */
  readonly say: (key: string, values?: Readonly<Record<string, string>>) => string;
  /** The title of an answer to a step. */
  readonly answer: (walkthrough: string, step: string, answer: string) => string;
}

/** The longest beginning of a step's text that stands for it, in characters. */
const LONGEST_STEP = 90;

/** The names in the content; `channel` gives the titles of channels. */
export function namesOf(
  { intents, packs, walkthroughs, consoleWords }: Pick<Content, 'intents' | 'packs' | 'walkthroughs' | 'consoleWords'>,
  channel: (id: string) => string,
): FigureNames {
  const categories = new Map<string, string>();
  for (const pack of [...packs.values()].sort((a, b) => Number(a.id === COMMON) - Number(b.id === COMMON)))
    for (const [id, title] of Object.entries(pack.categories)) if (!categories.has(id)) categories.set(id, title);
  return {
    problem: (id) => intents.get(id)?.title ?? id,
    category: (id) => categories.get(id) ?? id,
    pack: (id) => packs.get(id)?.title ?? id,
    channel,
    say: (key, values = {}) =>
      (consoleWords[key] ?? key).replace(PLACEHOLDER, (whole, name: string) => values[name] ?? whole),
    walkthrough: (id) => walkthroughs.get(id)?.title ?? id,
    step(walkthrough, id) {
      const step = walkthroughs.get(walkthrough)?.steps.get(id);
      if (step?.kind === 'ask') return beginning(step.text);
      return step?.kind === 'tell' ? beginning(step.variants.at(-1)!.text) : id;
    },
    answer(walkthrough, id, answer) {
      const step = walkthroughs.get(walkthrough)?.steps.get(id);
      const choices = step?.kind === 'ask' || step?.kind === 'tell' ? step.choices : [];
      return choices.find((choice) => choice.id === answer)?.title ?? answer;
    },
  };
}

function beginning(text: Rich): string {
  const words = plain(text).replace(/\s+/g, ' ').trim();
  if (words.length <= LONGEST_STEP) return words;
  return `${words.slice(0, LONGEST_STEP).replace(/\s+\S*$/, '')} …`;
}
