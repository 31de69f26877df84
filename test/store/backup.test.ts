/** Backups are whole while others write, and a restored one is cleared of who was erased since. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Store } from '../../src/core/store.ts';
import { holdAlone } from '../../src/store/alone.ts';
import { backUp } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/open.ts';
import { restore } from '../../src/store/restore.ts';
import { freshFolder } from '../fakes/folder.ts';
import { answered, message, moment } from '../fakes/samples.ts';

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
    const { erased, before } = await restore(address, file, QUIET);
    assert.deepEqual([erased, before], [1, `${path}.before-restore`]);
    store = await openStore(address);
    const there = async (conversation: string) => (await store.lines(conversation, { turn: 0, part: 0 })).length;
    assert.deepEqual([await there('fake:kim'), await there('fake:jo'), await there('fake:later')], [0, 2, 0]);
    assert.equal((await store.erased()).length, 2);
    await store.close();
    for (const name of [path, `${path}-wal`])
      if (existsSync(name)) assert.ok(!readFileSync(name, 'latin1').includes('Kuckucksuhr'), name);
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
