/**
 * Outages around a service in use: a full disk, one that takes no writes, names that nobody resolves, few open files, a full heap.
 * A message meanwhile is refused or kept, never lost; operators are told once, with a cure; and it goes on by itself.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { freshFolder } from '../fakes/folder.ts';
import { PagePerson } from '../fakes/page-person.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { TcpProxy } from '../fakes/proxy.ts';
import { Random } from '../fakes/random.ts';
import { Service } from '../fakes/service.ts';
import { BarePlatform } from '../fakes/slack/bare-platform.ts';
import { eventOf, postEvent, SECRET } from '../fakes/slack/person.ts';
import { BOT_TOKEN } from '../fakes/slack/platform.ts';
import { SmallDisk } from '../fakes/small-disk.ts';
import { until } from '../fakes/until.ts';

const WINDOWS = process.platform === 'win32';
/** Long enough that a table has to grow for a few of them. */
const LONG = `Cannot sign in. ${'It began this morning. '.repeat(200)}`;
/** The number of messages that are written while the outage lasts, after it is known. */
const TRIES = 5;

/** A person at the page of a service, who counts what was acknowledged. */
class Asker {
  readonly #service: Service;
  #person: PagePerson;
  accepted = 0;

  private constructor(service: Service, person: PagePerson) {
    this.#service = service;
    this.#person = person;
  }

  static async at(service: Service): Promise<Asker> {
    return new Asker(service, await new PagePerson(service.address).open());
  }

  /** Writes a message; what is refused is refused in words, and never with a stack. */
  async say(text: string): Promise<boolean> {
    const body = JSON.stringify({ id: randomUUID(), kind: 'said', text });
    const answer = await this.#person.ask('POST', '/web/messages', body);
    if (answer.status === 202) this.accepted += 1;
    else {
      assert.equal(answer.status, 503, answer.body);
      assert.deepEqual(Object.keys(JSON.parse(answer.body) as object), ['code', 'cause', 'cure']);
    }
    return answer.status === 202;
  }

  /** The health as it is told: the status, and the code of what is wrong. */
  async health(): Promise<string> {
    const answer = await this.#person.ask('GET', '/readyz');
    return `${answer.status} ${(JSON.parse(answer.body) as { code?: string }).code ?? 'fine'}`;
  }

  /** Waits until everything that was acknowledged has one answer. */
  async isAnswered(): Promise<void> {
    let last = '';
    const isSo = async (): Promise<boolean> => {
      const { own, answers } = await this.#person.answered();
      last = `${this.accepted} acknowledged, ${own} stored, ${answers} answered`;
      return own >= this.accepted && answers === own;
    };
    await until(isSo, () => last);
  }

