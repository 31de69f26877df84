/** Talks to Firstline's Teams channel in the load of the benchmark. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Job } from './load.ts';
import type { Talk } from './loop.ts';
import { type Heard, Person } from './person.ts';

interface Button {
  readonly type: string;
  readonly title?: string;
  readonly data?: { readonly firstline: string };
}

/**
 * Conversations with Firstline's Teams channel, as Teams has them: activities and pressed buttons in, cards taken as a
 * connector.
 */
export async function teamsTalks(job: Job): Promise<Talk[]> {
  const waiting = new Map<string, (card: string) => void>();
  const connector = createServer((incoming, answer) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    incoming.once('end', () => {
      answer.writeHead(200, { 'content-type': 'application/json', 'content-length': 10 });
      answer.end('{"id":"1"}');
      // An update of a pressed card is no reply.
      if (incoming.method === 'POST') waiting.get(/\/v3\/conversations\/(\w+)\//.exec(incoming.url!)![1]!)!(body);
    });
  });
  connector.listen(0, '127.0.0.1');
  await once(connector, 'listening');
  const serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`;
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  return Array.from({ length: job.conversations }, (_, i) => {
    const person = new Person(`talk${i}`, job.errors[i % job.errors.length]!);
    return teamsTalk(job, `talk${i}`, person, serviceUrl, agent, waiting);
  });
}

function teamsTalk(
  job: Job,
  id: string,
  person: Person,
  serviceUrl: string,
  agent: Agent,
  waiting: Map<string, (card: string) => void>,
): Talk {
  const { hostname, port } = new URL(job.url);
  const activity = {
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${id}`, name: 'Person', aadObjectId: `aad-${id}` },
    recipient: { id: '28:bot', name: 'Bot' },
    conversation: { id, conversationType: 'personal', tenantId: 'tenant' },
    channelData: { tenant: { id: 'tenant' } },
  };
  const post = (body: object): Promise<void> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify({ ...activity, ...body });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const posted = request({ agent, hostname, port, path: '/api/messages', method: 'POST', headers }, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) answer.once('end', resolve);
        else reject(new Error(`/api/messages answered ${answer.statusCode}`));
      });
      posted.on('error', reject);
      posted.end(text);
    });
  let last: { heard: Heard; tokens: Map<string, string> } | null = null;
  return async () => {
    const reply = new Promise<string>((resolve) => waiting.set(id, resolve));
    const next = person.next(last?.heard ?? null);
    const name = { id: next.id, timestamp: new Date().toISOString() };
    const data = { firstline: last?.tokens.get(next.choice ?? '') };
    const sent =
      next.kind === 'said'
        ? post({ ...name, type: 'message', text: next.text, textFormat: 'plain' })
        : post({
            ...name,
            type: 'invoke',
            name: 'adaptiveCard/action',
            replyToId: '1',
            value: { action: { type: 'Action.Execute', verb: 'firstline', data } },
          });
    const [card] = await Promise.all([reply, sent]);
    last = read(card);
  };
}

/** The answers that a person can give to a card: its buttons in order, without those that work at every step. */
function read(body: string): { heard: Heard; tokens: Map<string, string> } {
  const message = JSON.parse(body) as {
    attachments: { content: { body: { type: string; separator?: boolean; actions?: Button[] }[] } }[];
  };
  const tokens = new Map<string, string>();
  const choices: { id: string; title: string }[] = [];
  for (const { type, separator, actions } of message.attachments[0]!.content.body) {
    if (separator) break;
    if (type !== 'ActionSet') continue;
    for (const { data, title } of actions!) {
      const token = data!.firstline;
      const id = decodeURIComponent(token.slice(token.lastIndexOf('|') + 1));
      tokens.set(id, token);
      choices.push({ id, title: title! });
    }
  }
  return { heard: { choices, asked: 0 }, tokens };
}
