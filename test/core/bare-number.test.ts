import assert from 'node:assert/strict';
import { bareNumbersOf } from '../../src/core/bare-number.ts';
import { shipped } from '../fakes/knowledge.ts';

const numbers = bareNumbersOf((await shipped()).content);

describe('a bare number', () => {
  for (const [text, number] of [
    ['691', '691'],
    ['error 53', '53'],
    ['it says error code 407.', '407'],
    ['Fehlercode 691', '691'],
    ['0x80070005', '0x80070005'],
    ['I get 8004010F', '8004010f'],
    ['i get error 0x80070005 since', '0x80070005'],
    ['0x8007 0005', '0x80070005'],
    ['error 0x8007-0005', '0x80070005'],
    ['ich bekomme den Fehler 53', '53'],
    ["j'ai l'erreur 0x80070005", '0x80070005'],
    ['mi dà errore 53', '53'],
    ['ik krijg foutmelding 691', '691'],
  ] as const)
    it(`is all that "${text}" tells`, () => assert.equal(numbers.in(text), number));

  for (const text of [
    'VPN error 691',
    'error 53 on my drive',
    '550 5.1.1',
    'no error',
    'room 4.12',
    '7',
    'AADSTS50126',
    '',
  ])
    it(`is not all that "${text}" tells`, () => assert.equal(numbers.in(text), null));

  it('is shared by programs where it is short, and mostly one program’s own where it is long', () => {
    assert.ok(numbers.isShared('error 691'));
    assert.ok(!numbers.isShared('0x8004de40'));
    assert.ok(!numbers.isShared('VPN error 691'));
  });
});
