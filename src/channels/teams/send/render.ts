/** Draws replies as Adaptive Cards. */
import type { Person } from '../../../core/person.ts';
import type { Say } from '../../../core/phrases.ts';
import { apart, numbered, roleOf } from '../../../core/presentation.ts';
import type { Choice, Delivery, Reply } from '../../../core/reply.ts';
import { plain } from '../../../core/text.ts';
import { BOX, DATA, GO_PRIVATE, SAY } from '../receive/tokens.ts';
import { buttonOf, drawButtons } from './buttons.ts';
import { type Element, elementsOf, escapeMarkdown, headingOf, words } from './elements.ts';
import { formOf } from './forms.ts';

/** An Adaptive Card as a message carries it. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly Element[];
  readonly fallbackText: string;
  readonly speak: string;
  readonly [key: string]: unknown;
}

/** The parts a card is drawn from. */
export interface CardParts {
  readonly reply: Reply;
  /** Teams' id of the person it is for, where they are called by it; null where their name is only shown, or they have none. */
  readonly mention: string | null;
  /** Makes the token of a choice's button. */
  readonly token: (choice: string) => string;
  /** Whether others read along. */
  readonly shared: boolean;
  /** Whether it is the first card a person sees of the bot. */
  readonly welcome: boolean;
  /** Whether agents are told how the bot hears them. */
  readonly hint?: boolean;
  readonly say: Say;
}

/** The most controls that stand side by side, none of them behind "More". */
const MOST_UNFOLDED = 5;
const LONGEST_WORDS = 1000;
/** The sign before the sentence that tells whether an agent's message went out. */
const SIGNS: Readonly<Record<Delivery, string>> = { sent: '✓', unconfirmed: '?', refused: '✗' };
/** The largest card, in bytes: Teams refuses messages of more than about 28 KB. */
const MOST_BYTES = 26_000;
/** The longest body, in characters; the next smaller one is taken where the card would become too large. */
const ROOMS = [8000, 4000, 2000, 1000, 500] as const;

/** Draws a reply as a card with its buttons. */
export function cardOf(parts: CardParts): Card {
  const { reply, mention, say } = parts;
  const hint =
    parts.hint && reply.forms.length > 0 ? [words(say('teams-desk-hint'), { size: 'Small', isSubtle: true })] : [];
  return fitting((room) =>
    wrapped(reply, mention, say, [...headOf(reply, say), ...bodyOf(parts, room), ...answersOf(parts, room), ...hint]),
  );
}

/** Draws a sign that an agent's message went out, or not, with a sentence: as small as can be. */
export function markCard(reply: Reply, as: Delivery, say: Say): Card {
  const look = { size: 'Small', ...(as === 'sent' ? { isSubtle: true } : { color: 'Attention' }) };
  const said = words(`${SIGNS[as]} ${plain(reply.body)}`.replace(/\s+/g, ' '), look);
  return wrapped(reply, null, say, [said]);
}

/** Draws the card without its buttons, and with the answer that was given, if one was. */
export function answeredCard(reply: Reply, mention: string | null, note: string, answered: boolean, say: Say): Card {
  const mark = answered ? '✓ ' : '';
  const end = words(`${mark}${note}`, answered ? { weight: 'Bolder', color: 'Good' } : { isSubtle: true });
  const head = [...headOf(reply, say), ...mentionOf(reply.to, mention, say)];
  return fitting((room) => wrapped(reply, mention, say, [...head, ...elementsOf(reply.body, room), end]));
}

/** Draws a card of one sentence, where the reply of the card is no longer known. */
export function noteCard(note: string): Card {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [words(note, { isSubtle: true })],
    fallbackText: escapeMarkdown(note),
    speak: spoken(note),
  };
}

/** The most that a message in words alone holds, in characters; what is cut is told. */
const MOST_ALONE = 1500;

/** Writes a reply that Teams did not take as a card: words alone, which can't be at fault. */
export function aloneOf(reply: Reply, say: Say): string {
  const all = wordsOf(reply, say, MOST_ALONE);
  return all.length <= MOST_ALONE ? all : `${all}\n\n${say('teams-cut')}`;
}

/** Writes the reply as plain text: for notifications, for readers without cards, and to be read aloud. */
export function wordsOf(reply: Reply, say: Say, most = LONGEST_WORDS): string {
  const answers = reply.choices.map(numbered).join('\n');
  const { speaker } = reply;
  const who = speaker ? `${speakerOf(speaker, say)}: ` : '';
  const said = [reply.title ?? '', plain(reply.body), answers].filter((part) => part !== '').join('\n\n');
  const all = who + said;
  return all.length <= most ? all : `${all.slice(0, most).toWellFormed()}…`;
}

/** Draws a card with as much of its body as Teams takes. */
function fitting(make: (room: number) => Card): Card {
  for (const room of ROOMS) {
    const card = make(room);
    if (Buffer.byteLength(JSON.stringify(card)) <= MOST_BYTES) return card;
  }
  return make(ROOMS.at(-1)!);
}

