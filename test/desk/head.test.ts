/** The head of a ticket: the names of places that people write from, and the words that told a problem. */
import assert from 'node:assert/strict';
import type { PhraseKey } from '../../src/core/phrase-keys.ts';
import { phrase } from '../../src/core/phrases.ts';
import { plain } from '../../src/core/text.ts';
import { placeName, summaryText } from '../../src/desk/head.ts';
import { shipped } from '../fakes/knowledge.ts';
import { ticket } from '../fakes/samples.ts';

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

describe('the words that told a problem', () => {
  const { summary } = ticket('F-1');
  const shown = (telling?: readonly string[]): string => plain(summaryText(content, { ...summary, telling }));

  it('stand in the summary, the strongest first', () =>
    assert.match(shown(['password', 'changed']), /Recognised by: password, changed/));

  it('are left out where there are none, as in older tickets', () => {
    for (const none of [[], undefined]) assert.doesNotMatch(shown(none), /Recognised by/);
  });
});