  close(): void {
    this.#person.close();
    assert.doesNotMatch(this.#service.log, /MESSAGE_PARKED|CRASHED/);
  }
}

/** Lines of the log that warn, without what differs from one to the next, and without those that say how often a trouble came. */
function warnings(log: string): string[] {
  const lines = log
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines
    .map(
      (line) =>
        JSON.parse(line) as { level: number; msg: string; code?: string; times?: number; err?: { code?: string } },
    )
    .filter(({ level, times }) => level >= 40 && times === undefined)
    .map(({ msg, code, err }) => `${code} ${err?.code} ${msg}`);
}

/** Lives through an outage of the database: begins and ends it, and expects `code` in between. */
async function outlive(
  service: Service,
  env: Record<string, string>,
  code: string,
  begin: () => void,
  end: () => void,
) {
  await service.start({ WEB_CHAT: 'loopback', ...env });
  const asker = await Asker.at(service);
  assert.ok(await asker.say('hello'));
  await asker.isAnswered();
  begin();
  // Some may still find room.
  const isTold = async (): Promise<boolean> => !(await asker.say(LONG)) && (await asker.health()) === `503 ${code}`;
  await until(isTold, code);
  for (let i = 0; i < TRIES; i++) {
    await asker.say(LONG);
    await asker.health();
  }
  const told = warnings(service.log);
  assert.ok(service.log.includes(`"code":"${code}"`), 'the cause stands in the log');
  assert.match(service.log, /"cure":"[A-Z]/);
  assert.deepEqual(told, [...new Set(told)], 'nothing is told twice');
  end();
  await until(() => asker.say('here again'), 'a message that is taken');
  await until(async () => (await asker.health()) === '200 fine', 'the health');
  await asker.isAnswered();
  asker.close();
  assert.equal(await service.stop(), 0);
}

describe('a service that outlives', function () {
  this.timeout(300_000);
  let service: Service;
  beforeEach(() => {
    service = new Service();
  });
  afterEach(() => service.remove());

  it('a full disk below SQLite', async function () {
    const disk = SmallDisk.mount(8);
    if (disk === null) return this.skip();
    try {
      const database = `sqlite:${join(disk.path, 'data', 'firstline.db')}`;
      await outlive(
        service,
        { DATABASE_URL: database },
        'STORE_FULL',
        () => disk.fill(),
        () => disk.free(),
      );
    } finally {
      await service.stop('SIGKILL');
      disk.unmount();
    }
  });

  it('a file of SQLite that takes no writes any more, as on a disk that was mounted anew for reading', async function () {
    const folder = freshFolder();
    // Not the memory that SQLite shares (`…-shm`): the system ends a process that can't write there (SIGBUS).
    const change = (by: string): boolean => {
      const files = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
      return spawnSync('chattr', [by, ...files.map((name) => join(folder, name))]).status === 0;
    };
    writeFileSync(join(folder, 'tried'), '');
    if (!change('+i') || !change('-i')) return this.skip();
    const database = `sqlite:${join(folder, 'firstline.db')}`;
    try {
      await outlive(
        service,
        { DATABASE_URL: database },
        'STORE_DISK',
        () => change('+i'),
        () => change('-i'),
      );
    } finally {
      change('-i');
    }
  });

  it('a full disk below PostgreSQL', async function () {
    const disk = SmallDisk.mount(24);
    if (disk === null) return this.skip();
    const database = new URL(await freshDatabase());
    const admin = new pg.Client(database.href);
    await admin.connect();
    try {
      const place = join(disk.path, 'tables');
      const { rows } = await admin.query('show data_directory');
      const { uid, gid } = statSync((rows as { data_directory: string }[])[0]!.data_directory);
      mkdirSync(place);
      chownSync(place, uid, gid);
      await admin.query(`create tablespace small location '${place}'`);
      await admin.query('create database on_small_disk tablespace small');
      database.pathname = '/on_small_disk';
      await outlive(
        service,
        { DATABASE_URL: database.href },
        'STORE_FULL',
        () => disk.fill(),
        () => disk.free(),
      );
    } finally {
      await service.stop('SIGKILL');
      await admin.query('drop database if exists on_small_disk with (force)');
      await admin.query('drop tablespace if exists small');
      await admin.end();
      disk.unmount();
    }
  });

  describe('names that nobody resolves', () => {
    const names = join(freshFolder(), 'names');
    const resolver = {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, '..', 'fakes', 'resolver.mjs')}`,
      FIRSTLINE_TEST_NAMES: names,
    };
    /** The same address by a name below `.firstline.test`, on a way that can be cut. */
    const named = async (address: string, name: string): Promise<{ readonly url: string; readonly way: TcpProxy }> => {
      const url = new URL(address);
      const way = await TcpProxy.to(Number(url.port));
      [url.hostname, url.port] = [`${name}.firstline.test`, String(way.port)];
      return { url: url.href, way };
    };
    /** Takes the names away, and ends the connections that are open: whoever has one needs no name. */
    const forget = (way: TcpProxy): void => {
      rmSync(names);
      way.cut();
      way.mend();
    };
    beforeEach(() => writeFileSync(names, ''));

    it('the database server’s', async () => {
      const { url, way } = await named(await freshDatabase(), 'database');
      try {
        const env = { DATABASE_URL: url, ...resolver };
        await outlive(
          service,
          env,
          'STORE_LOST',
          () => forget(way),
          () => writeFileSync(names, ''),
        );
      } finally {
        await service.stop('SIGKILL');
        await way.close();
      }
    });

    it('Slack’s: what is acknowledged meanwhile waits, and is posted once', async () => {
      const platform = new BarePlatform(new Random(1));
      const { url, way } = await named(await platform.start(), 'slack');
      const posts = (channel: string): number => platform.taken.get(channel)?.length ?? 0;
      const said = async (person: string): Promise<number> => {
        const fields = { user: `U${person}`, channel: `D${person}`, client_msg_id: randomUUID(), text: 'hello' };
        return (await postEvent(service.address, eventOf('message.im', fields))).status;
      };
      try {
        const slack = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: url };
        await service.start({ ...slack, ...resolver });
        assert.equal(await said('before'), 200);
        await until(() => posts('Dbefore') === 1, 'the first post');
        forget(way);
        for (let i = 0; i < TRIES; i++) assert.equal(await said(`meanwhile${i}`), 200);
        await until(() => service.log.includes('"why":"EAI_AGAIN","code":"SEND_WAITS"'), 'the line in the log');
        assert.deepEqual(
          warnings(service.log).filter((line) => line.startsWith('SEND_WAITS')),
          ['SEND_WAITS undefined not sent yet: it waits'],
        );
        assert.equal(platform.posts, 1);
        writeFileSync(names, '');
        await until(() => platform.posts === 1 + TRIES, 'the posts that waited');
        assert.equal(await said('after'), 200);
        await until(() => posts('Dafter') === 1, 'the last post');
        assert.equal(platform.posts, 2 + TRIES);
        assert.equal(await service.stop(), 0);
      } finally {
        await service.stop('SIGKILL');
        await platform.close();
        await way.close();
      }
    });
  });

  it('fewer open files than connections that come', async function () {
    if (WINDOWS) return this.skip();
    service = new Service(undefined, { through: ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'] });
    await service.start({ WEB_CHAT: 'loopback' });
    const asker = await Asker.at(service);
    const { hostname, port } = new URL(service.address);
    const sockets: Socket[] = [];
    try {
      for (let i = 0; i < 100; i++) sockets.push(connect(Number(port), hostname).on('error', () => undefined));
      await until(() => service.log.includes('a connection was refused'), 'the line in the log');
      // Connections that are there go on.
      for (let i = 0; i < TRIES; i++) assert.ok(await asker.say('hello'));
      assert.equal(await asker.health(), '200 fine');
      const told = warnings(service.log);
      assert.deepEqual(told, [...new Set(told)], 'nothing is told twice');
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    const isOpen = async (): Promise<boolean> => {
      const other = await Asker.at(service).catch(() => null);
      other?.close();
      return other !== null;
    };
    await until(isOpen, 'a page that opens');
    await asker.isAnswered();
    asker.close();
    assert.equal(await service.stop(), 0);
  });

  it('a heap that is full ends it, and the next start answers what was acknowledged', async () => {
    await service.start({ WEB_CHAT: 'loopback' });
    const asker = await Asker.at(service);
    const ask = (): Promise<unknown> => Promise.all(Array.from({ length: 20 }, () => asker.say(LONG)));
    await ask();
    await service.stop('SIGKILL');
    // Hardly what a start takes: it ends before it listens, or under messages.
    const small = { WEB_CHAT: 'loopback', NODE_OPTIONS: '--max-old-space-size=44' };
    const isFull = (): boolean => service.log.includes('heap out of memory');
    await service.start(small).catch(() => undefined);
    for (let i = 0; i < 200 && !isFull(); i++) await ask().catch(() => undefined);
    // The last lines come after the connections are gone.
    await until(isFull, 'a heap that is full');
    await service.start({ WEB_CHAT: 'loopback' });
    await asker.isAnswered();
    asker.close();
    assert.equal(await service.stop(), 0);
  });
});
