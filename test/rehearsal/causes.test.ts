/** The causes that a stranger listed from the facts: each must be one of its problem's walkthrough. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { OFTEN } from '../../src/core/content.ts';
import { shipped } from '../fakes/knowledge.ts';

type Listed = Readonly<Record<string, readonly { id: string; often: string; cure: string; cause: string }[]>>;

// A list for each pack.
const lists = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));
const listed: Listed = Object.assign(
  {},
  ...lists.map((name) => parse(readFileSync(join(import.meta.dirname, name), 'utf8'))),
);
const { content } = await shipped();

describe('the causes of', () => {
  for (const [problem, causes] of Object.entries(listed)) {
    const walkthrough = content.walkthroughs.get(content.intents.get(problem)?.walkthrough.person ?? '');

    it(`${problem} are all covered by its walkthrough`, () => {
      const known = new Set(walkthrough?.causes.map(({ id }) => id));
      assert.deepEqual(
        causes.filter(({ id }) => !known.has(id)).map(({ id, cause }) => `${id}: ${cause}`),
        [],
      );
    });

    it(`${problem} are as frequent there as in the list`, () => {
      for (const { id, often } of causes) {
        assert.ok((OFTEN as readonly string[]).includes(often), often);
        assert.equal(walkthrough?.causes.find((cause) => cause.id === id)?.often, often, id);
      }
    });
  }
});
