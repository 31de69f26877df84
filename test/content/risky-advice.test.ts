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
  'switching on what a file brings along': /\b(?:click|choose|tick|press) (?:Enable (?:Content|macros)|Unblock)\b/i,
  'deleting the only copy of mail': /\b(?:delete|remove)\b.{0,40}(?:\.pst\b|\.ost\b|\bprofile\b)/i,
  'believing an unknown server': /\binstall\b.{0,20}\bcertificate\b|\bclick (?:Yes|Allow|Continue)\b/i,
  'work mail in a private account': /\bforward\b.{0,40}\b(?:private|personal)\b.{0,20}\b(?:address|account|mailbox)\b/i,
  'a way round a rule about places': /\bVPN of another\b|\banother country's\b|\buser agent\b/i,
  'a file for anybody': /\banyone with the link\b|\bWeTransfer\b|\bDropbox\b/i,
  "somebody else's sign-in":
    /\bcolleague\b.{0,40}\b(?:password|approve)\b|\bshare (?:your|the) (?:password|account)\b/i,
  'another file type to slip past a filter': /\bzip (?:file )?with a password\b|\brename .{0,40}\.(?:exe|txt)\b/i,
};

/** Advice that must not be given to administrators either. */
const RISKY_FOR_ADMINS: Readonly<Record<string, RegExp>> = {
  'open holes in printing':
    /\b(?:RpcAuthnLevelPrivacyEnabled|RestrictDriverInstallationToAdministrators)\W{0,6}(?:=|to|off)\W{0,3}0?/i,
  'open shares to anybody': /\bSMB ?1\b|insecure guest|\bEveryone: Full Control\b|\banyone with the link\b/i,
  'switch off what protects':
    /\b(?:disable|switch off|turn off)\b.{0,30}\b(?:antivirus|firewall|WAM|ADAL|modern authentication|security defaults|UAC|IPv6|Protected View)\b|\bLevel1Remove\b/i,
  'let mail in unproven': /\bRejectDirectSend \$false/i,
};

/** A sentence that warns of something doesn't advise it. */
const WARNS = /\b(?:don't|do not|never|nobody|not|no|without|leave)\b/i;

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

  const { packs, intents } = loadContent(shippedSources());
  const OUR_PACKS = ['microsoft-365-sign-in', 'mail', 'files-and-network'];
  const answers = [...packs.values()].flatMap(({ id: pack, answers: own }) =>
    (OUR_PACKS.includes(pack) ? own : []).flatMap(({ id, variants }) =>
      variants.map(({ text }) => ({ name: `${pack}/${id}`, text: plain(text) })),
    ),
  );
  const advice = [...intents.values()].flatMap((intent) =>
    OUR_PACKS.includes(intent.pack) ? [{ name: intent.id, text: plain(intent.resolution.person) }] : [],
  );

  it('is none of it in answers to questions and in what helps in short', () => {
    const found = [...answers, ...advice].flatMap(({ name, text }) =>
      unwarned(text)
        .filter((sentence) => Object.values(RISKY).some((risky) => risky.test(sentence)))
        .map((sentence) => `${name}: ${sentence}`),
    );
    assert.deepEqual(found, []);
  });

  for (const [what, risky] of Object.entries(RISKY_FOR_ADMINS))
    it(`is no work for administrators that would ${what}`, () => {
      const work = ours.flatMap(({ id, steps }) =>
        [...steps.values()].flatMap((step) =>
          step.kind === 'tell' && step.who === 'admin'
            ? step.variants.map(({ text }) => ({ name: `${id}/${step.id}`, text: plain(text) }))
            : [],
        ),
      );
      const general = [...intents.values()].flatMap(({ id, resolution }) =>
        resolution.admin.map((text) => ({ name: id, text: plain(text) })),
      );
      const found = [...work, ...general].flatMap(({ name, text }) =>
        unwarned(text)
          .filter((sentence) => risky.test(sentence))
          .map((sentence) => `${name}: ${sentence}`),
      );
      assert.deepEqual(found, []);
    });

  it('is found by these words, where it is advised', () => {
    assert.match('Click Enable Content, and it runs.', RISKY['switching on what a file brings along']!);
    assert.match('Remove the old profile.', RISKY['deleting the only copy of mail']!);
    assert.match('Set RpcAuthnLevelPrivacyEnabled = 0.', RISKY_FOR_ADMINS['open holes in printing']!);
    assert.match('Turn off your antivirus for a moment.', RISKY['switching off what protects']!);
    assert.match('Open regedit and delete the key.', RISKY['an edit of the registry']!);
    assert.match('Send me the code that you got.', RISKY['telling a secret']!);
  });
});
