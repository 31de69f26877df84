/** `firstline train`: trains the understanding. */
import { train as trained } from './model.ts';
import { contentSources } from './sources.ts';

/** Trains the understanding now, and keeps the model. */
export async function train(): Promise<void> {
  const began = performance.now();
  const { loadContent } = await import('../content/load.ts');
  const content = loadContent(contentSources());
  process.stdout.write(
    `Training on ${content.intents.size} intents, once after every change of them: seconds to a minute … `,
  );
  await trained(content);
  process.stdout.write(`done in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
}
