/** Delivery reports in all shapes, and texts that only look like one; a report more is an entry more in delivery-reports.yaml. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadContent } from '../../src/content/load.ts';
import { codesIn } from '../../src/understanding/delivery-report.ts';
import { ReportFinder } from '../../src/understanding/report-finder.ts';
import { shippedSources } from '../fakes/content.ts';

interface Example {
  readonly about: string;
  readonly text: string;
  readonly means: string;
  readonly code?: string;
  readonly server?: string;
  readonly side?: string;
  readonly recipient?: string;
  readonly time?: string;
  readonly says?: string;
}

const { reports, none } = parse(readFileSync(join(import.meta.dirname, 'delivery-reports.yaml'), 'utf8')) as {
  readonly reports: readonly Example[];
  readonly none: readonly string[];
};
const finder = new ReportFinder(loadContent(shippedSources()).packs.values());

describe('delivery reports', () => {
  for (const { about, text, means, says, ...facts } of reports)
    it(`are read: ${about}, ${JSON.stringify(text.slice(0, 60))}`, () => {
      const told = finder.find(text);
      assert.equal(told?.intent, means);
      const slots = told.slots;
      for (const [part, value] of Object.entries(facts)) assert.equal(slots[`bounce-${part}`], value, part);
      assert.equal(slots['bounce-kind'], means);
      assert.ok(slots['bounce-meaning']?.startsWith(says ?? ''), slots['bounce-meaning']);
    });

  for (const text of none) it(`are not seen in ${JSON.stringify(text)}`, () => assert.equal(finder.find(text), null));

  it('leave the words around them to be read', () => {
    const told = finder.find('On my Mac I got this:\n550 5.1.1 User unknown\nwhat now?');
    assert.equal(told?.rest.includes('On my Mac'), true);
    assert.equal(told?.rest.includes('5.1.1'), false);
  });

  it('are told from versions in the same text', () => {
    assert.deepEqual(
      codesIn('Version 5.1.1 here. It says 550-5.7.26 and 10.5.7.1.').map(({ status }) => status),
      ['5.7.26'],
    );
  });

  it('take no longer for a text that was made to be slow', () => {
    for (const hard of [
      '550 '.repeat(5000),
      '5.1.'.repeat(5000),
      `<${'a'.repeat(20_000)}`,
      'host a.'.repeat(3000),
      '\n5.1.1'.repeat(3000),
    ])
      finder.find(`Undeliverable:\n${hard}`);
  });
});
