/** The names of the places that people write from, as agents read them. */
import assert from 'node:assert/strict';
import type { PhraseKey } from '../../src/core/phrase-keys.ts';
import { phrase } from '../../src/core/phrases.ts';
import { placeName } from '../../src/desk/head.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content } = await shipped();
const named = (channel: string): string => placeName(channel, (key: PhraseKey) => phrase(content.phrases, key));

describe('the place a person writes from', () => {
  it('has a name of the content in every shipped channel', () =>
    assert.deepEqual(['slack', 'teams', 'web', 'terminal'].map(named), [
      'Slack',
      'Teams',
      'the web page',
      'the terminal',
    ]));

  it('is the channel’s own name where the content has none', () => assert.equal(named('file-drop'), 'file-drop'));
});
