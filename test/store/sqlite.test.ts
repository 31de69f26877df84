import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from '../contracts/store.contract.ts';
import { freshFolder } from '../fakes/folder.ts';

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
