import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type CrashPlan, type CrashReport, CrashRun } from '../fakes/crash-run.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';

/** SEED=… runs the same choices again; what the machine makes of their timing is its own. */
const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
const KILLS = { sqlite: 200, postgres: 60, control: 10 };
const ENGINES = {
  SQLite: async () => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`,
  PostgreSQL: freshDatabase,
};

describe(`Killed (-9) again and again, SEED=${SEED}`, function () {
  // A busy machine may take many times as long.
  this.timeout(300_000);

  const run = async (plan: Omit<CrashPlan, 'seed'>): Promise<CrashReport> =>
    new CrashRun({ seed: SEED, ...plan }).run();
  const flawless = (report: CrashReport): void => {
    assert.deepEqual(report.flaws, []);
    assert.equal(report.left, 0, 'nothing is left to do');
    // Otherwise the kills came when there was nothing to be lost.
    assert.ok(report.busy >= report.kills / 4, `only ${report.busy} of ${report.kills} kills hit a child at work`);
    assert.ok(report.parked <= report.kills / 20, `${report.parked} messages were taken for deadly`);
  };

  it(`answers every acknowledged message once and in order on SQLite, ${KILLS.sqlite} kills`, async () => {
    flawless(await run({ database: await ENGINES.SQLite(), kills: KILLS.sqlite }));
  });

  it(`answers every acknowledged message once and in order on PostgreSQL, ${KILLS.postgres} kills`, async () => {
    flawless(await run({ database: await ENGINES.PostgreSQL(), kills: KILLS.postgres }));
  });

  describe('is a test that would see it', () => {
    for (const [engine, database] of Object.entries(ENGINES)) {
      it(`if messages were acknowledged before the commit (${engine}): some are lost`, async () => {
        const steps = ['before accept'];
        const { flaws } = await run({ database: await database(), kills: KILLS.control, hasty: true, steps });
        assert.ok(flaws.some((f) => f.kind === 'lost'));
      });

      it(`if what may have gone out were sent again unseen (${engine}): some arrive twice`, async () => {
        const { flaws } = await run({ database: await database(), kills: KILLS.control, blind: true });
        assert.deepEqual(new Set(flaws.map((f) => f.kind)), new Set(['doubled']));
      });
    }
  });
});
