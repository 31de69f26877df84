/**
 * Teams under load, too long for CI: `npm run soak:teams [messages] [a second] [seed] [pairs] [measured]`. First the messages a
 * second are measured, beside a bare Bot Framework bot over the same way (activities in, replies out to a connector), and how
 * soon messages are acknowledged (1,000 of them, or so many).
 * Then so many messages come with faults at every place: activities delivered twice and more, posts that fail in every
 * way, and kill -9. At the end every message was taken once and answered in order, and nothing was posted twice.
 */
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openStore } from '../../src/store/open.ts';
import { SHIPPED_SETTINGS } from '../fakes/content.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Random } from '../fakes/random.ts';
import { Service } from '../fakes/service.ts';
import { FakeTeams, type Fate } from '../fakes/teams.ts';
import { recorded, shown } from '../fakes/teams-world.ts';
import type { Loaded } from './driver.ts';
import { figuresOf, median } from './figures.ts';
import { loaded, TEAMS_CONVERSATIONS } from './http.ts';
import { type Running, startFirstline, startScript } from './servers.ts';
import { settled } from './settled.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { errorTexts } from './texts.ts';

const [messages = 5000, rate = 60, seed = Date.now() % 100_000, pairs = 3, measured = 1000] = process.argv
  .slice(2)
  .map(Number);
/** The number of messages under way at once. */
const TALKS = 1024;
/** The number of measured messages of each bot. */
const EACH = 8000;
const PEOPLE = 250;
const KILLS = 5;
const TWICE = 0.1;
const TROUBLE = 0.08;
/** The ways a post can fail; those with a question mark leave open whether it arrived. */
const FAULTS: readonly (readonly [name: string, fate: Fate])[] = [
  ['? reset', 'reset'],
  ['? taken, then reset', 'taken-then-reset'],
  ['? 500', { status: 500 }],
  ['? 502 after it was taken', { status: 502, takes: true }],
  ['? 503', { status: 503 }],
  ['? 504 after it was taken', { status: 504, takes: true }],
  ['429', { status: 429, headers: { 'retry-after': '1' } }],
  ['412', { status: 412 }],
];
process.env.TEAMS = 'local';

if (pairs > 0) await compare();
const wrong = messages > 0 ? await faults() : {};
process.exit(Object.values(wrong).every((count) => count === 0) ? 0 : 1);

async function compare(): Promise<void> {
  const job = { errors: errorTexts((await shipped()).content), conversations: TEAMS_CONVERSATIONS };
  const load = (server: Running, as: 'teams' | 'bot'): Promise<Loaded> => loaded(server, { ...job, as }, TALKS, EACH);
  const ratios: number[] = [];
  const most = (await load(await startScript('echo.ts'), 'bot')).perSecond;
  process.stdout.write(`the load generator: ${Math.round(most)}/s\n`);
  for (let i = 1; i <= pairs; i++) {
    const ours = await withSqliteFile(async (database) => load(await startFirstline(database), 'teams'));
    const theirs = await load(await startScript('baseline-bot.ts'), 'bot');
    ratios.push(ours.perSecond / theirs.perSecond);
    const say = (of: typeof ours): string =>
      `${Math.round(of.perSecond)}/s, p50 ${Math.round(of.p50)} ms, ${of.cpuMs?.toFixed(2)} ms CPU each, ${Math.round(of.peak ?? 0)} MB at most`;
    process.stdout.write(`Firstline ${say(ours)}; baseline ${say(theirs)}; ${ratios.at(-1)!.toFixed(1)} times\n`);
  }
  process.stdout.write(`median: ${median(ratios).toFixed(1)} times the baseline\n`);
}

