/** The guides: what they show is content that works, and where they point there is something. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseDocument } from 'yaml';
import { loadContent, readContent } from '../../src/content/load.ts';
import { COMMON } from '../../src/core/content.ts';
import { ROOT, shippedSources } from '../fakes/content.ts';
import { anchorsOf, blocksOf, filesIn, guides, linksOf, pathsIn } from '../fakes/guides.ts';
import { folderOf, toldOf } from '../fakes/packs.ts';

/** The folder that stands in the guides for a company's own. */
const OWN = 'our-content/';

const all = guides();
const byPath = new Map(all.map((guide) => [guide.path, guide]));
const examples = new Map(
  ['intents/README.md', 'dialogs/README.md'].flatMap((path) =>
    [...filesIn(byPath.get(path)!)].map(([file, { text }]) => [file, text] as const),
  ),
);

/** The examples of a company's own folder, or the others, by their path in their folder. */
function exampleFiles(isOwn: boolean): Record<string, string> {
  const files = [...examples].filter(([file]) => file.startsWith(OWN) === isOwn);
  return Object.fromEntries(files.map(([file, text]) => [isOwn ? file.slice(OWN.length) : file, text]));
}

/** The shipped content with the example pack beside it, and with the company's folder over both. */
const loaded = () =>
  readContent({
    roots: [
      { path: ROOT, shown: '' },
      { path: folderOf(exampleFiles(false)), shown: 'examples/' },
      { path: folderOf(exampleFiles(true)), shown: OWN },
    ],
    packs: null,
    organisation: null,
  });

/** A day as guides write it: "1 February 2027". */
function inWords(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

const content = loadContent(shippedSources());
/** The packs that have a guide of their own. */
const packs = [...content.packs.keys()].filter((pack) => byPath.has(`intents/${pack}/README.md`));
const shared = new Set(content.packs.get(COMMON)!.settings.map(({ id }) => id));

describe('the guides', () => {
  it('show a whole pack, and a company that overrides one, in which check finds no fault', () => {
    for (const file of ['pack', 'no-sound']) assert.ok(examples.has(`intents/meeting-rooms/${file}.yaml`), file);
    for (const file of ['phrases', 'no-sound']) assert.ok(examples.has(`dialogs/meeting-rooms/${file}.yaml`), file);
    const { content, faults, overrides } = loaded();
    assert.deepEqual(toldOf({ faults }), []);
    assert.ok(content.walkthroughs.has('no-sound'));
    assert.ok(overrides.some(({ file }) => file.startsWith(OWN)));
  });

  it('show nothing that check hints at, except that the examples are few', () => {
    const names = [...examples.keys()].map((file) => (file.startsWith(OWN) ? file : `examples/${file}`));
    const hints = loaded()
      .hints('2026-01-01')
      .filter(({ file }) => names.includes(file))
      .filter(({ what }) => !/^examples: \d+ are thin$/.test(what))
      .map(({ file, line, what, meant }) => `${file}:${line} ${what}; ${meant}`);
    assert.deepEqual(hints, []);
  });

  it('show valid YAML only', () => {
    for (const guide of all)
      for (const { language, text, line } of blocksOf(guide))
        if (language === 'yaml') assert.deepEqual(parseDocument(text).errors, [], `${guide.path}:${line}`);
  });

  for (const guide of all)
    it(`${guide.path} points to files and headings that are there`, () => {
      for (const link of linksOf(guide)) {
        const [to, anchor] = link.split('#') as [string, string | undefined];
        const path = to === '' ? guide.path : posix.join(dirname(guide.path), decodeURIComponent(to));
        assert.ok(existsSync(join(ROOT, path)), `${link}: there is no ${path}`);
        if (anchor === undefined) continue;
        const target = byPath.get(path);
        assert.ok(target && anchorsOf(target).has(anchor), `${link}: there is no such heading`);
      }
      for (const path of pathsIn(guide))
        assert.ok(examples.has(path) || existsSync(join(ROOT, path)), `there is no ${path}`);
    });

  for (const pack of packs)
    it(`of the pack ${pack} name each day on which its facts must be looked at again, and no file is without one`, () => {
      const own = [...content.intents.values(), ...content.walkthroughs.values()].filter(
        (value) => value.pack === pack && !('kind' in value && value.kind !== 'problem'),
      );
      assert.deepEqual(
        own.filter(({ review }) => review === null).map(({ id }) => id),
        [],
      );
      const { text } = byPath.get(`intents/${pack}/README.md`)!;
      const days = new Set([...own.map(({ review }) => review!), content.packs.get(pack)!.review!]);
      assert.deepEqual(
        [...days].filter((day) => !text.includes(`**${inWords(day)}**`)),
        [],
      );
    });

  for (const pack of packs)
    it(`of the pack ${pack} list its settings, and no other`, () => {
      const rows = byPath.get(`intents/${pack}/README.md`)!.text.matchAll(/^\| `([a-z-]+)` +\|/gm);
      assert.deepEqual(
        [...rows].map(([, id]) => id).sort(),
        content.packs
          .get(pack)!
          .settings.map(({ id }) => id)
          .filter((id) => !shared.has(id))
          .sort(),
      );
    });

  it('keep README.md to 150 lines', () => {
    assert.ok(byPath.get('README.md')!.text.split('\n').length <= 150);
  });
});
