/** Recoveries told in the words of what was broken: one statement more is one line more. */
import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import { RecoveryFinder } from '../../src/understanding/recovery.ts';
import { shippedSources } from '../fakes/content.ts';

const finder = new RecoveryFinder(loadContent(shippedSources()).packs.values());

/** The ways in which a text may tell of a recovery. */
type Told = 'surely' | 'perhaps' | 'beside other things' | 'nothing';

function toldIn(text: string): Told {
  const works = finder.find(text);
  if (works === null) return 'nothing';
  return !works.all ? 'beside other things' : works.sure ? 'surely' : 'perhaps';
}

const CASES: Readonly<Record<Told, readonly string[]>> = {
  surely: [
    'it prints now',
    'prints!',
    "it's printing again, thanks",
    'the pages are coming out',
    'the drive is back',
    "drive's back",
    'yes, my S drive is connected again',
    'the red cross is gone',
    'i can see the folder',
    'mails are coming in again',
    'everything went out, great',
    'they can hear me now',
    'sound is back',
    'ton ist wieder da',
    'vpn works again',
    "I'm in",
    'back in, thank you!',
    'my account is unlocked',
    'internet is back',
    'my contacts are back',
    'the error is gone now',
    'druckt wieder',
    'la impresora funciona de nuevo',
    'les mails partent de nouveau',
  ],
  perhaps: ['connected!', 'the internet works', 'teams is open', 'opened', 'wifi is connected'],
  'beside other things': [
    'prints, but only blank pages',
    'restarted it twice and then it prints',
    'mails are coming in again but i cannot send',
    "i'm in, but slow",
  ],
  nothing: [
    "I'm in the office",
    'it starts again',
    'still won’t print',
    "doesn't print",
    'can they hear me?',
    'is the drive back?',
    'the drive is gone again',
    'the red cross is back',
    'the error is back',
    'my mail came back',
    'it is back',
    'not connected',
    'drive',
    'the printer',
    'yes, thanks',
    '',
  ],
};

describe('what works again', () => {
  for (const [told, texts] of Object.entries(CASES) as [Told, readonly string[]][])
    describe(`is told ${told}`, () => {
      for (const text of texts) it(JSON.stringify(text), () => assert.equal(toldIn(text), told));
    });

  it('is no way in where words go on that mean it only at their end', () => {
    for (const text of ["i'm in berlin", "I'm in the office", "i'm in a meeting"]) assert.ok(finder.goesOn(text), text);
    for (const text of ["i'm in", "i'm in now, thanks", "i'm in, but it is slow"])
      assert.ok(!finder.goesOn(text), text);
  });

  it('is spoilt by what stands beside', () => {
    for (const text of ['it prints very slowly', 'it connects and drops again', 'the others hear me with an echo'])
      assert.equal(finder.find(text)?.isSpoilt, true, text);
    assert.equal(finder.find('restarted it twice and then it prints')?.isSpoilt, false);
  });

  it('belongs to the packs that have the words', () => {
    assert.deepEqual(finder.find('it prints')?.packs, ['files-and-network']);
    assert.ok(finder.find("I'm in")?.packs.includes('common'));
  });
});
