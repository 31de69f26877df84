/** Measures Firstline's understanding beside its peers. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { contentIn } from '../../../src/content/folders.ts';
import { loadContent } from '../../../src/content/load.ts';
import { noneOf } from '../../../src/core/content.ts';
import { readLabelled } from '../../../src/evaluation/labelled.ts';
import { Random } from '../../fakes/random.ts';
import type { Answer, Order, PeerFigures } from './child.ts';
import type { Task } from './engine.ts';

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
  const [train, test]: [Task['train'][number][], Task['test'][number][]] = [[], []];
  for (const intent of content.intents.values()) {
    const rows = random.shuffled(intent.examples.map((text) => ({ text, label: intent.id })));
    const held = Math.round(rows.length / 5);
    test.push(...rows.slice(0, held));
    train.push(...rows.slice(held));
  }
  return { texts: 'the shipped examples', shipped: true, train, test: random.shuffled(test), none };
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
    engines.push({ name, ours, figures: 'failed' in answer ? `failed: ${answer.failed}` : answer });
  }
  return { texts, train: task.train.length, test: task.test.length, engines };
}

function ask(order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'child.ts'), {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ failed: `the process ended with ${signal ?? code}` }));
    child.send(order);
  });
}
