import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Vocabulary } from './features.ts';
import { Model } from './model.ts';
import { LinearSvm } from './svm.ts';

/** Training takes seconds, so a trained model is kept in a file named after all it was made from: content and this code. */
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

  /** The kept model, or null when there is none or it can't be read. */
  read(): Model | null {
    try {
      const bytes = readFileSync(this.#path);
      const split = bytes.indexOf(10);
      const head = JSON.parse(bytes.toString('utf8', 0, split)) as Head;
      const floats = new Float32Array(
        bytes.buffer.slice(bytes.byteOffset + split + 1, bytes.byteOffset + bytes.byteLength),
      );
      const [features, classes] = [head.features.length, head.classes.length];
      if (floats.length !== features + features * classes + classes) return null;
      const rarity = floats.slice(0, features);
      const weights = floats.slice(features, features + features * classes);
      const vocabulary = new Vocabulary(head.features, rarity, head.documents);
      return new Model(
        head.classes,
        vocabulary,
        new LinearSvm(weights, floats.slice(-classes)),
        head.calibration,
        head.feelings,
      );
    } catch {
      return null;
    }
  }

  /** Keeps the model and drops older ones; a folder that can't be written to is no fault, only slower. */
  write(model: Model): void {
    const { vocabulary, svm, classes, calibration, feelings } = model;
    const head: Head = {
      classes,
      calibration,
      feelings,
      documents: vocabulary.documents,
      features: vocabulary.features,
    };
    const numbers = Buffer.concat(
      [vocabulary.rarity, svm.weights, svm.bias].map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)),
    );
    try {
      mkdirSync(this.#folder, { recursive: true });
      for (const old of readdirSync(this.#folder)) if (/^model-\w+\.bin$/.test(old)) rmSync(join(this.#folder, old));
      writeFileSync(`${this.#path}.${process.pid}`, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), numbers]));
      renameSync(`${this.#path}.${process.pid}`, this.#path);
    } catch {
      // A read-only installation trains at every start.
    }
  }
}

interface Head {
  readonly classes: readonly string[];
  readonly calibration: Model['calibration'];
  readonly feelings: Model['feelings'];
  readonly documents: number;
  readonly features: readonly string[];
}
