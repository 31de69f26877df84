import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type FileKind, schemaFiles, schemaLine } from '../../src/content/authoring/schemas.ts';
import { PHRASE_KEYS } from '../../src/core/phrase-keys.ts';
import { firstline } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';
import { kindOf, wrong } from '../fakes/schemas.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const shipped = ['intents', 'dialogs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name)),
);

describe('the schemas of content files', () => {
  it('are up to date with the shapes', () => {
    for (const [name, text] of schemaFiles(ROOT))
      assert.equal(readFileSync(join(ROOT, name), 'utf8'), text, `${name} is out of date: run "npx firstline schema"`);
  });

  it('fit every shipped file, which names its schema in its first line', () => {
    assert.ok(shipped.length > 80);
    for (const file of shipped) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      assert.equal(text.split('\n')[0], schemaLine(kindOf(file)), file);
      assert.deepEqual(wrong(kindOf(file), parse(text)), [], file);
    }
  });

  it('explain every key', () => {
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        if (key === 'properties')
          for (const [name, property] of Object.entries(value as Record<string, { description?: string }>))
            assert.ok(property.description, `${path}.${name} has no description`);
        if (key !== 'defaultSnippets') walk(value, `${path}.${key}`);
      }
    };
    for (const [name, text] of schemaFiles(ROOT)) walk(JSON.parse(text), name);
  });

  it('know every sentence by its key', () => {
    for (const key of PHRASE_KEYS) assert.deepEqual(wrong('phrases', { [key]: 'Something.' }), []);
    assert.notDeepEqual(wrong('phrases', { greting: 'Hello.' }), []);
  });

  const step = (value: unknown) => ({ title: 'One', audience: 'person', steps: { one: value } });
  const broken: [string, FileKind, unknown][] = [
    ['a key nobody reads', 'pack', { title: 'Printers', product: 'Printers' }],
    ['about as a list', 'pack', { title: 'Printers', about: [['printer'], ['print'], ['not']] }],
    ['an intent without a title', 'intent', { type: 'network', examples: ['no sound'] }],
    ['an impossible day', 'intent', { title: 'No sound', from: '2026-13-01' }],
    ['a walkthrough for nobody', 'walkthrough', { ...step({ end: 'fixed' }), audience: 'robots' }],
    ['a step without a kind', 'walkthrough', step({ fixed: 'done' })],
    ['a misspelt key of a step', 'walkthrough', step({ tell: 'Restart.', fixd: 'done' })],
    ['a visit that goes nowhere afterwards', 'walkthrough', step({ visit: 'other/' })],
    ['an unknown end', 'walkthrough', step({ end: 'maybe' })],
    ['a question with a key of a tell step', 'walkthrough', step({ ask: 'Is it on?', not: 'done' })],
  ];
  for (const [name, kind, value] of broken) it(`refuse ${name}`, () => assert.notDeepEqual(wrong(kind, value), []));

  it('accept every kind of step', () => {
    for (const text of [
      '{ ask: Is it on?, choices: { yes: one, no: { title: Not at all, means: no-power } } }',
      '{ slot: device, go: one }',
      '{ tell: Restart., fixed: one, not: other/two }',
      '{ tell: [{ when: { windows: ["7", 10] }, text: Restart. }, { text: Wait. }], go: one }',
      '{ visit: other/, then: one }',
      '{ end: handed-over, text: Somebody will look at it. }',
    ])
      assert.deepEqual(wrong('walkthrough', step(parse(text))), [], text);
  });

  it('are written into a company’s folder too', async function () {
    this.timeout(60_000);
    const folder = freshFolder();
    const first = await firstline(['schema', folder]);
    assert.equal(first.code, 0, first.err);
    for (const [name, text] of schemaFiles(ROOT)) assert.equal(readFileSync(join(folder, name), 'utf8'), text);
    assert.match((await firstline(['schema', folder])).out, /pack\.json {2}as it was/);
  });
});
