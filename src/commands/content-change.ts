/** Notes which content the service runs with, so that leads see what a change of it did. */
import { createHash } from 'node:crypto';
import type { Content } from '../core/content.ts';
import type { Store } from '../core/store.ts';

/** A short hash of what people meet: problems with their examples, walkthroughs, and the bot's own sentences. */
export function contentHash({ hash, walkthroughs, phrases, packs }: Content): string {
  const all = createHash('sha256').update(hash);
  for (const { id, hash: own } of walkthroughs.values()) all.update(`${id} ${own}\n`);
  for (const pack of packs.values()) all.update(JSON.stringify([pack.id, pack.phrases, pack.answers]));
  return all.update(JSON.stringify(phrases)).digest('hex').slice(0, 16);
}

/** Notes the content if it is another one than before. */
export async function noteContent(store: Pick<Store, 'contentChanged'>, content: Content, now: Date): Promise<void> {
  await store.contentChanged(contentHash(content), now.toISOString());
}
