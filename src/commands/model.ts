/** Keeps the trained model of some content between starts, beside the installed packages. */
import { join } from 'node:path';
import type { Content } from '../core/content.ts';
import type { Model } from '../understanding/model.ts';
import { ROOT } from './sources.ts';

/** The folder of what is worked out once from the content, and kept between starts. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'firstline');

/** The model kept for this content; null if there is none, or none that can be read. */
export async function keptModel(content: Content): Promise<Model | null> {
  const { ModelFile } = await import('../understanding/model-file.ts');
  return new ModelFile(CACHE, content.hash).read();
}

/** Trains a model, and keeps it for the next start; `progress` hears how much is done, 0 to 1. */
export async function train(content: Content, progress?: (done: number) => void): Promise<Model> {
  const [{ ModelFile }, { trainModel }] = await Promise.all([
    import('../understanding/model-file.ts'),
    import('../understanding/training.ts'),
  ]);
  const model = await trainModel(content, progress);
  new ModelFile(CACHE, content.hash).write(model);
  return model;
}

/**
 * A model of content that is only tried, kept under a name apart from those in use: the next trial of the same content is faster.
 */
export async function triedModel(name: string, content: Content, progress?: (done: number) => void): Promise<Model> {
  const [{ ModelFile }, { trainModel }] = await Promise.all([
    import('../understanding/model-file.ts'),
    import('../understanding/training.ts'),
  ]);
  const file = new ModelFile(join(CACHE, 'tried'), name);
  const known = file.read();
  if (known) return known;
  const model = await trainModel(content, progress);
  file.write(model);
  return model;
}

/** The kept model, or else a newly trained one. */
export async function trained(content: Content): Promise<Model> {
  return (await keptModel(content)) ?? (await train(content));
}
