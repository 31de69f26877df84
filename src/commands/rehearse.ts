/** `firstline rehearse`: plays simulated people with hidden causes through the walkthroughs. */
import { writeFileSync } from 'node:fs';
import { createProgress } from '../channels/terminal/progress.ts';
import { createTurn } from '../conversation/turn.ts';
import { Fault } from '../core/fault.ts';
import { SILENT } from '../core/log.ts';
import { figuresOf } from '../rehearsal/figures.ts';
import { rehearse as play, rehearsed } from '../rehearsal/rehearse.ts';
import { htmlReport, textReport } from '../rehearsal/report.ts';
import { know } from './wiring.ts';

/**
 * Rehearses all problems, those of a pack, or one (`of`). The exit code is 1 if somebody came to a dead end, went in
 * circles, or was not cured although a step cures it.
 * @throws {Fault} REHEARSAL_UNKNOWN
 */
export async function rehearse(of: string | undefined, options: { json?: boolean; html?: string }): Promise<void> {
  const { content, read } = await know(SILENT);
  const problems = rehearsed(content, of ?? null);
  if (problems.length === 0)
    throw new Fault(
      'REHEARSAL_UNKNOWN',
      `There is no pack, walkthrough or problem "${of}" that people are led through.`,
      'Give the name of a folder in intents/, or of a file in it or in dialogs/, without .yaml.',
    );
  const bar = createProgress('rehearsing', process.stderr);
  const played = await play(content, createTurn(content, read), problems, bar.tell).finally(bar.end);
  const figures = figuresOf(content, problems, played);
  if (options.html !== undefined) writeFileSync(options.html, htmlReport(figures, new Date()));
  process.stdout.write(`${options.json ? JSON.stringify({ ...figures, played }, null, 2) : textReport(figures)}\n`);
  if (figures.problems.some((p) => p.faults.length > 0)) process.exitCode = 1;
}
