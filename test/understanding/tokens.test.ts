/** The words of texts: one case more is one line more. */
import assert from 'node:assert/strict';
import { lexicon } from '../fakes/knowledge.ts';

/** The words a text is cut into, by what the lines are about. */
const CASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'are spelled one way': [
    ['I CAN’T book', 'i cant book'],
    ["I can't book", 'i cant book'],
    ['I cant book', 'i cant book'],
    ['I can`t book', 'i cant book'],
    ['Café, naïve; ｆｕｌｌ', 'café naïve full'],
    ['İyi günler', 'iyi günler'],
    ['', ''],
    ['?!… 😀', ''],
  ],
  'tell "sign in" from "signed in"': [
    ['sign in', 'signin'],
    ['sign-in', 'signin'],
    ['signs in', 'signin'],
    ['signing into', 'signin'],
    ['log on', 'signin'],
    ['logging in', 'signin'],
    ['login', 'signin'],
    ['logon', 'signin'],
    ['signed in', 'signed signin'],
    ['logged on', 'signed signin'],
    ['design in blue', 'design in blue'],
    ['sign', 'sign'],
  ],
  'know codes, with or without 0x': [
    ['0x80041234', 'code80041234'],
    ['error 80041234', 'error code80041234'],
    ['AADSTS50076', 'aadsts50076'],
    ['AADSTS 50076', 'aadsts50076'],
    ['defaced', 'defaced'],
    ['effaced8', 'codeeffaced8'],
    ['deadbeef', 'deadbeef'],
    ['8004123', '8004123'],
    ['0x8004 1234', 'code80041234'],
    ['0X8004-1234', 'code80041234'],
    ['Ox8OO41234', 'code80041234'],
    ['error0x80041234', 'error code80041234'],
    ['80041234h', 'code80041234'],
    ['error0xcaa01abc', 'error codecaa01abc'],
    ['0x709', 'code00000709'],
    ['0x5', '0x5'],
    ['0x80041234-0x20017', 'code80041234 code00020017'],
    ['AADSTS-50076', 'aadsts50076'],
    ['AADSTS: 50076', 'aadsts50076'],
    ['aadst_5oo76', 'aadsts50076'],
    ['box 1234-5678', 'box 1234 5678'],
    ['fox 2024 2025', 'fox 2024 2025'],
    ['x80041234', 'x80041234'],
    ['2000x1234 5678', '2000x1234 5678'],
  ],
  'have letters where a screenshot was read with digits': [
    ['Bus1ness', 'business'],
    ['passw0rd', 'password'],
    ['cl05ed', 'cl05ed'],
    ['r3quest', 'r3quest'],
    ['re5ource', 'resource'],
    ['1n', 'in'],
    ['1t 1s', 'it is'],
    ['room 1', 'room 1'],
    ['2fa', '2fa'],
  ],
  'leave out links, and what stands in addresses': [
    ['see https://roomie.example/book?room=1 now', 'see now'],
    ['ask me@office.example', 'ask someaddress'],
  ],
  'add to a phone or a tablet a word for all of them': [
    ['my iPhone', 'my iphone anyphone'],
    ['手机', '手 机 anyphone'],
    ['Mac OS X', 'mac'],
    ['OSX', 'mac'],
  ],
  'are single characters where a script has no spaces': [
    ['无法预订', '无 法 预 订'],
    ['パネル', 'パ ネ ル'],
    ['PIN错误', 'pin 错 误'],
    ['จอง', 'จ อ ง'],
    ['не работает', 'не работает'],
  ],
  'have one word for all names of a product, and another for its parts': [
    ['the Door Panel', 'the roomie'],
    ['roomy room booking app', 'roomie roomie'],
    ['panelling', 'panelling'],
    ['rmctl', 'rmctl roomiepart'],
    ['the room panel still works', 'the roomie still works roomieworks'],
  ],
};

describe('the words of a text', () => {
  for (const [about, lines] of Object.entries(CASES))
    describe(about, () => {
      for (const [given, expected] of lines)
        it(JSON.stringify(given), () => assert.equal(lexicon.tokens(given).join(' '), expected));
    });

  it('are never longer than forty characters', () => {
    assert.deepEqual(lexicon.tokens('x'.repeat(50)), ['x'.repeat(40)]);
  });
});
