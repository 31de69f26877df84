/** Codes that no intent knows, by their families. */
import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import { CodeFamilyFinder } from '../../src/understanding/code-families.ts';
import { shippedSources } from '../fakes/content.ts';

const content = loadContent(shippedSources());
const finder = new CodeFamilyFinder(content);

/** Texts with the code that is explained by its family, and the problem it leads to; null where none is. */
const CASES: readonly (readonly [string, string | null, string?])[] = [
  ['CAA5077A', 'CAA5077A', 'microsoft-365-generic'],
  ['teams says 0xcaa5077a since today', '0xcaa5077a', 'microsoft-365-generic'],
  ['AADSTS50999: something new', 'AADSTS50999', 'microsoft-365-generic'],
  ['SSPR_0077', 'SSPR_0077', 'self-reset-not-possible'],
  ['SSPR0077', 'SSPR0077', 'self-reset-not-possible'],
  ['AADSTS81004', 'AADSTS81004', 'microsoft-365-generic'],
  ['Error Code: 81010', '81010', 'microsoft-365-generic'],
  ['errorCode: 1, error code:81009', '81009', 'microsoft-365-generic'],
  ['the page says error 81007', '81007', 'microsoft-365-generic'],
  ['Error 0x8024ffff', '0x8024ffff', 'windows-update'],
  ['0x8004DE7B', '0x8004DE7B', 'onedrive-sign-in'],
  ['0x801800ff', '0x801800ff', 'mobile-enrolment'],
  ['0x8007FFFE when I copy', '0x8007FFFE', 'computer-generic'],
  ['AADSTS50126', null],
  ['SSPR_0014', null],
  ['SSPR0014', null],
  ['Error 81012', null],
  ['we sit in 81007 Albi', null],
  ['0x80070035', null],
  ['AADSTS50126, and before CAA5077A', null],
  ['call me at 80071234', null],
  ['caa', null],
  ['CAA50', null],
  ['my caa50099x', null],
  ['', null],
];

describe('a code that nobody knows by itself', () => {
  for (const [text, code, means] of CASES)
    it(`${JSON.stringify(text)} ${code === null ? 'has no family' : `leads to ${means}`}`, () => {
      const family = finder.find(text);
      assert.equal(family?.code ?? null, code);
      assert.equal(family?.means, means);
    });
});
