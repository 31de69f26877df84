/** `firstline check`: reports what is wrong with the content, or probably is, and what a company's folders override. */
import { CHANNELS } from '../channels/index.ts';
import type { Override } from '../content/check/overrides.ts';
import type { ContentFault } from '../content/content-fault.ts';
import { contentSources } from './sources.ts';

/** One finding, as `--json` prints it. */
interface CheckLine extends ContentFault {
  readonly kind: 'fault' | 'hint' | 'override';
}

/** Prints every fault of the content, probable mistakes, and the parts that a company's folders override. */
export async function check(options: {
  strict?: boolean;
  json?: boolean;
  upgrade?: boolean;
  dryRun?: boolean;
}): Promise<void> {
  if (options.upgrade || options.dryRun) await (await import('./upgrade.ts')).upgradeContent(options);
  if (options.dryRun) return;
  const [{ readContent }, { readDesks }, { readConfig }] = await Promise.all([
    import('../content/load.ts'),
    import('../content/desks.ts'),
    import('../config.ts'),
  ]);
  const { content, faults: inContent, hints, overrides } = readContent(contentSources());
  // Desks are checked too if they are in a file.
  const { desk } = readConfig();
  const inDesks = desk && 'file' in desk ? readDesks(desk.file, content, CHANNELS).faults : [];
  const faults = [...inContent, ...inDesks].map((fault): CheckLine => ({ kind: 'fault', ...fault }));
  const hinted = hints(new Date().toISOString().slice(0, 10)).map((hint): CheckLine => ({ kind: 'hint', ...hint }));
  const overridden = overrides.map(overrideFound);
  for (const found of [...overridden, ...faults, ...hinted])
    process.stdout.write(`${options.json ? JSON.stringify(inOrder(found)) : lineOf(found)}\n`);

  const isWrong = faults.length > 0 || (options.strict && hinted.length > 0);
  if (isWrong) process.exitCode = 1;
  if (options.json) return;
  if (isWrong) {
    process.stderr.write(`${count(faults.length, 'fault')}, ${count(hinted.length, 'hint')}\n`);
    return;
  }
  const { answered } = await import('../content/check/rules.ts');
  const steps = [...content.walkthroughs.values()].reduce((sum, w) => sum + w.steps.size, 0);
  const also =
    hinted.length === 0
      ? ''
      : ` ${count(hinted.length, 'hint')}: nothing is stopped by them, but it may understand less.`;
  process.stdout.write(
    `No faults: ${content.intents.size} intents, ${content.walkthroughs.size} walkthroughs, ${steps} steps.${also}\n`,
  );
  for (const line of answered(content)) process.stdout.write(`${line}\n`);
}

/** A line about an override, with the note that makes `check` report a change of the original. */
function overrideFound({ file, line, what, of, original, noted }: Override): CheckLine {
  const meant = `to be told when that changes, write "original: ${original}" at the top of this file`;
  return { kind: 'override', file, line, what: `overrides ${what} of ${of}`, ...(noted === null ? { meant } : {}) };
}

function lineOf({ kind, file, line, what, meant }: CheckLine): string {
  return `${file}:${line}  ${kind === 'hint' ? 'hint: ' : ''}${what}${meant ? `; ${meant}` : ''}`;
}

function inOrder({ kind, file, line, what, meant }: CheckLine): CheckLine {
  return { kind, file, line, what, ...(meant === undefined ? {} : { meant }) };
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
