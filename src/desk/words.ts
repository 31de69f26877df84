/** The commands agents write or press in a ticket's thread. */
import type { Message } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import type { Outcome } from '../core/reply.ts';

/** An agent's command. */
export type AgentCommand =
  | { readonly kind: 'claim' | 'release' | 'reopen' | 'wrong' | 'code' | 'revoke' | 'help' }
  /** `to` is null where the message names nobody of this desk. */
  | { readonly kind: 'hand'; readonly to: Person | null }
  | { readonly kind: 'ask'; readonly slot: string }
  | { readonly kind: 'step'; readonly step: string }
  /** `outcome` is null where it was not said. */
  | { readonly kind: 'resolve'; readonly outcome: Outcome | null; readonly text: string }
  /** Words for the person; `rest`: whether other lines of the message are not for the person. */
  | { readonly kind: 'say'; readonly text: string; readonly rest: boolean }
  /** Words for the agents alone; `text` only where they were not written in the thread itself. */
  | { readonly kind: 'note'; readonly text?: string }
  /** An action that is held back is not done after all, or at once; `id` as the agent's browser calls it. */
  | { readonly kind: 'undo' | 'now'; readonly id: string }
  /** A line of the work order, by its index, is done or open again. */
  | { readonly kind: 'work'; readonly line: number; readonly isDone: boolean };

/** Messages that are a command as a whole; anything longer is somebody talking. */
const SINGLE: readonly (readonly [
  RegExp,
  AgentCommand['kind'] & ('claim' | 'release' | 'reopen' | 'wrong' | 'code' | 'revoke' | 'help'),
])[] = [
  [/^(claim|i take it|mine)$/i, 'claim'],
  [/^(release|unclaim|give (it )?back)$/i, 'release'],
  [/^(reopen|open again)$/i, 'reopen'],
  [/^wrong (topic|intent)$/i, 'wrong'],
  [/^(case )?code$/i, 'code'],
  [/^(revoke|end) (the )?(private )?link$/i, 'revoke'],
  [/^help$/i, 'help'],
];
const RESOLVE =
  /^(?:resolve|close)(?: (?:as )?(fixed|solved|(?:fixed |works? )?for now|unknown))?\s*(?::\s*([\s\S]*))?$/i;
const HAND = /^(hand|assign|give)( (it|this))? to\b/i;
/** A name and nothing else: meant as a command, even though no agent is mentioned. */
const HAND_WHOM = /^(hand|assign)( (it|this))? to \S+( \S+)?$/i;
const LONGEST_COMMAND = 100;
const MARK = /^\s?>\s?/;
const ALL = /^\s?>>>\s?/;

/** Finds the command in a message of a ticket's thread; `talk` is the desk's setting for what goes to the person. */
export function commandOf(message: Message, talk: 'marked' | 'open'): AgentCommand {
  if (message.kind === 'pressed') return pressed(message);
  const text = message.text.trim();
  const lines = linesOf(text);
  // A command is never sent to the person, not even where all other lines are.
  const command = lines[0]?.marked ? null : typed(text, message.mentioned);
  if (command) return command;
  const out = lines.filter(({ marked }) => marked !== (talk === 'open'));
  if (out.length === 0) return { kind: 'note' };
  const said = out.map((line) => line.text).join('\n');
  return { kind: 'say', text: said.trim(), rest: lines.some((line) => !out.includes(line) && line.text !== '') };
}

/** Splits a message into lines and tells which are marked; `>>>` marks all that follow, as it does in Slack. */
function linesOf(text: string): { text: string; marked: boolean }[] {
  let all = false;
  return text.split('\n').map((line) => {
    const whole = ALL.test(line);
    const marked = all || MARK.test(line);
    const bare = whole ? line.replace(ALL, '') : line.replace(MARK, '');
    all ||= whole;
    return { text: bare, marked };
  });
}

function typed(text: string, mentioned: readonly Person[]): AgentCommand | null {
  const single = SINGLE.find(([pattern]) => pattern.test(text));
  if (single) return { kind: single[1] };
  const [first] = mentioned;
  if (HAND.test(text) && text.length < LONGEST_COMMAND && (first || text.includes('@') || HAND_WHOM.test(text)))
    return { kind: 'hand', to: first ?? null };
  const asked = /^ask (?:for )?([\w-]{2,40})$/i.exec(text)?.[1];
  if (asked) return { kind: 'ask', slot: asked.toLowerCase() };
  const step = /^step ([\w-]{2,60})$/i.exec(text)?.[1];
  if (step) return { kind: 'step', step: step.toLowerCase() };
  const resolve = RESOLVE.exec(text);
  return resolve
    ? { kind: 'resolve', outcome: resolve[1] ? outcomeOf(resolve[1]) : null, text: resolve[2]?.trim() ?? '' }
    : null;
}

function pressed({ choice, text }: Message): AgentCommand {
  const [kind = '', ...rest] = (choice ?? '').split(':');
  const value = rest.join(':');
  switch (kind) {
    case 'claim':
    case 'release':
    case 'reopen':
    case 'wrong':
    case 'code':
    case 'revoke':
      return { kind };
    case 'say':
      return { kind, text: text.trim(), rest: false };
    case 'note':
      return { kind, text: text.trim() };
    case 'undo':
    case 'now':
      return { kind, id: value };
    case 'done':
    case 'undone':
      return { kind: 'work', line: Number(value), isDone: kind === 'done' };
    case 'ask':
      return { kind, slot: value };
    case 'step':
      return { kind, step: value };
    case 'resolve':
      return { kind, outcome: value as Outcome, text: '' };
    // With a last word; the text of a `resolve` is the title of the button.
    case 'close':
      return { kind: 'resolve', outcome: outcomeOf(value.replaceAll('-', ' ')), text: text.trim() };
    case 'hand':
      return value === '' ? { kind: 'help' } : { kind, to: { id: value, name: text.trim() || null } };
    default:
      return { kind: 'help' };
  }
}

function outcomeOf(said: string): Outcome {
  if (/for now/i.test(said)) return 'fixed-for-now';
  return /unknown/i.test(said) ? 'unknown' : 'fixed';
}
