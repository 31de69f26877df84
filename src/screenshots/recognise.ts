/** Recognises the text of a prepared picture with tesseract. */
import { accessSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { passagesOf } from './passages.ts';
import type { Prepared } from './prepare.ts';

const { resolve } = createRequire(import.meta.url);

/**
 * Makes tesseract ready. Its program and its network for English come from this machine's node_modules, and nothing
 * else is loaded.
 */
export function openTesseract(): Promise<Worker> {
  const langPath = join(dirname(resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
  // Without its file tesseract would wait for ever.
  accessSync(join(langPath, 'eng.traineddata.gz'));
  return createWorker('eng', OEM.LSTM_ONLY, {
    langPath,
    workerPath: resolve('tesseract.js/src/worker-script/node/index.js'),
    gzip: true,
    cacheMethod: 'none',
    // Without a handler, a picture it can't read would be an uncaught exception besides.
    errorHandler: () => undefined,
  });
}

/** Recognises the text in a prepared picture; `sure` is 0 to 1. */
export async function recognise(
  tesseract: Worker,
  { image, dpi }: Prepared,
): Promise<{ readonly text: string; readonly sure: number }> {
  await tesseract.setParameters({ user_defined_dpi: String(dpi) });
  const { data } = await tesseract.recognize(image, {}, { blocks: true });
  const lines = (data.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((p) => p.lines.map((l) => l.words)));
  return passagesOf(lines);
}
