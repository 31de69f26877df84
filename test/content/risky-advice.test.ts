/** Advice that is found on the internet and harms people: no step and no saved reply may give it, whatever the pack. */
import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import type { Step } from '../../src/core/content.ts';
import { plain } from '../../src/core/text.ts';
import { shippedSources } from '../fakes/content.ts';

/** Advice that must not be given to people, by its kind, and with the words that would say it. */
const RISKY: Readonly<Record<string, RegExp>> = {
  'an edit of the registry': /\bregedit\b|\bregistry\b|\breg(?:\.exe)? (?:add|delete)\b|\bHKEY_|\bHKLM\b|\bHKCU\b/i,
  'clearing what BitLocker hangs on': /\bclear (?:the )?TPM\b|\bdelete .{0,20}\bNgc\b|\bclear .{0,12}BIOS\b/i,
  'taking a computer out of its organisation': /dsregcmd\s+\/(?:leave|forcerecovery|join)|\bleave the domain\b/i,
  'commands that cut connections or need an administrator':
    /\bchkdsk\b|\bnetsh\b|\bsfc \/scannow|\bDISM\b|\bnet stop\b/i,
  'opening shares to anybody': /\bSMB ?1\b|insecure guest|\bEveryone: Full Control\b/i,
  'switching off what protects':
    /\b(?:switch|turn|disable)\w*(?: off)? (?:the |your )?(?:anti-?virus|virus scanner|firewall|protected view|security defaults|user account control|UAC|modern authentication|WAM|IPv6)\b/i,
  'going on past a warning': /\b(?:proceed|continue|go on) (?:anyway|to (?:the )?(?:page|site) \(unsafe\))/i,
  'telling a secret':
    /\b(?:tell|send|give|write) (?:me|us) (?:your|the) (?:password|PIN|recovery key|passcode|number you got|code (?:that|you|from|in the text))\b/i,
  'approving to make it stop': /\bapprove (?:it|one) (?:to|so that) .{0,20}stops?\b/i,
  'another file type to slip past a filter': /\bzip (?:file )?with a password\b|\brename .{0,40}\.(?:exe|txt)\b/i,
};

/** A sentence that warns of something doesn't advise it. */
const WARNS = /\b(?:don't|do not|never|nobody|not|no|without)\b/i;

/** The sentences of a step as people read them, but for those that warn. */
function sentencesOf(step: Step): string[] {
  if (step.who === 'admin' || step.kind === 'visit') return [];
  const texts = step.kind === 'tell' ? [...step.variants.map(({ text }) => text), step.expect, step.cost] : [step.text];
  return texts.flatMap((text) => unwarned(plain(text)));
}

function unwarned(text: string): string[] {
  return text.split(/(?<=[.!?:])\s+/).filter((sentence) => !WARNS.test(sentence));
}

describe('what people are told', () => {
  const { walkthroughs, savedReplies } = loadContent(shippedSources());
  const ours = [...walkthroughs.values()].filter(
    ({ pack, audience }) => audience === 'person' && pack !== 'skype-for-business',
  );
  for (const [what, risky] of Object.entries(RISKY))
    it(`is never ${what}`, () => {
      const found = ours.flatMap((walkthrough) =>
        [...walkthrough.steps.values()].flatMap((step) =>
          sentencesOf(step)
            .filter((text) => risky.test(text))
            .map((text) => `${walkthrough.id}/${step.id}: ${text}`),
        ),
      );
      const replied = savedReplies.flatMap(({ pack, id, text }) =>
        unwarned(text)
          .filter((sentence) => risky.test(sentence))
          .map((sentence) => `${pack}/${id}: ${sentence}`),
      );
      assert.deepEqual([...found, ...replied], []);
    });

  it('is found by these words, where it is advised', () => {
    assert.match('Turn off your antivirus for a moment.', RISKY['switching off what protects']!);
    assert.match('Open regedit and delete the key.', RISKY['an edit of the registry']!);
    assert.match('Send me the code that you got.', RISKY['telling a secret']!);
  });
});
