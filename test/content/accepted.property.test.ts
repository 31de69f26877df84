import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentIn } from '../../src/content/folders.ts';
import { readContent } from '../../src/content/load.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { trainModel } from '../../src/understanding/training.ts';
import { folderOf } from '../fakes/packs.ts';

const PACKS = 25;
const TEXTS = 1000;
const LONG = 10_000;

/** Words as authors write them, with all that could trip a pattern, in several scripts. */
const word = fc.oneof(
  fc.constantFrom(
    'print',
    'VPN',
    "can't",
    'c++',
    'C#',
    '.NET',
    'a.b',
    'x*y',
    'get-cs*',
    '*',
    '**',
    '(x',
    'y)',
    '[z',
    'z]',
    '{q}',
    '{domain}',
    '$1',
    '^a',
    'a|b',
  ),
  fc.constantFrom(
    '\\',
    '\\b',
    '\\u{1}',
    '+',
    '?',
    '...',
    '—',
    '!',
    "it's",
    'プリンター',
    '登录',
    'принтер',
    'طابعة',
    'é',
    'e\u0301',
    'İ',
    'ß',
    'ﬁ',
    '👍',
    '👩‍💻',
    '0x80070005',
    'a@b.c',
    'x'.repeat(300),
  ),
  fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const list = fc.array(words, { maxLength: 4 });
/** The same with letters enough to be a name, at any place among the rest. */
const named = fc
  .tuple(
    fc.constantFrom('', 'ab', '登录', 'пр'),
    fc.option(word, { nil: '' }),
    fc.constantFrom('vpn', '中文', 'ñu', 'z9'),
    fc.option(word, { nil: '' }),
  )
  .map((parts) => parts.join(''));
const names = fc.uniqueArray(named, { maxLength: 4 });
const programs = fc.uniqueArray(fc.constantFrom('printer', 'fax', 'SAP', 'принтер', 'İstanbul', 'vpn'), {
  maxLength: 3,
});
const beside = fc.uniqueArray(fc.constantFrom('mail', '登录', 'groß', 'r2'), { maxLength: 3 });
const id = fc.constantFrom('a', 'b-1', 'device', 'x9', 'domain', 'constructor', 'to-string', 'audience');
const thresholds = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b]) => ({ answer: Math.max(a, b), ask: Math.min(a, b) }));

const slot = fc.record(
  {
    title: words,
    kind: fc.constantFrom('choice', 'domain', 'address', 'code', 'text'),
    question: words,
    unknown: words,
    deniable: fc.boolean(),
    aside: fc.boolean(),
    values: fc.dictionary(
      fc.constantFrom('yes', 'no', '7', 'constructor', 'ü'),
      fc.record({ title: words, says: list }),
      { maxKeys: 3 },
    ),
  },
  { requiredKeys: ['title'] },
);
const pack = fc.record(
  {
    title: words,
    generic: fc.boolean(),
    thresholds,
    about: fc.record({ names, parts: names, does: list, fails: list }, { requiredKeys: [] }),
    others: fc.record({ programs, beside }, { requiredKeys: [] }),
    hosts: list,
    categories: fc.constant({ client: 'Program' }),
    slots: fc.dictionary(id, slot, { maxKeys: 3 }),
  },
  { requiredKeys: ['title'] },
);
const intent = fc.record(
  {
    title: words,
    says: list,
    examples: fc.uniqueArray(words, { minLength: 1, maxLength: 8 }),
    kind: fc.constantFrom('problem', 'none'),
  },
  { requiredKeys: ['title', 'examples'] },
);
const packs = fc.record({
  packs: fc.array(fc.record({ pack, intents: fc.array(intent, { maxLength: 4 }) }), { minLength: 1, maxLength: 3 }),
  hasCommon: fc.boolean(),
});
type Packs = typeof packs extends fc.Arbitrary<infer T> ? T : never;

/** The files of some packs; JSON is YAML. */
function filesOf({ packs: all, hasCommon }: Packs): Record<string, string> {
  const files: Record<string, object> = {};
  for (const [n, { pack, intents }] of all.entries()) {
    const folder = `intents/${hasCommon && n === 0 ? 'common' : `pack-${n}`}`;
    files[`${folder}/pack.yaml`] = {
      ...pack,
      generic: undefined,
      ...(pack.generic && intents[0] && intents[0].kind !== 'none' && { generic: `p${n}-0` }),
    };
    for (const [i, { kind, ...shape }] of intents.entries()) {
      const problem = {
        cause: 'x',
        resolution: { person: 'x', admin: ['x'] },
        ...(pack.categories && { type: 'client' }),
      };
      files[`${folder}/p${n}-${i}.yaml`] = { ...(kind && { kind }), ...shape, ...(kind === 'none' ? {} : problem) };
    }
  }
  return Object.fromEntries(Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)]));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

describe('whatever check accepts', () => {
  it(`reads ${TEXTS} texts without an error`, async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        packs,
        fc.infiniteStream(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 40 }))),
        async (given, texts) => {
          const loaded = readContent(contentIn(folderOf(filesOf(given))));
          fc.pre(loaded.faults.length === 0);
          const reader = createReader(loaded.content, await trainModel(loaded.content));
          // Texts of the packs themselves, each alone, and all of them as a log too long to be read whole.
          const own = stringsIn(given);
          for (const text of [...own, own.join('\n').padEnd(LONG, ' vpn fails\n')]) reader(text);
          for (const text of texts.take(TEXTS / PACKS)) {
            reader(text);
            read += 1;
          }
        },
      ),
      { numRuns: PACKS, maxSkipsPerRun: 1000 },
    );
    assert.ok(read >= TEXTS);
  });
});
