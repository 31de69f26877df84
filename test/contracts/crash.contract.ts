/** Kills processes at every place of the journal, and counts what was lost, doubled or out of order. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { CrashRun } from '../fakes/crash-run.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';

/** SEED=… runs the same choices again; the machine decides their timing anew. */
const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
/** The number of new messages in a life: fewer than in a soak, so that kills come close together. */
const MESSAGES = 25;
const ENGINES = {
  SQLite: async () => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`,
  PostgreSQL: freshDatabase,
};

/** The tests of a journal that is killed so many times on each engine. */
export function crashContract(kills: Readonly<Record<keyof typeof ENGINES, number>>): void {
  describe(`A journal killed (-9) again and again, SEED=${SEED}`, function () {
    // A busy machine may take many times as long.
    this.timeout(300_000);

    for (const [engine, database] of Object.entries(ENGINES)) {
      const times = kills[engine as keyof typeof ENGINES];
      it(`answers every acknowledged message once and in order on ${engine}, ${times} kills`, async () => {
        const plan = { seed: SEED, messages: MESSAGES, database: await database(), kills: times };
        const report = await new CrashRun(plan).run();
        // Together: work that is left shows why a message is not answered.
        const { flaws, left } = report;
        assert.deepEqual({ flaws, left }, { flaws: [], left: 0 });
        // Otherwise the kills came when there was nothing to be lost.
        assert.ok(report.busy >= report.kills / 4, `only ${report.busy} of ${report.kills} kills hit a child at work`);
        assert.ok(report.parked <= report.kills / 20, `${report.parked} messages were taken for deadly`);
      });
    }
  });
}
