/** Keeps trained models in files, because training takes seconds. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ChatterFinder } from './chatter-finder.ts';
import { FeatureNames } from './feature-names.ts';
import { Vocabulary } from './features.ts';
import { Formulas } from './formulas.ts';
import { Gate } from './gate.ts';
import { Model } from './model.ts';
import { LinearSvm, packedFor } from './svm.ts';

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
      // Each part is read right to its place: large pieces that are soon free again would leave gaps in the memory.
      const head = JSON.parse(Buffer.from(part(file, Uint8Array)).toString('utf8')) as Head;
      const names = new FeatureNames(part(file, Uint8Array));
      const rarity = part(file, Float32Array);
      const bias = part(file, Float32Array);
      const usual = part(file, Float32Array);
      const units = part(file, Float32Array);
      const gate = head.gate === null ? null : new Gate(part(file, Float32Array), head.gate);
      const strengths = head.chatter === null ? null : part(file, Int8Array);
      const weights = {
        from: part(file, Uint32Array),
        packed: part<Uint16Array | Uint32Array>(file, packedFor(head.classes.length)),
      };
      if (weights.from.length !== names.size + 1 || weights.from.at(-1) !== weights.packed.length) return null;
      this.#touch();
      const vocabulary = new Vocabulary(names, rarity, head.documents);
      const svm = new LinearSvm(weights, units, bias);
      const chatter =
        strengths &&
        new ChatterFinder(vocabulary, strengths, head.chatter!.unseen, new Formulas(head.chatter!.formulas));
      return new Model(head.classes, head.none, { vocabulary, svm, gate, chatter }, head.calibration, usual, head);
    } catch {
      return null;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** Makes it the newest: a model that is in use is not dropped for those of a test or a try. */
  #touch(): void {
    try {
      const now = new Date();
      utimesSync(this.#path, now, now);
    } catch {
      // In a read-only installation nothing is dropped either.
    }
  }

  /**
   * Keeps the model, and drops all but the newest few; a folder that can't be written to only makes the next start
   * slower.
   */
  write(model: Model): void {
    const { vocabulary, svm, classes, none, calibration, usual, feelings, usage, gate, chatter } = model;
    const head: Head = {
      classes,
      none,
      calibration,
      feelings,
      usage,
      documents: vocabulary.documents,
      gate: gate?.bias ?? null,
      chatter: chatter && { unseen: chatter.unseen, formulas: [...chatter.formulas] },
    };
    const text = Buffer.from(JSON.stringify(head));
    const { weights } = svm;
    const numbers = [
      vocabulary.names.bytes,
      vocabulary.rarity,
      svm.bias,
      usual,
      svm.units,
      ...(gate ? [gate.weights] : []),
    ];
    const parts = [text, ...numbers, ...(chatter ? [chatter.strengths] : []), weights.from, weights.packed];
    try {
      mkdirSync(this.#folder, { recursive: true });
      const bytes = parts.flatMap((a) => [...headed(Buffer.from(a.buffer, a.byteOffset, a.byteLength))]);
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
  readonly usage: Model['usage'];
  readonly documents: number;
  /** The bias of the gate; null where there is none. */
  readonly gate: number | null;
  /** The strength of an unseen word as chatter, and short texts that are chatter; null where none was learned. */
  readonly chatter: { readonly unseen: number; readonly formulas: readonly string[] } | null;
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

/** A part as it stands in the file: behind the number of its bytes, and their checksum. */
function headed(bytes: Buffer): readonly Buffer[] {
  return [Buffer.from(Uint32Array.of(bytes.length, crc32(bytes)).buffer), bytes];
}

/**
 * The numbers of the next part of a file.
 * @throws {Error} if the file ends before, or the part is damaged
 */
function part<A extends Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array>(
  file: number,
  Numbers: { new (buffer: ArrayBuffer): A },
): A {
  const [length, sum] = new Uint32Array(next(file, 8));
  if (length! > fstatSync(file).size) throw new Error('the file is damaged');
  const bytes = next(file, length!);
  if (crc32(new Uint8Array(bytes)) !== sum) throw new Error('the file is damaged');
  return new Numbers(bytes);
}

/** The next bytes of a file; throws if it ends before. */
function next(file: number, length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  if (readSync(file, bytes) !== length) throw new Error('the file is too short');
  return bytes.buffer;
}
