/** Rewrites `about` of an older pack, in which a group of words had meaning by its position, as groups with names. */
import { Document, isMap, isSeq, type Node, type Scalar, YAMLMap, type YAMLSeq } from 'yaml';
import type { Edits, Key } from './edits.ts';

type Name = 'names' | 'does' | 'fails';
type Group = YAMLSeq<Scalar<string>>;
const WIDTH = 120;

/**
 * Gives the groups of `about` their names: the first is `names`, the last `fails`, and those between are `does`. Words
 * that the common pack has (`known`) are not repeated in `fails`. False if it can't be done; a pack without `about`
 * needs nothing.
 */
export function nameGroups(edits: Edits, known: ReadonlySet<string>): boolean {
  const pair = edits.pair('about');
  const about = pair?.value;
  if (!pair || isMap(about)) return true;
  if (!isSeq(about) || !about.items.every((group) => isSeq(group))) return false;
  const groups = about.items as Group[];
  const at = edits.startOf(pair);
  if (groups.length === 0) {
    edits.removeLines(at, edits.lastOf(pair));
    edits.note(at, '"about" is empty: taken out');
    return true;
  }
  const names = groups.map((_, i): Name => (i === 0 ? 'names' : i === groups.length - 1 ? 'fails' : 'does'));
  const last = groups.at(-1)!;
  const more = last.items.filter((word) => groups.length === 1 || !known.has(String(word.value)));
  const left = names.filter((name) => name !== 'fails' || more.length > 0);
  edits.note(at, `about: its groups have names now: ${[...new Set(left)].join(', ')}`);
  if (more.length < last.items.length)
    edits.note(
      start(last),
      `fails: ${last.items.length - more.length} words are in intents/common/pack.yaml already: taken out`,
    );
  // With one group under each name, and one a line, the dashes become names and everything else stays as it is.
  const plain =
    !about.flow &&
    new Set(names).size === groups.length &&
    groups.every((group) => column(edits, dash(edits, group)) > 0 && isBare(edits, group));
  if (plain)
    for (const [i, group] of groups.entries())
      rename(edits, group, names[i]!, i > 0 && i === groups.length - 1 ? more : null);
  else rewrite(edits, pair, groups, names, more);
  return true;
}

/** Puts a name in place of the dash of one group; `words` are the words that stay, null for all. */
function rename(edits: Edits, group: Group, name: Name, words: readonly Scalar[] | null): void {
  const from = dash(edits, group);
  const [begin, end] = group.range!;
  if (words?.length === 0) edits.removeLines(from, lastOf(edits, group));
  else if (words && words.length < group.items.length && !edits.text.slice(begin, end).includes('#')) {
    const indent = ' '.repeat(column(edits, from));
    const parts = words.map((word) => edits.text.slice(word.range![0], word.range![1]));
    edits.replace(from, lastOf(edits, group) + 1, `${name}:${wrapped(parts, `${indent}  `, edits.newline)}`);
  } else if (group.flow || edits.text.slice(from, begin).includes('\n')) edits.replace(from, from + 1, `${name}:`);
  else edits.replace(from, begin, `${name}:${edits.newline}${' '.repeat(column(edits, begin))}`);
}

/** Writes `about` anew if its lines can't stay as they are; comments stay. */
function rewrite(
  edits: Edits,
  pair: Key,
  groups: readonly Group[],
  names: readonly Name[],
  more: readonly Scalar<string>[],
): void {
  const document = new Document({});
  const about = new YAMLMap();
  groups.at(-1)!.items = [...more];
  for (const name of ['names', 'does', 'fails'] as const) {
    const [first, ...rest] = groups.filter((group, i) => names[i] === name && group.items.length > 0);
    if (!first) continue;
    for (const group of rest) first.items.push(...group.items);
    about.set(name, first);
  }
  document.set('about', about);
  const text = document.toString({ lineWidth: 0 }).trimEnd().replaceAll('\n', edits.newline);
  edits.replace(edits.startOf(pair), edits.lastOf(pair) + 1, text);
}

/** `[a, b, c]` on as many lines as it needs. */
function wrapped(parts: readonly string[], indent: string, newline: string): string {
  const one = `[${parts.join(', ')}]`;
  if (indent.length + one.length < WIDTH) return ` ${one}`;
  const lines = [''];
  for (const part of parts) {
    const line = lines.at(-1)!;
    if (line !== '' && indent.length + 2 + line.length + part.length + 2 > WIDTH) lines.push(`${part},`);
    else lines[lines.length - 1] = line === '' ? `${part},` : `${line} ${part},`;
  }
  return [``, `${indent}[`, ...lines.map((line) => `${indent}  ${line}`), `${indent}]`].join(newline);
}

function start(node: Node): number {
  return node.range![0];
}

/** The position of the dash before a group. */
function dash(edits: Edits, group: Group): number {
  return edits.text.lastIndexOf('-', start(group) - 1);
}

/** Whether only space stands between a dash and its group. */
function isBare(edits: Edits, group: Group): boolean {
  return /^-\s*$/.test(edits.text.slice(dash(edits, group), start(group)));
}

function column(edits: Edits, at: number): number {
  return at - edits.lineStart(at);
}

function lastOf(edits: Edits, group: Group): number {
  return start(group) + edits.text.slice(start(group), group.range![1]).trimEnd().length - 1;
}
