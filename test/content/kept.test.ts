/** Content that is kept between starts is the content of its files. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sources } from '../../src/content/folders.ts';
import { keptContent } from '../../src/content/kept.ts';
import { fixtureSources, shippedSources } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';

const keptIn = (folder: string): string[] => readdirSync(folder).sort();

/** Copies of the fixture's folders, whose files can be changed. */
function copied(): Sources {
  const sources = fixtureSources();
  const roots = sources.roots.map((root) => {
    const path = freshFolder();
    for (const kind of ['intents', 'dialogs'])
      if (existsSync(join(root.path, kind))) cpSync(join(root.path, kind), join(path, kind), { recursive: true });
    return { ...root, path };
  });
  return { ...sources, roots };
}

describe('kept content', () => {
  it('is the same, value by value, for all that is shipped', async () => {
    const folder = freshFolder();
    const read = await keptContent(folder, shippedSources());
    assert.equal(keptIn(folder).length, 1);
    const again = await keptContent(folder, shippedSources());
    assert.notEqual(again, read);
    assert.deepEqual(again, read);
  });

  it('is read anew where a file was changed or added, or other packs are switched on', async () => {
    const [folder, sources] = [freshFolder(), copied()];
    const before = await keptContent(folder, sources);
    const intents = join(sources.roots.at(-1)!.path, 'intents');
    const pack = readdirSync(intents).find((name) => name !== 'common')!;
    appendFileSync(join(intents, pack, 'pack.yaml'), '# changed\n');
    assert.notEqual((await keptContent(folder, sources)).hash, before.hash);
    assert.equal(keptIn(folder).length, 2);
    await keptContent(folder, { ...sources, packs: [] });
    assert.equal(keptIn(folder).length, 3);
  });

  it('is never faulty', async () => {
    const [folder, sources] = [freshFolder(), copied()];
    const intents = join(sources.roots.at(-1)!.path, 'intents');
    const pack = readdirSync(intents).find((name) => name !== 'common')!;
    writeFileSync(join(intents, pack, 'new.yaml'), 'title: [');
    for (let time = 0; time < 2; time++) await assert.rejects(keptContent(folder, sources), { code: 'CONTENT_FAULTY' });
    assert.deepEqual(keptIn(folder), []);
  });

  it('is read anew where its file is damaged', async () => {
    const [folder, sources] = [freshFolder(), copied()];
    const before = await keptContent(folder, sources);
    writeFileSync(join(folder, keptIn(folder)[0]!), 'damaged');
    assert.equal((await keptContent(folder, sources)).hash, before.hash);
    assert.notEqual(readFileSync(join(folder, keptIn(folder)[0]!), 'latin1'), 'damaged', 'written anew');
  });
});
