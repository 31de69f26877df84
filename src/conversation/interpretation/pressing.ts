/** Tells which problems can't wait, though they do not come before everything else: a phone that was stolen. */
import type { Content } from '../../core/content.ts';

/** Whether a problem comes before everything else, or is easily taken for one that does. */
export function isPressing({ intents }: Pick<Content, 'intents'>, id: string | null): boolean {
  const intent = intents.get(id ?? '');
  const alike = (intent?.lookalikes ?? []).map((one) => intents.get(one.intent));
  return [intent, ...alike].some((one) => one?.atOnce === true);
}
