/** Provides the texts that the benchmark reads. */
import type { Content } from '../../src/core/content.ts';

/** The examples of all intents, in an order that is the same on every machine. */
export function ordinaryTexts(content: Content): string[] {
  return shuffled([...content.intents.values()].flatMap((intent) => intent.examples));
}

/** The exact errors that clients show: the first signature of every problem, with its placeholders filled in. */
export function errorTexts(content: Content): string[] {
  const problems = [...content.intents.values()].filter((i) => i.kind === 'problem' && i.says.length > 0);
  return shuffled(problems.map((i) => i.says[0]!.replace(/\{[a-z-]+\}/g, 'contoso.com')));
}

/** A log of `lines` lines, as people paste it, with an error somewhere in it. */
export function logWith(error: string, lines: number): string {
  const random = seeded(lines);
  const at = Math.floor(random() * lines);
  return Array.from({ length: lines }, (_, i) =>
    i === at ? `${stamp(i)} ERROR ${error}` : `${stamp(i)} ${line(random)}`,
  ).join('\n');
}

/** A log of exactly `length` characters, with an error in it. */
export function logOfLength(error: string, length: number): string {
  return logWith(error, Math.ceil(length / 40)).slice(0, length);
}

const LINES = [
  'INFO  CUccPlatform::Initialize done, endpoint {n}',
  'TRACE SIP/2.0 200 OK Call-ID: {n}@10.0.0.{n}',
  'WARN  transport timer {n} restarted after {n} ms',
  'INFO  loaded C:\\Program Files\\App\\module{n}.dll',
  'DEBUG cache hit for key user-{n}, age {n} s',
];

function line(random: () => number): string {
  return LINES[Math.floor(random() * LINES.length)]!.replace(/\{n\}/g, () => String(Math.floor(random() * 250)));
}

function stamp(i: number): string {
  return new Date(Date.UTC(2024, 0, 15, 9, 0, i)).toISOString();
}

function shuffled<T>(items: readonly T[]): T[] {
  const random = seeded(1);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
