/** Measures Firstline's understanding beside its peers. */
import { join } from 'node:path';
import { contentIn } from '../../../src/content/folders.ts';
import { loadContent } from '../../../src/content/load.ts';
import { noneOf } from '../../../src/core/content.ts';
import { readLabelled } from '../../../src/evaluation/labelled.ts';
import { Random } from '../../fakes/random.ts';
import { ask } from './ask.ts';
import type { Answers } from './child.ts';
import type { Task } from './engine.ts';
import { heldOut } from './held-out.ts';
import { type Quality, qualityOf } from './quality.ts';

/** The figures of one engine. */
export interface PeerFigures extends Quality, Omit<Answers, 'taken'> {}

/** The figures of all engines over the same texts, in the same run; a failed engine has a reason instead. */
export interface PeersFigures {
  readonly texts: string;
  readonly train: number;
  readonly test: number;
  readonly engines: readonly {
    readonly name: string;
    readonly ours: boolean;
    readonly figures: PeerFigures | string;
  }[];
}

const ROOT = join(import.meta.dirname, '..', '..', '..');

const ENGINES = [
  { engine: 'statistical-half', name: 'Firstline, statistical half alone', ours: true },
  { engine: 'whole', name: 'Firstline, the whole engine', ours: true },
  { engine: 'natural-bayes', name: 'natural, Bayes', ours: false },
  { engine: 'nlpjs', name: '@nlpjs/nlu', ours: false },
  { engine: 'minisearch', name: 'minisearch', ours: false },
  { engine: 'fuse', name: 'fuse.js', ours: false },
];

/** The number of steps that the progress bar shows for it. */
export const PEERS = ENGINES.length;

/** A task with the name of its texts. */
export interface Texts extends Task {
  readonly texts: string;
  /**
   * Whether they are the content's own examples: only for those is there more to the whole engine than its statistical
   * half.
   */
  readonly shipped: boolean;
}

/** The shipped examples: four fifths of every intent to learn from, one fifth to be judged by. */
export function shippedTask(): Texts {
  const content = loadContent(contentIn(ROOT));
  const random = new Random(11);
  const none = noneOf(content);
  const rows = [...content.intents.values()].flatMap(({ id, examples }) =>
    examples.map((text) => ({ text, label: id })),
  );
  const { rest, held } = heldOut(rows, random);
  return { texts: 'the shipped examples', shipped: true, train: rest, test: random.shuffled(held), none };
}

/** Other people's labelled files, such as a public set. */
export function fileTask(train: string, on: string, none: string): Texts {
  const rows = (path: string): Task['train'] => readLabelled(path).map(({ text, label }) => ({ text, label }));
  return { texts: on, shipped: false, train: rows(train), test: new Random(11).shuffled(rows(on)), none };
}

/** Measures every engine, one after the other; Firstline's whole engine only if the content is what is learned. */
export async function measurePeers(
  { texts, shipped, ...task }: Texts,
  seconds: number,
  next: (what: string) => void,
): Promise<PeersFigures> {
  const engines: PeersFigures['engines'][number][] = [];
  for (const { engine, name, ours } of ENGINES) {
    next(name);
    if (engine === 'whole' && !shipped) continue;
    const answer = await ask({ engine, task, seconds });
    engines.push({
      name,
      ours,
      figures: 'failed' in answer ? `failed: ${answer.failed}` : figuresOf(answer, task.none),
    });
  }
  return { texts, train: task.train.length, test: task.test.length, engines };
}

function figuresOf({ taken, ...cost }: Answers, none: string): PeerFigures {
  return { ...qualityOf(taken, none), ...cost };
}
