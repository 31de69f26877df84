/** Fills in the files that `firstline new` writes: the YAML files beside this one, with words in <angle brackets>. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isCollection, parse, parseDocument, visit } from 'yaml';
import { type FileKind, schemaLine } from '../schemas.ts';

/** The templates, each with the kind of file it becomes. */
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
/** The name of a template: its YAML file without the ending. */
export type Template = keyof typeof KINDS;

/** The text for each word in brackets; a list is put into a list. */
export type TemplateWords = Readonly<Record<string, string | readonly string[]>>;

/** The text of a new content file: its template with the words filled in, quoted if YAML needs it. */
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
      // Between two values stand keys, other values and comments: they are kept.
      done += fill(text.slice(from, range![0])) + values.map((v) => scalar(v, isInFlow, isQuoted)).join(', ');
      from = range![1];
    },
  });
  return `${schemaLine(KINDS[template])}\n${done}${fill(text.slice(from))}`;
}

/** A text as YAML: bare if it reads back as the same text, otherwise in quotes. */
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
