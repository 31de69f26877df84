import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { FAULTS } from '../../src/core/faults.ts';
import type { Store } from '../../src/core/store.ts';
import { barredBy } from '../../src/store/access.ts';
import { holdAlone, holdStopped, isHeldElsewhere } from '../../src/store/alone.ts';
import { backUp } from '../../src/store/backup.ts';
import { storeFault, withCauses } from '../../src/store/causes.ts';
import { openDraft } from '../../src/store/draft.ts';
import { openExisting, openForService, openStore, wasKilled } from '../../src/store/open.ts';
import { sqlStore } from '../../src/store/sql-store.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { storeContract } from '../contracts/store.contract.ts';
import { freshFolder } from '../fakes/folder.ts';
import { CodeLog } from '../fakes/journals.ts';
import { message } from '../fakes/samples.ts';
import { SmallDisk } from '../fakes/small-disk.ts';

storeContract('SQLite', async () => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`, { several: false });

describe('The tables of SQLite', () => {
  it('are made whole or not at all, so that a start cut off half-way can be repeated', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const raw = new Database(path);
    // The last table can't be made while something else has its name.
    raw.exec('create view case_end as select 1');
    await assert.rejects(openStore(`sqlite:${path}`), { code: 'STORE_UNREACHABLE' });
    raw.exec('drop view case_end');
    const store = await openStore(`sqlite:${path}`);
    await store.ping();
    await store.close();
    raw.close();
  });
});

/** The file opened so that it can't grow. */
function limited(path: string): ReturnType<typeof openSqlite> {
  const db = openSqlite(path);
  void sql`pragma max_page_count = 1`.execute(db);
  return db;
}

describe('The place of an SQLite file', () => {
  const folder = freshFolder();
  const at = (name: string): string => join(folder, name);
  const start = (address: string): Promise<Store> => openForService(address, new CodeLog(), () => true);
  before(() => {
    writeFileSync(at('file'), '');
    mkdirSync(at('folder'));
    symlinkSync('one', at('two'));
    symlinkSync('two', at('one'));
    symlinkSync('not-there/firstline.db', at('link'));
    symlinkSync('link', at('link-to-link'));
  });

  for (const [path, says] of [
    [at('folder'), 'is a folder'],
    [`${at('not-there')}/`, 'is a folder'],
    ['/dev/null', 'is a device'],
    [at('file/firstline.db'), 'is a file, and no folder'],
    ['~/firstline.db', 'write the whole path'],
    ['//server/share/firstline.db', 'or sqlite:/folder/file'],
    ['file:firstline.db?mode=ro', 'write sqlite: and the path alone'],
    [at('a'.repeat(250)), 'too long'],
  ] as const)
    it(`is told where none can be: ${path.replace(folder, '')} ${says}`, async () => {
      const told = { code: 'STORE_PLACE', message: new RegExp(`${says}\\)$`) };
      await assert.rejects(start(`sqlite:${path}`), told);
      await assert.rejects(openStore(`sqlite:${path}`), told);
    });

  it('is told at once where no folder can be made, and where links lead in a circle', async () => {
    await assert.rejects(openStore('sqlite:/proc/firstline/firstline.db'), { code: 'STORE_UNREACHABLE' });
    await assert.rejects(openStore(`sqlite:${at('one')}`), {
      code: 'STORE_UNREACHABLE',
      message: /no file can be made/,
    });
  });

  it('is the same behind links, so that a second service finds the first', async () => {
    const store = await start(`sqlite:${at('link-to-link')}`);
    await assert.rejects(start(`sqlite:${at('not-there/firstline.db')}`), { code: 'STORE_IN_USE' });
    await store.close();
  });

  it('is looked at by commands only where a file is, and none is made', async () => {
    const missing = at('elsewhere/firstline.db');
    await assert.rejects(openExisting(`sqlite:${missing}`), { code: 'STORE_MISSING', message: new RegExp(missing) });
    assert.ok(!existsSync(dirname(missing)));
  });
});

describe('The file of SQLite', () => {
  let path: string;
  beforeEach(() => {
    path = join(freshFolder(), 'firstline.db');
  });

  it('is opened by nobody who may not write all of its files, and the one that bars is named with its owner', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    await (await openStore(`sqlite:${path}`)).close();
    writeFileSync(`${path}-wal`, '', { mode: 0o600 });
    for (const open of [dirname(path), path]) chmodSync(open, 0o777);
    const access = join(import.meta.dirname, '../../src/store/access.ts');
    const ask = `console.log((await import(${JSON.stringify(access)})).barredBy(${JSON.stringify(path)}))`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', ask], {
      uid: 65_534,
      gid: 65_534,
    });
    const barred = `${path}-wal belongs to user 0, and this process runs as user 65534`;
    assert.equal(String(stdout).trim(), barred);
    assert.equal(barredBy(dirname(path)), `${dirname(path)} is a folder`);
    assert.equal(barredBy(path), null);
  });

  it('and those beside it are for their owner alone where Firstline makes them, whatever the folder', async () => {
    chmodSync(dirname(path), 0o755);
    const log = new CodeLog();
    const store = await openForService(`sqlite:${path}`, log, () => true);
    const rights = (): readonly string[] =>
      readdirSync(dirname(path)).map(
        (name) => `${name} ${(statSync(join(dirname(path), name)).mode & 0o777).toString(8)}`,
      );
    assert.deepEqual(
      rights(),
      ['', '-service', '-service.pid', '-shm', '-wal'].map((end) => `firstline.db${end} 600`),
    );
    await store.close();
    assert.deepEqual(log.codes, []);
    const { store: draft, writeTo } = await openDraft();
    await writeTo(`${path}-demo`);
    await draft.close();
    assert.ok(rights().includes('firstline.db-demo 600'));
  });

  it('keeps its rights where it is there already, and a service tells where everybody can read it', async () => {
    const start = async (): Promise<readonly string[]> => {
      const log = new CodeLog();
      await (await openForService(`sqlite:${path}`, log, () => true)).close();
      return log.codes;
    };
    await start();
    chmodSync(path, 0o644);
    assert.deepEqual(await start(), []);
    chmodSync(dirname(path), 0o755);
    assert.deepEqual(await start(), ['STORE_READABLE']);
    assert.equal(statSync(path).mode & 0o777, 0o644);
    chmodSync(path, 0o640);
    assert.deepEqual(await start(), []);
  });

  it('is no database any more once it was deleted or replaced', async () => {
    const store = await openStore(`sqlite:${path}`);
    await store.ping();
    rmSync(path);
    await assert.rejects(store.ping(), { code: 'STORE_GONE' });
    writeFileSync(path, '');
    await assert.rejects(store.ping(), { code: 'STORE_GONE' });
    await assert.rejects(store.accept([message('lost with the process')]), { code: 'STORE_GONE' });
    await store.close();
  });

  it('takes nothing more where its log of writes was deleted, and has all that it took after it was closed', async () => {
    const store = await openStore(`sqlite:${path}`);
    await store.accept([message('told before')]);
    rmSync(`${path}-wal`);
    await assert.rejects(store.accept([message('lost with the process')]), { code: 'STORE_GONE', message: /-wal\)$/ });
    await store.close();
    const again = await openStore(`sqlite:${path}`);
    assert.match(JSON.stringify(await again.lines(message('').conversation, { turn: 0, part: 0 })), /told before/);
    await again.close();
  });

  for (const end of ['-shm', '-service'])
    it(`takes nothing more where the file ${end} beside it was deleted: others would not find this process`, async () => {
      const store = await openForService(`sqlite:${path}`, new CodeLog(), () => true);
      await store.accept([message('told before')]);
      rmSync(`${path}${end}`);
      await assert.rejects(store.accept([message('lost')]), { code: 'STORE_GONE', message: new RegExp(`${end}\\)$`) });
      await assert.rejects(store.ping(), { code: 'STORE_GONE' });
      await store.close();
      const again = await openForService(`sqlite:${path}`, new CodeLog(), () => true);
      assert.match(JSON.stringify(await again.lines(message('').conversation, { turn: 0, part: 0 })), /told before/);
      await again.close();
    });

  it('takes nothing more where it was emptied, while SQLite still answers from memory', async () => {
    const store = await openStore(`sqlite:${path}`);
    truncateSync(path);
    await assert.rejects(store.accept([message('into nothing')]), { code: 'STORE_GONE' });
    await store.close().catch(() => undefined);
  });

  it('may be closed twice, beside another store that looks at it', async () => {
    const [one, other] = [await openStore(`sqlite:${path}`), await openStore(`sqlite:${path}`)];
    for (let times = 0; times < 2; times++) await one.close();
    await other.accept([message('still there')]);
    await other.ping();
    await other.close();
    await other.close();
  });

  it('takes nothing more once a backup was copied over it, nor after it was closed', async () => {
    const address = `sqlite:${path}`;
    const start = (): Promise<Store> => openForService(address, new CodeLog(), () => true);
    for (const isSeen of [true, false]) {
      const store = await start();
      await store.ping();
      await backUp(address, `${path}.bak`, () => undefined);
      // The log of writes has the first page, in which the mark of a backup stands.
      for (let at = 0; at < 20; at++) await store.accept([message(`${at}`.repeat(5000))]);
      copyFileSync(`${path}.bak`, path);
      if (isSeen) {
        await assert.rejects(store.ping(), { code: 'BACKUP_COPIED' });
        await assert.rejects(store.accept([message('into a mixture')]), { code: 'BACKUP_COPIED' });
      }
      await store.close();
      await assert.rejects(start(), { code: 'BACKUP_COPIED', cure: /^Stop Firstline/ });
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    }
  });

  it('has a code of its own for what the system refuses, and for every other trouble of its health', async () => {
    const faults = [
      ['EACCES', "permission denied, stat '/data/firstline.db'", 'STORE_BARRED'],
      ['EPERM', 'operation not permitted, open', 'STORE_BARRED'],
      ['EROFS', 'read-only file system, mkdir', 'STORE_READ_ONLY'],
      ['ENOSPC', 'no space left on device, open', 'STORE_FULL'],
      ['EMFILE', 'too many open files, open', 'FILES_FEW'],
      ['SQLITE_IOERR_SHMSIZE', 'disk I/O error', 'STORE_FULL'],
    ] as const;
    for (const [code, message, fault] of faults) assert.equal(storeFault({ code, message })?.code, fault, code);
    const fails = async (): Promise<never> => Promise.reject(Object.assign(new Error('odd'), { code: '99999' }));
    const odd = withCauses({ ping: fails, accept: fails } as unknown as Store);
    await assert.rejects(odd.ping(), { code: 'STORE_UNWELL', message: /odd/, cure: FAULTS.STORE_UNWELL.cure });
    await assert.rejects(odd.accept([]), { code: '99999' });
  });

  it('on a full disk tells it to every command, those that hold it alone as well', async function () {
    const disk = SmallDisk.mount(3);
    if (!disk) return this.skip();
    try {
      const there = join(disk.path, 'firstline.db');
      await (await openStore(`sqlite:${there}`)).close();
      disk.fill();
      assert.throws(() => holdStopped(there, 'MIGRATE_RUNNING'), { code: 'STORE_FULL' });
      await assert.rejects(openExisting(`sqlite:${there}`), { code: 'STORE_FULL' });
      disk.free();
      holdStopped(there, 'MIGRATE_RUNNING')();
    } finally {
      disk.unmount();
    }
  });

  it('is told from a missing one where this user may not see or read it', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    await (await openStore(`sqlite:${path}`)).close();
    const open = join(import.meta.dirname, '../../src/store/open.ts');
    const ask = `const { openExisting } = await import(${JSON.stringify(open)});
      await openExisting(${JSON.stringify(`sqlite:${path}`)}).catch((e) => console.log(e.code, e.message));`;
    const told = (): string =>
      String(spawnSync(process.execPath, ['--input-type=module', '--eval', ask], { uid: 65_534, gid: 65_534 }).stdout);
    const whose = 'belongs to user 0, and this process runs as user 65534';
    assert.match(told(), new RegExp(`^STORE_BARRED .*\\(${dirname(path)} ${whose}\\)`));
    chmodSync(dirname(path), 0o755);
    assert.match(told(), new RegExp(`^STORE_BARRED .*\\(${path} ${whose}\\)`));
  });

  it('is no damaged one where the disk does not write', () => {
    assert.equal(storeFault({ code: 'SQLITE_IOERR_WRITE', message: 'disk I/O error' })?.code, 'STORE_DISK');
  });

  it('tells that something else holds a lock, and that a disk is full, and goes on afterwards', async function () {
    this.timeout(60_000);
    const store = await openStore(`sqlite:${path}`);
    const other = new Database(path);
    other.exec('begin immediate');
    await assert.rejects(store.accept([message('one')]), { code: 'STORE_BUSY' });
    other.exec('rollback');
    assert.deepEqual(await store.accept([message('one')]), [1]);
    // A database that may not grow answers as one on a full disk does.
    const full = withCauses(sqlStore(limited(path)));
    const long = 'x'.repeat(100_000);
    await assert.rejects(full.accept([message(long)]), { code: 'STORE_FULL' });
    await assert.rejects(full.accept([message(long)]), { code: 'STORE_FULL' });
    // The small row of the look at its health would still have room.
    await assert.rejects(full.ping(), { code: 'STORE_FULL' });
    assert.deepEqual(await store.accept([message('two')]), [2]);
    assert.deepEqual(await full.accept([message('three')]), [3]);
    await full.ping();
    other.close();
    await full.close();
    await store.close();
  });

  it('tells that the file is damaged, and what helps, when it is opened', async () => {
    await (await openStore(`sqlite:${path}`)).close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 4096));
    await assert.rejects(openStore(`sqlite:${path}`), { code: 'STORE_DAMAGED', cure: FAULTS.STORE_DAMAGED.cure });
    writeFileSync(path, 'no database at all, but a text of some length'.repeat(100));
    await assert.rejects(openStore(`sqlite:${path}`), { code: 'STORE_DAMAGED' });
  });

  it('says what to look at where its folder can’t be made or holds something else, before a service starts', async () => {
    const blocked = join(path, 'below', 'firstline.db');
    writeFileSync(path, '');
    const start = (of: string): Promise<unknown> => openForService(`sqlite:${of}`, new CodeLog(), () => true);
    await assert.rejects(start(blocked), { code: 'STORE_PLACE' });
    const other = join(freshFolder(), 'firstline.db');
    mkdirSync(`${other}-service`);
    await assert.rejects(start(other), { code: 'STORE_UNREACHABLE' });
  });

  it('belongs to one service at a time, which is named to the second one, and to the next when it ended', () => {
    const release = holdAlone(path);
    assert.throws(() => holdAlone(path), { code: 'STORE_IN_USE', message: new RegExp(`process ${process.pid}`) });
    release();
    holdAlone(path)();
  });

  it('looks killed to the next service only after a service that was, whatever commands ran in between', async () => {
    const address = `sqlite:${path}`;
    const start = (): Promise<Store> => openForService(address, new CodeLog(), () => true);
    await (await start()).close();
    assert.equal(isHeldElsewhere(path), false);
    holdStopped(path, 'RESTORE_RUNNING')();
    assert.equal(await wasKilled(address), false);
    writeFileSync(`${path}-service.pid`, '1');
    holdStopped(path, 'RESTORE_RUNNING')();
    assert.equal(isHeldElsewhere(path), false);
    assert.equal(await wasKilled(address), true);
    await (await start()).close();
    assert.equal(await wasKilled(address), false);
  });

  it('is no service that was killed where it can’t be opened', async () => {
    writeFileSync(path, 'no database, but a text that is long enough to be taken for the beginning of one');
    await assert.rejects(
      openForService(`sqlite:${path}`, new CodeLog(), () => true),
      { code: 'STORE_DAMAGED' },
    );
    assert.equal(await wasKilled(`sqlite:${path}`), false);
    holdAlone(path)();
  });

  it('ends in order where its number can’t be taken away', async () => {
    const store = await openForService(`sqlite:${path}`, new CodeLog(), () => true);
    rmSync(`${path}-service.pid`);
    mkdirSync(`${path}-service.pid`);
    await store.close();
    rmdirSync(`${path}-service.pid`);
    holdAlone(path)();
  });
});
