/** Words of people that become content: the files, and the patch. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type LearnedFile,
  type LearnedWords,
  learnedFiles,
  withExamples,
} from '../../src/content/authoring/learned.ts';
import { patchOf } from '../../src/content/authoring/patch.ts';
import { type Loaded, readContent } from '../../src/content/load.ts';
import { FIXTURE, fixtureSources } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { knowledge } from '../fakes/knowledge.ts';

/** Words with everything that YAML, patches and shells read something into. */
const ODD = [
  '- "it\'s": #1, {a} & *b',
  "'quoted'",
  'two\nlines\t: and <b>',
  'ends with \\',
  '漢字 🙂 $(rm -rf)',
  'null',
  '0x10',
];

describe('words of people that become content', () => {
  const { content } = knowledge();
  const own = (): string => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'intents', 'roomie'), { recursive: true });
    return folder;
  };
  const plan = (folder: string | null, words: Partial<LearnedWords>): readonly LearnedFile[] =>
    learnedFiles({ examples: [], seeds: [], ...words }, { folder, content, sources: fixtureSources() });
  const readWith = (folder: string): Loaded => {
    const sources = fixtureSources();
    return readContent({ ...sources, roots: [...sources.roots, { path: folder, shown: 'own/' }] });
  };
  const write = (folder: string, files: readonly LearnedFile[]): void => {
    for (const { path, after } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), after);
    }
  };

  it('are examples of an override, word for word, and no fault for check', () => {
    const folder = own();
    const files = plan(folder, { examples: [{ intent: 'door-pass', texts: [...ODD, ODD[0]!] }] });
    assert.deepEqual(
      files.map(({ path, before }) => [path, before]),
      [['intents/roomie/door-pass.yaml', null]],
    );
    write(folder, files);
    const { content: after, faults } = readWith(folder);
    assert.deepEqual(faults, []);
    assert.deepEqual(after.intents.get('door-pass')!.examples.slice(-ODD.length), ODD);
    assert.deepEqual(plan(folder, { examples: [{ intent: 'door-pass', texts: [] }] }), []);
    const [known] = content.intents.get('door-pass')!.examples;
    assert.deepEqual(plan(folder, { examples: [{ intent: 'door-pass', texts: [known!] }] }), [], 'it is one already');
  });

  it('are added to a file that there is, whose comments, order and line breaks stay', () => {
    const before =
      '# ours\r\ntitle: A\r\nexamples: # by Ann\r\n    - one\r\n    - "two" # why\r\n\r\n# end\r\ncause: c\r\n';
    assert.equal(withExamples(before, ['three'], 'p'), before.replace('# why\r\n', '# why\r\n    - "three"\r\n'));
    assert.equal(withExamples('examples:\n- one', ['two'], 'p'), 'examples:\n- one\n- "two"\n');
    assert.equal(withExamples('title: A', ['two'], 'p'), 'title: A\nexamples:\n  - "two"\n');
    const block = 'examples:\n  - |\n    a\n    b\n  - c\ntitle: A\n';
    assert.equal(withExamples(block, ['d'], 'p'), block.replace('- c\n', '- c\n  - "d"\n'));
    for (const text of ['examples: [one]\n', 'examples:\n', '{ examples: [a] }', 'a: b: c'])
      assert.throws(() => withExamples(text, ['x'], 'p'), { code: 'LEARNED_FILE' }, text);
  });

  it('seed a new problem with a walkthrough, which check accepts', () => {
    const folder = own();
    const texts = ['the blinds are stuck', 'blinds won’t open, roomie'];
    const files = plan(folder, { seeds: [{ pack: 'roomie', title: 'The blinds are stuck', texts }] });
    assert.deepEqual(
      files.map(({ path }) => path),
      ['dialogs/roomie/the-blinds-are-stuck.yaml', 'intents/roomie/the-blinds-are-stuck.yaml'],
    );
    write(folder, files);
    const { content: after, faults } = readWith(folder);
    assert.deepEqual(faults, []);
    assert.deepEqual(after.intents.get('the-blinds-are-stuck')!.examples, texts);
    assert.throws(() => plan(folder, { seeds: [{ pack: 'nobody', title: 'A', texts }] }), { code: 'PACK_UNKNOWN' });
    assert.throws(() => plan(folder, { seeds: [{ pack: 'roomie', title: '<b>', texts }] }), { code: 'TITLE_WRONG' });
    assert.throws(() => plan(folder, { examples: [{ intent: 'gone', texts }] }), { code: 'INTENT_UNKNOWN' });
  });

  it('are a patch that git applies, to the byte', () => {
    const folder = own();
    cpSync(
      join(FIXTURE, 'intents', 'roomie', 'hub-unavailable.yaml'),
      join(folder, 'intents', 'roomie', 'hub-unavailable.yaml'),
    );
    writeFileSync(join(folder, 'intents', 'roomie', 'wrong-pin.yaml'), 'examples:\n  - "no newline at the end"');
    const files = plan(folder, {
      examples: ['hub-unavailable', 'wrong-pin', 'door-pass'].map((intent) => ({ intent, texts: ODD })),
      seeds: [{ pack: 'roomie', title: 'Blinds', texts: ODD }],
    });
    const patch = patchOf(files);
    execFileSync('git', ['init', '-q', folder]);
    writeFileSync(join(folder, 'p.patch'), patch);
    execFileSync('git', ['-C', folder, 'apply', 'p.patch']);
    for (const { path, after } of files) assert.equal(readFileSync(join(folder, path), 'utf8'), after, path);
    assert.equal(patchOf([]), '');
  });
});
