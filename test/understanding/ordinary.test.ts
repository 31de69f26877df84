import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shipped } from '../fakes/knowledge.ts';

function linesOf(name: string): string[] {
  return readFileSync(join(import.meta.dirname, name), 'utf8')
    .trim()
    .split('\n');
}

/** Tickets as a helpdesk gets them, about anything that is no problem of ours; made up, and nothing is trained on them. */
const tickets = linesOf('ordinary.txt');
/** And such as are nearly ours: clocks, certificates, servers and sign-ins of something else, whose name is mostly unknown. */
const nearly = linesOf('nearly.txt');

const { read, content } = await shipped();

describe('ordinary tickets of a helpdesk', () => {
  const taken = (of: readonly string[], decision: 'answer' | 'ask'): string[] =>
    of.filter((text) => {
      const reading = read(text);
      return reading.decision === decision && content.intents.get(reading.intent!)!.kind === 'problem';
    });

  it('are four hundred, none of which is an example', () => {
    assert.ok(tickets.length >= 270 && nearly.length >= 140);
    const examples = new Set(
      [...content.intents.values()].flatMap((i) => i.examples.map((text) => text.toLowerCase())),
    );
    assert.deepEqual(
      [...tickets, ...nearly].filter((text) => examples.has(text.toLowerCase())),
      [],
    );
  });

  it('are named as one of our problems in fewer than 1 of 20', () => {
    const named = taken(tickets, 'answer');
    assert.ok(named.length < tickets.length / 20, named.join('\n'));
  });

  it('are asked about in fewer than 1 of 4', () => {
    const asked = taken(tickets, 'ask');
    assert.ok(asked.length < tickets.length / 4, asked.join('\n'));
  });

  it('are named in fewer than 1 of 16, and asked about in fewer than 2 of 5, where they are nearly ours', () => {
    const named = taken(nearly, 'answer');
    assert.ok(named.length < nearly.length / 16, named.join('\n'));
    const asked = taken(nearly, 'ask');
    assert.ok(asked.length < 0.4 * nearly.length, asked.join('\n'));
  });
});

/** Tickets of the same helpdesk that are ours, each with its problem, and `also` with others that are right too. */
const welcome = linesOf('welcome.jsonl').map(
  (line) => JSON.parse(line) as { text: string; label: string; also?: string[] },
);

describe('tickets about our problems, which nothing is trained on', () => {
  it('are named or offered in more than 2 of 3', () => {
    const missed = welcome.filter(({ text, label, also = [] }) => {
      const { decision, intent, guesses } = read(text);
      const shown =
        decision === 'none' ? [] : decision === 'answer' ? [intent] : guesses.slice(0, 3).map((g) => g.intent);
      return ![label, ...also].some((id) => shown.includes(id));
    });
    assert.ok(missed.length < welcome.length / 3, missed.map(({ text, label }) => `${label}: ${text}`).join('\n'));
  });
});
