/** Ordinary tickets after the greeting: its buttons never begin a walkthrough that the words alone would not begin. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTurn } from '../../src/conversation/turn.ts';
import { shipped } from '../fakes/knowledge.ts';
import { message } from '../fakes/samples.ts';

const linesOf = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, '..', 'understanding', name), 'utf8')
    .trim()
    .split('\n');

const { content, read } = await shipped();
const turn = createTurn(content, read);

describe('ordinary tickets, written after the greeting', () => {
  for (const name of ['ordinary.txt', 'nearly.txt'])
    it(`begin no walkthrough that they would not begin alone (${name})`, async () => {
      const { state: greeted } = await turn(null, message('', { kind: 'opened' }));
      const more: string[] = [];
      for (const text of linesOf(name)) {
        const alone = await turn(null, message(text));
        const after = await turn(greeted, message(text));
        if (alone.state.case === null && after.state.case !== null) more.push(text);
      }
      assert.deepEqual(more, []);
    });
});
