/**
 * Dated content, played on both sides of its day: the end of passwords for scanners (December 2026), of codes by text
 * message (January 2027) and of EWS (March 2027), and new Outlook by default (March 2027).
 */
import assert from 'node:assert/strict';
import { plain } from '../../src/core/text.ts';
import { summaryText } from '../../src/desk/head.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const { content, turn } = await shipped();

async function saidOn(day: string, text: string): Promise<string> {
  const talk = new Talk(turn);
  talk.now = Date.parse(`${day}T09:00:00Z`);
  return (await talk.say(text)).text;
}

describe('the prompt for a passkey', () => {
  const ASKED = 'Microsoft wants me to register a passkey, can I skip that?';

  it('can be put off on the last day of January 2027', async () => {
    const said = await saidOn('2027-01-31', ASKED);
    assert.match(said, /Yes, until 31 January 2027/);
    assert.doesNotMatch(said, /sends none since/);
  });

  it('can no longer be put off in February by whoever has nothing else', async () => {
    const said = await saidOn('2027-02-02', ASKED);
    assert.match(said, /Only if the prompt itself offers/);
    assert.match(said, /Microsoft sends none since 1 February 2027/);
    assert.doesNotMatch(said, /Yes, until/);
  });
});

/** A conversation on a day: texts are said, and what begins with an exclamation mark is pressed. */
async function talkOn(day: string, ...lines: string[]): Promise<Talk> {
  const talk = new Talk(turn);
  talk.now = Date.parse(`${day}T09:00:00Z`);
  for (const line of lines) await (line.startsWith('!') ? talk.press(line.slice(1)) : talk.say(line));
  return talk;
}

/** The ticket that a conversation wrote, as agents read it. */
function ticketOf(talk: Talk): string {
  return plain(summaryText(content, talk.tickets.at(-1)!.summary));
}

describe('a scanner that sends no mail', () => {
  const SCANNER = "the copier doesn't mail scans any more";
  const HANDED = [SCANNER, '!no', 'the copier on floor 2', '550 5.7.139', '!one', 'anna'] as const;

  it('is looked at in its settings until the end of 2026', async () =>
    assert.equal((await talkOn('2026-12-31', SCANNER, '!yes')).at, 'bounce-device/settings'));

  it('is asked for the code of a switched-off sign-in from 2027 on', async () => {
    const talk = await talkOn('2027-01-01', SCANNER, '!yes');
    assert.equal(talk.at, 'bounce-device/switched-off');
    assert.match(talk.text, /Since the end of 2026/);
    assert.equal((await talk.press('no')).at, 'bounce-device/settings');
  });

  it('brings agents what will be, and then what is', async () => {
    assert.match(ticketOf(await talkOn('2026-12-31', ...HANDED)), /will be off by default/);
    const after = ticketOf(await talkOn('2027-01-01', ...HANDED));
    assert.match(after, /is off by default since the end of December 2026/);
    assert.doesNotMatch(after, /will be off/);
  });
});

describe('a program that reads mail by EWS', () => {
  /** The ticket of a case that was only "something with mail", with the work for agents. */
  const lastWork = async (day: string): Promise<string> =>
    ticketOf(
      await talkOn(
        day,
        'something is wrong with my mail',
        '!mail-generic',
        '!other',
        '!other',
        '!fails',
        '!one',
        '!other',
        '!today',
      ),
    );

  it('is named as blocked until 31 March 2027, and as gone from 1 April on', async () => {
    assert.match(await lastWork('2027-03-31'), /ends it on 1 April 2027/);
    const after = await lastWork('2027-04-01');
    assert.match(after, /ended EWS on 1 April 2027/);
    assert.doesNotMatch(after, /ends it on/);
  });
});

describe('the change to the new Outlook', () => {
  const ASKED = ['when do I have to move to the new Outlook?', '!new-outlook', '!when'] as const;

  it('is to come until February 2027, and has come in March', async () => {
    const before = await talkOn('2027-02-28', ...ASKED);
    assert.match(before.text, /Nobody has to change today/);
    const after = await talkOn('2027-03-01', ...ASKED);
    assert.match(after.text, /Since March 2027/);
    assert.doesNotMatch(after.text, /Nobody has to change today/);
  });
});
