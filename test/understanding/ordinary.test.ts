import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knowledge } from '../fakes/knowledge.ts';

/** Tickets as a helpdesk gets them, about anything but signing in to ours; made up, and nothing is trained on them. */
const tickets = readFileSync(join(import.meta.dirname, 'ordinary.txt'), 'utf8')
  .trim()
  .split('\n');

describe('ordinary tickets of a helpdesk', () => {
  const { read, content } = knowledge();
  const taken = (decision: 'answer' | 'ask'): string[] =>
    tickets.filter((text) => {
      const reading = read(text);
      return reading.decision === decision && content.intents.get(reading.intent!)!.kind === 'problem';
    });

  it('are five hundred, none of which is an example', () => {
    assert.ok(tickets.length >= 500);
    const examples = new Set(
      [...content.intents.values()].flatMap((i) => i.examples.map((text) => text.toLowerCase())),
    );
    assert.deepEqual(
      tickets.filter((text) => examples.has(text.toLowerCase())),
      [],
    );
  });

  it('are named as one of our problems in fewer than 1 of 200', () => {
    const named = taken('answer');
    assert.ok(named.length < tickets.length / 200, named.join('\n'));
  });

  it('are asked about in fewer than 1 of 20', () => {
    const asked = taken('ask');
    assert.ok(asked.length < tickets.length / 20, asked.join('\n'));
  });
});
