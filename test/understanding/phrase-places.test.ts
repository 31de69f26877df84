/** Phrases found in texts as they are written. */
import assert from 'node:assert/strict';
import { PhrasePlaces } from '../../src/understanding/phrase-places.ts';

const places = new PhrasePlaces([
  'Mail delivery failed',
  'postmaster@',
  'undeliver',
  "couldn't be delivered",
  'Échec de la remise',
  '退信',
]);

describe('the places of phrases', () => {
  const first: Readonly<Record<string, number | null>> = {
    'hello there': null,
    '': null,
    'mail delivery failed': 0,
    'Subject: MAIL  DELIVERY FAILED: returning': 9,
    'mail: delivery - failed': 0,
    'mail delivery, which failed': null,
    'from postmaster@contoso.com': 5,
    'it is undeliverable': 6,
    'not deliverable': null,
    'xmail delivery failed': null,
    'it couldn’t be delivered': 3,
    '«échec de la remise»': 1,
    退信通知: 0,
    'the mail; the mail delivery failed': 14,
  };
  for (const [text, at] of Object.entries(first))
    it(`${JSON.stringify(text)}: ${at}`, () => {
      assert.equal(places.first(text), at);
      assert.equal(places.standIn(text), at !== null);
    });
});
