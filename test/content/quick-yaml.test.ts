import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseMended } from '../../src/content/check/mended.ts';
import { quickValue } from '../../src/content/quick-yaml.ts';
import { WHOLE } from '../fakes/packs.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('a YAML file that is read quickly', () => {
  it('has the values that the slow parser finds in it: every shipped file', () => {
    const files = ['intents', 'dialogs'].flatMap((folder) => globSync(join(ROOT, folder, '*', '*.yaml')));
    const quick = files.filter((file) => {
      const text = readFileSync(file, 'utf8');
      const value = quickValue(text);
      if (value !== undefined) assert.deepEqual(value, parseMended(text).document.toJS(), file);
      return value !== undefined;
    });
    assert.ok(quick.length > 0.9 * files.length, `only ${quick.length} of ${files.length}`);
  });

  it('is left to the slow parser, or read alike and without a fault, whatever stands in it', () => {
    const bit = fc.oneof(
      fc.constantFrom(
        ...':|: |"|\'|{|}|[|]|- |#| #|@|`|*a|&a|!b|>|%|? |---|...|\n|\\|~|null|true|07|0o7|1_0|.5|1e3|=|,'.split('|'),
      ),
      fc.constantFrom('|', '\t', '\r\n', '\n  x: y', '\n  - ', '<<: ', '2026-01-01', '1:30', 'yes', '\u0000', '\u00a0'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), gone: fc.nat(12), put: bit });
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(WHOLE)), fc.array(change, { maxLength: 3 }), (whole, changes) => {
        let text = whole;
        for (const { at, gone, put } of changes) {
          const from = Math.floor(at * text.length);
          text = text.slice(0, from) + put + text.slice(from + gone);
        }
        const value = quickValue(text);
        if (value === undefined || value === null || typeof value !== 'object') return;
        const slow = parseMended(text);
        assert.deepEqual([value, slow.faults], [slow.document.toJS(), []], text);
      }),
      { numRuns: 2000 },
    );
  });
});