function wrapped(reply: Reply, mention: string | null, say: Say, body: readonly Element[]): Card {
  const entities = reply.to && mention ? [entityOf(reply.to, mention, say)] : [];
  const plainly = wordsOf(reply, say);
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body,
    fallbackText: escapeMarkdown(plainly),
    speak: spoken(plainly),
    ...(entities.length > 0 ? { msteams: { entities } } : {}),
  };
}

/** Names the speaker: "Ana · support" for an agent. */
function speakerOf({ name, agent }: NonNullable<Reply['speaker']>, say: Say): string {
  return agent ? `${name} · ${say('channel-support')}` : name;
}

/** Draws the head of a card: the speaker, the step, the outcome and the title. */
function headOf({ title, progress, outcome, speaker }: Reply, say: Say): Element[] {
  const head: Element[] = [];
  if (speaker)
    head.push(
      words(speakerOf(speaker, say), {
        weight: 'Bolder',
        color: speaker.agent ? 'Accent' : 'Default',
      }),
    );
  if (progress) {
    head.push(words(progress.label, { size: 'Small', isSubtle: true }));
  }
  if (outcome && outcome !== 'unknown')
    head.push(
      words(say(`channel-outcome-${outcome}`), {
        size: 'Small',
        weight: 'Bolder',
        color: outcome === 'handed-over' ? 'Accent' : 'Good',
      }),
    );
  if (title) head.push({ ...headingOf(title), spacing: head.length > 0 ? 'None' : 'Default' });
  return head;
}

function bodyOf({ reply, mention, welcome, say }: CardParts, room: number): Element[] {
  const body = elementsOf(reply.body, room);
  const careful = reply.choices.some((c) => c.id === 'risk-go');
  return [
    ...mentionOf(reply.to, mention, say),
    ...(careful ? [{ type: 'Container', style: 'warning', items: body }] : body),
    ...(welcome ? welcomeElements(say) : []),
  ];
}

/**
 * Names the person a reply is for. Only they are ever mentioned, once in a case, and their name works as nothing else;
 * later it is shown without calling them.
 */
function mentionOf(to: Person | null, mention: string | null, say: Say): Element[] {
  if (!to) return [];
  return mention
    ? [{ type: 'TextBlock', text: `<at>${callable(to, say)}</at>`, wrap: true }]
    : [words(callable(to, say), { weight: 'Bolder' })];
}

function entityOf(to: Person, mention: string, say: Say): object {
  return {
    type: 'mention',
    text: `<at>${callable(to, say)}</at>`,
    mentioned: { id: mention, name: callable(to, say) },
  };
}

function callable({ name }: Person, say: Say): string {
  return cleanName(name ?? '') || cleanName(say('teams-you'));
}

/** Takes out of a name what could work as markup. */
function cleanName(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}\p{M} .’'-]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
}

function answersOf({ reply, token, shared, say }: CardParts, room: number): Element[] {
  const { choices, controls, forms } = reply;
  if (choices.length + controls.length + forms.length === 0) return [];
  const button = (c: Choice): Element => buttonOf(c, token(c.id));
  const { near, far } = apart(controls, MOST_UNFOLDED);
  const { human = [], way = [] } = Object.groupBy(near, ({ id }) => (id === 'human' ? 'human' : 'way'));
  const [first, ...others] = choices.map((c): Element => {
    return roleOf(c) === 'primary' ? { ...button(c), style: 'positive' } : button(c);
  });
  const toFill = forms.map((form) => formOf(form, token, room, say));
  // The forms come first, unless there is a primary button: what is to be done first, then what is done most.
  const before = first && (first.style || forms.length === 0) ? [first] : [];
  const after = first && before.length === 0 ? [first] : [];
  return drawButtons(
    {
      answers: [...before, ...toFill, ...after, ...others],
      typing: shared ? [boxOf(token(SAY), say)] : [],
      human: human.map(button),
      near: way.map(button),
      far: far.map(button),
      leave: shared ? [buttonOf({ id: GO_PRIVATE, title: say('teams-private') }, token(GO_PRIVATE))] : [],
    },
    say,
  );
}

/** Draws a box to type in, for places where a message without a mention does not reach the bot. */
function boxOf(token: string, say: Say): Element {
  const title = say('channel-send');
  const data = { [DATA]: token };
  return {
    type: 'Input.Text',
    id: BOX,
    label: say('teams-type'),
    maxLength: 2000,
    inlineAction: {
      type: 'Action.Execute',
      verb: DATA,
      title,
      data,
      fallback: { type: 'Action.Submit', title, data },
    },
  };
}

function welcomeElements(say: Say): Element[] {
  const items = (['teams-can-recognise', 'teams-can-guide', 'teams-can-hand-over'] as const).map((key) => say(key));
  return [
    words(say('teams-can'), { weight: 'Bolder' }),
    ...elementsOf(items.map((text) => ({ kind: 'item' as const, spans: [{ text }] }))),
    words(say('teams-example'), { weight: 'Bolder' }),
    ...elementsOf([{ kind: 'quote', spans: [{ text: say('teams-example-error') }] }]),
  ];
}

/** Cleans a text that is read aloud: spoken text may be marked up too, and nothing of this one is. */
function spoken(text: string): string {
  return text.replace(/[<>&]/g, ' ');
}
