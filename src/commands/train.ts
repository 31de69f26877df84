/** `firstline train`: trains the understanding. */
import { CACHE, train as trained } from './model.ts';
import { contentSources } from './sources.ts';

/** Trains the understanding now, and keeps the model. */
export async function train(): Promise<void> {
  const began = performance.now();
  const [{ keptContent }, { createProgress }] = await Promise.all([
    import('../content/kept.ts'),
    import('../channels/terminal/progress.ts'),
  ]);
  const content = await keptContent(CACHE, contentSources());
  process.stdout.write(
    `Training on ${content.intents.size} intents, once after every change of them: seconds to a minute … `,
  );
  const bar = createProgress('training', process.stderr);
  // Its code is compiled, and kept, before the first start needs it.
  await import('./start.ts');
  await trained(content, bar.tell).finally(bar.end);
  process.stdout.write(`done in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
}
