/** Talks to a Bot Framework bot in the load of the benchmark. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Job } from './load.ts';
import type { Talk } from './loop.ts';

/**
 * Conversations with a Bot Framework bot, as a channel has them: it posts activities and takes the replies as a
 * connector.
 */
export async function botTalks(job: Job): Promise<Talk[]> {
  const waiting = new Map<string, () => void>();
  const connector = createServer((incoming, answer) => {
    incoming.resume();
    incoming.once('end', () => {
      answer.writeHead(200, { 'content-type': 'application/json', 'content-length': 10 });
      answer.end('{"id":"1"}');
      waiting.get(/\/v3\/conversations\/(\w+)\//.exec(incoming.url!)![1]!)!();
    });
  });
  connector.listen(0, '127.0.0.1');
  await once(connector, 'listening');
  const serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  return Array.from({ length: job.conversations }, (_, i) => botTalk(job, `talk${i}`, serviceUrl, agent, waiting));
}

function botTalk(job: Job, id: string, serviceUrl: string, agent: Agent, waiting: Map<string, () => void>): Talk {
  const { hostname, port } = new URL(job.url);
  const activity = {
    type: 'message',
    channelId: 'emulator',
    serviceUrl,
    from: { id: `person-${id}`, name: 'Person', role: 'user' },
    recipient: { id: 'bot', name: 'Bot', role: 'bot' },
    conversation: { id },
    locale: 'en-US',
    text: job.errors[0],
  };
  let sent = 0;
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      sent += 1;
      const body = JSON.stringify({ ...activity, id: `${id}-${sent}`, timestamp: new Date().toISOString() });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const posted = request({ agent, hostname, port, path: '/api/messages', method: 'POST', headers }, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) answer.once('end', resolve);
        else reject(new Error(`/api/messages answered ${answer.statusCode}`));
      });
      posted.on('error', reject);
      posted.end(body);
    });
  return async () => {
    const reply = new Promise<void>((resolve) => waiting.set(id, resolve));
    // The end of the turn is waited for too: its state is only stored then.
    await Promise.all([post(), reply]);
  };
}
