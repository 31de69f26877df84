/** The registry of faults and the rest of src/ name the same codes, and every entry tells a stranger what to do. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_CODES, FAULTS, GROUPS } from '../../src/core/faults.ts';

const SRC = join(import.meta.dirname, '..', '..', 'src');
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== join('core', 'faults.ts'))
  .map((name) => readFileSync(join(SRC, name), 'utf8'))
  .join('\n');
/** How a cure begins: with something to do. A new verb is added here. */
const VERBS =
  /^(Add|Allow|Ask|Check|Choose|Close|Connect|Copy|Correct|Give|Ignore|Invite|Leave|Make|Name|Look|Open|Put|Reload|Report|Run|Save|See|Send|Set|Sign|Stop|Try|Wait|Write) /;

describe('the registry of faults', () => {
  it('has every code that src/ throws, logs or answers', () => {
    const named = /\bnew Fault\(\s*'([^']+)'|\.alarm\(\s*'([^']+)'|\bcode: '([A-Z_]+)'/g;
    const codes = new Set([...source.matchAll(named)].map(([, thrown, alarm, logged]) => thrown ?? alarm ?? logged!));
    assert.ok(codes.size > 60, `only ${codes.size} codes were found: does the pattern still fit?`);
    const known: readonly string[] = FAULT_CODES;
    assert.deepEqual(
      [...codes].filter((code) => !known.includes(code)),
      [],
    );
  });

  it('has no code that src/ only compares with, or never names', () => {
    const giving = source.replace(/[!=]== '\w+'|statusOf\('\w+'\)/g, '');
    assert.deepEqual(
      FAULT_CODES.filter((code) => !giving.includes(`'${code}'`)),
      [],
    );
  });

  it('is sorted by group, then by code', () => {
    const groups = Object.keys(GROUPS);
    const place = (code: (typeof FAULT_CODES)[number]): string => `${groups.indexOf(FAULTS[code].group)} ${code}`;
    const sorted = [...FAULT_CODES].sort((a, b) => (place(a) < place(b) ? -1 : 1));
    assert.deepEqual(FAULT_CODES, sorted);
  });

  for (const code of FAULT_CODES)
    it(`says of ${code} when it happens and what to do, in a sentence each`, () => {
      const { cause, cure, status } = FAULTS[code];
      assert.match(code, /^[A-Z]+(_[A-Z]+)*$/);
      assert.match(cause, /^(?:[A-Z]|`[^`]+`[ ,])[^|\n]+[^.]\.$/);
      assert.match(cure, /^[A-Z][^|\n]+[^.]\.$/);
      assert.match(cure, VERBS);
      assert.ok(status === null || (status >= 400 && status < 600));
    });
});
