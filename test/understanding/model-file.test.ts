import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Model } from '../../src/understanding/model.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { NO_USAGE } from '../../src/understanding/usage.ts';
import { freshFolder } from '../fakes/folder.ts';
import { lexicon } from '../fakes/knowledge.ts';

describe('the file of a trained model', () => {
  const examples = ['red apples', 'green apples', 'fast cars', 'slow cars', 'old cars'].map((text) => ({
    text,
    intent: text.endsWith('cars') ? 'vehicle' : 'fruit',
  }));
  const about = { none: 'none', problems: new Set(['vehicle', 'fruit']), packs: new Map(), formulas: [] };
  let model: Model;
  before(async () => {
    model = await Model.train(
      examples,
      [],
      about,
      { feelings: { words: {}, negations: [] }, usage: NO_USAGE },
      lexicon,
    );
  });

  it('gives the model back as it was', () => {
    const file = new ModelFile(freshFolder(), 'apples and cars');
    assert.equal(file.read(), null);
    file.write(model);
    const again = file.read()!;
    assert.deepEqual(again.weigh(['red', 'cars']), model.weigh(['red', 'cars']));
    assert.deepEqual(
      [again.classes, again.calibration, again.usual, again.usage],
      [model.classes, model.calibration, model.usual, model.usage],
    );
  });

  it('stays beside those of other content, of which the newest few are kept', () => {
    const folder = freshFolder();
    const files = [1, 2, 3, 4, 5, 6].map((n) => new ModelFile(folder, `content ${n}`));
    for (const [i, file] of files.entries()) {
      const before = new Set(readdirSync(folder));
      file.write(model);
      const mine = readdirSync(folder).find((name) => !before.has(name))!;
      utimesSync(join(folder, mine), 1000 + i, 1000 + i);
    }
    assert.deepEqual(
      files.map((file) => file.read() !== null),
      [false, false, true, true, true, true],
    );
  });

  it('stays while it is in use, however many others are made', () => {
    const folder = freshFolder();
    const used = new ModelFile(folder, 'in use');
    used.write(model);
    for (let n = 1; n <= 6; n++) {
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1000 + n, 1000 + n);
      assert.notEqual(used.read(), null, `after ${n}`);
      new ModelFile(folder, `content ${n}`).write(model);
    }
  });

  it('is none where it was damaged', () => {
    const folder = freshFolder();
    const file = new ModelFile(folder, 'damaged');
    file.write(model);
    const path = join(folder, readdirSync(folder)[0]!);
    const bytes = readFileSync(path);
    for (const at of [2, 40, bytes.length - 20]) {
      const bad = Buffer.from(bytes);
      bad.fill(0xff, at, at + 8);
      writeFileSync(path, bad);
      assert.equal(file.read(), null, `at ${at}`);
    }
    writeFileSync(path, bytes.subarray(0, bytes.length - 5));
    assert.equal(file.read(), null);
  });
});
