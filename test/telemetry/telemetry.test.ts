/** The metrics: what a real journal over a real database counts, and that nothing of a person is among it. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { NOTHING_ELSE, type Saved, type Turn } from '../../src/core/conversation.ts';
import { SILENT } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import { Bounded } from '../../src/telemetry/bounded.ts';
import { countedLog } from '../../src/telemetry/counted-log.ts';
import { listenForMetrics, localMetrics } from '../../src/telemetry/endpoint.ts';
import { Telemetry } from '../../src/telemetry/telemetry.ts';
import { FakeChannel, journalOver, SENT, UNKNOWABLE } from '../fakes/journals.ts';
import { incoming, reply, state } from '../fakes/samples.ts';

const CANARY = 'canary-word-4711';
const PERSON = { id: 'fake:U-canary-person', name: 'Kim Canary' };
const AT = { pack: 'roomie', walkthrough: 'booking', step: 'which-room' };

/** A turn that stands at a step, ends a case on "done", says nothing on "hush", and fails on "fail". */
const turn: Turn<Saved> = async (before, message) => {
  if (message.text.includes('fail')) throw new Error(`failed at ${CANARY}`);
  const { conversation, at } = message;
  const end = { conversation, caseId: 'c', intent: 'room-taken', outcome: 'fixed', rating: null, at } as const;
  return {
    ...NOTHING_ELSE,
    state: state((before?.asked ?? 0) + 1, message.text),
    replies: message.text.includes('hush') ? [] : [reply(message.text, { at: AT })],
    ends: message.text.includes('done') ? [end] : [],
  };
};

describe('the metrics', () => {
  let store: Store;
  let telemetry: Telemetry;
  let channel: FakeChannel;

  beforeEach(async () => {
    store = await openStore('sqlite::memory:');
    telemetry = new Telemetry('1.2.3', ['fake']);
    channel = new FakeChannel();
  });
  afterEach(() => store.close());

  /** Lets the gauges read the store, with some of the sources replaced. */
  function watch(given: Partial<Parameters<Telemetry['watch']>[0]> = {}): void {
    telemetry.watch({
      backlog: (since) => store.backlog(since),
      desks: async () => [
        { desk: 'helpdesk', waiting: 2, held: 1, since: new Date(Date.now() - 90_000).toISOString() },
      ],
      ping: () => store.ping(),
      now: () => new Date(),
      ...given,
    });
  }

  /** The value of a line such as `firstline_streams` or `firstline_messages_received_total{channel="web"}`. */
  async function value(line: string): Promise<number | undefined> {
    const found = (await telemetry.read()).split('\n').find((text) => text.startsWith(`${line} `));
    return found === undefined ? undefined : Number(found.slice(line.length + 1));
  }

  async function say(...texts: readonly string[]): Promise<void> {
    const journal = journalOver(store, channel, { turn, meter: telemetry.meter });
    for (const text of texts) await journal.accept(incoming(`${text} ${CANARY}`, { person: PERSON }));
    await journal.idle();
    await journal.stop();
  }

  it('count messages by channel and by what became of them, steps, outcomes, and times', async () => {
    watch();
    await say('hello', 'hush', 'fail', 'done');
    const counted = {
      'firstline_messages_received_total{channel="fake"}': 4,
      'firstline_messages_handled_total{channel="fake",as="answered"}': 2,
      'firstline_messages_handled_total{channel="fake",as="silent"}': 1,
      'firstline_messages_handled_total{channel="fake",as="failed"}': 1,
      'firstline_messages_handled_total{channel="fake",as="parked"}': 0,
      'firstline_steps_total{walkthrough="booking",step="which-room"}': 2,
      'firstline_cases_ended_total{intent="room-taken",outcome="fixed"}': 1,
      'firstline_replies_total{channel="fake",state="sent"}': 3,
      'firstline_send_seconds_count{channel="fake",outcome="sent"}': 3,
      firstline_turn_seconds_count: 4,
      firstline_queue_wait_seconds_count: 4,
      firstline_messages_failed: 1,
      firstline_messages_parked: 0,
      firstline_ready: 1,
      'firstline_info{version="1.2.3"}': 1,
    };
    for (const [line, expected] of Object.entries(counted)) assert.equal(await value(line), expected, line);
    assert.ok((await value('nodejs_eventloop_lag_p99_seconds'))! >= 0);
  });

  it('count readings by decision and problem; a problem that was not named is none', async () => {
    const reading = { decision: 'answer', intent: 'room-taken' } as never;
    telemetry.timed(() => reading)(CANARY);
    telemetry.meter.read({ decision: 'none', intent: 'room-taken' }, 1);
    assert.equal(await value('firstline_readings_total{decision="answer",intent="room-taken"}'), 1);
    assert.equal(await value('firstline_readings_total{decision="none",intent="none"}'), 1);
    assert.equal(await value('firstline_classify_seconds_count'), 2);
  });

  it('show the oldest reply that is not out, replies that nobody can confirm, and the desk', async () => {
    channel.fate = (text) => (text.startsWith('lost') ? { kind: 'unknown', why: 'reset' } : SENT);
    channel.found = async () => UNKNOWABLE;
    await say('lost');
    channel.fate = () => ({ kind: 'later', afterMs: 60_000 });
    const journal = journalOver(store, channel, { turn, meter: telemetry.meter });
    await journal.accept(incoming('stuck', { conversation: 'fake:two' }));
    await journal.idle();
    watch({ now: () => new Date(Date.now() + 120_000) });
    assert.equal(await value('firstline_replies_unsent{channel="fake"}'), 1);
    const age = (await value('firstline_oldest_unsent_seconds{channel="fake"}'))!;
    assert.ok(age >= 120 && age < 200, String(age));
    assert.equal(await value('firstline_replies_unknown'), 1);
    assert.equal(await value('firstline_tickets_open{desk="helpdesk",state="waiting"}'), 2);
    assert.equal(await value('firstline_tickets_open{desk="helpdesk",state="held"}'), 1);
    assert.ok((await value('firstline_oldest_ticket_seconds{desk="helpdesk"}'))! >= 90);
    await journal.stop();
  });

  it('hold nothing that people wrote, and nobody’s name or id', async () => {
    watch();
    await say('hello', 'fail', 'done');
    const text = await telemetry.read();
    assert.ok(text.length > 3000);
    assert.doesNotMatch(text, /canary|Kim|fake:/i);
  });

  it('come although the database does not answer: not ready, and without figures that are out of date', async () => {
    watch();
    assert.equal(await value('firstline_messages_waiting'), 0);
    telemetry = new Telemetry('1.2.3', ['fake']);
    watch({
      backlog: async () => assert.fail('gone'),
      ping: async () => assert.fail('gone'),
    });
    assert.equal(await value('firstline_ready'), 0);
    assert.equal(await value('firstline_messages_waiting'), undefined);
    assert.equal(await value('firstline_oldest_unsent_seconds{channel="fake"}'), undefined);
    assert.equal(await value('firstline_messages_received_total{channel="fake"}'), 0);
  });

  it('read the database once for several readers, and not at all for a message', async () => {
    let reads = 0;
    watch({
      backlog: (since) => {
        reads += 1;
        return store.backlog(since);
      },
    });
    await say('hello', 'hello');
    assert.equal(reads, 0);
    await Promise.all([telemetry.read(), telemetry.read()]);
    await telemetry.read();
    assert.equal(reads, 1);
  });

  it('count faults of the log by code, whatever else a line holds', async () => {
    const log = countedLog(SILENT, telemetry.meter);
    log.error({ code: 'SEND_REFUSED', conversation: CANARY }, CANARY);
    log.warn({ err: Object.assign(new Error(CANARY), { code: 'STORE_BUSY' }) }, CANARY);
    log.error({ err: Object.assign(new Error(CANARY), { code: 'ECONNRESET' }) }, CANARY);
    assert.equal(await value('firstline_faults_total{code="SEND_REFUSED"}'), 1);
    assert.equal(await value('firstline_faults_total{code="STORE_BUSY"}'), 1);
    assert.equal(await value('firstline_faults_total{code="STORE_FULL"}'), 0);
    assert.doesNotMatch(await telemetry.read(), /ECONNRESET|canary/);
  });

  it('count what comes after the first names together', () => {
    const counts = new Map<string, number>();
    const counter = {
      labels: ({ step }: { step: string }) => ({ inc: () => counts.set(step, (counts.get(step) ?? 0) + 1) }),
    };
    const bounded = new Bounded(counter as never, 2);
    for (const step of ['a', 'b', 'c', 'a', 'd']) bounded.inc({ step } as never);
    assert.deepEqual(Object.fromEntries(counts), { a: 2, b: 1, other: 2 });
  });
});

