/** Talks on Firstline's chat page in the load of the benchmark. */
import { Agent, get, type IncomingMessage, request } from 'node:http';
import type { Job } from './load.ts';
import type { Talk } from './loop.ts';
import { type Heard, Person } from './person.ts';

/**
 * Conversations on Firstline's chat page, as a browser has them: a cookie, an open stream, and a post for every
 * message.
 */
export function webTalks(job: Job): Promise<Talk[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const open = (i: number): Promise<Talk> =>
    webTalk(job.url, new Person(`web${i}`, job.errors[i % job.errors.length]!), agent);
  return Promise.all(Array.from({ length: job.conversations }, (_, i) => open(i)));
}

async function webTalk(url: string, person: Person, agent: Agent): Promise<Talk> {
  const { hostname, port } = new URL(url);
  const page = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { agent }, resolve).on('error', reject),
  );
  page.resume();
  const cookie = page.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const stream = await new Promise<IncomingMessage>((resolve, reject) =>
    get(`${url}/web/stream`, { agent: false, headers: { cookie } }, resolve).on('error', reject),
  );
  if (stream.statusCode !== 200) throw new Error(`/web/stream answered ${stream.statusCode}`);
  let heard = (_: Heard): void => {};
  onReplies(stream, (reply) => heard(reply));

  const post = (body: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { cookie, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request({ agent, hostname, port, path: '/web/messages', method: 'POST', headers }, (answer) => {
        answer.resume();
        if (answer.statusCode === 202) answer.once('end', resolve);
        else reject(new Error(`/web/messages answered ${answer.statusCode}`));
      });
      sent.on('error', reject);
      sent.end(body);
    });

  let last: Heard | null = null;
  return async () => {
    const reply = new Promise<Heard>((resolve) => {
      heard = resolve;
    });
    await post(JSON.stringify(person.next(last)));
    last = await reply;
  };
}

/** Calls back with every reply on a stream of events; nothing else of it is looked at. */
function onReplies(stream: IncomingMessage, heard: (reply: Heard) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    rest += chunk;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const data = rest.indexOf('data: {"id"');
      if (data >= 0 && data < end) {
        const line = JSON.parse(rest.slice(data + 6, end)) as Heard & { who: string };
        if (line.who === 'firstline') heard(line);
      }
      rest = rest.slice(end + 2);
    }
  });
}
