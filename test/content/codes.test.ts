/** Tables of codes: what check says of a broken one, and what a company's folder may add to one. */
import assert from 'node:assert/strict';
import { PACK, readWith, toldOf, WHOLE } from '../fakes/packs.ts';

const CODES = 'intents/vpn/codes.yaml';
const TABLE = `fills: { code: vpn-code, says: vpn-meaning }
rows:
  down:
    codes: [5.4.1, 5.4.10-12]
    means: slow
    says: "It is down, so wait."
  waiting: { codes: [4.*.*], means: slow, says: Wait. }
  rest: { codes: [5.*.*, "550"], means: slow, says: Call. }
`;
const SLOTS = `${WHOLE[PACK]!}  vpn-code: { title: Code, kind: text }
  vpn-meaning: { title: Meaning, kind: text }
`;

/** Broken tables: the right text, the wrong one in its place, and every fault told. */
const CASES: readonly (readonly [what: string, before: string, after: string, ...told: string[]])[] = [
  [
    'a misspelt intent',
    'means: slow\n    says',
    'means: slwo\n    says',
    '5 means: there is no intent "slwo"; "slow" was probably meant',
  ],
  [
    'one code in two rows',
    'codes: [4.*.*]',
    'codes: [4.*.*, 5.4.1]',
    '7 row "waiting": 5.4.1 stands in row "down" too; keep one, or write in "texts" of one of them what stands beside the code',
  ],
  ['a row without a sentence', '    says: "It is down, so wait."\n', '', '3 row "down": "says" is missing'],
  [
    'a row that nothing leads to',
    'codes: [5.4.1, 5.4.10-12]',
    'codes: []',
    '3 row "down": nothing to know it by; write "codes:", "texts:", or both',
  ],
  [
    'a code that is none',
    'codes: [5.4.1, 5.4.10-12]',
    'codes: [5.4.1, 5.4.x]',
    '4 row "down", codes: "5.4.x" can\'t stand here: it has to be a code such as 5.1.1, several as 5.7.606-649, a class as 5.1.* or 5.*.*, or a reply code as "550"',
  ],
  [
    'nothing for codes without a row',
    'codes: [4.*.*]',
    'codes: [4.3.*]',
    '2 rows: no row has 4.*.*, which explains the codes without one; write one without texts',
  ],
  [
    'a misspelt slot',
    'code: vpn-code',
    'code: vpn-cod',
    '1 fills: there is no slot "vpn-cod"; "vpn-code" was probably meant',
  ],
  [
    'a slot with values for words',
    'code: vpn-code',
    'code: device',
    '1 fills: the slot "device" is of the kind "choice"; give it the kind "text"',
  ],
  [
    'a slot for sides without both',
    'code: vpn-code',
    'side: device',
    '1 fills: the slot "device" has no value "own" or "other"; give it one',
  ],
  [
    'a placeholder',
    'says: Wait.',
    'says: "Wait, {device}."',
    '7 says: nobody fills in {device} here; write it without',
  ],
];

describe('a table of codes', () => {
  for (const [what, before, after, ...told] of CASES)
    it(`is told of ${what}`, () => {
      const broken = TABLE.replace(before, () => after);
      assert.notEqual(broken, TABLE);
      assert.deepEqual(
        toldOf(readWith({ [PACK]: SLOTS, [CODES]: broken })),
        told.map((line) => `${CODES}:${line.replace(' ', '  ')}`),
      );
    });

  it('may have one code twice, told apart by texts', () => {
    const twice = `${TABLE}  proxy: { codes: [5.4.1], texts: [proxy], means: slow, says: Call. }\n`;
    assert.deepEqual(toldOf(readWith({ [PACK]: SLOTS, [CODES]: twice })), []);
  });

  it("gets rows from a company's folder, which replace those of the same name", () => {
    const own = `rows:
  gateway: { codes: [5.7.1], texts: [our gateway], means: slow, says: Ours. }
  rest: { codes: [5.*.*], means: slow, says: Call the desk. }
`;
    const read = readWith({ [PACK]: SLOTS, [CODES]: TABLE }, [{ [CODES]: own }]);
    assert.deepEqual(toldOf(read), []);
    const rows = read.content.packs.get('vpn')?.codes?.rows ?? [];
    assert.deepEqual(
      rows.map(({ id, says }) => `${id}: ${says}`),
      ['down: It is down, so wait.', 'waiting: Wait.', 'rest: Call the desk.', 'gateway: Ours.'],
    );
  });
});
