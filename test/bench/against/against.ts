/** Compares this tree with a commit: all parts of the comparison, one after the other. */
import { contentIn } from '../../../src/content/folders.ts';
import { loadContent } from '../../../src/content/load.ts';
import { HERE } from '../checkout.ts';
import { Progress } from '../progress.ts';
import { errorTexts, logWith, ordinaryTexts } from '../texts.ts';
import { type Commit, changedSince, commitOf, withCheckout } from './at-commit.ts';
import { compareReading } from './reading.ts';
import { type Ratio, Sheet } from './sheet.ts';
import type { Sides } from './sides.ts';
import { compareStarts } from './start.ts';
import { compareTurns } from './turn.ts';
import { compareWeb } from './web.ts';

/** All ratios of this tree to a commit. */
export interface AgainstResults {
  readonly here: Commit & { readonly changed: boolean };
  readonly against: Commit;
  readonly ratios: readonly Ratio[];
  /** The parts that could not be measured, each with the reason: mostly that one of the two trees does not have it. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

/** The length of a measurement. */
export interface Size {
  /** The number of times everything is started anew, since two processes of one program differ too. */
  readonly starts: number;
  /** The number of rounds within each start. */
  readonly rounds: number;
  /** The length of a round, in seconds. */
  readonly seconds: number;
}

/** The texts both sides are given: this tree's. */
export interface Texts {
  readonly errors: readonly string[];
  readonly ordinary: readonly string[];
  readonly logs: readonly string[];
}

/** One part of the comparison. */
export type Comparison = (
  sides: Sides,
  texts: Texts,
  size: Size,
  sheet: Sheet,
  next: (what: string) => void,
) => Promise<void>;

const PARTS: Readonly<Record<string, Comparison>> = {
  start: compareStarts,
  reading: compareReading,
  turn: compareTurns,
  'web page': compareWeb,
};
/** The number of phases that the progress bar shows for one start of everything. */
const phases = ({ rounds }: Size): number => 1 + (1 + 2 * rounds) + (1 + rounds) + (1 + 2 * rounds);

/** Measures the ratios of this tree to the commit that git calls `name`. */
export async function measureAgainst(name: string, quick: boolean): Promise<AgainstResults> {
  const size = quick ? { starts: 2, rounds: 5, seconds: 1 } : { starts: 4, rounds: 5, seconds: 2 };
  const [against, head] = [commitOf(name), commitOf('HEAD')];
  const progress = new Progress(process.stderr, 2 + size.starts * phases(size));
  const content = loadContent(contentIn(HERE.root));
  const errors = errorTexts(content);
  const logs = errors.slice(0, 5).map((error) => logWith(error, 200));
  const texts = { errors, ordinary: ordinaryTexts(content), logs };
  const sheet = new Sheet();
  const missing = new Map<string, string>();
  progress.next(`a checkout of ${against.id.slice(0, 7)}`);
  await withCheckout(against, progress.next, async (there) => {
    for (let i = 1; i <= size.starts; i++) {
      const next = (what: string): void => progress.next(`${what}, start ${i} of ${size.starts}`);
      for (const [what, measure] of Object.entries(PARTS)) {
        if (missing.has(what)) continue;
        await measure([HERE, there], texts, size, sheet, next).catch((error: Error) =>
          missing.set(what, error.message.trim().split('\n')[0]!),
        );
      }
    }
  });
  progress.end();
  return {
    here: { ...head, changed: changedSince() },
    against,
    ratios: sheet.ratios(),
    missing: [...missing].map(([what, why]) => ({ what, why })),
  };
}
