/**
 * Slack under load, too long for CI: `npm run soak:slack [events] [a second] [seed] [measured]`. First the speed of acknowledging
 * events is measured (with 1,000 of them, or so many); then as many come with faults at every place: events delivered twice and more, posts that fail in
 * every way, and kill -9. At the end every event has one answer, in the order acknowledged.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import { SHIPPED_SETTINGS } from '../fakes/content.ts';
import { Random } from '../fakes/random.ts';
import { Service } from '../fakes/service.ts';
import { BarePlatform } from '../fakes/slack/bare-platform.ts';
import { eventOf, postEvent, SECRET } from '../fakes/slack/person.ts';
import { BOT_TOKEN, TEAM } from '../fakes/slack/platform.ts';
import { figuresOf } from './figures.ts';
import { settled } from './settled.ts';

const [events = 5000, rate = 50, seed = Date.now() % 100_000, measured = 1000] = process.argv.slice(2).map(Number);
const PEOPLE = 250;
const KILLS = 5;
const TWICE = 0.1;
const TROUBLE = 0.08;

const random = new Random(seed);
const platform = new BarePlatform(random);
const SLACK_API_URL = await platform.start();
const service = new Service();
const database = `sqlite:${join(service.folder, 'firstline.db')}`;
const env = {
  ...SHIPPED_SETTINGS,
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_SIGNING_SECRET: SECRET,
  SLACK_API_URL,
  LOG_LEVEL: 'error',
};
await service.start(env);

/** The acknowledged messages of each person, in order. */
const acknowledged = new Map<number, string[]>();
const times: number[] = [];
let again = 0;

process.stdout.write(`${events} events at ${rate}/s, seed ${seed}\n`);
await run(200, false);
times.length = 0;
await run(measured, false);
const quiet = figures();
times.length = 0;
await run(events, true);
platform.trouble = 0;
const left = await settled(database);
const wrong = await check();
process.stdout.write(
  `${JSON.stringify({ quiet, faulty: figures(), again, posts: platform.posts, left, faults: Object.fromEntries(platform.faults), wrong }, null, 1)}\n`,
);
if (service.log !== '') process.stdout.write(`the log's errors:\n${service.log.slice(-5000)}\n`);
await service.stop();
await platform.close();
rmSync(service.folder, { recursive: true, force: true });
process.exit(Object.values(wrong).every((count) => count === 0) ? 0 : 1);

/** Sends events at an even pace; every person waits for one acknowledgement before the next message. */
async function run(count: number, faulty: boolean): Promise<void> {
  platform.trouble = faulty ? TROUBLE : 0;
  const rates = new Map<number, Promise<void>>();
  const kills = new Set(faulty ? Array.from({ length: KILLS }, (_, i) => Math.floor(((i + 0.5) * count) / KILLS)) : []);
  const began = performance.now();
  let restarting = Promise.resolve();
  for (let i = 0; i < count; i++) {
    const due = began + (i * 1000) / rate;
    if (due > performance.now()) await wait(due - performance.now());
    if (kills.has(i)) restarting = restarting.then(restart);
    const person = i % PEOPLE;
    rates.set(
      person,
      (rates.get(person) ?? Promise.resolve()).then(() => say(person, faulty)),
    );
  }
  await Promise.all(rates.values());
  await restarting;
}

async function say(person: number, faulty: boolean): Promise<void> {
  const id = crypto.randomUUID();
  const envelope = eventOf('message.im', {
    user: `U${person}`,
    channel: `D${person}`,
    client_msg_id: id,
    text: 'hello',
  });
  const copies = faulty && random.next() < TWICE ? 1 + random.below(3) : 0;
  for (let i = 0; i < copies; i++) void postEvent(service.address, envelope).catch(() => undefined);
  for (let attempt = 0; ; attempt++) {
    const began = performance.now();
    const { status } = await postEvent(service.address, envelope).catch(() => ({ status: 0 }));
    if (status === 200) {
      if (attempt === 0) times.push(performance.now() - began);
      break;
    }
    // Slack sends again too, only later.
    again += 1;
    await wait(1000);
  }
  acknowledged.set(person, [...(acknowledged.get(person) ?? []), id]);
}

async function restart(): Promise<void> {
  await service.stop('SIGKILL');
  await service.start(env);
}

/** The numbers of messages lost, doubled or out of order, between what was acknowledged, stored and posted. */
async function check(): Promise<Record<string, number>> {
  const found = { lost: 0, doubled: 0, unordered: 0, unanswered: 0, answeredTwice: 0, answersUnordered: 0 };
  const store = await openStore(database);
  for (let person = 0; person < PEOPLE; person++) {
    const said = acknowledged.get(person) ?? [];
    const lines = await store.lines(`slack:${TEAM}:U${person}`, { turn: 0, part: 0 });
    const stored = lines.flatMap((l) => (l.message ? [l.message.id] : []));
    found.lost += said.filter((id) => !stored.includes(id)).length;
    found.doubled += stored.length - new Set(stored).size;
    found.unordered += said.join() === stored.filter((id) => said.includes(id)).join() ? 0 : 1;
    const asked = (platform.taken.get(`D${person}`) ?? []).map((t) => t.asked);
    found.unanswered += Math.max(0, stored.length - new Set(asked).size);
    found.answeredTwice += asked.length - new Set(asked).size;
    found.answersUnordered += asked.some((n, i) => i > 0 && n <= asked[i - 1]!) ? 1 : 0;
    if (stored.length !== new Set(asked).size || asked.length !== stored.length)
      process.stdout.write(`person ${person}: ${JSON.stringify({ said, stored, asked })}\n`);
  }
  await store.close();
  return found;
}

function figures(): Record<string, number> {
  const { p50, p99 } = figuresOf(times, 1);
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  return { acknowledged: times.length, p50ms: round(p50), p99ms: round(p99), maxMs: round(Math.max(0, ...times)) };
}
