/** Saved replies, filled in for a ticket: what an agent chooses is put into their field, to be read once more. */
import type { Content, SavedReply, Slots } from './content.ts';
import { PLACEHOLDER } from './text.ts';

/** The placeholders that every saved reply can have, besides slots and settings. */
export const REPLY_PLACEHOLDERS = ['person', 'agent', 'ticket', 'problem'] as const;

/** The values of the placeholders of saved replies in one ticket. */
export type ReplyValues = Readonly<Record<(typeof REPLY_PLACEHOLDERS)[number], string>>;

/** The replies for a problem, those for it alone first, with their placeholders filled in. */
export function repliesFor(
  { savedReplies, packs, organisation }: Pick<Content, 'savedReplies' | 'packs' | 'organisation'>,
  intent: string | null,
  values: ReplyValues,
  known: Slots,
): readonly Pick<SavedReply, 'id' | 'title' | 'text'>[] {
  const slots = new Map([...packs.values()].flatMap((pack) => pack.slots.map((slot) => [slot.id, slot] as const)));
  const filled = (name: string): string | null => {
    if (name in values) return values[name as keyof ReplyValues];
    const slot = slots.get(name);
    if (!slot) return null;
    const value = known[name] ?? organisation[name];
    if (value === undefined) return slot.unknown;
    return slot.values.find(({ id }) => id === value)?.title ?? value;
  };
  const fits = savedReplies.filter(
    (reply) => reply.for.length === 0 || (intent !== null && reply.for.includes(intent)),
  );
  return [...fits.filter((r) => r.for.length > 0), ...fits.filter((r) => r.for.length === 0)].map(
    ({ id, pack, title, text }) => ({
      id: `${pack}/${id}`,
      title,
      text: text.replace(PLACEHOLDER, (whole, name: string) => filled(name) ?? whole),
    }),
  );
}
