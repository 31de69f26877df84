import assert from 'node:assert/strict';
import { Amendments, pageLines, pictureOf } from '../../../src/channels/web/amendments.ts';
import { lineId } from '../../../src/channels/web/transcript.ts';
import type { ConversationEvent } from '../../../src/core/desk.ts';
import type { Image } from '../../../src/core/job.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Reply } from '../../../src/core/reply.ts';
import type { Line } from '../../../src/core/store.ts';
import { plain } from '../../../src/core/text.ts';
import { message, moment, reply } from '../../fakes/samples.ts';

const WEB = 'web:one';
const speaker = { name: 'Ana', agent: true };
const event = { kind: 'released' } as ConversationEvent;

/** A conversation as the store has it: what came in, each with its replies. */
function conversation(...turns: readonly (readonly [Partial<Message>, ...Reply[]])[]): Line[] {
  return turns.flatMap(([came, ...replies], i) => [
    {
      turn: i + 1,
      part: 0,
      at: moment(),
      message: message('', { conversation: WEB, kind: 'event', event, ...came }),
      reply: null,
    },
    ...replies.map((said, j) => ({ turn: i + 1, part: j + 1, at: moment(), message: null, reply: said })),
  ]);
}

const spoke = (text: string): Reply => reply(text, { speaker });
const instead = (text: string, of: string): Reply =>
  reply(text, { speaker, placement: { kind: 'instead', message: of } });
const gone = (of: string): Reply => reply('', { placement: { kind: 'gone', message: of } });
const carried = (of: string, name: string | null = 'a.png'): readonly [Partial<Message>, Reply] => [
  {
    kind: 'result',
    event: null,
    result: { job: `${WEB}|${of}|carry`, kind: 'carry', found: [], trouble: null },
  },
  reply('Ana sent a file', { speaker, images: [{ ref: `kept:${of}`, name }] }),
];

/** The picture of the page's name for it, among these lines. */
function pictureAt(lines: readonly Line[], ref: string): Image | null {
  const amendments = new Amendments();
  for (const line of lines) amendments.note(line);
  const named = pictureOf(ref);
  const line = lines.find((each) => named && lineId(each) === lineId(named.place));
  return line ? amendments.picture(line, ref) : null;
}

/** The lines as one would read them: id, whose, words. */
function read(lines: readonly Line[]): string[] {
  return pageLines(lines).map((line) => {
    if (line.who === 'person') return `${line.id} me: ${line.text}`;
    if (line.who === 'change')
      return `${line.id} ${line.of.join()} ${line.line ? `now: ${plain(line.line.body)}` : 'gone'}`;
    return `${line.id} ${line.who === 'agent' ? line.name : 'bot'}: ${plain(line.body)}${line.changed ? ` (${line.changed})` : ''}`;
  });
}

describe('a conversation for the page', () => {
  it('has the lines of the person, the bot and agents, and none for events', () => {
    const lines = conversation(
      [{ kind: 'opened', event: null }, reply('hello')],
      [{ kind: 'said', text: 'it does not work', event: null }],
      [{ id: 'n' }, spoke('hi')],
      [{ kind: 'event', text: 'secret', event: { kind: 'arrived', state: { secret: 1 } } }],
    );
    assert.deepEqual(read(lines), ['1.1 bot: hello', '2.0 me: it does not work', '3.1 Ana: hi']);
  });

  it('shows a changed line in its place as it is now, and tells of its last change', () => {
    const lines = conversation(
      [{ id: 'a' }, spoke('one')],
      [{ id: 'b' }, spoke('two')],
      [{ id: 'c' }, instead('one, mended', 'a')],
      [{ id: 'd' }, instead('one, mended twice', 'a')],
    );
    assert.deepEqual(read(lines), [
      '1.1 Ana: one, mended twice (4.1)',
      '2.1 Ana: two',
      '4.1 1.1 now: one, mended twice',
    ]);
  });

  it('has nothing of a line that was taken back, its pictures included, however late they come', () => {
    const before = conversation([{ id: 'a' }, spoke('one')], carried('a'), [{ id: 'b' }, instead('two', 'a')]);
    assert.ok(pictureAt(before, '2.1.0'));
    const after = conversation(
      [{ id: 'a' }, spoke('one')],
      carried('a'),
      [{ id: 'b' }, instead('two', 'a')],
      [{ id: 'c' }, gone('a')],
      carried('a', 'late.png'),
    );
    assert.deepEqual(read(after), ['4.1 1.1,2.1 gone']);
    assert.equal(pictureAt(after, '2.1.0'), null);
    assert.equal(pictureAt(after, '5.1.0'), null);
  });

  it('shows words that are added to a line of pictures, and changes them later', () => {
    const lines = conversation(
      [{ id: 'a' }],
      carried('a'),
      [{ id: 'b' }, instead('look at this', 'a')],
      [{ id: 'c' }, instead('look at that', 'a')],
    );
    assert.deepEqual(read(lines), [
      '2.1 Ana: Ana sent a file',
      '3.1 Ana: look at that (4.1)',
      '4.1 3.1 now: look at that',
    ]);
  });

  it('shows no changes of lines from elsewhere, before the case came here', () => {
    const lines = conversation([{ id: 'a' }, instead('two', 'elsewhere')], [{ id: 'b' }, gone('elsewhere')]);
    assert.deepEqual(read(lines), []);
  });

  it('finds pictures by the line they are in, and no others', () => {
    const lines = conversation([{ id: 'a' }, spoke('one')], carried('a'));
    assert.equal(pictureAt(lines, '2.1.0')?.ref, 'kept:a');
    for (const ref of ['2.1.1', '1.1.0', '2.0.0', '9.1.0', 'kept:a', '', '2.1', '2.1.0.0', '__proto__'])
      assert.equal(pictureAt(lines, ref), null, ref);
  });

  it('tells the page nothing but what it shows', () => {
    const [line] = pageLines(
      conversation([{ id: 'a' }, reply('x', { receipt: { conversation: 'ticket:F-1', about: 'a', always: true } })]),
    );
    assert.doesNotMatch(JSON.stringify(line), /ticket|receipt|speaker|forms/);
  });
});
