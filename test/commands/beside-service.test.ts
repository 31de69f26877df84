/** Commands on the SQLite file of a running service: the service alone writes to it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { firstline, jsonLines } from '../fakes/cli.ts';
import { PagePerson } from '../fakes/page-person.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

describe('a command beside a running service', function () {
  this.timeout(60_000);
  const service = new Service();
  const env = { DATABASE_URL: `sqlite:${join(service.folder, 'firstline.db')}` };

  before(() => service.start());
  after(() => service.remove());

  it('has the service count the cases up to now', async () => {
    const kim = await new PagePerson(service.address).open();
    assert.equal(await kim.say('my Kuckucksuhr is stuck'), 202);
    await until(() => kim.lines.some((line) => JSON.parse(line).who === 'firstline'), 'the answer');
    kim.close();
    const { code, out, err } = await firstline(['outcomes', '--json'], '', env);
    assert.deepEqual([code, err], [0, '']);
    assert.equal((JSON.parse(out) as { funnel: { begun: number } }).funnel.begun, 1);
    assert.match(service.log, /counted for a command/);
  });

  it('keeps no conversation of the terminal in its file, and says so', async () => {
    const named = await firstline(['chat', '--json', '--conversation', 'kim'], 'hello\n', env);
    assert.deepEqual([named.code, named.out], [1, '']);
    assert.match(named.err, /A service runs on the SQLite file.*Stop it first.*\[CHAT_RUNNING\]/s);
    const piped = await firstline(['chat', '--json'], 'hello\n', env);
    assert.deepEqual([piped.code, piped.err], [0, '']);
    assert.ok(jsonLines(piped).length > 0);
    await service.stop();
    const alone = await firstline(['chat', '--json', '--conversation', 'kim'], 'hello\n', env);
    assert.deepEqual([alone.code, alone.err], [0, '']);
  });
});
