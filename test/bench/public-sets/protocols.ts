/** Measures one engine over one public set, in the ways that others measure theirs. */
import { Random } from '../../fakes/random.ts';
import type { Answers } from '../peers/child.ts';
import type { Task } from '../peers/engine.ts';
import { heldOut } from '../peers/held-out.ts';
import { auroc, qualityOf, shareBelow, type Taken, thresholdOf } from '../peers/quality.ts';
import type { Draw, SetFigures } from './figures.ts';
import { LEFT_OUT, NONE, type PublicSet } from './set.ts';

/** Has the engine learn and read; `what` names what that is for. */
export type AskEngine = (task: Task, what: string) => Promise<Answers>;

/** A way of measuring: the number of tasks that it gives an engine, and the figures it makes of the answers. */
export interface Protocol {
  readonly tasks: number;
  measure(set: PublicSet, ask: AskEngine): Promise<SetFigures>;
}

/** The seed of all that is no draw: the order of the texts, and which are set aside. */
const SEED = 11;

/** Accuracy, and nothing else. */
export const ACCURACY: Protocol = {
  tasks: 1,
  measure: async (set, ask) => (await learnAll(set, ask)).figures,
};

/**
 * Texts of none of the intents, when no such text was ever learned. The threshold comes from the training texts alone:
 * it keeps 95% of a fifth of them, for an engine that has learned the rest.
 */
export const WITHOUT_NONE: Protocol = {
  tasks: 2,
  measure: async (set, ask) => {
    const { rest, held } = heldOut(set.train, new Random(SEED));
    const aside = await ask({ train: rest, test: shuffled(held), none: NONE }, 'the threshold');
    const threshold = thresholdOf(scoresOf(aside.taken));
    const { figures, taken } = await learnAll(set, ask);
    const ours = taken.filter(({ row }) => row.label !== NONE);
    const others = taken.filter(({ row }) => row.label === NONE);
    const kept = ours.filter(({ row, label, ours: score }) => label === row.label && score >= threshold);
    return {
      ...figures,
      rightAndKept: kept.length / ours.length,
      noneFound: shareBelow(threshold, scoresOf(others)),
      auroc: auroc(scoresOf(ours), scoresOf(others)),
    };
  },
};

/**
 * Accuracy, and what is rejected of intents that were never learned: in each draw some are left out of the training, and
 * their test texts are told from the others at the threshold that keeps 95% of the others.
 */
export function leftOut(seeds: number): Protocol {
  return {
    tasks: 1 + seeds,
    measure: async (set, ask) => {
      const { figures } = await learnAll(set, ask);
      const draws: Draw[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        const left = drawn(set, seed);
        const train = set.train.filter(({ label }) => !left.has(label));
        const test = set.test.map((row) => (left.has(row.label) ? { ...row, label: NONE } : row));
        const { taken } = await ask({ train, test: shuffled(test), none: NONE }, `${LEFT_OUT} left out, draw ${seed}`);
        const { rejected, auroc } = qualityOf(taken, NONE);
        draws.push({ seed, noneFound: rejected!, auroc: auroc! });
      }
      const mean = (of: (draw: Draw) => number): number => draws.reduce((sum, draw) => sum + of(draw), 0) / seeds;
      return { ...figures, noneFound: mean((d) => d.noneFound), auroc: mean((d) => d.auroc), draws };
    },
  };
}

/** The intents that a draw leaves out. */
export function drawn({ train }: Pick<PublicSet, 'train'>, seed: number): ReadonlySet<string> {
  const labels = [...new Set(train.map(({ label }) => label))].sort();
  return new Set(new Random(seed).shuffled(labels).slice(0, LEFT_OUT));
}

/** The answers of an engine that has learned all training texts, and the figures that every set has. */
async function learnAll(
  { train, test, others }: PublicSet,
  ask: AskEngine,
): Promise<{ readonly figures: SetFigures; readonly taken: readonly Taken[] }> {
  const answers = await ask({ train, test: shuffled([...test, ...others]), none: NONE }, 'all texts');
  const { taken, trainMs, p50Ms } = answers;
  const { n, accuracy } = qualityOf(taken, NONE);
  const figures = { n, right: accuracy, rightAndKept: null, noneFound: null, auroc: null, draws: [], trainMs, p50Ms };
  return { figures, taken };
}

function scoresOf(taken: readonly Taken[]): number[] {
  return taken.map(({ ours }) => ours);
}

/** A slow engine is judged by the first texts only: they must be a fair part. */
function shuffled<T>(rows: readonly T[]): T[] {
  return new Random(SEED).shuffled(rows);
}
