/** Passages of texts: one case more is one line more. */
import assert from 'node:assert/strict';
import { passagesOf, placeOf, weighedIn, withoutChatter } from '../../src/understanding/passages.ts';
import { lexicon } from '../fakes/knowledge.ts';

/** Texts, and their passages: clauses are parted by a bar. */
const CUT: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['It hangs', ['it hangs']],
  ['It hangs. It beeps! Why? Help…\nNow', ['it hangs', 'it beeps', 'why', 'help', 'now']],
  ['It hangs; it beeps', ['it hangs', 'it beeps']],
  ['one\n\n\ntwo', ['one', 'two']],
  ['Version 4.2 is here', ['version 4 2 is here']],
  ['动不了。错误！', ['动 不 了', '错 误']],
  ['The clock is wrong, the PIN is right', ['the clock is wrong | the pin is right']],
  ['It says: no', ['it says | no']],
  ['The clock is wrong but the PIN is right', ['the clock is wrong | but the pin is right']],
  ['Die Uhr geht falsch aber die PIN stimmt', ['die uhr geht falsch | aber die pin stimmt']],
  ['It hangs (again) - help', ['it hangs | again | help']],
  ['The well-known clock', ['the well known clock']],
  ['时间错了，密码对', ['时 间 错 了 | 密 码 对']],
];

describe('the passages of a text', () => {
  for (const [given, expected] of CUT)
    it(`${JSON.stringify(given)} are ${expected.length}`, () => {
      const passages = passagesOf(given, lexicon);
      assert.deepEqual(
        passages.map(({ clauses }) => clauses.map((words) => words.join(' ')).join(' | ')),
        expected,
      );
      for (const { words, clauses } of passages) assert.deepEqual(words, clauses.flat());
    });

  it('have their right places in the text', () => {
    const text = 'It hangs. It beeps;\n\nthe clock is wrong';
    assert.deepEqual(
      passagesOf(text, lexicon).map(({ from, to }) => text.slice(from, to)),
      ['It hangs.', 'It beeps', 'the clock is wrong'],
    );
  });

  it('are about fourteen words each where a sentence has no end', () => {
    const sizes = (count: number): number[] =>
      passagesOf('word '.repeat(count), lexicon).map(({ words }) => words.length);
    assert.deepEqual([21, 22, 50].map(sizes), [[21], [11, 11], [13, 13, 13, 11]]);
  });

  it('have the clauses of a long sentence once only, at its beginning', () => {
    const [first, ...rest] = passagesOf(`${'word '.repeat(30)}, end`, lexicon);
    assert.deepEqual([first!.clauses.length, ...rest.map(({ clauses }) => clauses.length)], [2, 0]);
  });

  it('have their words corrected by the spelling given', () => {
    const [passage] = passagesOf('teh clock', lexicon, (word) => (word === 'teh' ? 'the' : word));
    assert.deepEqual(passage!.words, ['the', 'clock']);
  });
});

describe('the place of words', () => {
  const text = 'It hangs. The clock is wrong. Thanks a lot';
  const passages = passagesOf(text, lexicon);
  const LINES = [
    [0, 2, 'It hangs.'],
    [2, 3, 'The clock is wrong.'],
    [5, 6, 'The clock is wrong.'],
    [1, 3, 'It hangs. The clock is wrong.'],
    [6, 9, 'Thanks a lot'],
    [0, 99, text],
    [3, 3, 'The clock is wrong.'],
  ] as const;
  for (const [from, to, expected] of LINES)
    it(`from number ${from} to ${to} is "${expected}"`, () => {
      const place = placeOf(passages, from, to);
      assert.equal(text.slice(place.from, place.to), expected);
    });

  it('is nowhere in a text without words', () => assert.deepEqual(placeOf([], 0, 1), { from: 0, to: 0 }));
});

/** Two classes: ours (0) for texts of the clock, and all the rest (1); the third is chatter, for texts of holidays. */
const weigh = (words: readonly string[]) => {
  const share = (of: string): number => words.filter((word) => word === of).length / words.length;
  const [clock, holiday] = [share('clock'), share('holiday')];
  return {
    margins: Float64Array.of(10 * clock - 1, 1 - 10 * clock - 20 * holiday, 10 * holiday - 1),
    known: 1,
    ours: 0,
  };
};

describe('the margins of a text', () => {
  const filler = 'Good morning to all of you out there. '.repeat(4);
  const marginsOf = (text: string) => weighedIn(passagesOf(text, lexicon), weigh, [0]).margins;
  const all = (text: string) => weigh(passagesOf(text, lexicon).flatMap(({ words }) => words)).margins;

  it('are those of all words where it is short', () => {
    const text = 'The clock is wrong. Thanks a lot';
    assert.deepEqual(marginsOf(text), all(text));
  });

  it('are raised by the passage that tells something', () => {
    const text = `${filler}The clock is wrong.`;
    const part = weigh(['the', 'clock', 'is', 'wrong']).margins;
    assert.deepEqual(
      [...marginsOf(text)].map((margin) => margin.toFixed(6)),
      [...all(text)].map((margin, i) => (0.7 * part[i]! + 0.3 * margin).toFixed(6)),
    );
  });

  it('stay as they are where no passage tells anything of ours', () => {
    const text = `${filler}The door is blue.`;
    assert.deepEqual(marginsOf(text), all(text));
  });

  it('of a very long text are those of its most telling passages', () => {
    const text = `${'The door is blue and made of wood. '.repeat(40)}The clock is wrong.`;
    assert.deepEqual(marginsOf(text), weigh(['the', 'clock', 'is', 'wrong']).margins);
  });
});

describe('chatter', () => {
  const CHATTER = new Set(['i', 'had', 'a', 'holiday']);
  const told = (clauses: readonly (readonly string[])[]) =>
    clauses.map((clause) => clause.map((word) => !CHATTER.has(word)));
  const passages = (text: string) => passagesOf(text, lexicon, undefined, { told });
  const CUT = [
    ['I had a holiday. The clock is wrong', '|the clock is wrong'],
    ['a holiday it was and the clock is wrong', 'it was and the clock is wrong'],
    ['the clock is wrong, I had a holiday', 'the clock is wrong'],
    ['The clock is wrong. The door is blue', 'the clock is wrong|the door is blue'],
  ] as const;
  for (const [text, left] of CUT)
    it(`is cut away from "${text}"`, () =>
      assert.equal(
        passages(text)
          .map((passage) => passage.kept.join(' '))
          .join('|'),
        left,
      ));

  it('is in no clause, and a clause of nothing else is none', () =>
    assert.deepEqual(
      passages('I had a holiday, the clock had stopped').flatMap(({ clauses }) => clauses),
      [['the', 'clock', 'stopped']],
    ));

  it('stays in the words', () =>
    assert.deepEqual(
      passages('the clock had stopped').flatMap(({ words }) => words),
      ['the', 'clock', 'had', 'stopped'],
    ));

  it('is no meaning of a text', () =>
    assert.equal(withoutChatter(weigh(['holiday']), 2).margins[2], Number.NEGATIVE_INFINITY));
});
