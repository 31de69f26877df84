/**
 * The relay under load and faults, too long for CI: `npm run soak:desk [messages] [instances] [seed]`. People and
 * agents write at once, to several instances of the service on one PostgreSQL (with one: SQLite) that are killed with
 * -9 and started again; every tenth sending fails in some way. At the end everything said has arrived once and in
 * order, and nothing private went out.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CHANNELS } from '../../src/channels/index.ts';
import type { Outlet, Reconciled, SendOutcome } from '../../src/core/channel.ts';
import { type Incoming, PLAIN } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { OutboxRow } from '../../src/core/store.ts';
import { plain } from '../../src/core/text.ts';
import { Random } from '../fakes/random.ts';
import { redact } from '../fakes/redact.ts';
import { Progress } from './progress.ts';
import { settled } from './settled.ts';

const PEOPLE = 10;
const TROUBLE = 0.1;
const LEASE_MS = 3000;
/** The number of times an instance is killed; the kills are spread over the run. */
const KILLS = 12;
const DESK = '{"desk":"C1"}';

/** One line as a platform took it. */
interface Taken {
  readonly platform: string;
  readonly conversation: string;
  readonly place: string;
  readonly ref: string;
  readonly under: string | null;
  readonly kind: string;
  readonly title: string | null;
  readonly speaker: string | null;
  readonly text: string;
}

interface Life {
  readonly database: string;
  readonly log: string;
  readonly seed: number;
  readonly leaseMs: number;
}

/** The service in small: the real journal, turns and store, and two platforms that are one file. */
async function beChild({ database, log, seed, leaseMs }: Life): Promise<void> {
  const [
    { Journal },
    { createTurn },
    { createDeskTurn },
    { openStore },
    { SILENT },
    { shipped },
    { makeCode },
    { createTranscriptJob },
    { isDesks },
    { oneDesk },
  ] = await Promise.all([
    import('../../src/journal/journal.ts'),
    import('../../src/conversation/turn.ts'),
    import('../../src/desk/turn.ts'),
    import('../../src/store/open.ts'),
    import('../../src/core/log.ts'),
    import('../fakes/knowledge.ts'),
    import('../../src/journal/carry-over.ts'),
    import('../../src/journal/transcript.ts'),
    import('../../src/core/desk.ts'),
    import('../../src/content/desks.ts'),
  ]);
  const { content, read } = await shipped();
  const store = await openStore(database);
  const person = createTurn(content, read, true);
  const desk = createDeskTurn(content, oneDesk('slack:C1X', CHANNELS));
  const random = new Random(seed);
  const file = await open(log, 'a');
  const journal = new Journal({
    redact,
    store,
    turn: (state, message) => (isDesks(message.conversation) ? desk(state, message) : person(state as never, message)),
    apology: () => assert.fail('a turn failed'),
    channels: [new FilePlatform('web', log, file, random), new FilePlatform('slack', log, file, random)],
    run: (row) => (row.job.kind === 'transcript' ? createTranscriptJob(store)(row) : makeCode(row)),
    now: () => new Date(),
    log: SILENT,
    leaseMs,
  });
  await journal.start();
  process.on('message', (message: Incoming) => {
    void journal.accept(message).then(
      () => process.send!({ is: 'acked', id: message.id }),
      () => undefined,
    );
  });
  process.send!({ is: 'up' });
}

/** A platform that delivers into a file that several processes write, and fails in every way a platform can. */
class FilePlatform implements Outlet {
  readonly name: string;
  readonly #log: string;
  readonly #file: FileHandle;
  readonly #random: Random;

  constructor(name: string, log: string, file: FileHandle, random: Random) {
    this.name = name;
    this.#log = log;
    this.#file = file;
    this.#random = random;
  }

