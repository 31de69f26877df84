/** `firstline export` and `firstline erase`, beside a running service and without one. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { openStore } from '../../src/store/open.ts';
import { firstline } from '../fakes/cli.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

const ID = 'a'.repeat(32);

describe('firstline export and erase', () => {
  it('write down and delete a person beside the service, which does not bring them back', async function () {
    this.timeout(180_000);
    const service = new Service();
    const path = join(service.folder, 'firstline.db');
    const env = { DATABASE_URL: `sqlite:${path}` };
    const raw = (): string =>
      [path, `${path}-wal`].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
    try {
      await service.start();
      const store = await openStore(env.DATABASE_URL);
      const say = (text: string, id: string): Promise<Response> =>
        fetch(`${service.address}/web/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie: `firstline=${ID}` },
          body: JSON.stringify({ id, kind: 'said', text }),
        });
      assert.equal((await say('my Kuckucksuhr is stuck', 'message-1')).status, 202);
      const { createHash } = await import('node:crypto');
      const who = `web:${createHash('sha256').update(ID).digest('base64url')}`;
      const lines = () => store.lines(who, { turn: 0, part: 0 });
      await until(async () => (await lines()).some(({ reply }) => reply !== null), 'the first answer');
      const out = join(service.folder, 'kim.zip');
      const exported = await firstline(['export', '--person', who, '--out', out], '', env);
      assert.deepEqual([exported.code, exported.err], [0, '']);
      const record = JSON.parse(strFromU8(unzipSync(readFileSync(out))['export.json']!));
      assert.equal(record.person, who);
      assert.match(JSON.stringify(record.conversations), /Kuckucksuhr/);
      assert.match(record.conversations[0].lessons[0].text, /Kuckucksuhr/);
      const dry = await firstline(['erase', '--person', who, '--dry-run'], '', env);
      assert.match(dry.out, /Would delete web:.*: 1 conversation, 0 tickets/);
      const erased = await firstline(['erase', '--person', who], '', env);
      assert.deepEqual([erased.code, erased.err], [0, '']);
      assert.ok(!raw().includes('Kuckucksuhr'));
      // The service still has the state in memory: the next message must not store it again.
      assert.equal((await say('hello again', 'message-2')).status, 202);
      await until(async () => (await lines()).some(({ reply }) => reply !== null), 'the next answer');
      assert.ok(!raw().includes('Kuckucksuhr'), raw().slice(raw().indexOf('Kuckucksuhr') - 200, 200));
      assert.deepEqual(
        (await store.erased()).map(({ id }) => id),
        [who],
      );
      await store.close();
      await service.stop();
      const again = await firstline(['erase', '--person', who], '', env);
      assert.equal(again.code, 0);
      const nobody = await firstline(['erase', '--person', 'slack:T:U'], '', env);
      assert.deepEqual([nobody.code, /PERSON_UNKNOWN/.test(nobody.err)], [1, true]);
    } finally {
      await service.remove();
    }
  });
});
