/** `firstline evaluate`: measures the understanding. */
import { Fault } from '../core/fault.ts';
import { SILENT } from '../core/log.ts';
import type { Evaluation } from '../evaluation/judge.ts';
import { explainerOf } from './explainer.ts';
import { contentSources } from './sources.ts';
import { know } from './wiring.ts';

/** The knowledge in use, and the explainer of its readings. */
async function knowWithReasons() {
  const knowledge = await know(SILENT);
  return { ...knowledge, explain: await explainerOf(knowledge.content) };
}

/** Evaluates the understanding on the shipped examples or on a labelled file. */
export async function evaluate(options: {
  on?: string;
  train?: string;
  noneLabel: string;
  html?: string;
  json?: boolean;
}): Promise<void> {
  const { on, train, noneLabel } = options;
  if (train !== undefined && on === undefined)
    throw new Fault('FILE_MISSING', '--train needs --on: a file to judge by.', 'Add --on <file>.');
  const [{ crossValidate }, { evaluateOn, evaluateTrained }, { jsonReport, textReport }, { createProgress }] =
    await Promise.all([
      import('../evaluation/judge.ts'),
      import('../evaluation/evaluate.ts'),
      import('../evaluation/report.ts'),
      import('../channels/terminal/progress.ts'),
    ]);
  const bar = createProgress(train ? 'training and reading' : on ? 'reading' : 'cross-validating', process.stderr);
  const run = async (): Promise<Evaluation> => {
    if (on === undefined)
      return crossValidate((await import('../content/load.ts')).loadContent(contentSources()), bar.tell);
    if (train === undefined) return evaluateOn(on, noneLabel, knowWithReasons, bar.tell);
    return evaluateTrained(on, train, noneLabel, bar.tell, (text) => void process.stderr.write(`${text}\n`));
  };
  const evaluation = await run().finally(bar.end);
  if (options.html !== undefined) {
    const { writePage } = await import('../evaluation/page.ts');
    writePage(options.html, evaluation, new Date());
  }
  process.stdout.write(`${options.json ? JSON.stringify(jsonReport(evaluation)) : textReport(evaluation)}\n`);
}
