/** Parses YAML with broken lines: reports each of them, and reads it as it was probably meant. */
import { type Document, isAlias, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { quoted } from './wrong-kind.ts';
import { explainYaml, type YamlFault } from './yaml-faults.ts';
import { inQuotes, partsOf } from './yaml-repair.ts';

/** The largest number of broken lines that are reported for one file. */
const MOST_FAULTS = 50;

/** A parsed text, with the faults of its broken lines. */
export interface Mended {
  readonly faults: readonly YamlFault[];
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** The text the document was parsed from, its broken lines mended. */
  readonly text: string;
  /** Whether all of it could be read, with its broken lines mended. */
  readonly isRead: boolean;
}

/** Parses a text. Broken lines are reported and, if it is plain what they mean, read as they were meant. */
export function parseMended(original: string): Mended {
  const faults: YamlFault[] = [];
  let text = original;
  for (;;) {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
    const fault = firstFault(document, text);
    if (fault === null) return { faults, document, lines, text, isRead: true };
    // A line that is reported and still broken was mended wrongly: a second report would mislead.
    if (!faults.some((known) => known.line === fault.line)) faults.push(fault);
    else return { faults, document, lines, text, isRead: false };
    if (fault.repaired === null || faults.length >= MOST_FAULTS)
      return { faults, document, lines, text, isRead: false };
    text = fault.repaired.join('\n');
  }
}

function firstFault(document: Document.Parsed, text: string): YamlFault | null {
  const lines = text.split('\n');
  const strange = strangeWord(document, text, lines);
  if (strange) return strange;
  const errors = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (errors.length === 0) return strangeName(document, text, lines);
  return explainYaml({ text, lines, errors, openQuote: openQuote(document) });
}

/** The fault of words that begin with a sign YAML keeps for itself: `*bold*`, `!important`, `&co`. */
function strangeWord(document: Document.Parsed, text: string, lines: readonly string[]): YamlFault | null {
  // Few files have such a sign at all, and the walk below is the expensive part.
  if (!/(?:^|[\s[{,])[*&!]\S/m.test(text)) return null;
  let from: number | null = null;
  const names = new Set<string>();
  visit(document, { Alias: (_, alias) => void names.add(alias.source) });
  visit(document, {
    Alias: (_, node) => {
      if (from === null && node.resolve(document) === undefined) from = node.range?.[0] ?? null;
    },
    Node: (_, node) => {
      if (from !== null || isAlias(node) || !node.range) return;
      const tag = node.tag !== undefined && !node.tag.startsWith('tag:yaml.org');
      if (tag || (node.anchor !== undefined && !names.has(node.anchor))) from = node.range[0];
    },
  });
  if (from === null) return null;
  const at = text.slice(0, from).split('\n').length;
  const value = partsOf(lines[at - 1]!)?.value ?? '';
  return {
    line: at,
    what: `words can't begin with ${value[0] ?? 'this sign'}`,
    meant: `put the sentence in quotes: ${quoted(value)}`,
    repaired: inQuotes(lines, at - 1),
  };
}

/** The fault of a list or a map in place of a name: `{domain}: …`. */
function strangeName(document: Document.Parsed, text: string, lines: readonly string[]): YamlFault | null {
  let from: number | null = null;
  visit(document, {
    Pair: (_, { key }) => {
      if (from === null && isNode(key) && !isScalar(key)) from = key.range?.[0] ?? 0;
    },
  });
  if (from === null) return null;
  const line = text.slice(0, from).split('\n').length;
  const written = partsOf(lines[line - 1]!)?.value ?? lines[line - 1]!.trim();
  return {
    line,
    what: "what stands before the colon can't be a name",
    meant: `put the sentence in quotes: ${quoted(written)}`,
    repaired: inQuotes(lines, line - 1),
  };
}

/** The position of the last quoted text: the open one, if YAML misses the end of a quote. */
function openQuote(document: Document.Parsed): number | null {
  let last: number | null = null;
  visit(document, {
    Scalar: (_, node) => {
      if ((node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') && node.range) last = node.range[0];
    },
  });
  return last;
}
