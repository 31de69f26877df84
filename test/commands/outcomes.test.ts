/** The commands `outcomes` and `demo`. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { keepRecords } from '../fakes/case-records.ts';
import { firstline } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';

describe('the command outcomes', function () {
  this.timeout(60_000);
  const address = `sqlite:${join(freshFolder(), 'firstline.db')}`;
  const run = (...args: string[]) =>
    firstline(['outcomes', '--to', '2026-01-31', ...args], '', { DATABASE_URL: address });

  before(async () => {
    const store = await openStore(address);
    await keepRecords(store, [{ intent: 'hub-unavailable' }, { channel: 'slack', outcome: null, fixedAt: null }]);
    await store.close();
  });

  it('prints tables to read', async () => {
    const { code, out, err } = await run();
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Cases begun from 2026-01-04 to 2026-01-31 \(UTC\)/);
    assert.match(out, /Begun +2 +100\.0% {2}█{30}/);
    assert.match(out, /Fixed by itself +1 +50\.0%/);
    const none = await run('--from', '2026-01-20');
    assert.match(none.out, /There are none/);
  });

  it('prints one table as CSV, and everything as JSON', async () => {
    const csv = await run('--csv', 'channels', '--channel', 'slack');
    assert.match(csv.out, /^id,title,begun,.*\r\nslack,Slack,1,1,1,0,0,0,0,0,1\r\n$/);
    const json = JSON.parse((await run('--json')).out) as { funnel: { begun: number }; tables: object[] };
    assert.deepEqual([json.funnel.begun, json.tables.length], [2, 15]);
  });

  it('says what is wrong, and exits accordingly', async () => {
    const [table, period, both] = await Promise.all([
      run('--csv', 'nothing'),
      run('--from', '2026-02-30'),
      run('--csv', 'days', '--json'),
    ]);
    assert.deepEqual([table.code, period.code, both.code], [1, 1, 2]);
    assert.match(table.err, /there are funnel, desk, .*same-answer/);
    assert.match(period.err, /"2026-02-30" is no day\.[\s\S]*\[PERIOD_WRONG\]/);
  });
});

describe('the command demo', function () {
  this.timeout(60_000);

  it('leaves a folder alone that has a database', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'firstline.db'), 'mine');
    const [full, wrong] = await Promise.all([
      firstline(['demo', '--data', folder]),
      firstline(['demo', '--seed', 'many']),
    ]);
    assert.equal(full.code, 1);
    assert.match(full.err, /firstline\.db is there already\.[\s\S]*DEMO_NOT_EMPTY/);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /whole number/);
  });
});
