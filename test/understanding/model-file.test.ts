import assert from 'node:assert/strict';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Model } from '../../src/understanding/model.ts';
import { ModelFile } from '../../src/understanding/model-file.ts';
import { freshFolder } from '../fakes/folder.ts';
import { lexicon } from '../fakes/knowledge.ts';

describe('the file of a trained model', () => {
  const examples = ['red apples', 'green apples', 'fast cars', 'slow cars', 'old cars'].map((text) => ({
    text,
    intent: text.endsWith('cars') ? 'vehicle' : 'fruit',
  }));
  const about = { none: 'none', problems: new Set(['vehicle', 'fruit']) };
  let model: Model;
  before(async () => {
    model = await Model.train(examples, [], about, { words: {}, negations: [] }, lexicon);
  });

  it('gives the model back as it was', () => {
    const file = new ModelFile(freshFolder(), 'apples and cars');
    assert.equal(file.read(), null);
    file.write(model);
    const again = file.read()!;
    assert.deepEqual(again.weigh(['red', 'cars']), model.weigh(['red', 'cars']));
    assert.deepEqual([again.classes, again.calibration, again.usual], [model.classes, model.calibration, model.usual]);
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
});
