/** Backups are whole while others write, and a restored one is cleared of who was erased since. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { SILENT } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { holdAlone } from '../../src/store/alone.ts';
import { backUp } from '../../src/store/backup.ts';
import { writeList } from '../../src/store/erased-list.ts';
import { openForService, openStore } from '../../src/store/open.ts';
import { restore } from '../../src/store/restore.ts';
import { freshFolder } from '../fakes/folder.ts';
import { answered, message, moment } from '../fakes/samples.ts';
import { SmallDisk } from '../fakes/small-disk.ts';

const QUIET = (): void => undefined;

describe('a backup', () => {
  let path: string;
  let address: string;
  let file: string;
  let store: Store;
  const said = async (conversation: string, text: string): Promise<void> => {
    await store.accept([message(text, { conversation })]);
    const [work] = await store.take([conversation]);
    assert.ok(await store.commit([{ ...answered(work!, ['yes']), person: conversation }], moment()));
  };

  beforeEach(async () => {
    path = join(freshFolder(), 'firstline.db');
    address = `sqlite:${path}`;
    file = join(dirname(path), 'kept.db');
    store = await openStore(address);
  });

  it('is whole although messages come in meanwhile, readable by its owner alone, and one file', async () => {
    for (let i = 0; i < 300; i++) await said(`fake:${i}`, 'x'.repeat(20_000));
    let isOver = false;
    let during = 0;
    const writing = (async () => {
      while (!isOver) {
        await said('fake:busy', `message ${during++}`);
        await new Promise(setImmediate);
      }
    })();
    const shares: number[] = [];
    await backUp(address, file, (done) => shares.push(done));
    isOver = true;
    await writing;
    assert.ok(during > 0 && shares.length > 1, `${during} messages, ${shares.length} steps`);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(dirname(path)).filter((name) => name.startsWith('kept')),
      ['kept.db'],
    );
    const kept = await openStore(`sqlite:${file}`);
    assert.equal((await kept.lines('fake:299', { turn: 0, part: 0 })).length, 2);
    await kept.close();
    await store.close();
  });

  it('says what helps where it can’t be written, and leaves nothing behind', async () => {
    await assert.rejects(backUp(address, join(dirname(path), 'missing', 'kept.db'), QUIET), {
      code: 'BACKUP_UNWRITTEN',
      message: /missing/,
    });
    mkdirSync(file);
    await assert.rejects(backUp(address, file, QUIET), { code: 'BACKUP_UNWRITTEN' });
    assert.deepEqual(
      readdirSync(dirname(path)).filter((name) => name.startsWith('kept')),
      ['kept.db'],
    );
    await store.close();
  });

  it('blames the database, and not its own place, where the disk of the database can only be read', async function () {
    const disk = SmallDisk.mount(8);
    if (disk === null) return this.skip();
    try {
      const there = join(disk.path, 'firstline.db');
      await (await openStore(`sqlite:${there}`)).close();
      assert.equal(spawnSync('mount', ['-o', 'remount,ro', disk.path]).status, 0);
      const told = { code: 'STORE_UNREACHABLE', message: new RegExp(`${disk.path} may not be written to`) };
      await assert.rejects(backUp(`sqlite:${there}`, file, QUIET), told);
      assert.ok(!existsSync(file));
    } finally {
      disk.unmount();
    }
  });

  it('is never put in the place of what is no file, such as /dev/null, nor is a list of the erased', async () => {
    assert.equal(spawnSync('mkfifo', [file]).status, 0);
    await assert.rejects(backUp(address, file, QUIET), { code: 'BACKUP_UNWRITTEN', message: /is a pipe/ });
    assert.throws(() => writeList(file, []), { code: 'ERASED_LIST_UNWRITTEN', message: /is a pipe/ });
    assert.ok(statSync(file).isFIFO());
  });

  it('comes back without those who were erased since, and what was there is kept', async () => {
    await said('fake:kim', 'Kuckucksuhr');
    await said('fake:jo', 'harmless');
    await store.forget('fake:jo', 'all');
    await said('fake:jo', 'written after that');
    await new Promise((resume) => setTimeout(resume, 5));
    await backUp(address, file, QUIET);
    await store.forget('fake:kim', 'all');
    await said('fake:later', 'lost with the restore');
    await store.close();
    if (process.getuid?.() === 0) chownSync(path, 1234, 1234);
    const { erased, before } = await restore(address, file, QUIET);
    assert.deepEqual([erased, before], [1, `${path}.before-restore`]);
    const [now, then] = [statSync(path), statSync(before!)];
    assert.deepEqual([now.uid, now.gid, now.mode & 0o777], [then.uid, then.gid, 0o600]);
    store = await openStore(address);
    const there = async (conversation: string) => (await store.lines(conversation, { turn: 0, part: 0 })).length;
    assert.deepEqual([await there('fake:kim'), await there('fake:jo'), await there('fake:later')], [0, 2, 0]);
    assert.equal((await store.erased()).length, 2);
    await store.close();
    for (const name of [path, `${path}-wal`])
      if (existsSync(name)) assert.ok(!readFileSync(name, 'latin1').includes('Kuckucksuhr'), name);
  });

  it('comes back without them too where a later version wrote the present file, which is read as it is', async () => {
    await said('fake:kim', 'Kuckucksuhr');
    await backUp(address, file, QUIET);
    await store.forget('fake:kim', 'all');
    await store.close();
    const later = new Database(path);
    later.exec("insert into kysely_migration values ('2999-01-01-later', '2020-01-01T00:00:00.000Z')");
    later.close();
    await assert.rejects(openStore(address), { code: 'STORE_NEWER' });
    const { erased } = await restore(address, file, QUIET);
    assert.equal(erased, 1);
    store = await openStore(address);
    assert.equal((await store.lines('fake:kim', { turn: 0, part: 0 })).length, 0);
    await store.close();
  });

  it('is refused where nobody can say who was erased since, unless that is said to be known', async () => {
    await said('fake:kim', 'hello');
    await backUp(address, file, QUIET);
    await store.close();
    writeFileSync(path, 'no database '.repeat(1000));
    await assert.rejects(restore(address, file, QUIET), { code: 'ERASED_UNREAD', cure: /--erased-unread/ });
    assert.match(readFileSync(path, 'latin1'), /^no database/);
    const { before } = await restore(address, file, QUIET, { erasedUnread: true });
    assert.match(readFileSync(before!, 'latin1'), /^no database/);
    store = await openStore(address);
    assert.equal((await store.lines('fake:kim', { turn: 0, part: 0 })).length, 2);
    await store.close();
  });

  it('never replaces what an earlier one left beside, and is never the database itself', async () => {
    await said('fake:kim', 'hello');
    await backUp(address, file, QUIET);
    await said('fake:kim', 'only here');
    await assert.rejects(backUp(address, path, QUIET), { code: 'BACKUP_ITSELF' });
    await store.close();
    await assert.rejects(restore(address, path, QUIET), { code: 'BACKUP_ITSELF' });
    const [first, second] = [await restore(address, file, QUIET), await restore(address, file, QUIET)];
    assert.deepEqual([first.before, second.before], [`${path}.before-restore`, `${path}.before-restore-2`]);
    store = await openStore(`sqlite:${first.before}`);
    assert.equal((await store.lines('fake:kim', { turn: 0, part: 0 })).length, 4);
    await store.close();
  });

  it('is known for one where it was copied into the place of the database, and not started on', async () => {
    await said('fake:kim', 'hello');
    await backUp(address, file, QUIET);
    await said('fake:kim', 'in the log of writes beside it');
    await store.close();
    copyFileSync(file, path);
    const start = () => openForService(address, SILENT, () => false);
    await assert.rejects(start(), { code: 'BACKUP_COPIED', cure: /firstline restore/ });
    // Nobody holds it after that, and a restored one is the database itself.
    await restore(address, file, QUIET);
    store = await start();
    assert.equal((await store.lines('fake:kim', { turn: 0, part: 0 })).length, 2);
    await store.close();
    await (await start()).close();
  });

  it('is not put in the place of a file that a service runs on, nor is anything else', async () => {
    await said('fake:kim', 'hello');
    await backUp(address, file, QUIET);
    const release = holdAlone(path);
    await assert.rejects(restore(address, file, QUIET), { code: 'RESTORE_RUNNING', cure: /^Stop it first/ });
    release();
    writeFileSync(file, 'no database');
    await assert.rejects(restore(address, file, QUIET), { code: 'BACKUP_BROKEN' });
    assert.equal((await store.lines('fake:kim', { turn: 0, part: 0 })).length, 2);
    await assert.rejects(backUp('postgres://h/d', file, QUIET), { code: 'BACKUP_ELSEWHERE', cure: /pg_dump/ });
    await store.close();
  });
});
