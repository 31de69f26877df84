/** Dated content, played on both sides of its day: Microsoft ends its codes by text message on 1 February 2027. */
import assert from 'node:assert/strict';
import { shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const { turn } = await shipped();

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
