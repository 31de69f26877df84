/** Everything that people read in the console is content (`dialogs/common/console.yaml`): nothing of it stands in the code. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isForPeople, literalsOf, textsOf } from '../fakes/literals.ts';

const SRC = join(import.meta.dirname, '..', '..', 'src');
const WORDS = parse(readFileSync(join(SRC, '..', 'dialogs', 'common', 'console.yaml'), 'utf8')) as Record<
  string,
  string
>;
/** The folders of pages whose words are content. */
const FOLDERS = ['console/page', 'console/page/desk', 'console/page/audit', 'outcomes/page', 'learning/page'];
/** Calls whose texts nobody reads. */
const NOT_READ =
  /(getElementById|querySelector(All)?|closest|matches|getItem|setItem|addEventListener|matchMedia|setAttribute)$/;
/** Texts that look like those for people, and are none. */
const OTHERS: readonly string[] = [
  // names of keys, and of a part of the browser
  ...['Enter', 'Escape', 'Notification'],
  // a command
  'git apply {}',
];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(SRC, folder))
    .filter((name) => /\.(js|html)$/.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(SRC, folder, name), 'utf8') })),
);
/** The code of the service that says words of the console. */
const SERVICE = [
  'console/desk/mails.ts',
  'console/console.ts',
  'desk/ticket-view.ts',
  'desk/book.ts',
  'outcomes/tables.ts',
  'outcomes/change.ts',
  'outcomes/figures.ts',
  'outcomes/outcomes-page.ts',
].map((name) => readFileSync(join(SRC, name), 'utf8'));

describe('the words of the console', () => {
  it('are all there: every key that the pages say has its words', () => {
    for (const { name, text } of files) {
      const keys = [
        ...text.matchAll(/\bsay(?:Parts)?\(\s*'([a-z-]+)'/g),
        ...text.matchAll(/\bcounted\([^']+'([a-z-]+)'/g),
        ...text.matchAll(/\bcounted\([^']+'[a-z-]+', '([a-z-]+)'/g),
        ...text.matchAll(/\{\{([a-z]+-[a-z-]+)\}\}/g),
      ];
      for (const [, key] of keys) assert.ok(key! in WORDS, `${name} says "${key}"`);
    }
  });

  it('are all said somewhere', () => {
    const code = [...files.map(({ text }) => text), ...SERVICE].join('\n');
    // Keys that are put together from a name: `held-${what}`.
    const made = [...code.matchAll(/`([a-z]+(?:-[a-z]+)*-)\$\{/g)].map(([, begin]) => begin!);
    const unsaid = Object.keys(WORDS).filter(
      (key) =>
        !code.includes(`'${key}'`) && !code.includes(`{{${key}}}`) && !made.some((begin) => key.startsWith(begin)),
    );
    assert.deepEqual(unsaid, []);
  });

  for (const { name, text } of files)
    it(`stand nowhere in ${name}`, () => {
      const texts = name.endsWith('.html')
        ? textsOf(text)
        : literalsOf(text)
            .filter(({ calls }) => !calls.some((call) => NOT_READ.test(call)))
            .flatMap(({ text: one, before }) =>
              /\b(html|svg)$/.test(before) ? textsOf(one.replaceAll('{}', '').replaceAll('=>', '')) : [one],
            );
      assert.deepEqual(
        texts.filter((one) => isForPeople(one) && !OTHERS.includes(one)),
        [],
      );
    });
});
