import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import { PHRASE_KEYS, type PhraseKey } from '../../src/core/phrases.ts';
import { plain } from '../../src/core/text.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { act, stories } from '../fakes/stories.ts';
import { Talk } from '../fakes/talk.ts';

/** Said where no story can go: which test goes there instead. */
const ELSEWHERE: readonly (readonly [test: string, says: RegExp])[] = [
  ['people.test.ts', /^(?:image-|reading-|thread-|not-yours$|helping-another$|offer$|withdrawn$|elsewhere$)/],
  ['main.test.ts', /^shortened$/],
  [
    'test/desk, which counts them too',
    /^(desk|send|part|code|queued|closed|check-back|agent|type)(-|$)|^(sent|found-more|late(-until)?|claimed|handed|released|passed-on|with-agent|answer-passed|walking-on|nothing-to-walk|reopened|not-reopened|rate-line|carried-file|unreached(-next)?|queue-left|leave-out-question)$|^choice-(send|leave-out|keep-all|walk-on|where|leave-queue|code|reopen|still-fixed|broken-again)$/,
  ],
  ['journal.test.ts, with an apology of its own', /^failed$/],
  ['below', /^(?:no-walkthrough|edited-restart)$/],
];

const { content, read } = knowledge();
const CLOCK = 'Cannot sign in to Lync because your computer clock is not set correctly.';

/** A phrase as it is said with nothing put in for its placeholders. */
function begins(key: PhraseKey, text: string): void {
  const [start] = plain(content.phrases[key]!).split('{');
  assert.ok(text.includes(start!.trim()), `"${start}" in ${text}`);
}

describe('phrases', () => {
  it('are each said in some conversation of test/conversations', async () => {
    const said = new Set<string>();
    const phrases = new Proxy(content.phrases, {
      get: (all, key: string) => {
        said.add(key);
        return all[key];
      },
    });
    // What stands on buttons was put there when the content was read: it is known by its words.
    const titles = new Set<string>();
    const turn = createTurn({ ...content, phrases }, read);
    for (const story of stories()) {
      const talk = new Talk(turn, story.as);
      for (const one of story.turns) {
        await act(talk, one);
        for (const reply of talk.last!.replies) for (const choice of reply.choices) titles.add(choice.title);
      }
    }
    const unsaid = PHRASE_KEYS.filter(
      (key) =>
        !said.has(key) &&
        !(key.startsWith('choice-') && titles.has(plain(content.phrases[key]!))) &&
        !ELSEWHERE.some(([, says]) => says.test(key)),
    );
    assert.deepEqual(unsaid, [], 'no conversation says these: write one that does');
  });

  it('tell that there is no walkthrough for somebody', async () => {
    const clock = content.intents.get('clock-skew')!;
    const intents = new Map(content.intents).set(clock.id, { ...clock, walkthrough: { person: null, admin: null } });
    const talk = new Talk(createTurn({ ...content, intents }, read));
    await talk.say(CLOCK);
    begins('no-walkthrough', talk.text);
  });

  it('tell that the walkthrough was edited and begins anew', async () => {
    const talk = new Talk(createTurn(content, read));
    await talk.say(CLOCK);
    const [id, step] = talk.at!.split('/') as [string, string];
    const old = content.walkthroughs.get(id)!;
    const renamed = new Map(
      [...old.steps].map(([name, s]) => (name === step ? ['anew', { ...s, id: 'anew' }] : [name, s])),
    );
    const start = old.start === step ? 'anew' : old.start;
    const walkthroughs: Content['walkthroughs'] = new Map(content.walkthroughs).set(id, {
      ...old,
      ...{ steps: renamed, start, hash: 'edited' },
    });
    talk.turn = createTurn({ ...content, walkthroughs }, read);
    await talk.say('windows');
    begins('edited-restart', talk.text);
  });
});