describe('who may read the metrics', () => {
  const text = { contentType: 'text/plain', read: async () => 'firstline_ready 1\n' };

  /** Asks for a path; answers the status and the body. */
  async function ask(port: string, path: string, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; body: string }>((resolve, reject) => {
      request({ port, path, headers, host: '127.0.0.1' }, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode!, body }));
      })
        .on('error', reject)
        .end();
    });
  }

  it('this machine, and nobody through a proxy or under another name', async () => {
    const refused: string[] = [];
    const server = new FirstlineServer({
      mounts: [localMetrics(text)],
      ping: async () => undefined,
      log: SILENT,
      meter: { refused: (code) => void refused.push(code) },
    });
    const { port } = new URL(await server.listen(0, '127.0.0.1'));
    try {
      assert.deepEqual(await ask(port, '/metrics'), { status: 200, body: 'firstline_ready 1\n' });
      const foreign: Record<string, string>[] = [
        { 'x-forwarded-for': '127.0.0.1' },
        { via: '1.1 p' },
        { host: 'help.example.com' },
      ];
      for (const headers of foreign) {
        const { status, body } = await ask(port, '/metrics', headers);
        assert.equal(status, 403);
        assert.equal(JSON.parse(body).code, 'METRICS_CLOSED');
      }
      assert.deepEqual(refused, ['METRICS_CLOSED', 'METRICS_CLOSED', 'METRICS_CLOSED']);
    } finally {
      await server.close();
    }
  });

  it('whoever reaches a port of their own, where nothing else is', async () => {
    const own = await listenForMetrics(text, { host: '127.0.0.1', port: 0 });
    const port = String(own.port);
    try {
      assert.deepEqual(await ask(port, '/metrics', { 'x-forwarded-for': '8.8.8.8', host: 'firstline:9464' }), {
        status: 200,
        body: 'firstline_ready 1\n',
      });
      assert.equal((await ask(port, '/')).status, 404);
      await assert.rejects(listenForMetrics(text, { host: '127.0.0.1', port: own.port }), { code: 'CANNOT_LISTEN' });
    } finally {
      own.close();
    }
  });
});
