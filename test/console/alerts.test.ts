/** Alerts of tickets that wait while no console is open: what is sent, how it is signed, and what comes of it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { AlertParts } from '../../src/console/desk/alert-parts.ts';
import { DeskAlerts } from '../../src/console/desk/alerts.ts';
import { consoleSettings } from '../../src/console/settings.ts';
import { PLAIN } from '../../src/core/message.ts';
import { freePort } from '../fakes/free-port.ts';
import { SecureFront } from '../fakes/outside.ts';
import { entry, reply } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';
import { ConsoleWorld } from './console-world.ts';

const SECRET = randomBytes(32).toString('base64');
const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';

/** The posts so far. */
interface Posted {
  readonly headers: Record<string, string>;
  readonly body: string;
}

describe('alerts of waiting tickets', () => {
  let hook: Server;
  let url: string;
  const posted: Posted[] = [];
  let answer: { status: number; headers?: Record<string, string> } = { status: 204 };

  before(async () => {
    hook = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      posted.push({ headers: request.headers as Record<string, string>, body });
      response.statusCode = answer.status;
      for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
      response.end();
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
  });
  after(async () => {
    hook.closeAllConnections();
    await new Promise((closed) => hook.close(closed));
  });
  beforeEach(() => {
    posted.splice(0);
    answer = { status: 204 };
  });

  const settings = () => {
    const read = consoleSettings({ DESK_WEBHOOK: url, DESK_WEBHOOK_SECRET: `whsec_${SECRET}` });
    assert.ok('settings' in read && read.settings);
    return read.settings;
  };

  /** Somebody on the chat page who asks for a person. */
  async function handOver({ accept }: ConsoleWorld, name: string): Promise<void> {
    const jo = { ...PLAIN, conversation: `web:${name}`, channel: 'web', audience: 'person' } as const;
    await accept({ ...jo, id: `${name}1`, kind: 'said', text: `${STALE} My name is Kim Doe.` });
    await accept({ ...jo, id: `${name}2`, kind: 'pressed', choice: 'human', text: '' });
    await accept({ ...jo, id: `${name}3`, kind: 'pressed', choice: 'send', text: '' });
  }

  it('tell number, problem and link, signed, without the person’s words, and only while no console is open', async () => {
    const world = await ConsoleWorld.open(settings());
    const stop = new AbortController();
    try {
      await handOver(world, 'jo');
      await until(() => posted.length === 1, 'the alert');
      const { headers, body } = posted[0]!;
      const said = new Webhook(SECRET).verify(body, headers) as { type: string; data: Record<string, unknown> };
      const { entries } = await world.store.ticketPage({ list: 'all', holder: null, words: [], after: null, most: 9 });
      const [{ ticket, since } = assert.fail('no ticket')] = entries;
      assert.deepEqual(said.data, {
        ...{
          ticket,
          since,
          desk: 'desk',
          problem: "The panel's schedule is out of date",
          urgent: false,
          promised: null,
        },
        link: `${world.address}/console/desk/${ticket}`,
      });
      assert.equal(said.type, 'ticket.waiting');
      assert.doesNotMatch(body, /Kim|Roomie cannot/);
      assert.throws(() => new Webhook(randomBytes(32).toString('base64')).verify(body, headers));

      const cookie = await world.cookie('Ana');
      const stream = await fetch(`${world.address}/console/stream`, { headers: { cookie }, signal: stop.signal });
      assert.equal(stream.status, 200);
      await handOver(world, 'lee');
      await until(async () => (await world.store.ticketCounts('x')).waiting === 2, 'the second ticket');
      await until(async () => (await world.store.nextReady(['alert'])) === null, 'nothing left to send');
      assert.equal(posted.length, 1);
    } finally {
      stop.abort();
      await world.close();
    }
  });

  const ROW = {
    conversation: 'desk:desk',
    turn: 3,
    part: 1,
    channel: 'alert',
    address: null,
    state: 'sending',
  } as const;
  const send = (given: Partial<AlertParts> = {}, attempt = 1) => {
    const alerts = new DeskAlerts();
    alerts.parts = {
      webhook: settings().webhook,
      mail: null,
      isAnybodyThere: async () => false,
      unheard: async () => undefined,
      say: (key) => key,
      entry: async () => entry('F-1'),
      link: (ticket) => `https://help.example.com/console/desk/${ticket}`,
      now: () => new Date(),
      ...given,
    };
    const said = reply('F-1');
    return alerts.send('desk:desk', said, { ...ROW, reply: said, attempt, ref: null });
  };

  it('come again under the same id, ever more slowly, where the other side has trouble', async () => {
    answer = { status: 503 };
    const why = 'it answered 503';
    assert.deepEqual(await send(), { kind: 'later', afterMs: 5000, why });
    assert.deepEqual(await send({}, 3), { kind: 'later', afterMs: 20_000, why });
    assert.deepEqual(await send({}, 30), { kind: 'later', afterMs: 900_000, why });
    answer = { status: 429, headers: { 'retry-after': '60' } };
    assert.deepEqual(await send(), { kind: 'later', afterMs: 60_000, why: 'it answered 429' });
    assert.equal(new Set(posted.map(({ headers }) => headers['webhook-id'])).size, 1);
    const webhook = { url: new URL(`http://127.0.0.1:${await freePort()}/`), secret: Buffer.from(SECRET) };
    const away = await send({ webhook });
    assert.equal(away.kind === 'later' && away.why, 'ECONNREFUSED', 'nobody listens there');
  });

  it('wait where the certificate of the other side ran out, and say so', async () => {
    const front = await SecureFront.before(1, 'expired');
    const webhook = { url: new URL(`https://localhost:${front.port}/`), secret: Buffer.from(SECRET) };
    assert.deepEqual(await send({ webhook }), { kind: 'later', afterMs: 5000, why: 'CERT_HAS_EXPIRED' });
    await front.close();
  });

  it('end where the address is wrong, and follow no redirect', async () => {
    for (const status of [302, 400, 404, 410]) {
      answer = { status, headers: { location: '/elsewhere' } };
      assert.deepEqual(await send(), { kind: 'refused', why: `the webhook answered ${status}` });
    }
    assert.equal(posted.length, 4);
  });

  it('are not sent for a ticket that somebody took, or is gone, and nowhere without a webhook', async () => {
    for (const given of [
      { entry: async () => entry('F-1', { state: 'held' as const }) },
      { entry: async () => null },
      { webhook: null },
      { isAnybodyThere: async () => true },
    ])
      assert.deepEqual(await send(given), { kind: 'sent', ref: null });
    assert.deepEqual(posted, []);
  });

  it('need a secret, and an https address where it is not this machine', () => {
    const whsec = `whsec_${SECRET}`;
    assert.match(JSON.stringify(consoleSettings({ DESK_WEBHOOK: url })), /go together/);
    assert.match(JSON.stringify(consoleSettings({ DESK_WEBHOOK: url, DESK_WEBHOOK_SECRET: 'x' })), /whsec_/);
    const plainHttp = consoleSettings({ DESK_WEBHOOK: 'http://hooks.example.com', DESK_WEBHOOK_SECRET: whsec });
    assert.match(JSON.stringify(plainHttp), /DESK_WEBHOOK is not https/);
  });
});
