import { train as trained } from './model.ts';
import { contentSources } from './sources.ts';

/** Trains the understanding now. */
export async function train(): Promise<void> {
  const began = performance.now();
  const { loadContent } = await import('../content/load.ts');
  const content = loadContent(contentSources());
  await trained(content);
  process.stdout.write(`Trained on ${content.intents.size} intents (${Math.round(performance.now() - began)} ms).\n`);
}
