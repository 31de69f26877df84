/** Measures engines over public sets: which there are, and each by itself in the same run. */
import { join } from 'node:path';
import { ask } from '../peers/ask.ts';
import { readBanking77 } from './banking77.ts';
import { readClinc150 } from './clinc150.ts';
import type { SetFigures, SetResults } from './figures.ts';
import { readHwu64 } from './hwu64.ts';
import { ACCURACY, leftOut, type Protocol, WITHOUT_NONE } from './protocols.ts';
import type { PublicSet } from './set.ts';

/** The sets by the names of their folders. */
export const SETS = ['clinc150', 'banking77', 'hwu64'] as const;
/** The name of a set. */
export type SetName = (typeof SETS)[number];

/** The engines by the names they are chosen by, which are those of their processes. */
export const ENGINES = ['firstline', 'nlpjs', 'natural-bayes', 'fasttext', 'minisearch'] as const;
/** The name of an engine. */
export type EngineName = (typeof ENGINES)[number];

/** The figures that are measured. */
export interface Choice {
  readonly folder: string;
  readonly sets: readonly SetName[];
  readonly engines: readonly EngineName[];
  /** The number of draws of intents that are left out. */
  readonly seeds: number;
}

interface Known {
  readonly title: string;
  readonly read: (folder: string) => PublicSet;
  readonly protocol: (seeds: number) => Protocol;
}

const KNOWN: Readonly<Record<SetName, Known>> = {
  clinc150: { title: 'CLINC150', read: readClinc150, protocol: () => WITHOUT_NONE },
  banking77: { title: 'BANKING77', read: readBanking77, protocol: () => ACCURACY },
  hwu64: { title: 'HWU64', read: readHwu64, protocol: leftOut },
};

const TITLES: Readonly<Record<EngineName, string>> = {
  firstline: 'Firstline, the model alone',
  nlpjs: '@nlpjs/nlu',
  'natural-bayes': 'natural, Bayes',
  fasttext: 'fastText',
  minisearch: 'minisearch',
};

/** The time in which an engine has to read the texts of one task. */
const SECONDS = 600;

/** The number of steps that the progress bar shows for a choice. */
export function phasesOf({ sets, engines, seeds }: Choice): number {
  return sets.reduce((sum, set) => sum + KNOWN[set].protocol(seeds).tasks, 0) * engines.length;
}

/**
 * Reads all sets first, and then measures every engine over each of them, one after the other.
 *
 * @throws {Fault} FILE_UNREADABLE, FILE_UNUSABLE
 */
export async function measureSets(
  { folder, sets, engines, seeds }: Choice,
  next: (what: string) => void,
): Promise<SetResults[]> {
  const read = sets.map((name) => ({ ...KNOWN[name], set: KNOWN[name].read(join(folder, name)) }));
  const results: SetResults[] = [];
  for (const { title, protocol, set } of read) {
    const measured: SetResults['engines'][number][] = [];
    for (const engine of engines) {
      const told = (what: string): void => next(`${title}, ${TITLES[engine]}: ${what}`);
      measured.push({ name: TITLES[engine], figures: await measureEngine(engine, set, protocol(seeds), told) });
    }
    const { train, test, others } = set;
    results.push({ set: title, train: train.length, test: test.length, others: others.length, engines: measured });
  }
  return results;
}

/** The failure of an engine, which ends its measurement only. */
class Failed extends Error {}

/** The figures of one engine; the reason if it fails. */
async function measureEngine(
  engine: EngineName,
  set: PublicSet,
  { tasks, measure }: Protocol,
  next: (what: string) => void,
): Promise<SetFigures | string> {
  let left = tasks;
  try {
    return await measure(set, async (task, what) => {
      left -= 1;
      next(what);
      const answer = await ask({ engine, task, seconds: SECONDS });
      if ('failed' in answer) throw new Failed(answer.failed);
      return answer;
    });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    // The steps that are not taken any more.
    for (; left > 0; left--) next('failed');
    return `failed: ${error.message}`;
  }
}
