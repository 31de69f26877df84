import { PassThrough } from 'node:stream';
import { Chat } from '../../../src/channels/terminal/chat.ts';
import { TerminalChannel } from '../../../src/channels/terminal/terminal.ts';
import { channelContract, type Shown } from '../../contracts/channel.contract.ts';
import { until } from '../../fakes/until.ts';

const CONVERSATION = 'terminal:kim';

channelContract({
  name: 'terminal',
  registration: { without: 'it is a command of its own, `firstline chat`' },
  async open(host) {
    const input = new PassThrough();
    const output = new PassThrough().setEncoding('utf8');
    let written = '';
    output.on('data', (chunk: string) => (written += chunk));
    const chat = new Chat({
      conversation: CONVERSATION,
      audience: 'person',
      json: false,
      colour: false,
      interactive: false,
      input,
      output,
      say: host.say,
    });
    const shown: Shown[] = [];
    const channel = new TerminalChannel(CONVERSATION, (reply) => {
      const before = written.length;
      chat.show(reply);
      const words = (output.read() as string | null) ?? written.slice(before);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what would steer the terminal
      shown.push({ words, calls: [], works: words.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g) ?? [] });
    });
    let stopped = false;
    let broken = false;
    let answered = 0;
    const running = chat
      .run(async (message) => {
        await host.accept(message);
        answered += 1;
      })
      .catch(() => {
        broken = true;
      });
    await channel.start();
    return {
      channel,
      server: { without: 'it has no routes' },
      connections: { without: 'it writes to this process’s own output' },
      ways: {
        async say(text) {
          if (stopped) return false;
          const before = answered;
          input.write(`${text}\n`);
          await until(() => answered > before || broken, 'the line to be taken');
          return !broken;
        },
        press: { without: 'choices are typed' },
        again: { without: 'a line that is typed again is another line' },
      },
      called: null,
      shown: () => shown,
      attempts: () => shown.length,
      failures: { without: 'it writes to this process’s own output' },
      cut: { without: 'it writes to this process’s own output' },
      gone: { rows: [{ conversation: 'terminal:somebody-else' }], images: ['/', '\0'] },
      async stop() {
        stopped = true;
        input.end();
        await running;
        await channel.stop();
      },
      async close() {
        input.end();
        await running;
      },
    };
  },
});
