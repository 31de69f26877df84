/** What is stored of messages and replies is all of them, and half as long. */
import assert from 'node:assert/strict';
import { type Message, PLAIN } from '../../src/core/message.ts';
import { BARE, type Reply } from '../../src/core/reply.ts';
import { messageOf, packMessage, packReply, replyOf } from '../../src/store/packed.ts';
import { message, moment, reply } from '../fakes/samples.ts';

const WHOLE: Message = {
  ...message('my words'),
  person: { id: 'slack:T:jo', name: 'Jo' },
  choice: 'yes',
  asked: 0,
  shared: true,
  images: [{ ref: 'r', name: 'a.png', size: 3 }] as never,
  takenUp: true,
  masked: true,
  parts: [],
};
const SAID: Reply = {
  ...reply('hello'),
  title: 'A problem',
  asked: 3,
  body: [
    { kind: 'text', spans: [{ text: 'alone' }] },
    { kind: 'text', spans: [{ text: '' }, { text: 'bold', style: 'bold' }, { style: 'code', text: 'code' }] },
    { kind: 'text', spans: [] },
    { kind: 'text', spans: [{ text: 'a page', style: 'link', href: 'https://example.com' }] },
    { kind: 'item', mark: '1.', spans: [{ text: 'item' }] },
    { kind: 'quote', spans: [{ text: 'theirs', style: 'bold' }] },
  ],
  choices: [
    { id: '2', title: 'Two' },
    { id: '1', title: 'One' },
  ],
  controls: [{ id: 'text', title: 'kind' }],
  progress: { step: 1, of: 7, label: 'Step 1' },
  quiet: true,
};

describe('what is stored', () => {
  it('is the whole message', () => {
    for (const whole of [WHOLE, message('plain')]) {
      const stored = packMessage(whole);
      assert.deepEqual(messageOf(stored, { conversation: whole.conversation, at: whole.at }), whole);
      assert.ok(!stored.includes(whole.conversation) && !stored.includes(whole.at), stored);
    }
  });

  it('is the whole reply', () => {
    for (const whole of [SAID, reply('hello'), { ...BARE, body: [] }])
      assert.deepEqual(replyOf(packReply(whole)), whole);
  });

  it('is half as long as the whole', () => {
    const short = { ...message('That fixed it'), kind: 'pressed', choice: 'fixed', asked: 3 } as const;
    assert.ok(packMessage(short).length < JSON.stringify(short).length / 2, packMessage(short));
    assert.ok(packReply(SAID).length < JSON.stringify(SAID).length * 0.6, packReply(SAID));
  });

  it('is read where it was stored whole', () => {
    const columns = { conversation: 'another', at: moment() };
    assert.deepEqual(messageOf(JSON.stringify(WHOLE), columns), WHOLE);
    assert.deepEqual(replyOf(JSON.stringify(SAID)), SAID);
    const { id, kind, text } = WHOLE;
    const old = messageOf(JSON.stringify({ id, kind, text }), columns);
    assert.deepEqual(old, { ...PLAIN, ...columns, id, kind, text, masked: false, shortened: false } as never);
    assert.deepEqual(replyOf(JSON.stringify({ title: null, body: [] })), { ...BARE, body: [] });
  });
});
