/** The sentences that people read: each is whole, asks for what can be answered, and every setting stands in one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContent } from '../../src/content/load.ts';
import { firstSentence, plain, type Rich } from '../../src/core/text.ts';
import { ROOT, shippedSources } from '../fakes/content.ts';

/** The end of a sentence: a mark, perhaps with a quotation mark or a bracket behind it. */
const ENDED = /[.?!:…]["”’)]?$/;

/** Questions to which people answer yes or no. */
const YES_OR_NO = /^(?:do|does|did|is|are|can|could|have|has|may|was|were|will)\b/i;

const { packs, walkthroughs, intents } = loadContent(shippedSources());
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

/** Words that tell nothing, and the ends of those that do. */
const SMALL = new Set(
  'a an the and or of to in on at it its is are be has have had that this which with for so your you i we not no by as from them they one do does was will can if but then there what who when'.split(
    ' ',
  ),
);
const ENDS = /(?:es|ing|ed|s)$/;

/** The telling words of a sentence, without their ends. */
function tellingWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !SMALL.has(word)).map((word) => word.replace(ENDS, '')));
}

/** Whether a sentence says hardly anything that the one before did not say. */
function isSame(before: string, after: string): boolean {
  const [a, b] = [tellingWords(before), tellingWords(after)];
  const shared = [...b].filter((word) => a.has(word)).length;
  return shared >= 3 && shared / b.size >= 0.6;
}

describe('the first reply about a problem', () => {
  it('does not say at its first step what it has just said of the cause', () => {
    const twice = [...intents.values()].flatMap(({ id, kind, cause, walkthrough }) => {
      const own = kind === 'problem' ? walkthroughs.get(walkthrough.person ?? '') : undefined;
      const step = own?.steps.get(own.start);
      if (step?.kind !== 'ask' && step?.kind !== 'tell') return [];
      const texts = step.kind === 'ask' ? [step.text] : step.variants.map(({ text }) => text);
      const said = plain(firstSentence(cause));
      return texts.flatMap((text) => {
        const [first = ''] = plain(text).split(/(?<=[.?!])\s+/);
        return isSame(said, first) && !first.endsWith('?') ? [`${id}: ${said} ${first}`] : [];
      });
    });
    assert.deepEqual(twice, []);
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
