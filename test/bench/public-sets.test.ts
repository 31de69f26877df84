/** Tests of the public sets: their three formats, Firstline's model over them, and the command. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../src/core/fault.ts';
import { withFolder } from './ends.ts';
import { firstlineModel } from './peers/model.ts';
import { readBanking77 } from './public-sets/banking77.ts';
import { readClinc150 } from './public-sets/clinc150.ts';
import type { SetFigures } from './public-sets/figures.ts';
import { readHwu64 } from './public-sets/hwu64.ts';
import { NONE } from './public-sets/set.ts';
import { INTENTS, lay, MORE, rowsOf } from './public-sets/tiny.ts';

describe('the public sets', () => {
  it('are read in the formats of their authors', () =>
    withFolder(async (folder) => {
      lay(folder);
      const clinc = readClinc150(join(folder, 'clinc150'));
      assert.deepEqual(clinc.train, rowsOf(INTENTS));
      assert.deepEqual(clinc.others, [{ text: 'what is two and two', label: NONE }]);
      const banking = readBanking77(join(folder, 'banking77'));
      assert.deepEqual(banking.test[1], { text: 'where is the amber, or so', label: 'amber' });
      const hwu = readHwu64(join(folder, 'hwu64'));
      assert.deepEqual(hwu.train[0], { text: 'please show me the amber now; or so', label: 'tree_amber' });
      assert.deepEqual([hwu.train.length, hwu.test.length], [90, 90]);
    }));

  it('are refused with the name of the file where one is missing or is something else', () =>
    withFolder(async (folder) => {
      lay(folder);
      const fault = (code: string, name: RegExp) => (error: unknown) =>
        error instanceof Fault && error.code === code && name.test(error.message);
      writeFileSync(join(folder, 'clinc150/data_full.json'), '{"train":[["x"]]}');
      assert.throws(() => readClinc150(join(folder, 'clinc150')), fault('FILE_UNUSABLE', /data_full\.json .*train\.0/));
      const learned = join(folder, 'hwu64/KFold_1/trainset');
      for (const intent of MORE) rmSync(join(learned, `tree_${intent}.csv`));
      assert.throws(() => readHwu64(join(folder, 'hwu64')), fault('FILE_UNUSABLE', /KFold_1 holds 10 intents/));
      writeFileSync(join(learned, 'tree_amber.csv'), 'text;label\n');
      assert.throws(
        () => readHwu64(join(folder, 'hwu64')),
        fault('FILE_UNUSABLE', /tree_amber\.csv .*answer_from_anno/),
      );
      rmSync(join(folder, 'banking77/test.csv'));
      assert.throws(() => readBanking77(join(folder, 'banking77')), fault('FILE_UNREADABLE', /test\.csv/));
    }));
});

describe('Firstline’s model as an engine', () => {
  it('is surest of what it learned, and less sure of texts of nothing it knows', async () => {
    const classify = await firstlineModel({ train: rowsOf(INTENTS), test: [], none: NONE });
    const scores = await classify('show me the cedar');
    const best = Math.max(...scores.values());
    assert.equal(scores.get('cedar'), best);
    assert.ok(best > Math.max(...(await classify('how tall are giraffes')).values()));
  });
});

describe('the command for public sets', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'public-sets.ts'), ...args], { encoding: 'utf8' });

  it('measures the engines that were chosen, each in a process of its own', () =>
    withFolder(async (folder) => {
      lay(folder);
      const options = ['--set', 'hwu64', '--engines', 'firstline,minisearch,fasttext', '--seeds', '1', '--json'];
      const { status, stdout, stderr } = run('--folder', folder, ...options);
      assert.deepEqual([status, stderr], [0, '']);
      const [{ set, engines }] = JSON.parse(stdout).sets;
      assert.equal(set, 'HWU64');
      const [firstline, minisearch, fasttext] = engines.map(({ figures }: { figures: SetFigures }) => figures);
      assert.deepEqual([firstline.n, firstline.right, minisearch.right], [90, 1, 1]);
      assert.deepEqual(firstline.draws, [{ seed: 1, noneFound: 1, auroc: 1 }]);
      // Five texts are too few for it, but by chance it would be right once in eighteen times.
      assert.ok(fasttext.right > 0.5, `${fasttext.right}`);
    }));

  it('ends with 1 and a line that tells why if a set is missing or a name is wrong', () =>
    withFolder(async (folder) => {
      const missing = run('--folder', folder, '--set', 'clinc150');
      assert.equal(missing.status, 1);
      assert.match(missing.stderr, /^error: .*data_full\.json can't be read\. Lay the set there/);
      assert.match(run('--folder', folder, '--engines', 'oracle').stderr, /There is no "oracle"/);
      assert.equal(run().status, 1);
    }));
});
