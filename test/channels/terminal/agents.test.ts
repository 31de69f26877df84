import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { Chat } from '../../../src/channels/terminal/chat.ts';
import { jsonReply } from '../../../src/channels/terminal/lines.ts';
import { renderReply } from '../../../src/channels/terminal/render.ts';
import { TerminalChannel } from '../../../src/channels/terminal/terminal.ts';
import { quote } from '../../../src/core/text.ts';
import { reply } from '../../fakes/samples.ts';
import { say } from '../../fakes/say.ts';
import { until } from '../../fakes/until.ts';

const speaker = { name: 'Ana Novak', agent: true };
const instead = { kind: 'instead', message: 'ticket:F-1|spoke:a' } as const;
const gone = { kind: 'gone', message: 'ticket:F-1|spoke:a' } as const;
const images = [{ ref: 'kept', name: 'window.png' }];

describe('agents in the terminal', () => {
  it('speak under their names, also when they change a line or take it back', () => {
    const shown = (said: Parameters<typeof reply>[1], text = 'Set the clock right.'): string =>
      renderReply(reply(text, said), false, 80, say);
    assert.equal(shown({ speaker }), 'Ana Novak: Set the clock right.');
    assert.equal(shown({ speaker, placement: instead }), 'Ana Novak (changed): Set the clock right.');
    assert.equal(shown({ placement: gone }, ''), '(a message was taken back)');
    assert.equal(shown({ speaker, images }, 'Ana Novak sent a file: window.png'), 'Ana Novak sent a file: window.png');
    assert.equal(shown({ speaker, body: quote('hm') }), 'Ana Novak: \n\n> hm');
    assert.equal(shown({}), 'Set the clock right.');
  });

  it('can’t steer the terminal with their names', () => {
    const evil = { name: 'Eve\u001b[2J\u0007\r\nroot', agent: true };
    assert.equal(renderReply(reply('hi', { speaker: evil }), false, 80, say), 'Eve[2Jroot: hi');
  });

  it('have fields of their own in JSON, which other replies leave out', () => {
    assert.deepEqual(Object.keys(jsonReply([reply('hello')])), ['text', 'choices', 'at', 'outcome']);
    const line = jsonReply([reply('sent a file', { speaker, images, placement: instead })]);
    assert.deepEqual([line.speaker, line.images, line.placement], [speaker, ['window.png'], instead]);
  });

  for (const json of [false, true])
    it(`are heard while nobody types${json ? ', as a line of their own' : ''}`, async () => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      let printed = '';
      output.on('data', (chunk) => (printed += chunk));
      const options = { audience: 'person', json, colour: false, interactive: false, input, output, say } as const;
      const chat = new Chat({ conversation: 'terminal:jo', ...options });
      const channel = new TerminalChannel('terminal:jo', chat.show);
      const speak = (text: string, more = {}) => channel.send('terminal:jo', reply(text, more));
      const ended = chat.run(async (message) => {
        await speak(`heard ${message.text}`);
        await speak('and more');
      });
      await speak('Good morning.', { speaker });
      input.write('hello\n');
      await until(() => printed.includes('and more'), 'the answer');
      await speak('Are you there?', { speaker });
      input.end();
      await ended;
      const lines = printed.split('\n').filter(Boolean);
      const texts = json ? lines.map((line) => (JSON.parse(line) as { text: string }).text) : lines;
      const heard = json ? ['heard hello\n\nand more'] : ['heard hello', 'and more'];
      const name = json ? '' : 'Ana Novak: ';
      assert.deepEqual(texts, [`${name}Good morning.`, ...heard, `${name}Are you there?`]);
    });
});
