/** Plans the files by which words of people become content: examples of intents that there are, and new intents. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSeq } from 'yaml';
import { Fault } from '../../core/fault.ts';
import { newIntent, type WritingPlace } from './create.ts';
import { Edits } from './edits.ts';
import { rightForm } from './names.ts';

/** Words to add, by where they go. */
export interface LearnedWords {
  readonly examples: readonly { readonly intent: string; readonly texts: readonly string[] }[];
  readonly seeds: readonly { readonly pack: string; readonly title: string; readonly texts: readonly string[] }[];
}

/** A file to write, and its text as it is now; null for a new file. */
export interface LearnedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/**
 * The files that add these words to a company's folder, sorted by path; with a null folder, as if nothing stood in it yet. Words
 * that are examples already are left out.
 * @throws {Fault} INTENT_UNKNOWN, LEARNED_FILE, and what `newIntent` throws
 */
export function learnedFiles(
  { examples, seeds }: LearnedWords,
  { folder, ...place }: Omit<WritingPlace, 'folder'> & { readonly folder: string | null },
): readonly LearnedFile[] {
  const textOf = (path: string): string | null => {
    const whole = folder === null ? null : join(folder, path);
    return whole !== null && existsSync(whole) ? readFileSync(whole, 'utf8') : null;
  };
  const files = examples.flatMap(({ intent: id, texts }): LearnedFile[] => {
    const intent = place.content.intents.get(id);
    if (!intent)
      throw new Fault('INTENT_UNKNOWN', `There is no intent "${id}" any more.`, 'Choose another one for these words.');
    const fresh = [...new Set(texts)].filter((text) => !intent.examples.includes(text));
    if (fresh.length === 0) return [];
    const path = `intents/${intent.pack}/${id}.yaml`;
    const before = textOf(path);
    return [{ path, before, after: withExamples(before ?? '', fresh, path) }];
  });
  const made = seeds.flatMap(({ pack, title, texts }) => {
    const name = `${pack}/${rightForm(title)}`;
    const { drafts } = newIntent({ name, title }, { ...place, folder: folder ?? '' });
    return drafts.map(({ path, text }): LearnedFile => {
      const after = path.startsWith('intents/') ? withExamples(withoutExamples(text), texts, path) : text;
      return { path, before: null, after };
    });
  });
  return [...files, ...made].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The text of an intent's file with more examples at the end of their list; everything else stays as it stands.
 * @throws {Fault} LEARNED_FILE where the list is written in a way that can't be added to
 */
export function withExamples(text: string, examples: readonly string[], path: string): string {
  const lines = (indent: string, newline: string): string =>
    examples.map((example) => `${indent}- ${JSON.stringify(example)}${newline}`).join('');
  if (text.trim() === '') return `examples:\n${lines('  ', '\n')}`;
  const edits = Edits.of(text);
  const pair = edits?.pair('examples');
  const list = pair?.value;
  if (!edits || (pair && (!isSeq(list) || list.flow || list.items.length === 0)))
    throw new Fault(
      'LEARNED_FILE',
      `The examples of ${path} are not written one a line.`,
      'Write "examples:" on a line of its own, and each example on one below, with "- " before it.',
    );
  const { newline } = edits;
  if (!pair || !isSeq(list)) {
    const end = text.length;
    edits.replace(end, end, `${text.endsWith('\n') ? '' : newline}examples:${newline}${lines('  ', newline)}`);
    return edits.done();
  }
  const last = list.items.at(-1) as { readonly range: readonly number[] };
  const first = list.items[0] as { readonly range: readonly number[] };
  const indent = text.slice(edits.lineStart(first.range[0]!), first.range[0]!).replace(/-\s*$/, '');
  const end = edits.lineEnd(last.range[1]! - 1);
  edits.replace(end, end, `${text.slice(0, end).endsWith('\n') ? '' : newline}${lines(indent, newline)}`);
  return edits.done();
}

/** The template of an intent without the examples that only show what examples are. */
function withoutExamples(text: string): string {
  const edits = Edits.of(text)!;
  const pair = edits.pair('examples')!;
  edits.removeLines(edits.startOf(pair), edits.lastOf(pair));
  return edits.done();
}
