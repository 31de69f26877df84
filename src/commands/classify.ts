/** `firstline classify`: tells what texts are about. */
import { SILENT } from '../core/log.ts';
import { createSay } from '../core/phrases.ts';
import { explainerOf } from './explainer.ts';
import { know } from './wiring.ts';

/** Reads standard input, and prints what each line of it is about. */
export async function classify(options: { json?: boolean; explain?: boolean }): Promise<void> {
  const { content, read } = await know(SILENT);
  const [
    { createInterface },
    { parseLine },
    { Classifier, classified, explained },
    { readImage, troubleWithImage },
    { redactOf },
    { createScreenshotReader },
    { datedReading },
  ] = await Promise.all([
    import('node:readline'),
    import('../channels/terminal/lines.ts'),
    import('../channels/terminal/classify.ts'),
    import('../channels/terminal/images.ts'),
    import('../journal/redact.ts'),
    import('../screenshots/reader.ts'),
    import('../conversation/dated-reading.ts'),
  ]);
  const say = createSay(() => content.phrases);
  const reader = createScreenshotReader({ log: SILENT });
  const classifier = new Classifier({
    content,
    // As the service reads it today: what holds on other days only is not recognised.
    read: datedReading(content, read)(new Date().toISOString()),
    redact: redactOf(() => content),
    seen: async (image) => {
      const bytes = await readImage(image);
      const { text, trouble } = typeof bytes === 'string' ? { text: null, trouble: bytes } : await reader.read(bytes);
      if (trouble === null) return text;
      process.stderr.write(troubleWithImage(image, trouble, say));
      process.exitCode = 1;
      return '';
    },
  });
  const explain = options.explain ? await explainerOf(content) : null;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { result, screen, isRead } = await classifier.classify(parseLine(line));
    const explanation = isRead ? (explain?.(result.text) ?? null) : null;
    const { reading: _, ...words } = explanation ?? {};
    const why = { ...(screen ? { screen } : {}), ...words };
    if (options.json) process.stdout.write(`${JSON.stringify(explain ? { ...result, why } : result)}\n`);
    else process.stdout.write(`${classified(result)}\n${explain ? explained(screen, explanation) : ''}`);
  }
  reader.close();
}
