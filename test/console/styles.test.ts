/** Style sheets that a browser loads together: a rule stands in one of them alone, so that pages go on looking alike. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(import.meta.dirname, '..', '..', 'src');
const SHARED = ['browser/colours.css', 'browser/parts.css'];
const CONSOLE = [
  'console/page/frame.css',
  ...['console/page/desk/desk.css', 'console/page/audit/audit.css'],
  ...['outcomes/page/outcomes.css', 'learning/page/learning.css'],
];
const OTHERS = ['channels/web/page/page.css', 'evaluation/page/report.css'];

/** The rules of a style sheet, as `selector { what it says }`. */
function rulesOf(name: string): readonly string[] {
  const text = readFileSync(join(SRC, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) =>
    `${selector} { ${body} }`.replace(/\s+/g, ' ').trim(),
  );
}

describe('the style sheets', () => {
  for (const [what, names] of [
    ['of the console', [...SHARED, ...CONSOLE]],
    ...OTHERS.map((name) => [name, [...SHARED, 'console/page/frame.css', name]] as const),
  ] as const)
    it(`${what}: no rule stands in two of those that share it`, () => {
      const where = Map.groupBy(
        names.flatMap((name) => [...new Set(rulesOf(name))].map((rule) => ({ name, rule }))),
        ({ rule }) => rule,
      );
      const twice = [...where.values()].filter((some) => some.length > 1);
      assert.deepEqual(
        twice.map((some) => [some[0]!.rule, some.map(({ name }) => name)]),
        [],
      );
    });
});
