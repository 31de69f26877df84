/** Reads the messages of our own writing that the understanding is tested with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { Random } from './random.ts';

const Message = z.strictObject({
  kind: z.string(),
  text: z.string(),
  /** The intent, or none. */
  about: z.string(),
  /** Other intents that would be right too. */
  also: z.array(z.string()).default([]),
  /** Several errors at once: each of them should be found. */
  all: z.array(z.string()).default([]),
  /** The number of lines of the log in whose middle the text stands. */
  log: z.number().optional(),
});

/** A message of our own writing, with its line in the file. */
export type OwnMessage = Omit<z.output<typeof Message>, 'log'> & { readonly line: number };

/** Messages of our own writing, as people send them: `test/understanding/messages.yaml`. */
export function ownMessages(): OwnMessage[] {
  const lines = new LineCounter();
  const path = join(import.meta.dirname, '..', 'understanding', 'messages.yaml');
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  if (document.errors[0]) throw new Error(document.errors[0].message);
  return z
    .array(Message)
    .parse(document.toJS())
    .map(({ log, ...message }, i) => {
      const node = document.getIn([i], true) as { range: [number] };
      const line = lines.linePos(node.range[0]).line;
      return { ...message, line, text: log === undefined ? message.text : logAround(message.text, log, line) };
    });
}

const LINES = [
  'INFO  heartbeat {n} acknowledged by worker {n}',
  'DEBUG cache: {n} hits, {n} misses, {n} kB',
  'WARN  timer {n} restarted after {n} ms',
  'INFO  GET /health 200 {n} ms',
  'TRACE queue depth {n}, oldest {n} s',
  'INFO  10.1.{n}.{n} TLS handshake done',
];

function logAround(text: string, count: number, seed: number): string {
  const random = new Random(seed);
  const at = 20 + random.below(count - 40);
  return Array.from({ length: count }, (_, i) => {
    const said = i === at ? `ERROR ${text}` : random.pick(LINES).replace(/\{n\}/g, () => String(random.below(250)));
    return `2026-03-02T09:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z ${said}`;
  }).join('\n');
}
