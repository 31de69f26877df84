/** `firstline backup`, `restore` and `migrate`, as they are typed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { firstline } from '../fakes/cli.ts';
import { message } from '../fakes/samples.ts';
import { Service } from '../fakes/service.ts';

describe('firstline backup and restore', () => {
  it('back up beside the service, and restore once it is stopped', async function () {
    this.timeout(180_000);
    const service = new Service();
    const env = { DATABASE_URL: `sqlite:${join(service.folder, 'firstline.db')}` };
    const file = join(service.folder, 'kept.db');
    try {
      await service.start();
      const store = await openStore(env.DATABASE_URL);
      await store.accept([message('before')]);
      const backedUp = await firstline(['backup', file], '', env);
      assert.deepEqual([backedUp.code, backedUp.err, backedUp.out], [0, '', `Written to ${file}, and checked.\n`]);
      const refused = await firstline(['restore', file], '', env);
      assert.equal(refused.code, 1);
      assert.match(refused.err, /Stop it first, then restore. \[RESTORE_RUNNING\]/);
      const unmigrated = await firstline(['migrate'], '', env);
      assert.equal(unmigrated.code, 1);
      assert.match(unmigrated.err, /Stop it first, then migrate; .* \[MIGRATE_RUNNING\]/);
      await store.close();
      await service.stop();
      const restored = await firstline(['restore', file], '', env);
      assert.deepEqual([restored.code, restored.err], [0, '']);
      assert.match(restored.out, /Restored .*\nWhat was there stands in .*before-restore/);
      const migrated = await firstline(['migrate'], '', env);
      assert.deepEqual([migrated.code, migrated.out], [0, 'The tables are up to date.\n']);
      const again = await openStore(env.DATABASE_URL);
      assert.equal((await again.lines('fake:one', { turn: 0, part: 0 })).length > 0, true);
      await again.close();
      const elsewhere = await firstline(['backup', file], '', { DATABASE_URL: 'postgres://h/d' });
      assert.deepEqual([elsewhere.code, /pg_dump/.test(elsewhere.err)], [1, true]);
      assert.equal((await firstline(['restore'], '', env)).code, 2);
    } finally {
      await service.remove();
    }
  });
});
