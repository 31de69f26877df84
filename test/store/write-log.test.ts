/** A damaged log of writes is noticed; one that a failing power cut off is not taken for damaged. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { commitsLost } from '../../src/store/write-log.ts';
import { freshFolder } from '../fakes/folder.ts';
import { message } from '../fakes/samples.ts';

describe('the log of writes', () => {
  let path: string;
  let wal: string;
  beforeEach(async () => {
    // As a killed service leaves it: copied while it is open.
    const live = join(freshFolder(), 'live.db');
    const store = await openStore(`sqlite:${live}`);
    for (let i = 0; i < 20; i++) await store.accept([message(`message ${i}`)]);
    path = join(dirname(live), 'firstline.db');
    wal = `${path}-wal`;
    copyFileSync(live, path);
    copyFileSync(`${live}-wal`, wal);
    await store.close();
  });

  const spoil = (share: number): void => {
    const bytes = readFileSync(wal);
    bytes.fill(0xff, Math.floor(bytes.length * share), Math.floor(bytes.length * share) + 40);
    writeFileSync(wal, bytes);
  };
  const messages = async (): Promise<number> => {
    const store = await openStore(`sqlite:${path}`);
    const { length } = await store.lines('fake:one', { turn: 0, part: 0 });
    await store.close();
    return length;
  };

  it('is whole where nothing happened to it, and everything in it is there', async () => {
    assert.equal(commitsLost(path), 0);
    assert.equal(await messages(), 20);
  });

  it('is whole where its end is missing, or a part of its last commit', async () => {
    const { length } = readFileSync(wal);
    truncateSync(wal, length - 100);
    assert.equal(commitsLost(path), 0);
    spoil(0.999);
    assert.equal(commitsLost(path), 0);
    assert.equal(await messages(), 19);
  });

  it('tells how many commits are lost where its middle is damaged', async () => {
    spoil(0.97);
    const lost = commitsLost(path);
    assert.ok(lost > 1, `${lost} commits`);
    assert.equal(await messages(), 20 - lost);
  });

  it('tells so where its head is damaged', () => {
    const bytes = readFileSync(wal);
    bytes[25] = bytes[25]! ^ 0xff;
    writeFileSync(wal, bytes);
    assert.ok(commitsLost(path) > 20);
  });

  it('is whole where there is none', () => {
    assert.equal(commitsLost(join(dirname(path), 'none.db')), 0);
  });
});
