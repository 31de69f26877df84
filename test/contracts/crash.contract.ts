/** Kills processes at every place of the journal, and counts what was lost, doubled or out of order. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type CrashPlan, type CrashReport, CrashRun } from '../fakes/crash-run.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';

/** SEED=… runs the same choices again; the machine decides their timing anew. */
const SEED = Number(process.env.SEED ?? randomInt(2 ** 31));
/** The kills after which a journal with a fault in it has shown it. */
const CONTROL_KILLS = 10;
const ENGINES = {
  SQLite: async () => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`,
  PostgreSQL: freshDatabase,
};

const run = async (plan: Omit<CrashPlan, 'seed'>): Promise<CrashReport> => new CrashRun({ seed: SEED, ...plan }).run();

/** The tests of a journal that is killed so many times on each engine. */
export function crashContract(kills: Readonly<Record<keyof typeof ENGINES, number>>): void {
  describe(`A journal killed (-9) again and again, SEED=${SEED}`, function () {
    // A busy machine may take many times as long.
    this.timeout(300_000);

    for (const [engine, database] of Object.entries(ENGINES)) {
      const times = kills[engine as keyof typeof ENGINES];
      it(`answers every acknowledged message once and in order on ${engine}, ${times} kills`, async () => {
        const report = await run({ database: await database(), kills: times });
        assert.deepEqual(report.flaws, []);
        assert.equal(report.left, 0, 'nothing is left to do');
        // Otherwise the kills came when there was nothing to be lost.
        assert.ok(report.busy >= report.kills / 4, `only ${report.busy} of ${report.kills} kills hit a child at work`);
        assert.ok(report.parked <= report.kills / 20, `${report.parked} messages were taken for deadly`);
      });
    }
  });
}

/** Proves that the contract would see a fault: with one put in, it finds it. */
export function crashControls(): void {
  describe('Killing finds a fault that is put in', function () {
    this.timeout(300_000);

    for (const [engine, database] of Object.entries(ENGINES)) {
      it(`by lost messages, if they are acknowledged before the commit (${engine})`, async () => {
        const steps = ['before accept'];
        const { flaws } = await run({ database: await database(), kills: CONTROL_KILLS, hasty: true, steps });
        assert.ok(flaws.some((f) => f.kind === 'lost'));
      });

      it(`by doubled messages, if replies are sent again without a look whether they arrived (${engine})`, async () => {
        const { flaws } = await run({ database: await database(), kills: CONTROL_KILLS, blind: true });
        assert.deepEqual(new Set(flaws.map((f) => f.kind)), new Set(['doubled']));
      });
    }
  });
}
