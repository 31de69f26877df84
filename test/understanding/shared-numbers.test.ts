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
};

describe('a number that products share', () => {
  for (const [number, ...among] of ASKED)
    it(`${number} is asked about, with ${among.join(', ')} among the answers`, async () => {
      const talk = await new Talk(turn).say(number);
      assert.equal(talk.state!.case, null);
      for (const intent of among) assert.ok(talk.choices.includes(intent), `${intent} in ${talk.choices}`);
    });

  for (const [said, intent] of Object.entries(NAMED))
    it(`${said} is ${intent}`, async () => {
      assert.equal((await new Talk(turn).say(said)).state!.case?.intent, intent);
    });
});
