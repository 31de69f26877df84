/** The way of a case through its walkthroughs, written as one short text without a word of the person's. */

/**
 * One event at a step: an answer was chosen (`answered`, with its id) or typed (`typed`), it was passed over, or the
 * case stopped there without an answer (`open`).
 */
export type Passed = 'answered' | 'typed' | 'skipped' | 'tried' | 'cannot' | 'open';

/** One step of a case's way. */
export interface PathStep {
  readonly walkthrough: string;
  readonly step: string;
  readonly passed: Passed;
  /** The id of the answer chosen; null where none was. */
  readonly answer: string | null;
  /** Whether the case ended fixed by what this step told. */
  readonly cured: boolean;
}

/** The number of steps that are kept of one case; the rest are left out. */
const MOST_STEPS = 60;
const MARKS: Readonly<Record<Passed, string>> = {
  answered: '=',
  typed: '*',
  skipped: '~',
  tried: '!',
  cannot: '^',
  open: '.',
};
const PASSED = new Map((Object.keys(MARKS) as Passed[]).map((passed) => [MARKS[passed], passed]));
const MARK = /[=*~!^.]/;

/** Writes a way as text: `mail-slow/restart=fixed+`. */
export function writePath(steps: readonly PathStep[]): string {
  return steps
    .slice(0, MOST_STEPS)
    .map((s) => `${s.walkthrough}/${s.step}${MARKS[s.passed]}${s.answer ?? ''}${s.cured ? '+' : ''}`)
    .join(' ');
}

/** Reads a way; parts that another version wrote in a form not known here are left out. */
export function readPath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (const text of path.split(' ')) {
    const [slash, mark] = [text.indexOf('/'), text.search(MARK)];
    const passed = PASSED.get(text[mark] ?? '');
    if (slash < 1 || mark < slash + 2 || passed === undefined) continue;
    const cured = text.endsWith('+');
    steps.push({
      walkthrough: text.slice(0, slash),
      step: text.slice(slash + 1, mark),
      passed,
      answer: passed === 'answered' ? text.slice(mark + 1, cured ? -1 : undefined) : null,
      cured,
    });
  }
  return steps;
}
