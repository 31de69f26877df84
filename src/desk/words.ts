import type { Message } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import type { Outcome } from '../core/reply.ts';

/** What an agent wants of a ticket. */
export type Command =
  | { readonly kind: 'claim' | 'release' | 'reopen' | 'wrong' | 'code' | 'help' }
  | { readonly kind: 'hand'; readonly to: Person }
  | { readonly kind: 'ask'; readonly slot: string }
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'resolve'; readonly outcome: Outcome; readonly text: string }
  /** For the person. */
  | { readonly kind: 'say'; readonly text: string }
  /** For the agents alone. */
  | { readonly kind: 'note' };

/** Whole messages that are a command; anything longer is somebody talking. */
const SINGLE: readonly (readonly [
  RegExp,
  Command['kind'] & ('claim' | 'release' | 'reopen' | 'wrong' | 'code' | 'help'),
])[] = [
  [/^(claim|i take it|mine)$/i, 'claim'],
  [/^(release|unclaim|give (it )?back)$/i, 'release'],
  [/^(reopen|open again)$/i, 'reopen'],
  [/^wrong (topic|intent)$/i, 'wrong'],
  [/^(case )?code$/i, 'code'],
  [/^help$/i, 'help'],
];
const RESOLVE =
  /^(?:resolve|close)(?: (?:as )?(fixed|solved|(?:fixed |works? )?for now|unknown))?\s*(?::\s*([\s\S]*))?$/i;
const MARK = /^\s?>\s?/;

/** What a message in a ticket's thread asks for. */
export function commandOf(message: Message, talk: 'marked' | 'open'): Command {
  if (message.kind === 'pressed') return pressed(message);
  const text = message.text.trim();
  const lines = text.split('\n');
  const marked = MARK.test(lines[0] ?? '');
  if (marked !== (talk === 'open')) {
    // A command is one even where everything goes out.
    const command = marked ? null : typed(text, message.mentioned);
    return (
      command ?? {
        kind: 'say',
        text: lines
          .map((line) => line.replace(MARK, ''))
          .join('\n')
          .trim(),
      }
    );
  }
  return (marked ? null : typed(text, message.mentioned)) ?? { kind: 'note' };
}

function typed(text: string, mentioned: readonly Person[]): Command | null {
  const single = SINGLE.find(([pattern]) => pattern.test(text));
  if (single) return { kind: single[1] };
  const [first] = mentioned;
  if (first && /^(hand|assign|give)( (it|this))? to\b/i.test(text) && text.length < 100)
    return { kind: 'hand', to: first };
  const asked = /^ask (?:for )?([\w-]{2,40})$/i.exec(text)?.[1];
  if (asked) return { kind: 'ask', slot: asked.toLowerCase() };
  const step = /^step ([\w-]{2,60})$/i.exec(text)?.[1];
  if (step) return { kind: 'step', step: step.toLowerCase() };
  const resolve = RESOLVE.exec(text);
  return resolve ? { kind: 'resolve', outcome: outcomeOf(resolve[1]), text: resolve[2]?.trim() ?? '' } : null;
}

function pressed({ choice, text }: Message): Command {
  const [kind = '', ...rest] = (choice ?? '').split(':');
  const value = rest.join(':');
  switch (kind) {
    case 'claim':
    case 'release':
    case 'reopen':
    case 'wrong':
    case 'code':
      return { kind };
    case 'say':
      return { kind, text: text.trim() };
    case 'ask':
      return { kind, slot: value };
    case 'step':
      return { kind, step: value };
    case 'resolve':
      return { kind, outcome: value as Outcome, text: '' };
    case 'hand':
      return value === '' ? { kind: 'help' } : { kind, to: { id: value, name: text.trim() || null } };
    default:
      return { kind: 'help' };
  }
}

function outcomeOf(said = 'fixed'): Outcome {
  if (/for now/i.test(said)) return 'fixed-for-now';
  return /unknown/i.test(said) ? 'unknown' : 'fixed';
}
