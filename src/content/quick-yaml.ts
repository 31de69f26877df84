/**
 * Reads sound YAML files quickly. The parser that knows every line (yaml) takes eight times as long as js-yaml, and is
 * needed only for what an author got wrong.
 */
import { CORE_SCHEMA, load } from 'js-yaml';

/** Signs of what the two parsers may not take alike: directives, several documents, tabs, strange line ends, merged maps. */
const DOUBTFUL = /^%|^(?:---|\.\.\.)|^[ -]*\?\s|[\t\r\0\u0085\u2028\u2029\uFEFF]|<<|__proto__/m;
/** Signs of what our own checks refuse: words that begin with "&", and lists or maps in the place of a name. */
const REFUSED = /(?:^ *|[-:,[{] *)&\S|(?:^[ -]*|[{,[] *)[{[][^\n{}[\]]*[}\]]\s*:(?:\s|$)/m;

/** Keys that no parser takes for anything else. */
const NAME = /^(?!null$)[\p{L}\p{N}][^[\]{}:]*$/iu;

/** The plain values of a YAML text; undefined where anything about it is doubtful or wrong, so that it must be read slowly. */
export function quickValue(text: string): unknown {
  if (DOUBTFUL.test(text) || REFUSED.test(text)) return undefined;
  try {
    const value = load(text, { schema: CORE_SCHEMA });
    return hasNames(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every key is a name, and no number, list or nothing that one of the parsers turned into a text. */
function hasNames(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(hasNames);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, part]) => NAME.test(name) && hasNames(part));
}
