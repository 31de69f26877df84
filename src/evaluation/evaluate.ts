/** Evaluates the understanding on a labelled file. */
import type { Knowledge } from '../core/knowledge.ts';
import { type Evaluation, type Explain, engineFor, judge, type Progress } from './judge.ts';
import { type Labelled, readLabelled, requireLabels } from './labelled.ts';

/**
 * Judges the shipped engine by a labelled file; every label in it must be an intent, or `noneLabel`, the label of texts
 * that are none of ours.
 */
export async function evaluateOn(
  path: string,
  noneLabel: string,
  know: () => Promise<Pick<Knowledge, 'content' | 'read'> & { readonly explain: Explain }>,
  progress: Progress,
): Promise<Evaluation> {
  const rows = readLabelled(path);
  const { content, read, explain } = await know();
  requireLabels(rows, path, new Set([...content.intents.keys(), noneLabel]));
  // The content's own `none` class means the same as `noneLabel`.
  const renamed = (label: string): string => (content.intents.get(label)?.kind === 'none' ? noneLabel : label);
  const same = rows.map((row) => ({ ...row, label: renamed(row.label), also: row.also.map(renamed) }));
  return { title: path, judged: await judge(read, same, progress, explain), content, noneLabel, trainMs: 0 };
}

/**
 * Judges an engine trained on one labelled file by another one. Labels that were never trained are no fault, since
 * public sets have them, but they count as wrong; `warn` is called with a sentence about them.
 */
export async function evaluateTrained(
  path: string,
  train: string,
  noneLabel: string,
  progress: Progress,
  warn: (text: string) => void,
): Promise<Evaluation> {
  const [rows, examples] = [readLabelled(path), readLabelled(train)];
  const strange = neverTrained(rows, examples, noneLabel);
  if (strange) warn(strange);
  const { content, read, explain, trainMs } = await engineFor(examples, noneLabel);
  const title = `${path}, trained on ${train}`;
  return { title, judged: await judge(read, rows, progress, explain), content, noneLabel, trainMs };
}

function neverTrained(rows: readonly Labelled[], examples: readonly Labelled[], noneLabel: string): string | null {
  const known = new Set([noneLabel, ...examples.map((row) => row.label)]);
  const strange = rows.filter((row) => !known.has(row.label));
  if (strange.length === 0) return null;
  const labels = [...new Set(strange.map((row) => row.label))];
  const some = labels.length > 3 ? `${labels.slice(0, 3).join(', ')} …` : labels.join(', ');
  return `${strange.length} texts from line ${strange[0]!.line} on have labels the training file never shows (${some}): they count as wrong. If one means "none of ours", say --none-label.`;
}
