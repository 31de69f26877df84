/** Keeps trained models in files, because training takes seconds. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Vocabulary } from './features.ts';
import { Gate } from './gate.ts';
import { Model } from './model.ts';
import { LinearSvm } from './svm.ts';

/** The number of models that are kept: several contents are in use in turn while packs are written or tested. */
const KEPT = 4;

/** The file of one trained model, named by a hash of everything it was made from: content and this folder's code. */
export class ModelFile {
  readonly #folder: string;
  readonly #path: string;

  constructor(folder: string, contentHash: string) {
    const hash = createHash('sha256').update(contentHash);
    for (const name of readdirSync(import.meta.dirname).sort())
      hash.update(readFileSync(join(import.meta.dirname, name)));
    this.#folder = folder;
    this.#path = join(folder, `model-${hash.digest('hex').slice(0, 16)}.bin`);
  }

  /** The kept model; null if there is none, or it can't be read. */
  read(): Model | null {
    let file: number | undefined;
    try {
      file = openSync(this.#path, 'r');
      // Each part is read straight to its place: reading the whole file first would double the memory of a start.
      const [headBytes] = part(file, Uint32Array, 1);
      const head = JSON.parse(Buffer.from(part(file, Uint8Array, headBytes!)).toString('utf8')) as Head;
      const [features, classes] = [head.features.length, head.classes.length];
      const rarity = part(file, Float32Array, features);
      const bias = part(file, Float32Array, classes);
      const usual = part(file, Float32Array, classes);
      const units = part(file, Float32Array, classes);
      const gate = head.gate === null ? null : new Gate(part(file, Float32Array, features), head.gate);
      const weights = part(file, Int8Array, features * classes);
      const vocabulary = new Vocabulary(head.features, rarity, head.documents);
      const svm = new LinearSvm(weights, units, bias);
      return new Model(head.classes, head.none, vocabulary, svm, head.calibration, usual, head.feelings, gate);
    } catch {
      return null;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /**
   * Keeps the model, and drops all but the newest few; a folder that can't be written to only makes the next start
   * slower.
   */
  write(model: Model): void {
    const { vocabulary, svm, classes, none, calibration, usual, feelings, gate } = model;
    const head: Head = {
      classes,
      none,
      calibration,
      feelings,
      documents: vocabulary.documents,
      features: vocabulary.features,
      gate: gate?.bias ?? null,
    };
    const text = Buffer.from(JSON.stringify(head));
    const learned = [vocabulary.rarity, svm.bias, usual, svm.units, ...(gate ? [gate.weights] : []), svm.weights];
    const parts = [Uint32Array.of(text.length), text, ...learned];
    try {
      mkdirSync(this.#folder, { recursive: true });
      const bytes = parts.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
      writeFileSync(`${this.#path}.${process.pid}`, Buffer.concat(bytes));
      renameSync(`${this.#path}.${process.pid}`, this.#path);
      for (const old of newestFirst(this.#folder).slice(KEPT)) rmSync(old, { force: true });
    } catch {
      // A read-only installation trains at every start.
    }
  }
}

interface Head {
  readonly classes: readonly string[];
  readonly none: number;
  readonly calibration: Model['calibration'];
  readonly feelings: Model['feelings'];
  readonly documents: number;
  readonly features: readonly string[];
  /** The bias of the gate; null where there is none. */
  readonly gate: number | null;
}

/** The paths of the models in a folder, the newest first. */
function newestFirst(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^model-\w+\.bin$/.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path);
}

/** The next `length` numbers of a file; throws if the file ends before. */
function part<A extends Uint8Array | Uint32Array | Float32Array | Int8Array>(
  file: number,
  Numbers: { new (length: number): A },
  length: number,
): A {
  const numbers = new Numbers(length);
  if (readSync(file, numbers) !== numbers.byteLength) throw new Error('the file is too short');
  return numbers;
}
