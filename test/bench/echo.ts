/**
 * Answers the load without doing anything for it, in both of its languages: this shows the most that the load generator
 * can do.
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const streams = new Map<string, ServerResponse>();
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
/** An answer as long as an ordinary reply of Firstline. */
const LINE = `id: 1.1\nevent: line\ndata: ${JSON.stringify({ id: '1.1', who: 'firstline', body: 'x'.repeat(1200), choices: [], asked: 1 })}\n\n`;
let visitors = 0;

const server = createServer((incoming, answer) => {
  if (incoming.url === '/api/messages') return bot(incoming, answer);
  if (incoming.url === '/web/messages') return message(incoming, answer);
  if (incoming.url === '/web/stream') {
    answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.set(incoming.headers.cookie!, answer);
    return;
  }
  visitors += 1;
  answer.writeHead(200, { 'set-cookie': `visitor=${visitors}` }).end();
});

function message(incoming: IncomingMessage, answer: ServerResponse): void {
  incoming.resume();
  answer.writeHead(202, { 'content-length': 2 }).end('{}');
  streams.get(incoming.headers.cookie!)!.write(LINE);
}

function bot(incoming: IncomingMessage, answer: ServerResponse): void {
  let body = '';
  incoming.setEncoding('utf8').on('data', (chunk) => {
    body += chunk;
  });
  incoming.once('end', () => {
    const { serviceUrl, conversation } = JSON.parse(body) as { serviceUrl: string; conversation: { id: string } };
    const headers = { 'content-type': 'application/json', 'content-length': 2 };
    request(
      `${serviceUrl}/v3/conversations/${conversation.id}/activities`,
      { agent, method: 'POST', headers },
      (taken) => {
        taken.resume();
        answer.writeHead(200, { 'content-length': 0 }).end();
      },
    ).end('{}');
  });
}

server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`Echo is ready: http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
process.on('SIGTERM', () => process.exit(0));