  async send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    const trouble =
      this.#random.next() < TROUBLE ? this.#random.pick(['later', 'unheard', 'cut', 'slow'] as const) : null;
    if (trouble === 'later') return { kind: 'later', afterMs: this.#random.below(50) };
    if (trouble === 'unheard') return { kind: 'unknown', why: 'no answer' };
    if (trouble === 'slow') await wait(this.#random.below(100));
    const ref = refOf(this.name, row);
    const taken: Taken = {
      platform: this.name,
      conversation,
      place: row.address ?? conversation,
      ref,
      under: reply.placement?.kind === 'under' ? placement : null,
      kind: reply.placement?.kind ?? 'new',
      title: reply.title,
      speaker: reply.speaker?.name ?? null,
      text: plain(reply.body),
    };
    await this.#file.write(`${JSON.stringify(taken)}\n`);
    return trouble === 'cut' ? { kind: 'unknown', why: 'connection reset' } : { kind: 'sent', ref };
  }

  async find(row: OutboxRow): Promise<Reconciled> {
    // By now the file has what the process that died was still writing.
    await wait(50);
    const ref = refOf(this.name, row);
    return takenIn(this.#log).some((t) => t.ref === ref) ? { kind: 'arrived', ref } : { kind: 'absent' };
  }
}

function refOf(platform: string, { conversation, turn, part }: OutboxRow): string {
  return `${platform}|${conversation}|${turn}|${part}`;
}

function takenIn(log: string): Taken[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Taken);
}

async function beParent(): Promise<void> {
  const [messages = 2000, instances = 2, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'soak-desk-'));
  const log = join(folder, 'platforms.jsonl');
  (await open(log, 'w')).close();
  const postgres = instances > 1 ? await import('../fakes/postgres.ts') : null;
  const database = postgres ? await postgres.freshDatabase() : `sqlite:${join(folder, 'firstline.db')}`;
  const random = new Random(seed);
  const progress = new Progress(process.stderr, 22);
  process.stdout.write(`${messages} messages, ${instances} instance(s), seed ${seed}\n`);

  const waiting = new Map<string, () => void>();
  const alive: (ChildProcess | null)[] = Array.from({ length: instances }, () => null);
  let kills = 0;
  const spawn = async (i: number): Promise<void> => {
    const life: Life = { database, log, seed: random.below(1e9), leaseMs: instances > 1 ? LEASE_MS : 0 };
    const child = fork(import.meta.filename, ['child', JSON.stringify(life)], { execArgv: [] });
    await new Promise<void>((up) => {
      child.on('message', (event: { is: string; id?: string }) => {
        if (event.is === 'up') up();
        else waiting.get(event.id!)?.();
      });
    });
    alive[i] = child;
  };
  for (let i = 0; i < instances; i++) await spawn(i);

  /** Sends a message until it is acknowledged, as platforms do. */
  const say = async (message: Incoming): Promise<void> => {
    for (;;) {
      const child = random.pick(alive.filter((c) => c !== null).concat(alive.some(Boolean) ? [] : [null as never]));
      const acked = new Promise<boolean>((done) => waiting.set(message.id, () => done(true)));
      child?.send(message);
      if (await Promise.race([acked, wait(2000, false)])) break;
    }
    waiting.delete(message.id);
  };
  const message = (
    given: Partial<Incoming> & Pick<Incoming, 'id' | 'conversation' | 'channel' | 'address'>,
  ): Incoming => ({
    ...PLAIN,
    audience: 'person',
    kind: 'said',
    text: '',
    ...given,
  });

  progress.next('handing over');
  const tickets = new Map<number, string>();
  for (let k = 0; k < PEOPLE; k++) {
    const here = { conversation: `web:p${k}`, channel: 'web', address: `web:p${k}` };
    await say(message({ ...here, id: `p${k}-hello`, text: `I am number ${k} and I need a person` }));
    await say(message({ ...here, id: `p${k}-send`, kind: 'pressed', choice: 'send' }));
  }
  const until = Date.now() + 60_000;
  while (tickets.size < PEOPLE && Date.now() < until) {
    await wait(200);
    for (const t of takenIn(log)) {
      const k = /I am number (\d+) and/.exec(t.text)?.[1];
      if (t.platform === 'slack' && t.title && k) tickets.set(Number(k), t.conversation);
    }
  }
  assert.equal(tickets.size, PEOPLE, 'every ticket stands at the desk');

