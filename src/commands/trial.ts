/**
 * Tries a change of the content beside the service, in a process of its own with a low priority: it trains twice, which takes
 * minutes and much memory. Gets its order from the process that began it, and tells the progress and the result.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sources } from '../content/folders.ts';
import { readContent } from '../content/load.ts';
import type { TrialOrder, TrialResult } from '../core/trial.ts';
import { compare } from '../evaluation/compare.ts';
import { makeFolder } from '../store/file-place.ts';
import { triedModel } from './model.ts';

/** The order, as the service sends it. */
export interface SentTrial {
  readonly sources: Sources;
  readonly order: TrialOrder;
}

/** The news of a trial: how much is done (0 to 1), or the result. */
export type ToldOfTrial = { readonly done: number } | { readonly result: TrialResult };

const PREFIX = 'firstline-trial-';
const MOST_FAULTS = 20;
/** The share of the work that reading the content is. */
const READING = 0.03;

async function tried({ sources, order }: SentTrial): Promise<TrialResult> {
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Words of people stand in it, so it goes however this process ends.
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    for (const { path, text } of order.files) {
      makeFolder(dirname(join(folder, path)));
      writeFileSync(join(folder, path), text);
    }
    const before = readContent(sources);
    const after = readContent({ ...sources, roots: [...sources.roots, { path: folder, shown: '' }] });
    const faults = (before.faults.length > 0 ? before : after).faults.slice(0, MOST_FAULTS);
    if (faults.length > 0) return { ...NOTHING, faults: faults.map(({ file, line, what }) => ({ file, line, what })) };
    tell({ done: READING });
    return await compare(
      before.content,
      after.content,
      order,
      (done) => tell({ done: READING + done * (1 - READING) }),
      (content, progress) => triedModel(`held-back ${before.content.hash}`, content, progress),
    );
  } finally {
    remove();
  }
}

const NONE = { right: 0, asked: 0, unknown: 0, wrong: 0 };
const NOBODY = { count: 0, kinds: {}, some: [] };
const DECISIONS = { answer: 0, ask: 0, none: 0 };
const NOTHING: Omit<TrialResult, 'faults'> = {
  ...{ before: NONE, after: NONE, hurt: NOBODY, helped: NOBODY },
  ...{ draft: { before: NONE, after: NONE, missed: [] }, open: { before: DECISIONS, after: DECISIONS, named: [] } },
};

/** Removes what a process left that was killed. */
function removeLeft(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX)))
    try {
      process.kill(Number(name.slice(PREFIX.length).split('-')[0]), 0);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ESRCH')
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
}

function tell(what: ToldOfTrial): void {
  process.send?.(what);
}

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not allowed everywhere: then it only takes more from others.
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
process.once('disconnect', () => process.exit(1));
removeLeft();
process.once('message', (sent) => {
  void tried(sent as SentTrial).then((result) => {
    process.send?.({ result } satisfies ToldOfTrial, () => process.exit(0));
  });
});
