import assert from 'node:assert/strict';
import { contentSources } from '../../src/commands/sources.ts';
import { FIXTURE, FIXTURE_PACK, QUICK } from '../fakes/content.ts';
import { type Knowledge, taught } from '../fakes/knowledge.ts';
import { folderOf } from '../fakes/packs.ts';
import { Talk } from '../fakes/talk.ts';

/** Questions that are answered in one's own words: slots of the kind `text`. */
describe('a question answered in one’s own words', () => {
  let turn: Knowledge['turn'];

  before(async () => {
    const company = folderOf({
      'intents/roomie/pack.yaml':
        'slots:\n  room-sign:\n    { title: Sign, kind: text, question: What stands at the door?, unknown: your room, unlike: [in the, the one, since] }\n',
      'dialogs/roomie/wrong-pin.yaml':
        'start: sign\nsteps:\n  sign: { slot: room-sign, go: told, skip: told }\n  told: { tell: "Go to {room-sign}.", fixed: done, not: office-team }\n',
    });
    ({ turn } = await taught(
      contentSources({ packs: [FIXTURE_PACK], folders: [...QUICK, FIXTURE, company], organisation: null }),
    ));
  });

  const asked = async () => {
    const talk = await new Talk(turn).say(
      'The PIN or the name is wrong. Try again, or ask your office team for a new PIN.',
    );
    assert.equal(talk.at, 'wrong-pin/sign');
    return talk;
  };

  it('takes any words, and says them where a text has their placeholder', async () => {
    for (const words of ['Oslo', '4.17', 'the *big* one on the left'])
      assert.match((await (await asked()).say(words)).text, new RegExp(`Go to ${words.replace(/[.*]/g, '\\$&')}\\.`));
  });

  it('asks once more where a text begins as no answer does, and then takes it', async () => {
    for (const words of ['in the corridor', 'the one in the corridor']) {
      const talk = await (await asked()).say(words);
      assert.equal(talk.at, 'wrong-pin/sign', words);
      assert.match(talk.text, /I may have misread that/);
      assert.match((await talk.say(words)).text, new RegExp(`Go to ${words}\\.`));
    }
    // A number or a name in it makes it one, and so does another beginning.
    for (const words of ['in the 4.17', 'the one with R_22', 'inner court'])
      assert.match((await (await asked()).say(words)).text, new RegExp(`Go to ${words}\\.`));
  });

  it('still hears controls, and that somebody does not know', async () => {
    assert.equal((await (await asked()).say('talk to a person')).last?.tickets.length, 1);
    for (const words of ['skip', "I don't know"]) {
      const talk = await (await asked()).say(words);
      assert.equal(talk.at, 'wrong-pin/told', words);
      assert.match(talk.text, /Go to your room\./, words);
    }
  });

  it('takes neither another error nor a long report for an answer', async () => {
    const talk = await (await asked()).say(
      'Roomie cannot book this room because the schedule on this panel is out of date.',
    );
    assert.doesNotMatch(talk.text, /Go to/);
    assert.doesNotMatch((await (await asked()).say('nothing to see here '.repeat(20))).text, /Go to/);
  });
});