  let killer = Promise.resolve();
  const kill = async (): Promise<void> => {
    const i = random.below(instances);
    alive[i]?.kill('SIGKILL');
    alive[i] = null;
    kills += 1;
    await spawn(i);
  };
  const each = Math.ceil(messages / PEOPLE / 2);
  let said = 0;
  const count = (): void => {
    said += 1;
    if (said % Math.ceil(messages / KILLS) === 0) killer = killer.then(kill);
    if (said % Math.ceil(messages / 20) === 0) progress.next(`${said} of ${messages}, ${kills} killed`);
  };
  await Promise.all(
    [...tickets].flatMap(([k, ticket]) => [
      (async () => {
        for (let i = 0; i < each; i++) {
          await say(
            message({
              conversation: `web:p${k}`,
              channel: 'web',
              address: `web:p${k}`,
              id: `p${k}-${i}`,
              text: `person ${k} line ${i}.`,
            }),
          );
          count();
        }
      })(),
      (async () => {
        const agent = {
          conversation: ticket,
          channel: 'slack',
          address: DESK,
          person: { id: 'slack:T:A', name: 'Ana' },
          shared: true,
        };
        for (let i = 0; i < each; i++) {
          await say(message({ ...agent, id: `a${k}-${i}`, text: `> agent to ${k} line ${i}.` }));
          if (i % 5 === 0) await say(message({ ...agent, id: `n${k}-${i}`, text: `private about ${k} note ${i}.` }));
          count();
        }
      })(),
    ]),
  );
  await killer;
  progress.next('settling');
  await settled(database);
  progress.end();

  const taken = takenIn(log);
  const wrong = { lost: 0, doubled: 0, unordered: 0, leaked: 0 };
  for (const [k, ticket] of tickets) {
    judge(
      taken.filter((t) => t.platform === 'web' && t.place === `web:p${k}`),
      new RegExp(`^agent to ${k} line (\\d+)\\.(?:\\n|$)`),
      each,
      wrong,
    );
    judge(
      taken.filter((t) => t.platform === 'slack' && t.conversation === ticket && t.under),
      new RegExp(`^> person ${k} line (\\d+)\\.$`),
      each,
      wrong,
    );
    const others = taken.filter(
      (t) =>
        (t.place === `web:p${k}` && t.text.includes('agent to') && !t.text.includes(`agent to ${k} `)) ||
        (t.conversation === ticket && /> person \d+ line/.test(t.text) && !t.text.includes(`person ${k} `)),
    );
    wrong.leaked += others.length;
  }
  wrong.leaked += taken.filter((t) => t.platform === 'web' && t.text.includes('private about')).length;
  const marks = taken.filter((t) => t.kind === 'marked').length;
  process.stdout.write(
    `${JSON.stringify({ relayed: each * PEOPLE * 2, kills, delivered: taken.length, marks, wrong })}\n`,
  );
  for (const child of alive) child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  process.exit(Object.values(wrong).every((n) => n === 0) ? 0 : 1);
}

/** Counts messages that did not arrive exactly once and in order. */
function judge(
  lines: readonly Taken[],
  pattern: RegExp,
  each: number,
  wrong: { lost: number; doubled: number; unordered: number },
): void {
  const seen = lines.flatMap((t) => {
    const n = pattern.exec(t.text)?.[1];
    return n === undefined ? [] : [Number(n)];
  });
  const once = new Set(seen);
  wrong.lost += each - once.size;
  wrong.doubled += seen.length - once.size;
  wrong.unordered += seen.some((n, i) => i > 0 && n < seen[i - 1]!) ? 1 : 0;
}

if (process.argv[2] === 'child') await beChild(JSON.parse(process.argv[3]!) as Life);
else await beParent();
