/** The sentences that people read: each is whole, asks for what can be answered, and every setting stands in one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContent } from '../../src/content/load.ts';
import { plain, type Rich } from '../../src/core/text.ts';
import { ROOT, shippedSources } from '../fakes/content.ts';

/** The end of a sentence: a mark, perhaps with a quotation mark or a bracket behind it. */
const ENDED = /[.?!:…]["”’)]?$/;

/** Questions to which people answer yes or no. */
const YES_OR_NO = /^(?:do|does|did|is|are|can|could|have|has|may|was|were|will)\b/i;

const { packs, walkthroughs } = loadContent(shippedSources());
const steps = [...walkthroughs.values()]
  .filter(({ audience, pack }) => audience === 'person' && pack !== 'skype-for-business')
  .flatMap(({ id, steps: own }) => [...own.values()].map((step) => ({ name: `${id}/${step.id}`, step })));

/** The paragraphs of a text that are sentences: no items of a list, no lines to be copied. */
function sentences(text: Rich): string[] {
  return text
    .filter(({ kind, spans }) => kind === 'text' && !spans.every(({ style, text: t }) => style === 'code' || !t.trim()))
    .map((paragraph) => plain([paragraph]).trim());
}

describe('what people read', () => {
  it('is never cut off: every paragraph ends as a sentence does', () => {
    const cut = steps.flatMap(({ name, step }) => {
      const texts =
        step.kind === 'tell'
          ? [...step.variants.map(({ text }) => text), step.expect, step.cost, step.risk]
          : step.kind === 'visit'
            ? []
            : [step.text];
      return texts
        .flatMap(sentences)
        .filter((line) => !ENDED.test(line) && !/(?:https:\/\/\S+|\{[a-z-]+\})$/.test(line))
        .map((line) => `${name}: …${line.slice(-50)}`);
    });
    assert.deepEqual(cut, []);
  });

  it('asks no yes-or-no question where who, which or what is the answer', () => {
    const odd = steps.flatMap(({ name, step }) => {
      if (step.kind !== 'ask' || step.slot === null || step.choices.length < 2) return [];
      const question =
        plain(step.text)
          .trim()
          .split(/(?<=[.?!])\s+/)
          .at(-1) ?? '';
      const hasYes = step.choices.some(({ title }) => /^(?:yes|no)\b/i.test(title));
      return YES_OR_NO.test(question) && !/\bor\b/.test(question) && !hasYes ? [`${name}: ${question}`] : [];
    });
    assert.deepEqual(odd, []);
  });
});

describe('the settings of the shipped packs', () => {
  const texts = ['intents', 'dialogs'].flatMap((part) =>
    readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(ROOT, part, file), 'utf8').replace(/^settings:\n(?: .*\n|\n)*/m, '')),
  );
  const settings = new Set([...packs.values()].flatMap((pack) => pack.settings.map(({ id }) => id)));

  for (const id of settings)
    it(`${id} stands in a sentence, or decides one`, () =>
      assert.ok(texts.some((text) => text.includes(`{${id}}`) || new RegExp(`\\b${id}: \\[`).test(text))));
});
