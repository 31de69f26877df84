/** The slash command `/firstline`: its words, its message, and its answer. */
import { type Incoming, PLAIN } from '../../../core/message.ts';
import type { Say } from '../../../core/phrases.ts';
import type { OpenCase } from '../../../core/store.ts';
import { conversationOf, isUser, personId, placeOf, writeAddress } from '../workspace/places.ts';
import type { Us } from './parse.ts';
import type { SlashCommand } from './payloads.ts';
import { hashed } from './presses.ts';

/** A command that is understood: either answered at once, or a message for a conversation. */
export type CommandWish = { readonly kind: 'status' | 'forget' | 'usage' } | ForConversation;
/** A command that becomes a message of a conversation. */
export type ForConversation =
  | { readonly kind: 'start'; readonly text: string }
  | { readonly kind: 'human' }
  | { readonly kind: 'stop' };

/** Reads the words after the command. Words that are no command are taken for an error to start with. */
export function readCommand(text: string): CommandWish {
  const words = text.trim();
  const [first = '', ...rest] = words.toLowerCase().split(/\s+/);
  if (first === '' || first === 'start') return { kind: 'start', text: words.slice(first.length).trim() };
  if (rest.length === 0 && (first === 'status' || first === 'human' || first === 'stop')) return { kind: first };
  if (/^forget( me)?$/i.test(words)) return { kind: 'forget' };
  return first === 'help' ? { kind: 'usage' } : { kind: 'start', text: words };
}

/** Makes the command a message of the conversation it concerns: that of the case that moved last, or the DM. */
export function commandMessage(
  command: SlashCommand,
  asked: ForConversation,
  open: OpenCase | undefined,
  us: Us,
): Incoming {
  const dm = conversationOf(us.team, command.user_id, null);
  const where = asked.kind === 'start' ? dm : (open?.conversation ?? dm);
  const base = addressed(where, command.user_id, us);
  const id = `command:${hashed(command.trigger_id)}`;
  if (asked.kind === 'human') return { ...base, id, kind: 'pressed', text: '/firstline human', choice: 'human' };
  if (asked.kind === 'stop') return { ...base, id, kind: 'said', text: 'stop' };
  const { text } = asked;
  return { ...base, id, kind: text === '' ? 'opened' : 'said', text };
}

/** Makes the base of a message in a conversation that is known by its name only. */
export function addressed(conversation: string, user: string, us: Us): Omit<Incoming, 'id' | 'kind' | 'text'> {
  const { place, thread } = placeOf(conversation);
  return {
    ...PLAIN,
    conversation,
    channel: 'slack',
    audience: 'person',
    person: { id: personId(us.team, user), name: null },
    address: writeAddress({ channel: place, thread, openly: false }),
    shared: !isUser(place),
  };
}

/** Lists the open cases for the person, one a line. */
export function statusText(
  cases: readonly OpenCase[],
  link: (conversation: string) => string | null,
  say: Say,
): string {
  if (cases.length === 0) return say('slack-nothing-open');
  const lines = cases.map(({ conversation, title }) => {
    const url = link(conversation);
    return url === null ? `• ${title}, ${say('slack-here')}` : `• ${title}, ${say('slack-there')}: ${url}`;
  });
  return [say('slack-open'), ...lines].join('\n');
}
