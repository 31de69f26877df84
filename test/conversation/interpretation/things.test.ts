/** Things found in what people write: one case more is one line more. */
import assert from 'node:assert/strict';
import { nameWordsOf, thingIn } from '../../../src/conversation/interpretation/things.ts';
import type { Thing } from '../../../src/core/content.ts';
import { shipped } from '../../fakes/knowledge.ts';

const words = nameWordsOf((await shipped()).content);

const finding = (kind: Thing['kind'], given: Partial<Thing> = {}): Thing => ({
  kind,
  after: [],
  beside: [],
  names: [],
  without: [],
  heads: [],
  except: [],
  ...given,
});
const BOX = finding('address', { after: ['mailbox', 'list'] });
const READ = finding('path', { beside: ['read', 'change'] });
const PROGRAM = finding('name', { after: ['install', 'need', 'needs'] });

const SYSTEM = finding('name', { after: ['my'], names: ['sap'], without: ['password', 'user'] });
const HEADED = finding('name', { after: ['in', 'the', 'my'], heads: ['system', 'portal'], without: ['password'] });
const SOMEBODY = finding('address', { except: ['mailbox', 'called'] });
const USER = finding('id', { after: ['user', 'user name', 'login', 'benutzer'] });

/** Things to look for, a text, and the ones found in it. */
const CASES: readonly (readonly [Thing, string, string | null])[] = [
  [finding('address'), 'locked out: kim.lee@contoso.com, please.', 'kim.lee@contoso.com'],
  [finding('address'), 'kim.lee@contoso.com or jan@contoso.com', null],
  [finding('address'), 'kim.lee@contoso.com, I repeat: kim.lee@contoso.com', 'kim.lee@contoso.com'],
  [finding('address'), 'my account', null],
  [BOX, 'give jan@contoso.com access to the mailbox invoices@contoso.com', 'invoices@contoso.com'],
  [BOX, 'the list called "news@contoso.com"', 'news@contoso.com'],
  [BOX, 'jan@contoso.com has no mailbox', null],
  [finding('phone'), 'call me at +49 151 23456789.', '+49 151 23456789'],
  [finding('phone'), 'on (0171) 555-6677, thanks', '(0171) 555-6677'],
  [finding('phone'), 'extension 4412', 'extension 4412'],
  [finding('phone'), 'since 2026-11-28, or 28.11.2026', null],
  [finding('phone'), 'error 0x80070005 on PC-471155', null],
  [finding('phone'), 'AADSTS50126 at 10:30', null],
  [READ, 'read access to \\\\fs01\\finance\\2026, please', '\\\\fs01\\finance\\2026'],
  [READ, 'must change files in S:\\Legal.', 'S:\\Legal'],
  [READ, 'S:\\Legal', null],
  [READ, 'read https://contoso.example/sites/a.', 'https://contoso.example/sites/a'],
  [PROGRAM, 'Please install Visio for tom@contoso.com', 'Visio'],
  [PROGRAM, 'she needs the Adobe Acrobat Pro on NB-1', 'Adobe Acrobat Pro'],
  [PROGRAM, 'install AutoCAD 2025, I need it by Friday', 'AutoCAD 2025'],
  [PROGRAM, 'I need a program to edit PDFs', null],
  [PROGRAM, 'install it', null],
  [finding('phone'), 'poste 4412, merci', 'poste 4412'],
  [finding('name', { after: ['installer'] }), 'merci de bien vouloir installer le Visio pour Jan', 'Visio'],
  [SYSTEM, 'reset my SAP password', 'SAP'],
  [SYSTEM, 'kindly reset my sap password', 'sap'],
  [SYSTEM, 'SAP P01 user locked', 'SAP P01'],
  [SYSTEM, 'reset my password', null],
  [HEADED, 'reset my password in the time recording system, please', 'time recording system'],
  [HEADED, 'the password of the travel portal is gone', 'travel portal'],
  [HEADED, 'locked in the system', null],
  [HEADED, 'I lost the key in the kitchen', null],
  [SOMEBODY, 'a mailbox called events@contoso.com', null],
  [SOMEBODY, 'a mailbox called events@contoso.com for jan@contoso.com', 'jan@contoso.com'],
  [USER, 'user name klee01, phone 555 0100', 'klee01'],
  [USER, 'my login is K.LEE', 'K.LEE'],
  [USER, 'Benutzer MUELLERK', 'MUELLERK'],
  [USER, 'the user is locked', null],
  [USER, 'SAP USER LOCKED', null],
];

describe('a thing in what people write', () => {
  for (const [looked, text, found] of CASES)
    it(`${looked.kind} in "${text}": ${found}`, () => assert.equal(thingIn(text, looked, [], words), found));

  it('is none that answers another question', () => {
    const two = 'jan@contoso.com needs the mailbox invoices@contoso.com';
    assert.equal(thingIn(two, finding('address'), ['invoices@contoso.com'], words), 'jan@contoso.com');
  });

  it('is short, whatever is pasted', () => {
    for (const paste of [
      'a'.repeat(8000),
      '1 '.repeat(4000),
      '\\\\'.repeat(4000),
      'a@'.repeat(4000),
      '1-'.repeat(4000),
    ])
      for (const kind of ['address', 'phone', 'path', 'name'] as const) {
        const thing = thingIn(paste, finding(kind, { after: kind === 'name' ? ['a'] : [] }), [], words);
        assert.ok((thing ?? '').length <= 250, `${kind} in ${paste.slice(0, 9)}: ${thing?.length}`);
      }
  });
});
