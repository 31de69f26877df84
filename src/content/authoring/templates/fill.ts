/** The files `firstline new` writes are the YAML files beside this one, with the words in <angle brackets> filled in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isCollection, parse, parseDocument, visit } from 'yaml';
import { type FileKind, schemaLine } from '../schemas.ts';

/** The templates, each with the kind of file it makes. */
const KINDS = {
  pack: 'pack',
  generic: 'intent',
  problem: 'intent',
  intent: 'intent',
  phrases: 'phrases',
  'first-questions': 'walkthrough',
  'no-connection': 'walkthrough',
  walkthrough: 'walkthrough',
} as const satisfies Record<string, FileKind>;
export type Template = keyof typeof KINDS;

/** What stands for each word in brackets; a list is put into a list. */
export type TemplateWords = Readonly<Record<string, string | readonly string[]>>;

/** The text of a new content file; everything but the words is as in its template, and quoted where YAML needs it. */
export function filled(template: Template, words: TemplateWords): string {
  const text = readFileSync(join(import.meta.dirname, `${template}.yaml`), 'utf8');
  const fill = (part: string): string =>
    part.replace(/<([a-z]+)>/g, (said, key: string) => (words[key] === undefined ? said : String(words[key])));
  let done = '';
  let from = 0;
  visit(parseDocument(text), {
    Scalar(_, { value, range, type }, path) {
      if (typeof value !== 'string' || !/<[a-z]+>/.test(value)) return;
      const isInFlow = path.some((node) => isCollection(node) && node.flow);
      const list = words[value.slice(1, -1)];
      const values = Array.isArray(list) ? list : [fill(value)];
      const isQuoted = type === 'QUOTE_DOUBLE';
      // What lies between is keys, other values, and comments.
      done += fill(text.slice(from, range![0])) + values.map((v) => scalar(v, isInFlow, isQuoted)).join(', ');
      from = range![1];
    },
  });
  return `${schemaLine(KINDS[template])}\n${done}${fill(text.slice(from))}`;
}

/** A text as YAML: as it is where it reads back as the same text, in quotes otherwise. */
function scalar(value: string, isInFlow: boolean, isQuoted: boolean): string {
  const readBack = (): unknown => {
    try {
      return parse(isInFlow ? `[${value}]` : `- ${value}`);
    } catch {
      return null;
    }
  };
  return !isQuoted && isDeepStrictEqual(readBack(), [value]) ? value : JSON.stringify(value);
}
