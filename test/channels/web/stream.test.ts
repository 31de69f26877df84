import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import sinon from 'sinon';
import type { PageLine } from '../../../src/channels/web/transcript.ts';
import { WebChannel } from '../../../src/channels/web/web.ts';
import { SILENT } from '../../../src/core/log.ts';
import type { Reply } from '../../../src/core/reply.ts';
import type { Line, OutboxRow } from '../../../src/core/store.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { faultOf } from '../../../src/store/backup.ts';
import { hostOf } from '../../fakes/host.ts';
import { message, moment, reply } from '../../fakes/samples.ts';
import { until } from '../../fakes/until.ts';

const ME = `web:${'m'.repeat(22)}`;
const speaker = { name: 'Ana', agent: true };

describe('the chat page’s stream', () => {
  /** The lines that the store has, for every instance. */
  let stored: Line[] = [];
  let servers: FirstlineServer[] = [];
  let pages: IncomingMessage[] = [];
  let looks = 0;
  /** The most lines that each reading asked for. */
  let reads: (number | null)[] = [];
  /** Thrown by every reading, as by a database that is away. */
  let away: Error | null = null;

  afterEach(async () => {
    sinon.restore();
    for (const page of pages) page.destroy();
    for (const server of servers) await server.close();
    [stored, servers, pages, reads, away] = [[], [], [], [], null];
  });

  async function instance(several = false): Promise<{ web: WebChannel; address: string }> {
    const host = hostOf('web', null, {
      lastTurns: several ? lastTurns : null,
      lines: async (_conversation, { turn, part }, most) => {
        reads.push(most ?? null);
        if (away) throw away;
        return stored
          .filter((l) => l.turn > turn || (l.turn === turn && l.part > part))
          .sort((a, b) => a.turn - b.turn || a.part - b.part)
          .slice(0, most);
      },
    });
    const web = new WebChannel({ for: 'loopback', plainHttp: false, proxies: [] }, host);
    const server = new FirstlineServer({ mounts: [web], raw: web.raw, ping: async () => undefined, log: SILENT });
    servers.push(server);
    return { web, address: await server.listen(0, '127.0.0.1') };
  }

  /** The last turn with a reply; of everything stored, whichever instance has it. */
  async function lastTurns(conversations: readonly string[]): Promise<ReadonlyMap<string, number>> {
    looks += 1;
    const turn = stored.findLast((l) => l.reply !== null)?.turn;
    return new Map(turn !== undefined && conversations.includes(ME) ? [[ME, turn]] : []);
  }

  /** The lines that a page gets, as ids, with all that was sent so far. */
  async function page(address: string, headers: Record<string, string> = {}): Promise<() => string[]> {
    let text = '';
    const cookie = `firstline=${ME.slice(4)}`;
    const stream = await new Promise<IncomingMessage>((resolve, reject) =>
      get(`${address}/web/stream`, { agent: false, headers: { cookie, ...headers } }, resolve).on('error', reject),
    );
    pages.push(stream);
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await until(() => text.includes('event: ready'), 'a page that has caught up');
    return () =>
      [...text.matchAll(/^data: (\{"id".*)$/gm)].map(([, data]) => {
        const line = JSON.parse(data!) as PageLine;
        return line.who === 'change' ? `${line.id}→${line.of.join()}` : line.id;
      });
  }

  const said = (turn: number, more: Partial<Line['message'] & object> = {}): Line => ({
    turn,
    part: 0,
    at: moment(),
    message: message(`said ${turn}`, { id: `m${turn}`, ...more }),
    reply: null,
  });
  const answer = (turn: number, more: Partial<Reply> = {}): Line => ({
    turn,
    part: 1,
    at: moment(),
    message: null,
    reply: reply(`answer ${turn}`, more),
  });
  const send = async ({ web }: { web: WebChannel }, { turn, part, reply: sent }: Line): Promise<void> => {
    await web.send(ME, sent!, { conversation: ME, turn, part } as OutboxRow);
  };

  it('brings a reply that was stored after a message written while it was worked out', async () => {
    const one = await instance();
    // The page had 2.0 when its connection broke; 1.1 was not there yet.
    stored = [said(1), answer(1), said(2)];
    assert.deepEqual((await page(one.address, { 'last-event-id': '2.0' }))(), ['1.0', '1.1', '2.0']);
  });

  it('ends while the database is away, for the page to come back, and the service goes on', async () => {
    const one = await instance();
    stored = [said(1), answer(1)];
    away = faultOf('STORE_LOST');
    const ended = await fetch(`${one.address}/web/stream`, { headers: { cookie: `firstline=${ME.slice(4)}` } })
      .then((response) => response.text())
      .catch((error: Error) => error.message);
    assert.doesNotMatch(ended, /ready|STORE_LOST/);
    away = null;
    assert.deepEqual((await page(one.address))(), ['1.0', '1.1']);
  });

  it('begins a long conversation where the page left off, and brings the last turns again', async () => {
    const one = await instance();
    stored = Array.from({ length: 100 }, (_, i) => [said(i + 1), answer(i + 1)]).flat();
    const got = (await page(one.address, { 'last-event-id': '90.1' }))();
    assert.deepEqual([got[0], got.at(-1), got.length], ['71.0', '100.1', 60]);
  });

  it('brings a long conversation in pages, and answers others between two of them', async () => {
    const one = await instance();
    stored = Array.from({ length: 1000 }, (_, i) => [said(i + 1), answer(i + 1)]).flat();
    let rounds = 0;
    let isOver = false;
    const turned = (): void => {
      rounds += 1;
      if (!isOver) setImmediate(turned);
    };
    const before: number[] = [];
    const read = reads.push.bind(reads);
    reads.push = (...most) => {
      before.push(rounds);
      return read(...most);
    };
    setImmediate(turned);
    const got = (await page(one.address))();
    isOver = true;
    assert.deepEqual([got.length, got[0], got.at(-1)], [2000, '1.0', '1000.1']);
    assert.ok(reads.length >= 10 && reads.every((most) => most !== null && most <= 200), reads.join());
    assert.ok(
      // The first page is read twice: to see whether there are more, and what became of its lines.
      before.every((round, i) => i < 2 || round > before[i - 1]!),
      `the loop's rounds at each reading: ${before.join()}`,
    );
  });

  it('brings none of what was taken back many pages later', async () => {
    const one = await instance();
    const agents = { kind: 'event', event: { kind: 'released' } } as never;
    stored = Array.from({ length: 1000 }, (_, i) => [said(i + 2), answer(i + 2)]).flat();
    stored = [said(1, agents), answer(1, { speaker }), ...stored, said(1002, agents)];
    stored.push(answer(1002, { placement: { kind: 'gone', message: 'm1' } }));
    const got = (await page(one.address))();
    assert.deepEqual([got[0], got.at(-1), got.length], ['2.0', '1002.1→1.1', 2001]);
    // A page that has the line is told that it is gone, in whichever page of lines that is.
    assert.equal((await page(one.address, { 'last-event-id': '300.1' }))().at(-1), '1002.1→1.1');
  });

  it('brings changes of lines further back', async () => {
    const one = await instance();
    const from = (turn: number): Line => said(turn, { kind: 'event', id: `a${turn}` });
    stored = [from(1), answer(1, { speaker })];
    for (let turn = 2; turn <= 60; turn++) stored.push(said(turn));
    stored.push(from(61), answer(61, { speaker, placement: { kind: 'instead', message: 'a1' } }));
    stored.push(from(62), answer(62, { placement: { kind: 'gone', message: 'a1' } }));
    const got = (await page(one.address, { 'last-event-id': '60.0' }))();
    assert.deepEqual(got.slice(-2), ['60.0', '62.1→1.1']);
  });

  it('brings every line once, however it learns of it first', async () => {
    const one = await instance();
    const got = await page(one.address);
    const [came, spoke] = [said(1, { kind: 'event' }), answer(1, { speaker })];
    stored = [came, spoke];
    await send(one, spoke);
    await send(one, spoke);
    // Lines written before it have come by then.
    await send(one, answer(2));
    await until(() => got().includes('2.1'), 'the last line');
    assert.deepEqual(got(), ['1.1', '2.1']);
  });

  it('brings what another instance has sent without waiting for the next sign of life', async () => {
    // The next sign of life never comes.
    sinon.useFakeTimers({ toFake: ['setInterval'] });
    const [one, two] = [await instance(true), await instance(true)];
    for (const { web } of [one, two]) await web.start();
    stored = [said(1), answer(1)];
    const got = await page(one.address);
    stored.push(said(2), answer(2));
    await send(two, stored[3]!);
    await until(() => got().includes('2.1'), 'the reply of the other instance');
    // A message without a reply yet hides none.
    stored.push(said(3));
    await until(() => got().includes('3.0') || looks > 3, 'more looks');
    stored.push(answer(3));
    await until(() => got().includes('3.1'), 'the next reply');
    for (const { web } of [one, two]) await web.stop();
    assert.deepEqual(got(), [...new Set(got())]);
  });

  it('brings lines that another instance has sent', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setInterval'] });
    const [one, two] = [await instance(), await instance()];
    const got = await page(one.address);
    stored = [said(1, { kind: 'event', id: 'a1' }), answer(1, { speaker })];
    await send(two, stored[1]!);
    // Lines that came of that are here before this one.
    stored.push(answer(2));
    await send(one, stored[2]!);
    await until(() => got().includes('2.1'), 'a line of its own instance');
    assert.deepEqual(got(), ['2.1']);
    clock.tick(10_000);
    await until(() => got().length > 1, 'the line of the other instance');
    assert.deepEqual(got(), ['2.1', '1.1']);
    stored.push(said(3, { kind: 'event' }), answer(3, { placement: { kind: 'gone', message: 'a1' } }));
    clock.tick(10_000);
    await until(() => got().length > 2, 'the change');
    assert.deepEqual(got(), ['2.1', '1.1', '3.1→1.1']);
  });
});
