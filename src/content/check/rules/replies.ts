/** Checks `replies.yaml`: every placeholder can be filled in, every problem exists, and no two replies look alike. */
import { REPLY_PLACEHOLDERS } from '../../../core/saved-replies.ts';
import { PLACEHOLDER } from '../../../core/text.ts';
import { meantOf } from '../meant.ts';
import type { Ground } from './ground.ts';

/** Checks the saved replies of all packs. */
export function checkReplies(ground: Ground): void {
  const { savedReplies, packs, intents, off } = ground.content;
  const all = [...packs.values()];
  const isSure = all.every((pack) => ground.fileOf(pack).isSound());
  const slots = all.flatMap((pack) => pack.slots.map((slot) => slot.id));
  const known = [...REPLY_PLACEHOLDERS, ...new Set(slots)];
  const titles = new Map<string, string>();
  for (const reply of savedReplies) {
    const file = ground.fileOf(reply);
    for (const [, name] of reply.text.matchAll(PLACEHOLDER))
      if (isSure && !known.includes(name!))
        file.fault(
          [reply.id, 'text'],
          `nobody fills in {${name}}, so it is sent as it stands`,
          meantOf(name!, known) ??
            `${REPLY_PLACEHOLDERS.map((one) => `{${one}}`).join(', ')} and the slots are filled in`,
        );
    for (const [i, intent] of reply.for.entries())
      if (!intents.has(intent) && !off.intents.has(intent) && !ground.named.intents.has(intent))
        file.fault([reply.id, 'for', i], `there is no intent "${intent}"`, meantOf(intent, intents.keys()));
    const other = titles.get(reply.title.toLowerCase());
    if (other !== undefined)
      file.fault(
        [reply.id, 'title'],
        `"${reply.title}" is the title of "${other}" too`,
        'call one of them differently',
      );
    titles.set(reply.title.toLowerCase(), reply.id);
  }
}
