/** The process that drives one side's `firstline classify` for reading.ts. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Checkout } from '../checkout.ts';
import { atEnd } from '../ends.ts';
import { answer } from '../helper.ts';
import { closedLoop, type Load, type Talk } from '../loop.ts';
import { usageOf } from '../usage.ts';
import type { Sample } from './sheet.ts';

/** First the checkout to read with, then load after load: the texts over and over. */
export type ReadingQuestion =
  | { readonly checkout: Checkout }
  | { readonly texts: readonly string[]; readonly load: Load };

/** A running `firstline classify --json`: `ask` resolves once a text is answered. */
interface Reading {
  readonly pid: number;
  readonly ask: (text: string) => Promise<void>;
}

// Each side has a process of its own: if one drove both, the slower would hold up the other.
let reading: Reading | undefined;
answer(async (question: ReadingQuestion): Promise<Sample> => {
  if ('checkout' in question) {
    reading = start(question.checkout);
    await reading.ask('hello');
    return {};
  }
  const { pid, ask } = reading!;
  const talks = question.texts.map(
    (text): Talk =>
      () =>
        ask(text),
  );
  const before = usageOf(pid).cpuMs;
  const figures = await closedLoop(talks, question.load);
  const after = usageOf(pid).cpuMs;
  return { ...figures, cpuMs: before === null || after === null ? null : (after - before) / figures.messages };
});

/** Starts the command. It ends with its input, and so with this process, however that ends. */
function start({ node, main, root }: Checkout): Reading {
  const child = spawn(node, [main, 'classify', '--json'], { cwd: root });
  atEnd(() => child.kill('SIGKILL'));
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2000);
  });
  // A write to a process that has ended fails here; its exit tells more.
  child.stdin.on('error', () => {});
  let answered = (): void => {};
  let failed = (_: Error): void => {};
  createInterface({ input: child.stdout }).on('line', () => answered());
  child.on('error', (error) => failed(error));
  child.on('exit', (code) => failed(new Error(`firstline classify ended with ${code}: ${complaint.trim()}`)));
  const ask = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      answered = resolve;
      failed = reject;
      child.stdin.write(`${JSON.stringify({ text })}\n`);
    });
  return { pid: child.pid!, ask };
}
