import assert from 'node:assert/strict';
import { knowledge } from '../fakes/knowledge.ts';
import { act, stories, words } from '../fakes/stories.ts';
import { Talk } from '../fakes/talk.ts';

describe('whole conversations', () => {
  for (const story of stories())
    it(`${story.story} (${story.file}:${story.line})`, async () => {
      const talk = new Talk(knowledge().turn, story.as);
      for (const [i, turn] of story.turns.entries()) {
        await act(talk, turn);
        const where = `turn ${i + 1} (${turn.say ?? turn.press ?? 'open'}): ${talk.text.slice(0, 300)} [${talk.at}]`;
        const { at, outcome, text, without, choices } = turn.expect;
        if (at !== undefined) assert.equal(talk.at, at, where);
        if (outcome !== undefined) assert.equal(talk.reply.outcome, outcome, where);
        for (const w of words(text)) assert.ok(talk.text.toLowerCase().includes(w.toLowerCase()), `"${w}" in ${where}`);
        for (const w of words(without))
          assert.ok(!talk.text.toLowerCase().includes(w.toLowerCase()), `no "${w}" in ${where}`);
        for (const c of choices ?? []) assert.ok(talk.choices.includes(c), `choice ${c} in ${where}: ${talk.choices}`);
      }
    });
});
