import assert from 'node:assert/strict';
import { ReplyBuilder } from '../../src/conversation/reply-builder.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import type { PhraseKey } from '../../src/core/phrase-keys.ts';
import { plain } from '../../src/core/text.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const { content, read } = knowledge();
const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

/** A phrase as it is said with nothing put in for its placeholders. */
function begins(key: PhraseKey, text: string): void {
  const [start] = plain(content.phrases[key]!).split('{');
  assert.ok(text.includes(start!.trim()), `"${start}" in ${text}`);
}

describe('phrases', () => {
  it('name the number to call, as the organisation said it or in neutral words', () => {
    const told = (organisation: Content['organisation']): string =>
      plain(new ReplyBuilder({ ...content, organisation }).phrase('unheard'));
    assert.match(told({ 'support-phone': '020 7946 0000' }), /please call 020 7946 0000\.$/);
    assert.match(told({}), /please call your support team's number\.$/);
  });

  it('tell that there is no walkthrough for somebody', async () => {
    const stale = content.intents.get('stale-schedule')!;
    const intents = new Map(content.intents).set(stale.id, { ...stale, walkthrough: { person: null, admin: null } });
    const talk = new Talk(createTurn({ ...content, intents }, read));
    await talk.say(STALE);
    begins('no-walkthrough', talk.text);
  });

  it('tell that the walkthrough was edited and begins anew', async () => {
    const talk = new Talk(createTurn(content, read));
    await talk.say(STALE);
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
    await talk.say('panel');
    begins('edited-restart', talk.text);
  });
});
