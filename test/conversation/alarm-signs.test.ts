/** Signs of alarms in texts: one case more is one line more. */
import assert from 'node:assert/strict';
import { signIn } from '../../src/conversation/alarm-signs.ts';
import type { Content } from '../../src/core/content.ts';
import { knowledge } from '../fakes/knowledge.ts';

/** Content in which a thief at a till is an alarm. */
function guarded(): Content {
  const { content } = knowledge();
  const [id, intent] = [...content.intents].find(([, { kind }]) => kind === 'problem')!;
  const alarms = [
    [
      ['a stranger', 'somebody'],
      ['opens', 'opened', 'is at'],
      ['my till', 'our till'],
    ],
    [['we were robbed']],
  ];
  return { ...content, intents: new Map([...content.intents, [id, { ...intent, alarms }]]) };
}

const SIGNS: readonly (readonly [text: string, kind: string | null])[] = [
  ['somebody opens my till', 'told'],
  ['Somebody in a red coat opened just now OUR TILL', 'told'],
  ['the scales are fine, a stranger is at my till and nobody is here', 'told'],
  ['help, we were robbed', 'told'],
  ["I can't reach you by phone I think somebody opened my till", 'told'],
  ['somebody opened my till?', 'asked'],
  ['did you know? somebody opened my till', 'told'],
  // Another order, too far apart, another sentence.
  ['my till opens for somebody', null],
  ['somebody of the cleaning people of the other shop always opens the window near my till', null],
  ['I saw somebody. She opens late. Now to my till', null],
  // Denied, imagined, asked for, and somebody who only sent something.
  ['nobody and no somebody opens my till', 'unreal'],
  ['if somebody opens my till, what then', 'unreal'],
  ['can somebody who opened it look at my till', 'unreal'],
  ['the letter from somebody who opened my till', 'unreal'],
  ["we don't say that we were robbed", 'unreal'],
];

describe('a sign of an alarm', () => {
  for (const [text, kind] of SIGNS)
    it(`is ${kind ?? 'not found'}: ${text}`, () => {
      assert.equal(signIn(guarded(), text)?.kind ?? null, kind);
    });
});
