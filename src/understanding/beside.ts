/** Learns from the examples how often a problem is told beside the product of another pack: "no web, no mail". */
import type { Content } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import type { Lexicon } from './lexicon.ts';
import type { Topic } from './topics.ts';

/** The packs that a text names, and those whose actions it tells of. */
export function packsIn(topics: readonly Topic[], words: readonly string[]): Reading['packs'] {
  const ids = (some: readonly Topic[]): string[] => some.map((topic) => topic.pack);
  return {
    named: ids(topics.filter((topic) => topic.isNamed(words))),
    told: ids(topics.filter((topic) => topic.isDone(words))),
  };
}

/** The packs that a text means: those it names, else those whose actions it tells of. */
export function meantOf({ named, told }: Reading['packs']): {
  readonly by: 'named' | 'told';
  readonly packs: string[];
} {
  return named.length > 0 ? { by: 'named', packs: [...named] } : { by: 'told', packs: [...told] };
}

/** The number of a pack's texts that count beside an intent's own, which are few. */
const FEW = 20;
/** The least weight: examples can't have everything. */
const LEAST = 0.03;

/** The number of some texts, and of those that mean each pack, in each way. */
interface MeantRow {
  readonly texts: number;
  readonly named: Readonly<Record<string, number>>;
  readonly told: Readonly<Record<string, number>>;
}

/** How many examples mean each pack, by intent and by pack of the example. */
export interface MeantPacks {
  readonly intents: Readonly<Record<string, MeantRow>>;
  readonly packs: Readonly<Record<string, MeantRow>>;
}

/** Counts which packs the examples of problems mean. */
export function countMeant(content: Content, topics: readonly Topic[], tokens: Lexicon['tokens']): MeantPacks {
  const meant = { intents: {}, packs: {} } satisfies MeantPacks;
  const rowOf = (rows: Record<string, MeantTally>, of: string): MeantTally => {
    rows[of] ??= { texts: 0, named: {}, told: {} };
    return rows[of];
  };
  for (const { id, kind, pack, examples } of content.intents.values())
    if (kind === 'problem')
      for (const text of examples) {
        const { by, packs } = meantOf(packsIn(topics, tokens(text)));
        for (const row of [rowOf(meant.intents, id), rowOf(meant.packs, pack)]) {
          row.texts++;
          for (const of of packs) row[by][of] = (row[by][of] ?? 0) + 1;
        }
      }
  return meant;
}

/** A row while it is counted. */
interface MeantTally {
  texts: number;
  readonly named: Record<string, number>;
  readonly told: Record<string, number>;
}

/**
 * The weight of each problem, by class, in a text that means other packs than its own, from 0.03 to 1: how often its
 * examples do so, beside how often those packs' own do. Worked out once for the same packs.
 */
export function weighBeside(
  content: Content,
  meant: MeantPacks,
  classes: readonly string[],
): (packs: Reading['packs']) => ArrayLike<number> {
  const none: MeantRow = { texts: 0, named: {}, told: {} };
  const known = new Map<string, Float64Array>();
  return (said) => {
    const { by, packs } = meantOf(said);
    const key = `${by} ${packs.join(' ')}`;
    const before = known.get(key);
    if (before) return before;
    const fresh = Float64Array.from(classes, (intent) => weightOf(intent, by, packs));
    known.set(key, fresh);
    return fresh;
  };

  function weightOf(intent: string, by: 'named' | 'told', packs: readonly string[]): number {
    const pack = content.intents.get(intent)?.pack;
    if (pack === undefined || packs.length === 0 || packs.includes(pack)) return 1;
    const all = meant.packs[pack] ?? none;
    const own = meant.intents[intent] ?? none;
    let [ours, theirs] = [0, 0];
    for (const of of packs) {
      const usual = (all[by][of] ?? 0) / (all.texts || 1);
      const other = meant.packs[of] ?? none;
      ours = Math.max(ours, ((own[by][of] ?? 0) + FEW * usual) / (own.texts + FEW));
      theirs = Math.max(theirs, (other[by][of] ?? 0) / (other.texts || 1));
    }
    return theirs === 0 ? 1 : Math.min(1, Math.max(LEAST, ours / theirs));
  }
}
