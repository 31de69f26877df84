/**
 * Measures the console over 100,000 tickets: lists and searches by HTTP, and how long a change takes to reach fifty open
 * consoles, each of which then reads its list anew, and to be drawn in a real Chromium among them:
 * `node test/bench/console.ts [tickets] [postgres]`. Each line has the median and the 95th percentile, in milliseconds. Beside
 * them stand the CPU time that one took in this process, asking and answering (on PostgreSQL without the server's part), and the
 * load of the machine, since everything here shares its processors with the service.
 */
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { entryOf } from '../../src/core/ticket-entry.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { writeEntries } from '../../src/store/ticket-entries.ts';
import { ConsoleWorld, openConsole } from '../console/console-world.ts';
import { DeskTalk } from '../console/desk-talk.ts';
import { openBrowser } from '../fakes/browser.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { Random } from '../fakes/random.ts';
import { ticket } from '../fakes/samples.ts';

const ROUNDS = 60;
const CHANGES = 40;
const STREAMS = 50;
/** The pause in which a page gathers changes (`src/console/page/desk/desk.js`). */
const GATHER_MS = 60;
const TICKETS_AT_ONCE = 500;
const [tickets = '100000', engine = 'sqlite'] = process.argv.slice(2);
const COMMON = ['panel', 'screen', 'room', 'schedule', 'password', 'mail', 'printer', 'phone', 'vpn', 'share'];

const address = engine === 'postgres' ? await freshDatabase() : `sqlite:${join(freshFolder(), 'firstline.db')}`;
const world = await ConsoleWorld.open(undefined, { holdS: 0, database: address });
await fill(Number(tickets));
const cookie = await world.cookie('Ana');
const get = (path: string): Promise<Response> => world.get(path, { cookie });
for (const [what, path] of [
  ['waiting', '/console/api/desk/tickets?list=waiting'],
  ['mine', '/console/api/desk/tickets?list=mine'],
  ['all', '/console/api/desk/tickets?list=all'],
  ['a common word', '/console/api/desk/tickets?list=all&find=panel'],
  ['two common words', '/console/api/desk/tickets?list=all&find=panel%20schedule'],
  ['a rare word', '/console/api/desk/tickets?list=all&find=rare777'],
  ['a number', '/console/api/desk/tickets?list=all&find=F-0042'],
  ['a common word, waiting', '/console/api/desk/tickets?list=waiting&find=panel'],
] as const)
  await measure(what, async () => {
    const answer = await get(path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    await answer.arrayBuffer();
  });
const talk = await DeskTalk.open(world);
await measure('a ticket', async () => void (await talk.view()));
await live();
await world.close();
process.exit(0);

/** Lists of tickets as a desk has them after years: most are closed. */
async function fill(count: number): Promise<void> {
  const db = engine === 'postgres' ? openPostgres(address) : openSqlite(address.slice('sqlite:'.length));
  const random = new Random(1);
  for (let from = 0; from < count; from += TICKETS_AT_ONCE) {
    const entries = Array.from({ length: Math.min(TICKETS_AT_ONCE, count - from) }, (_, i) => {
      const n = from + i;
      const whole = ticket(`F-${String(n).padStart(4, '0')}-${n % 97}`);
      const report = `${random.pick(COMMON)} ${random.pick(COMMON)} rare${n % 5000} broken again since this morning`;
      const state = n % 300 === 0 ? 'waiting' : n % 100 === 1 ? 'held' : 'closed';
      const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
      return {
        ...entryOf(
          {
            ticket: { ...whole, summary: { ...whole.summary, report } },
            personSide: { person: null, channel: random.pick(['web', 'slack', 'teams']) },
            state,
            holder: state === 'held' ? { id: `console:${n % 50}`, name: 'Kim' } : null,
            path: ['desk'],
            at: 0,
            ...{ since: at, changedAt: at, promised: null, unanswered: null },
            closed: state === 'closed' ? { outcome: 'fixed' } : null,
          },
          null,
        ),
        at,
      };
    });
    await db.transaction().execute((tx) => writeEntries(tx as never, entries, entries[0]!.at));
  }
  await sql`analyze`.execute(db);
  await db.destroy();
}

async function measure(what: string, once: () => Promise<void>): Promise<void> {
  const times: number[] = [];
  await once();
  const before = process.cpuUsage();
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    await once();
    times.push(performance.now() - began);
  }
  print(what, times, cpuSince(before) / ROUNDS);
}

/** The CPU time of this process since then, in milliseconds. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function print(what: string, times: readonly number[], cpuMs: number): void {
  const of = (share: number): string =>
    times
      .toSorted((a, b) => a - b)
      [Math.ceil(times.length * share) - 1]!.toFixed(0)
      .padStart(5);
  process.stdout.write(
    `${what.padEnd(36)} median ${of(0.5)} ms   p95 ${of(0.95)} ms   CPU ${cpuMs.toFixed(0).padStart(4)} ms   load ${loadavg()[0]!.toFixed(1)}\n`,
  );
}

/** How long a change takes, from an agent's press to each of the open consoles being told, and to the page being drawn anew. */
async function live(): Promise<void> {
  let pressed = 0;
  const told: number[] = [];
  let reading = 0;
  for (let i = 0; i < STREAMS - 1; i++) {
    // Twenty consoles are the most that one agent may have open.
    const agent = await world.cookie(`Agent ${i}`);
    const answer = await fetch(`${world.address}/console/stream?tab=${randomUUID()}`, {
      headers: { cookie: agent, 'sec-fetch-site': 'same-origin' },
    });
    void (async () => {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream()))
        if (chunk.includes('"changed"') && pressed > 0) {
          told.push(performance.now() - pressed);
          reading += 1;
          // As its page does.
          await new Promise((r) => setTimeout(r, GATHER_MS));
          await (await world.get('/console/api/desk/tickets?list=waiting', { cookie: agent })).arrayBuffer();
          reading -= 1;
        }
    })().catch(() => undefined);
  }
  const browser = await openBrowser();
  const page = await openConsole(await browser.newContext(), world, 'Ben', []);
  await page.goto(`${world.address}/console/desk/${talk.ticket}`);
  await page.locator('#words').waitFor();
  // The time at which the page shows a line, by the clock that this process has too.
  await page.evaluate(() => {
    const shown = new Map<string, number>();
    Object.assign(globalThis, { shown });
    new MutationObserver(() => {
      const last = [...document.querySelectorAll('.line')].at(-1)?.textContent ?? '';
      const note = /change-\d+/.exec(last)?.[0];
      if (note && !shown.has(note))
        requestAnimationFrame(() => shown.set(note, performance.timeOrigin + performance.now()));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const drawn: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < CHANGES; i++) {
    const note = `change-${i}`;
    pressed = performance.now();
    const clock = performance.timeOrigin + pressed;
    await talk.act('note', note);
    const at = await page.waitForFunction(
      (one) => (globalThis as unknown as { shown: Map<string, number> }).shown.get(one),
      note,
    );
    drawn.push(Number(await at.jsonValue()) - clock);
    const end = performance.now() + 5000;
    while (reading > 0 && performance.now() < end) await new Promise((r) => setTimeout(r, 5));
    await new Promise((r) => setTimeout(r, 100));
  }
  const cpu = cpuSince(before) / CHANGES;
  print(`told to ${STREAMS} consoles, which read anew`, told, cpu);
  print('drawn in a browser among them', drawn, cpu);
  await browser.close();
}
