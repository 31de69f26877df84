/** Checks texts that must belong to one intent: signatures, examples and titles. */
import type { Intent } from '../../../core/content.ts';
import type { Ground } from './ground.ts';

/** Reports a text that belongs to two intents, unless they are known lookalikes. */
export function checkSignatures({ content, fileOf }: Ground): void {
  const owners = new Map<string, Intent>();
  for (const intent of content.intents.values())
    for (const key of ['says', 'examples'] as const)
      for (const [i, text] of intent[key].entries()) {
        // Formulas of chatter may be an answer, too, where nothing else is said.
        if (intent.kind === 'chatter' && key === 'says') continue;
        const same = bare(text);
        const owner = owners.get(same);
        owners.set(same, intent);
        if (!owner || same === '') continue;
        const known =
          owner.lookalikes.some((l) => l.intent === intent.id) || intent.lookalikes.some((l) => l.intent === owner.id);
        const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
        if (owner === intent) fileOf(intent).fault([key, i], `${key}: "${shown}" stands here twice`, 'keep one');
        else if (!(known && key === 'says'))
          fileOf(intent).fault(
            [key, i],
            `${key}: "${shown}" stands in ${owner.id} too`,
            key === 'says' ? 'keep one, or name the other one under "lookalikes"' : 'keep one',
          );
      }
}

/** Reports two intents of one pack with the same title: nobody could tell them apart on a button. */
export function checkTitles({ content, fileOf }: Ground): void {
  const owners = new Map<string, Intent>();
  for (const intent of content.intents.values()) {
    const key = `${intent.pack}/${bare(intent.title)}`;
    const owner = owners.get(key);
    if (owner && fileOf(intent).has(['title']))
      fileOf(intent).fault(
        ['title'],
        `title: "${intent.title}" is the title of ${owner.id} too`,
        'say in both what tells them apart: people choose by it',
      );
    else owners.set(key, intent);
  }
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}{}]+/gu, ' ')
    .trim();
}
