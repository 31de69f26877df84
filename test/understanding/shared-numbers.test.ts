/** Numbers of errors that several products share: alone they are asked about, and what stands beside them decides. */
import assert from 'node:assert/strict';
import { shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const { turn } = await shipped();

/** Numbers without a word, and problems that must be among those offered. */
const ASKED: readonly (readonly [number: string, ...among: string[]])[] = [
  ['0x80070005', 'onedrive-online-only', 'windows-update', 'send-as-denied'],
  ['0x80070040', 'network-drive-unreachable', 'vpn-certificate'],
  ['0x80004005', 'network-drive-unreachable', 'windows-update', 'stuck-in-outbox'],
  ['0x80070020', 'windows-update', 'file-locked', 'onedrive-not-syncing'],
  ['53', 'network-drive-unreachable'],
  ['67', 'network-drive-unreachable'],
  ['1219', 'network-drive-credentials'],
  ['1326', 'network-drive-credentials'],
  ['403', 'file-access-denied'],
  ['404', 'file-access-denied', 'teams-files'],
  ['550', 'bounce-unclear'],
  ['691', 'vpn-refused'],
  ['720', 'vpn-unreachable'],
  ['868', 'vpn-unreachable'],
  ['619', 'vpn-unreachable'],
  ['798', 'vpn-certificate'],
  ['13868', 'vpn-certificate'],
  ['1330', 'network-drive-credentials'],
  ['50187', 'device-not-compliant'],
  ['it says 53003', 'blocked-by-conditional-access'],
  ['AADSTS50107', 'company-sign-in-down', 'sso-adfs'],
  ['error 50107', 'company-sign-in-down', 'sso-adfs'],
  ['AADSTS-50107', 'company-sign-in-down', 'sso-adfs'],
  ['error code: 0x8007 0005', 'onedrive-online-only', 'windows-update', 'send-as-denied'],
  ['it says error 0x800B0109', 'vpn-certificate', 'server-certificate'],
  ['i stand in front of twelve people in room Rhein and it says error 0x800B0109', 'vpn-certificate'],
  [
    "Sorry, but we're having trouble signing you in.\nAADSTS50020: more text here",
    'wrong-account',
    'guest-access-fails',
  ],
];

/** Whole sentences that several programs show, and problems that must be among those offered. */
const SENTENCES: readonly (readonly [text: string, ...among: string[]])[] = [
  ['Access Denied', 'file-access-denied', 'blocked-by-conditional-access'],
  ['Cannot Verify Server Identity', 'vpn-certificate', 'certificate-warning', 'mail-certificate-warning'],
  ['i get "Cannot Verify Server Identity" since this morning', 'vpn-certificate', 'mail-certificate-warning'],
  ['ich bekomme die Meldung „Cannot Verify Server Identity“', 'vpn-certificate', 'mail-certificate-warning'],
  ['Access has been blocked by', 'blocked-by-conditional-access', 'app-not-allowed'],
  ['The user name or password is incorrect.', 'wrong-name-or-password', 'network-drive-credentials'],
  ["We're sorry - we've run into an issue", 'teams-app', 'browser-loop-or-blank'],
  ['An error occurred. Contact your administrator for more information.', 'company-sign-in-down', 'sso-adfs'],
];

/** Numbers that one product alone has, or with words that say which, and the problem they are. */
const NAMED: Readonly<Record<string, string>> = {
  '0x80070035': 'network-drive-unreachable',
  '0x80070043': 'network-drive-unreachable',
  '0x80070056': 'network-drive-credentials',
  '0x8007052E': 'network-drive-credentials',
  '0x800704C3': 'network-drive-credentials',
  '0x800704CF': 'network-drive-unreachable',
  'vpn 0x80070040': 'vpn-certificate',
  'windows update 0x80070005': 'windows-update',
  'OneDrive 0x80070005': 'onedrive-online-only',
  '403 on a sharepoint link': 'file-access-denied',
  '404 in onedrive in teams': 'teams-files',
  '0x8004de40': 'onedrive-sign-in',
  '0x8004010F': 'outlook-data-file',
  '0x80240022': 'windows-update',
  '0xCAA70004': 'teams-sign-in',
  'Error code: 0x80070187': 'onedrive-online-only',
  'something failed (0xC00000BB)': 'windows-pin-unavailable',
  'error -2147024843': 'network-drive-unreachable',
  'error 2147942453': 'network-drive-unreachable',
  '0x8007-0035': 'network-drive-unreachable',
  error0x80070035: 'network-drive-unreachable',
  'error 0x11b': 'printer-connect',
  'error 2147024809': 'office-sign-in-broken',
  'Autopilot 0x801C03EA': 'mobile-enrolment',
  'SAP says AADSTS50105': 'consent-needed',
  'error 50187': 'device-not-compliant',
  'Fehler 50105': 'consent-needed',
  'código de error: 50105': 'consent-needed',
  'Teams shows 50105': 'consent-needed',
  '53003 in outlook': 'blocked-by-conditional-access',
};

describe('a number that products share', () => {
  for (const [number, ...among] of ASKED)
    it(`${number} is asked about, with ${among.join(', ')} among the answers`, async () => {
      const talk = await new Talk(turn).say(number);
      assert.equal(talk.state!.case, null);
      for (const intent of among) assert.ok(talk.choices.includes(intent), `${intent} in ${talk.choices}`);
    });

  it('names nobody where a computer stops with it as well', async () => {
    const talk = await new Talk(turn).say('it stopped with a blue screen after the last update, code 0x0000007E');
    assert.equal(talk.state!.case, null);
  });

  for (const [text, ...among] of SENTENCES)
    it(`"${text}" is asked about, with ${among.join(', ')} among the answers`, async () => {
      const talk = await new Talk(turn).say(text);
      assert.equal(talk.state!.case, null);
      for (const intent of among) assert.ok(talk.choices.includes(intent), `${intent} in ${talk.choices}`);
    });

  it('is said to be shared only where there is a choice', async () => {
    assert.match((await new Talk(turn).say('0x80070005')).text, /Several programs/);
    assert.doesNotMatch((await new Talk(turn).say('1330')).text, /Several programs/);
  });

  it('is no error of ours among other words', async () => {
    for (const text of ['our Excel sheet has 50000 rows and freezes', 'parcel 53003 has not come', '99999'])
      assert.notEqual((await new Talk(turn).say(text)).state!.case?.intent, 'blocked-by-conditional-access', text);
  });

  for (const [said, intent] of Object.entries(NAMED))
    it(`${said} is ${intent}`, async () => {
      assert.equal((await new Talk(turn).say(said)).state!.case?.intent, intent);
    });
});
