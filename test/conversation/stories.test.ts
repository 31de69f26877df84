import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Phrases } from '../../src/core/content.ts';
import { CHANNEL_KEYS, DIALOGUE_KEYS } from '../../src/core/phrase-keys.ts';
import { plain } from '../../src/core/text.ts';
import { summaryText } from '../../src/desk/head.ts';
import { channelSources } from '../fakes/channel-sources.ts';
import { shipped } from '../fakes/knowledge.ts';
import { act, beginningOf, stories, words } from '../fakes/stories.ts';
import { Talk } from '../fakes/talk.ts';

/** Said where no story can go: which test goes there instead. */
const ELSEWHERE: readonly (readonly [test: string, says: RegExp])[] = [
  ['gate.test.ts', /^(?:image-|file-|reading-(?:image|file)|(?:unread|linked)-part$)/],
  ['ask-again.test.ts', /^did-you-get$/],
  ['core/part-words.test.ts', /^(?:sent|trouble)-/],
  ['the tests of threads and shortcuts in test/channels/slack', /^(?:text-unread|text-not-read|taken-up)$/],
  ['the tests of erasing and of links in test/channels', /^(?:forgotten|forget-failed|link-revoked)$/],
  ['people.test.ts', /^(?:reading-|thread-|not-yours$|helping-another$|offer$|withdrawn$|elsewhere$)/],
  ['main.test.ts', /^shortened$/],
  ['known.test.ts, with many packs and with none', /^knows-(?:more|nothing)$/],
  ['answering.test.ts, since no shipped step takes hours', /^takes-hours$/],
  ['understanding/packs.test.ts, with two packs', /^which-product$/],
  [
    'test/desk, which counts them too',
    /^(desk|send|part|code|queued|closed|check-back|agent|type)(-|$)|^(sent|found-more|late(-until)?|claimed(?:-here|-speaking)?|handed|released|passed-on|with-agent|answer-passed|walking-on|nothing-to-walk|reopened|not-reopened|signed-in-told|rate-line|carried-(?:file|link|not)|passed-(?:name|link)|uncarried|unreached(-next)?|unheard|queue-left|leave-out-question)$|^choice-(send|leave-out|keep-all|walk-on|where|leave-queue|code|reopen(-last)?|still-fixed|broken-again)$/,
  ],
  ['journal.test.ts, with an apology of its own', /^failed$/],
  ['below', /^(?:no-walkthrough|edited-restart)$/],
];

/** A placeholder that nobody filled in. */
const BLANK = /\{[a-z]+(?:-[a-z]+)*\}/;

const { content, read, turn: ours } = await shipped();

describe('whole conversations', () => {
  for (const story of stories())
    it(`${story.story} (${story.file}:${story.line})`, async () => {
      const talk = new Talk(ours, story.as);
      if (story.on) talk.now = beginningOf(story.on);
      for (const [i, turn] of story.turns.entries()) {
        await act(talk, turn);
        const where = `turn ${i + 1} (${turn.say ?? turn.press ?? 'open'}): ${talk.text.slice(0, 300)} [${talk.at}]`;
        const { at, outcome, text, without, choices, ticket, urgent } = turn.expect;
        assert.doesNotMatch(talk.text, BLANK, where);
        if (at !== undefined) assert.equal(talk.at, at, where);
        if (outcome !== undefined) assert.equal(talk.reply.outcome, outcome, where);
        for (const w of words(text)) assert.ok(talk.text.toLowerCase().includes(w.toLowerCase()), `"${w}" in ${where}`);
        for (const w of words(without))
          assert.ok(!talk.text.toLowerCase().includes(w.toLowerCase()), `no "${w}" in ${where}`);
        const written = talk.last!.tickets.at(-1)?.summary;
        const summary = written ? plain(summaryText(content, written)) : '';
        for (const w of words(ticket)) assert.ok(summary.includes(w), `"${w}" on the ticket of ${where}: ${summary}`);
        if (urgent !== undefined) assert.equal(written?.urgent, urgent, `urgent: ${where}`);
        for (const c of choices ?? []) assert.ok(talk.choices.includes(c), `choice ${c} in ${where}: ${talk.choices}`);
      }
    });
});

describe('phrases', () => {
  it('are each said in some conversation of test/conversations', async () => {
    const said = new Set<string>();
    const watched = (phrases: Phrases): Phrases =>
      new Proxy(phrases, {
        get: (all, key: string) => {
          said.add(key);
          return all[key];
        },
      });
    const packs = new Map([...content.packs].map(([id, pack]) => [id, { ...pack, phrases: watched(pack.phrases) }]));
    // Words on buttons were put there when the content was read: a button is known by its words.
    const titles = new Set<string>();
    const turn = createTurn({ ...content, packs, phrases: watched(content.phrases) }, read);
    for (const story of stories()) {
      const talk = new Talk(turn, story.as);
      if (story.on) talk.now = beginningOf(story.on);
      for (const one of story.turns) {
        await act(talk, one);
        for (const reply of talk.last!.replies) for (const choice of reply.choices) titles.add(choice.title);
      }
    }
    const unsaid = DIALOGUE_KEYS.filter(
      (key) =>
        !said.has(key) &&
        !(key.startsWith('choice-') && titles.has(plain(content.phrases[key]!))) &&
        !ELSEWHERE.some(([, says]) => says.test(key)),
    );
    assert.deepEqual(unsaid, [], 'no conversation says these: write one that does');
  });

  it('of the channels are each named in the code of a channel', () => {
    const sources = channelSources().map(({ text }) => text);
    const unnamed = CHANNEL_KEYS.filter((key) => {
      const named = [`'${key}'`, `{{${key}}}`];
      return !sources.some((text) => named.some((as) => text.includes(as)));
    });
    assert.deepEqual(unnamed, [], 'no channel says these: take them out of phrase-keys.ts and phrases.yaml');
  });
});
