/** One file laid over another: one case more is one line more. */
import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { Layer } from '../../src/content/layer.ts';
import { overlaid } from '../../src/content/overlay.ts';

/** Texts as layers, the first one shipped, and what they make together. */
function lay(...texts: readonly string[]) {
  return overlaid(texts.map((text, i) => new Layer(i === 0 ? 'shipped' : `own${i}`, text)));
}

/** A shipped file, one over it, and what they make together. */
const CASES: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  'merges maps, key by key': [
    ['a: 1', 'b: 2', '{ a: 1, b: 2 }'],
    ['a: 1', 'a: 2', '{ a: 2 }'],
    ['m: { x: 1, y: { p: 1 } }', 'm: { y: { q: 2 } }', '{ m: { x: 1, y: { p: 1, q: 2 } } }'],
    ['m: { x: 1 }', 'm: plain', '{ m: plain }'],
    ['m: plain', 'm: { x: 1 }', '{ m: { x: 1 } }'],
  ],
  'adds to lists of plain words, each word once': [
    ['examples: [a, b]', 'examples: [c, b]', '{ examples: [a, b, c] }'],
    ['about: { names: [a] }', 'about: { names: [b] }', '{ about: { names: [a, b] } }'],
    ['hosts: [a]', 'hosts: []', '{ hosts: [a] }'],
    ['a: 1', 'says: [x]', '{ a: 1, says: [x] }'],
  ],
  'replaces other lists': [
    ['resolution: { admin: [a, b] }', 'resolution: { admin: [c] }', '{ resolution: { admin: [c] } }'],
    ['guards: [{ text: a }]', 'guards: [{ text: b }]', '{ guards: [{ text: b }] }'],
  ],
  'replaces named things whole': [
    [
      'steps: { a: { tell: x, fixed: b }, b: { end: fixed } }',
      'steps: { a: { tell: y } }',
      '{ steps: { a: { tell: y }, b: { end: fixed } } }',
    ],
    ['values: { a: { title: A, says: [a] } }', 'values: { a: { says: [b] } }', '{ values: { a: { says: [b] } } }'],
    [
      'slots: { s: { title: S, values: { a: { title: A, says: [a] } } } }',
      'slots: { s: { values: { a: { title: B } } } }',
      '{ slots: { s: { title: S, values: { a: { title: B } } } } }',
    ],
    ['categories: { a: A }', 'categories: { a: B, c: C }', '{ categories: { a: B, c: C } }'],
  ],
  'takes words off lists': [
    ['examples: [a, b, c]', 'without: { examples: [b] }', '{ examples: [a, c] }'],
    ['examples: [a, b]', 'without: { examples: [a] }\nexamples: [c]', '{ examples: [b, c] }'],
    ['about: { names: [a, b] }', 'without: { about: { names: [a] } }', '{ about: { names: [b] } }'],
    ['examples: [a]', 'without: { examples: [z] }', '{ examples: [a] }'],
    ['examples: [a]', 'without: { says: [a] }', '{ examples: [a] }'],
  ],
  'takes away keys that it gives no value': [
    ['a: 1\nb: 2', 'a:', '{ b: 2 }'],
    ['m: { x: 1, y: 2 }', 'm: { x: }', '{ m: { y: 2 } }'],
    ['steps: { a: { tell: x }, b: { tell: y } }', 'steps: { a: }', '{ steps: { b: { tell: y } } }'],
    ['a: 1', 'z:', '{ a: 1 }'],
  ],
  'keeps its own notes out': [['a: 1', 'original: 12345678\nb: 2', '{ a: 1, b: 2 }']],
};

describe('a file over another', () => {
  for (const [about, lines] of Object.entries(CASES))
    describe(about, () => {
      for (const [shipped, own, expected] of lines)
        it(`${own} over ${shipped}`, () => assert.deepEqual(lay(shipped, own).value, parse(expected)));
    });

  it('may have another one over it: the last one counts', () => {
    assert.deepEqual(lay('a: 1\nsays: [x]', 'a: 2\nsays: [y]', 'a: 3\nwithout: { says: [x] }').value, {
      a: 3,
      says: ['y'],
    });
  });

  it('is left out where it can not be read', () => {
    assert.deepEqual(lay('a: 1', 'just words', 'b: 2').value, { a: 1, b: 2 });
  });

  it('says which parts it replaces, and of which file', () => {
    const { overrides } = lay(
      'a: 1\nsteps: { s: { end: fixed } }\nsays: [x]',
      'b: 2\nsays: [y]\na: 2\nsteps:\n  s: { end: return }',
    );
    assert.deepEqual(
      overrides.map(({ file, line, what, of }) => [file, line, what, of]),
      [
        ['own1', 3, 'a', 'shipped'],
        ['own1', 5, 'step "s"', 'shipped'],
      ],
    );
  });

  it('replaces nothing where it says the same', () => assert.deepEqual(lay('a: 1', 'a: 1').overrides, []));

  it('may have nothing below it: then its notes are hinted at, and mean nothing', () => {
    const { value, hints, isAlone } = lay('a: 1\nwithout: { says: [x] }');
    assert.deepEqual([value, hints.map(({ line }) => line), isAlone], [{ a: 1 }, [2], true]);
    assert.deepEqual([lay('a: 1').isAlone, lay('a: 1').hints], [false, []]);
  });
});

/** Paths of a value of the three files below, and the file and line where it is written. */
const ORIGINS = [
  [['a'], 'shipped:1'],
  [['m', 'x'], 'own1:1'],
  [['m', 'y'], 'shipped:2'],
  [['steps', 's', 'tell'], 'own1:2'],
  [['steps', 't', 'end'], 'shipped:3'],
  [['says', 0], 'shipped:4'],
  [['says', 1], 'own1:3'],
  [['says', 2], 'own2:2'],
  [['new', 'deep'], 'own2:3'],
] as const;

describe('files over each other', () => {
  const { value, origin } = lay(
    'a: 1\nm: { x: 1, y: 2 }\nsteps: { s: { tell: x }, t: { end: fixed } }\nsays: [gone, stays]',
    'm: { x: 5 }\nsteps: { s: { tell: y } }\nsays: [added]',
    'without: { says: [gone] }\nsays: [last]\nnew: { deep: 1 }',
  );

  it('make one value, in which the last file counts', () => {
    assert.deepEqual(value, {
      a: 1,
      m: { x: 5, y: 2 },
      steps: { s: { tell: 'y' }, t: { end: 'fixed' } },
      says: ['stays', 'added', 'last'],
      new: { deep: 1 },
    });
  });

  for (const [path, expected] of ORIGINS)
    it(`have ${path.join('.')} from ${expected}`, () => {
      const at = origin(path);
      assert.equal(`${at.layer.file}:${at.layer.line(at.path)}`, expected);
    });
});
