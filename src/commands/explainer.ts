/** Makes the explainer of the content in use, for the commands that say why a text is read as it is. */
import type { Content } from '../core/content.ts';
import type { Explanation } from '../core/reading.ts';

/** The explainer of the content in use; its model is in its file by now. */
export async function explainerOf(content: Content): Promise<(text: string) => Explanation> {
  const [{ trained }, { createExplainer }] = await Promise.all([
    import('./model.ts'),
    import('../understanding/explain.ts'),
  ]);
  return createExplainer(content, await trained(content));
}