async function faults(): Promise<Record<string, number>> {
  const random = new Random(seed);
  const agent = new Agent({ keepAlive: true });
  const teams = await new FakeTeams().open();
  const service = new Service();
  const env = { ...SHIPPED_SETTINGS, TEAMS: 'local', LOG_LEVEL: 'error', WEB_CHAT: 'off' };
  await service.start(env);
  const counts = new Map<string, number>();
  /** The acknowledged messages of each person, in order. */
  const acknowledged = new Map<number, string[]>();
  const times: number[] = [];
  let again = 0;
  let trouble = 0;
  teams.fate = () => {
    if (random.next() >= trouble) return { status: 201 };
    const [name, fate] = random.pick(FAULTS);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return fate;
  };

  process.stdout.write(`${messages} messages at ${rate}/s, seed ${seed}\n`);
  await run(300, false);
  times.length = 0;
  await run(measured, false);
  const quiet = figures();
  times.length = 0;
  trouble = TROUBLE;
  await run(messages, true);
  trouble = 0;
  await settled(`sqlite:${join(service.folder, 'firstline.db')}`);
  const found = await check();
  const said = {
    quiet,
    faulty: figures(),
    again,
    posts: teams.posts.length,
    faults: Object.fromEntries(counts),
    ...found,
  };
  process.stdout.write(`${JSON.stringify(said, null, 1)}\n`);
  await service.stop();
  await teams.close();
  agent.destroy();
  rmSync(service.folder, { recursive: true, force: true });
  return found.wrong;

  async function run(count: number, faulty: boolean): Promise<void> {
    const lanes = new Map<number, Promise<void>>();
    const kills = new Set(
      faulty ? Array.from({ length: KILLS }, (_, i) => Math.floor(((i + 0.5) * count) / KILLS)) : [],
    );
    const began = performance.now();
    let restarting = Promise.resolve();
    for (let i = 0; i < count; i++) {
      const due = began + (i * 1000) / rate;
      if (due > performance.now()) await wait(due - performance.now());
      if (kills.has(i))
        restarting = restarting.then(async () => {
          await service.stop('SIGKILL');
          await service.start(env);
        });
      const person = i % PEOPLE;
      lanes.set(
        person,
        (lanes.get(person) ?? Promise.resolve()).then(() => say(person, faulty)),
      );
    }
    await Promise.all(lanes.values());
    await restarting;
  }

  async function say(person: number, faulty: boolean): Promise<void> {
    const id = crypto.randomUUID();
    const activity = recorded('personal-plain', teams, {
      id,
      from: { id: `29:${person}`, name: `P${person}`, aadObjectId: `aad-${person}` },
      conversation: { conversationType: 'personal', tenantId: 't', id: `a:${person}` },
      channelData: { tenant: { id: 't' } },
      text: `hello ${id}`,
    });
    const copies = faulty && random.next() < TWICE ? 1 + random.below(3) : 0;
    for (let i = 0; i < copies; i++) void post(activity).catch(() => undefined);
    for (let attempt = 0; ; attempt++) {
      const began = performance.now();
      const status = await post(activity).catch(() => 0);
      if (status === 200) {
        if (attempt === 0) times.push(performance.now() - began);
        break;
      }
      again += 1;
      await wait(1000);
    }
    acknowledged.set(person, [...(acknowledged.get(person) ?? []), id]);
  }

  function post(activity: object): Promise<number> {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify(activity);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(`${service.address}/api/messages`, { agent, method: 'POST', headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode!));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /**
   * The numbers of messages lost, doubled or out of order, between what was acknowledged, stored and seen by people.
   */
  async function check() {
    const wrong = { lost: 0, doubled: 0, unordered: 0, answeredTwice: 0, answersUnordered: 0, unaccounted: 0 };
    const store = await openStore(`sqlite:${join(service.folder, 'firstline.db')}`);
    let unconfirmed = 0;
    for (let person = 0; person < PEOPLE; person++) {
      const said = acknowledged.get(person) ?? [];
      const lines = await store.lines(`teams:t:a:${person}`, { turn: 0, part: 0 });
      const stored = lines.flatMap((l) => (l.message ? [l.message.id] : []));
      wrong.lost += said.filter((id) => !stored.includes(id)).length;
      wrong.doubled += stored.length - new Set(stored).size;
      wrong.unordered += said.join() === stored.filter((id) => said.includes(id)).join() ? 0 : 1;
      // Every card carries the number of its question.
      const asked = teams
        .cards(`a:${person}`)
        .map((card) => Number(/"firstline":"(\d+)\|/.exec(JSON.stringify(card))?.[1] ?? shown(card).length));
      wrong.answeredTwice += asked.length - new Set(asked).size;
      wrong.answersUnordered += asked.some((n, i) => i > 0 && n <= asked[i - 1]!) ? 1 : 0;
      const replies = lines.filter((l) => l.reply).length;
      unconfirmed += replies - asked.length;
    }
    await store.close();
    // Replies that people did not see are known as unconfirmed, row by row; people saw all others.
    const database = new Database(join(service.folder, 'firstline.db'), { readonly: true });
    const { known } = database.prepare("select count(*) as known from outbox where state = 'unknown'").get() as {
      known: number;
    };
    database.close();
    wrong.unaccounted = Math.max(0, unconfirmed - known);
    return { notSeen: unconfirmed, unconfirmed: known, wrong };
  }

  function figures(): Record<string, number> {
    const { p50, p99 } = figuresOf(times, 1);
    const round = (ms: number): number => Math.round(ms * 10) / 10;
    return { acknowledged: times.length, p50ms: round(p50), p99ms: round(p99), maxMs: round(Math.max(0, ...times)) };
  }
}
