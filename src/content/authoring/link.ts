/** Adds a walkthrough to an intent file, leaving everything else in the file as it stands. */
import { isMap, type Node, type Pair, type Scalar } from 'yaml';
import type { Audience } from '../../core/content.ts';
import { Edits } from './edits.ts';

/** The text of the intent with one walkthrough more; null if there is no place to put it. */
export function linkWalkthrough(text: string, audience: Audience, id: string): string | null {
  const edits = Edits.of(text);
  if (!edits) return null;
  const entry = `${audience}: ${id}`;
  const pair = edits.pair('walkthrough');
  const items = pair && isMap(pair.value) ? (pair.value.items as Pair<Scalar, Node>[]) : [];
  const [first, last] = [items[0], items.at(-1)];
  if (!pair) {
    const end = text.length;
    const before = text.endsWith('\n') || text === '' ? '' : edits.newline;
    edits.replace(end, end, `${before}walkthrough: { ${entry} }${edits.newline}`);
  } else if (!first || !last) edits.replace(edits.startOf(pair), edits.lastOf(pair) + 1, `walkthrough: { ${entry} }`);
  else if ((pair.value as { flow?: boolean }).flow) {
    const end = (last.value ?? last.key).range![1];
    edits.replace(end, end, `, ${entry}`);
  } else {
    const at = first.key.range![0];
    edits.replace(at, at, `${entry}${edits.newline}${' '.repeat(at - edits.lineStart(at))}`);
  }
  return edits.done();
}
