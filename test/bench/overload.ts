/**
 * The chat page under far more messages than can be answered: `node test/bench/overload.ts [a second] [seconds]`. Messages
 * come at an even pace, whatever becomes of those before, each of another of 2,000 conversations; one in twenty is a press,
 * which the page can't send again. Prints how many were taken, refused with a time to come back, or broken; how long
 * acknowledgements and refusals took; whether every press was taken; the health meanwhile; and the memory.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Figures, figuresOf } from './figures.ts';
import { startFirstline } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { usageOf } from './usage.ts';

const [rate = 1500, seconds = 10] = process.argv.slice(2).map(Number);
const CONVERSATIONS = 2000;
const PRESSES = 20;
/** The pauses between two sendings, in milliseconds: each sends as many messages as are due. */
const TICK_MS = 5;

const CONNECTIONS = 256;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const cookies = Array.from({ length: CONVERSATIONS }, () => `firstline=${randomBytes(24).toString('base64url')}`);

await withSqliteFile(async (database) => {
  const server = await startFirstline(database);
  const at = new URL(server.url);
  let counted = 0;

  /** Sends a message of a conversation; answers the status, the time it took, and the time to come back. */
  function send(i: number, press: boolean): Promise<{ status: number; ms: number; after: number; press: boolean }> {
    counted += 1;
    const body = press
      ? { id: `overload-${counted}`, kind: 'pressed', text: 'Something else', choice: 'else', asked: 1 }
      : { id: `overload-${counted}`, kind: 'said', text: `outlook asks for my password again and again ${counted}` };
    const text = JSON.stringify(body);
    let began = performance.now();
    return new Promise((resolve) => {
      const headers = { cookie: cookies[i % CONVERSATIONS]!, 'content-type': 'application/json' };
      const done = (status: number, after = 0): void =>
        resolve({ status, ms: performance.now() - began, after, press });
      const sent = request(
        { agent, hostname: at.hostname, port: at.port, path: '/web/messages', method: 'POST', headers },
        (answer) => {
          answer.resume();
          answer.once('end', () => done(answer.statusCode!, Number(answer.headers['retry-after'] ?? 0)));
        },
      );
      // The wait for one of our own connections is not the server's.
      sent.once('socket', () => (began = performance.now()));
      sent.on('error', () => done(0));
      sent.end(text);
    });
  }

  const health: number[] = [];
  const watch = setInterval(async () => {
    const began = performance.now();
    await fetch(`${server.url}/healthz`).catch(() => undefined);
    health.push(performance.now() - began);
  }, 250);
  // Node accepts one new connection a round of its loop: the connections are there before anything is measured.
  for (let i = 0; i < 4000; i += CONNECTIONS)
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, k) => send(i + k, false)));
  health.length = 0;
  const answers: ReturnType<typeof send>[] = [];
  const began = performance.now();
  const { rss: idle, cpuMs: before } = usageOf(server.pid);
  for (let sent = 0; performance.now() - began < seconds * 1000; await wait(TICK_MS)) {
    const due = ((performance.now() - began) / 1000) * rate;
    for (; sent < due; sent++) answers.push(send(sent, sent % PRESSES === 0));
  }
  const all = await Promise.all(answers);
  clearInterval(watch);
  const of = (status: number) => all.filter((a) => a.status === status);
  const statuses = Object.fromEntries([...new Set(all.map((a) => a.status))].map((s) => [s, of(s).length]));
  const presses = all.filter((a) => a.press);
  const { rss, peak, cpuMs } = usageOf(server.pid);
  const refused = of(503);
  process.stdout.write(
    `${JSON.stringify(
      {
        sent: all.length,
        aSecond: Math.round(all.length / seconds),
        statuses,
        acknowledgedMs: rounded(
          figuresOf(
            of(202).map((a) => a.ms),
            seconds,
          ),
        ),
        refusedMs:
          refused.length > 0
            ? rounded(
                figuresOf(
                  refused.map((a) => a.ms),
                  seconds,
                ),
              )
            : null,
        comeBackS: [Math.min(...refused.map((a) => a.after)), Math.max(...refused.map((a) => a.after))],
        presses: { sent: presses.length, taken: presses.filter((a) => a.status === 202).length },
        healthMs: rounded(figuresOf(health, seconds)),
        cpuMs: Math.round(((cpuMs! - before!) / all.length) * 100) / 100,
        memoryMb: { idle, now: rss, peak },
      },
      null,
      1,
    )}\n`,
  );
  await server.stop();
});

function rounded({ p50, p99 }: Figures): object {
  return { p50: Math.round(p50), p99: Math.round(p99) };
}
