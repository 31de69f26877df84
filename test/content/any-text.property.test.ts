import assert from 'node:assert/strict';
import fc from 'fast-check';
import { INTENT, readWith, WHOLE } from '../fakes/packs.ts';

/** Words of the parsers, which tell an author nothing. */
const FOREIGN = /Invalid|expected|received|undefined|NaN|object Object|implicit|scalar|mapping|Zod|YAML|regex|JSON/;
/** Every end of a line that editors count; a carriage return alone is one too. */
const LINE_END = /\r\n|\r|\n/;

const files = Object.keys(WHOLE);
const bit = fc.oneof(
  fc.constantFrom(
    ':',
    ': ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '- ',
    '\t',
    '#',
    ' #',
    '@',
    '`',
    '*',
    '&',
    '!',
    '|',
    '>',
    '%',
    '?',
    '? ',
    '---',
    '\n',
    '\\',
    '~',
    'null',
    'true',
    '7',
    ',',
  ),
  fc.constantFrom(
    '\n  x: y',
    '\nsteps:',
    '\n\n  ',
    'ask',
    'go: ',
    'first',
    '__proto__',
    '<<: *a',
    '!!set',
    'original: x\n',
    'without: [x]\n',
    '\r\n',
    '\u0000',
    '\ufeff',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
/** One change of one file: so many letters at a place give way to something else. */
const change = fc.record({
  file: fc.constantFrom(...files),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  gone: fc.nat(30),
  bit,
});

describe('check, of any text at all', () => {
  it('tells what is wrong in an author’s words, each once', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const texts: Record<string, string> = { ...WHOLE };
        for (const { file, at, gone, bit: put } of changes) {
          const text = texts[file]!;
          const from = Math.floor(at * text.length);
          texts[file] = text.slice(0, from) + put + text.slice(from + gone);
        }
        const { faults, hints } = readWith(texts);
        hints('2026-01-01');
        for (const { file, line, what, meant } of faults) {
          assert.ok(line >= 1 && line <= (texts[file]?.split(LINE_END).length ?? 1), `${file}:${line}`);
          assert.doesNotMatch(`${what} ${meant ?? ''}`.replace(/"[^"]*"|\{[^}]*\}/g, ''), FOREIGN);
        }
        const told = faults.map(({ file, line, what }) => `${file}:${line} ${what}`);
        assert.equal(new Set(told).size, told.length, told.join('\n'));
      }),
      {
        numRuns: 300,
        // The first half of a line's end falls away, and what is left of it ends the line alone.
        examples: [
          [
            [
              { file: INTENT, at: 176 / 189, gone: 0, bit: '\r\n' },
              { file: INTENT, at: 177 / 191, gone: 14, bit: ']' },
            ],
          ],
        ],
      },
    );
  });
});
