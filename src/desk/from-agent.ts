/** Messages from agents in a ticket's thread: commands, and words for the person. */
import { withoutFences } from '../core/code-blocks.ts';
import { CONSOLE_CHANNEL } from '../core/desk.ts';
import { lessonOf, REPORT } from '../core/lesson.ts';
import type { Message } from '../core/message.ts';
import { isBareMention, unreadParts } from '../core/message-part.ts';
import { partLinks, partNames } from '../core/part-words.ts';
import type { Person } from '../core/person.ts';
import { MASKED } from '../core/secrets.ts';
import { plain, quote, type Rich } from '../core/text.ts';
import { take, takeForGood, takeForNow, untake } from './claims.ts';
import { askable, hasLink, short, stepsOf, walkthroughOf } from './head.ts';
import { heldUntil, holdBack, holdOf, letGo, messageIdOf, messageOf } from './held-back.ts';
import { afterMinutes } from './hours.ts';
import { withoutTaking } from './ticket-state.ts';
import type { TicketTurn } from './ticket-turn.ts';
import { again, quiet, wait } from './waiting.ts';
import { type AgentCommand, commandOf } from './words.ts';

/** The number of an agent's lines to the person that can still be changed; older ones can't. */
const MOST_SPOKEN = 200;
/** The number of characters of a line that are shown to tell which one is meant. */
const SHOWN = 120;
/** The number of characters that every channel shows whole; longer words may be cut where the person reads them. */
const SURELY_SHOWN = 8000;

/** The commands that mean something in a closed ticket. */
const WHEN_CLOSED: ReadonlySet<AgentCommand['kind']> = new Set([
  ...(['reopen', 'wrong', 'revoke', 'help', 'note', 'work', 'undo', 'now'] as const),
]);
/** The commands by which an agent takes a ticket that nobody has. */
const TAKES: ReadonlySet<AgentCommand['kind']> = new Set(['claim', 'say', 'ask', 'step']);
/** The commands before which everybody hears who has the ticket. */
const SETTLES: ReadonlySet<AgentCommand['kind']> = new Set(['say', 'ask', 'step', 'resolve', 'release', 'hand']);
/** Commands whose words tell the person that somebody came. */
const SPEAKS: ReadonlySet<AgentCommand['kind']> = new Set(['say', 'ask', 'step']);

/** Handles an agent's message or press in the ticket's thread. */
export function fromAgent(t: TicketTurn): TicketTurn {
  const { message } = t;
  const by = message.person;
  if (!by) return t;
  if (message.kind === 'edited' || message.kind === 'deleted') return corrected(t, by, message);
  if (message.kind !== 'said' && message.kind !== 'pressed') return t;
  const hold = holdOf(message);
  if (hold) return held(t, by, hold);
  // The head is drawn anew after a press: a form that was sent is empty again, and an old head up to date.
  if (message.kind === 'pressed') t.change({});
  const said = commandOf(message, t.desk.talk);
  const command = isBareMention(message) ? ({ kind: 'help' } as const) : said;
  if (isSecret(message, command)) return t.whisper(by, t.say('desk-said-masked'));
  const { state } = t.state;
  if (state === 'closed' && !WHEN_CLOSED.has(command.kind)) return t.whisper(by, t.say('desk-closed-already'));
  if (SETTLES.has(command.kind)) settle(t, by, SPEAKS.has(command.kind));
  switch (command.kind) {
    case 'undo':
    case 'now':
      return undone(t, by, command);
    case 'note':
      return noted(t, by, command.text ?? '');
    case 'work':
      return tick(t, command);
    case 'help':
      return t.whisper(by, help(t));
    case 'claim':
      return claim(t, by);
    case 'release':
      return release(t, by);
    case 'hand':
      return hand(t, by, command.to);
    case 'say':
      return speak(t, by, command);
    case 'ask':
      return ask(t, by, command.slot);
    case 'step':
      return step(t, by, command.step);
    case 'resolve':
      return resolve(t, by, command);
    case 'reopen':
      if (state !== 'closed') return t.whisper(by, t.say('desk-not-closed'));
      again(t, by.name ?? '', '');
      return t.tell({ kind: 'released' }, `${message.id}:reopened`);
    case 'wrong':
      learnWrong(t);
      t.state = { ...t.state, wrong: true };
      return t.whisper(by, t.say('desk-wrong-noted'));
    case 'revoke':
      return revoke(t, by);
    case 'code':
      t.state = { ...t.state, code: { job: t.job('code'), for: by } };
      return t;
  }
  return t;
}

/** Keeps the report of a ticket whose topic is wrong, for whoever writes the content; once for each ticket. */
function learnWrong(t: TicketTurn): void {
  const { ticket, wrong, holder, personSide } = t.state;
  const { report, guesses, evidence, problem, person = null } = ticket.summary;
  if (wrong || report === '') return;
  const reading = { decision: problem ? 'answer' : 'none', guesses, evidence, named: [] } as const;
  const intent = problem?.intent ?? null;
  t.effects.lessons.push(
    lessonOf({ message: REPORT, kind: 'wrong', text: report, reading, step: null, intent }, [
      person,
      personSide.person,
      holder,
    ]),
  );
}

/**
 * Tells whether the words for the person held a secret. Such words are not sent: without the secret they are of no use,
 * and the agent would take it for delivered.
 */
function isSecret({ masked }: Message, command: AgentCommand): boolean {
  return masked && (command.kind === 'say' || command.kind === 'resolve') && MASKED.test(command.text);
}

/** Holds an action back; whatever would be refused is refused at once. */
function held(t: TicketTurn, by: Person, { seconds, choice }: NonNullable<ReturnType<typeof holdOf>>): TicketTurn {
  const command = commandOf({ ...t.message, choice }, t.desk.talk);
  if (isSecret(t.message, command)) return t.whisper(by, t.say('desk-said-masked'));
  if (t.state.state === 'closed' && !WHEN_CLOSED.has(command.kind)) return t.whisper(by, t.say('desk-closed-already'));
  if (command.kind === 'claim' && t.state.holder) return claim(t, by);
  // Of two agents who claim or answer at the same moment the first one has it now, and not when the words go out.
  if (TAKES.has(command.kind) && !t.state.holder) takeForNow(t, by, heldUntil(t.message, seconds));
  return holdBack(t, by, choice, seconds);
}

/** Takes back an action that is held back, or does it at once; only the agent who began it can. */
function undone(t: TicketTurn, by: Person, { kind, id }: Extract<AgentCommand, { kind: 'undo' | 'now' }>): TicketTurn {
  const action = letGo(t, messageIdOf(by, id), by);
  if (!action) return t.whisper(by, t.say('desk-undo-late'));
  return kind === 'now' ? doNow(t, action) : untake(t, action.id);
}

/** Does an action whose time came. */
export function comesDue(t: TicketTurn, id: string): TicketTurn {
  const action = letGo(t, id, null);
  return action ? doNow(t, action) : t;
}

function doNow(t: TicketTurn, action: NonNullable<ReturnType<typeof letGo>>): TicketTurn {
  t.message = messageOf(action, t.message);
  return fromAgent(t);
}

function claim(t: TicketTurn, by: Person): TicketTurn {
  const { holder, taking } = t.state;
  if (taking?.id === t.message.id) return announced(takeForGood(t), by);
  if (holder)
    return t.whisper(
      by,
      t.say('desk-claimed-already', { who: holder.id === by.id ? plain(t.say('channel-you')) : (holder.name ?? '') }),
    );
  return announced(take(t, by, 'claimed'), by);
}

/**
 * Makes a claim that could be undone one for good, before something else is done with the ticket. An agent who speaks takes it by
 * that: the person hears of both at once.
 */
function settle(t: TicketTurn, by: Person, speaks: boolean): void {
  const { taking, holder, heldBack = [] } = t.state;
  if (!taking) return;
  if (speaks && holder?.id === by.id) t.state = { ...withoutTaking(t.state), state: 'waiting', holder: null };
  else takeForGood(t);
  // Words that took the ticket still wait; a claim alone is done with.
  const action = heldBack.find(({ id, choice }) => id === taking.id && choice === 'claim');
  if (!action || !holder) return;
  letGo(t, action.id, null);
  announced(t, holder);
}

/** Tells the agents who took the ticket. */
function announced(t: TicketTurn, by: Person): TicketTurn {
  // An agent who takes it in the console has buttons instead of commands.
  const who = by.name ?? '';
  t.post(
    t.message.channel === CONSOLE_CHANNEL
      ? t.say('desk-taken', { who })
      : [...t.say('desk-claimed', { who }), ...rule(t)],
  );
  return t;
}

/** Puts a note that was not written in the thread before the agents who read there. */
function noted(t: TicketTurn, by: Person, text: string): TicketTurn {
  return text === '' ? t : t.post(quote(text), { speaker: { name: by.name ?? '', agent: true } });
}

/** Ticks a line of the work order off, or opens it again. */
function tick(t: TicketTurn, { line, isDone }: Extract<AgentCommand, { kind: 'work' }>): TicketTurn {
  const { ticket, done = [] } = t.state;
  const text = ticket.summary.workOrder[line];
  if (text === undefined) return t;
  const others = done.filter((other) => other !== text);
  t.change({ done: isDone ? [...others, text] : others });
  return t;
}

/** Ends the private link to the person's conversation; where the person began it, it goes on. */
function revoke(t: TicketTurn, by: Person): TicketTurn {
  if (!hasLink(t.state)) return t.whisper(by, t.say('desk-no-link'));
  t.change({ linkRevoked: true });
  t.post(t.say('desk-link-revoked', { who: by.name ?? '' }));
  return t.tell({ kind: 'unlinked' }, `${t.message.id}:unlinked`);
}

/** The rule for what goes to the person and what stays; desks differ. */
function rule(t: TicketTurn): Rich {
  return t.say(t.desk.talk === 'open' ? 'desk-rule-open' : 'desk-rule');
}

function help(t: TicketTurn): Rich {
  return [...rule(t), ...t.say('desk-help')];
}

function release(t: TicketTurn, by: Person): TicketTurn {
  if (!t.state.holder) return t.whisper(by, t.say('desk-not-held'));
  const { answer, hours } = t.desk;
  // The earlier promise was kept; a new one is made.
  const promised = answer === null ? null : afterMinutes(hours, t.message.at, answer);
  t.change({ state: 'waiting', holder: null, changedAt: t.message.at, promised, reminded: 0 });
  t.post(t.say('desk-released', { who: by.name ?? '' }), {}, true);
  t.tell({ kind: 'released' }, `${t.message.id}:released`);
  wait(t);
  return t;
}

function hand(t: TicketTurn, by: Person, to: Person | null): TicketTurn {
  if (!to) return t.whisper(by, t.say('desk-hand-nobody'));
  take(t, to, 'handed');
  t.post(t.say('desk-handed', { by: by.name ?? '', who: to.name ?? '' }), { to });
  return t;
}

/** Gives the ticket to the agent who answers, if nobody has it: the answer then tells that somebody came. */
function hold(t: TicketTurn, by: Person): { first?: true } {
  const isFirst = !t.state.holder;
  if (isFirst) take(t, by, 'claimed', t.message, { speaks: true });
  t.state = { ...t.state, unanswered: null };
  t.ring('answer', null);
  return isFirst ? { first: true } : {};
}

function speak(t: TicketTurn, by: Person, { text: said, rest }: Extract<AgentCommand, { kind: 'say' }>): TicketTurn {
  const { message } = t;
  const text = withLinks(t, said);
  const staying = unreadParts(message.parts).filter(({ became }) => became === 'left');
  const stays = partNames(t.content.phrases, staying);
  const notes = stays === '' ? [] : [...t.say('desk-parts-stay', { what: stays })];
  if (text === '' && message.images.length === 0) return t.whisper(by, stays === '' ? help(t) : notes);
  const taken = hold(t, by);
  const { conversation, channel, address } = message;
  const from = { conversation, channel, address };
  t.tell(
    { kind: 'spoke', message: message.id, text, images: message.images, from, by, ...taken },
    `spoke:${message.id}`,
  );
  const spoken = [
    ...Object.entries(t.state.spoken),
    [
      message.id,
      {
        route: { channel, address },
        text: short(withoutFences(text) || message.images.map((i) => i.name ?? '').join(', '), SHOWN),
        ...(stays === '' ? {} : { stays }),
        ...(text === '' ? { wordless: true as const } : {}),
      },
    ] as const,
  ];
  t.state = { ...t.state, spoken: Object.fromEntries(spoken.slice(-MOST_SPOKEN)) };
  // Words from a form stand nowhere in the thread yet.
  if (message.kind === 'pressed')
    t.post([{ kind: 'quote', spans: [{ text: [text, ...namesOf(message)].filter(Boolean).join('\n') }] }], {
      speaker: { name: by.name ?? '', agent: true },
    });
  if (message.shortened || text.length > SURELY_SHOWN) notes.push(...t.say('desk-said-long'));
  if (rest) notes.push(...t.say('desk-said-partly', { text: short(withoutFences(text), SHOWN) }));
  return notes.length === 0 ? t : t.whisper(by, notes);
}

/** The names of the files that came with a message. */
function namesOf({ images }: Message): string[] {
  return images.length === 0 ? [] : [images.map(({ name }) => name ?? '?').join(', ')];
}

/** The words for the person, with the addresses of files that can't be taken along. */
function withLinks(t: TicketTurn, said: string): string {
  const links = partLinks(t.content.phrases, unreadParts(t.message.parts));
  return [said, links].filter((text) => text !== '').join('\n');
}

/** Changes words at the person's side when the agent edits or deletes them; a private line stays private. */
function corrected(t: TicketTurn, by: Person, message: Message): TicketTurn {
  const about = message.about ?? '';
  const command = message.kind === 'deleted' ? null : commandOf({ ...message, kind: 'said' }, t.desk.talk);
  if (!(about in t.state.spoken)) return command?.kind === 'say' ? t.whisper(by, t.say('desk-edit-stays')) : t;
  if (command && isSecret(message, command)) return t.whisper(by, t.say('desk-edit-masked'));
  if (command?.kind === 'say')
    return t.tell({ kind: 'respoke', message: about, text: withLinks(t, command.text), by }, message.id);
  // Words that are gone from the person's side can't be changed there any more.
  t.state = {
    ...t.state,
    spoken: Object.fromEntries(Object.entries(t.state.spoken).filter(([id]) => id !== about)),
  };
  t.tell({ kind: 'unspoke', message: about }, message.id);
  return command ? t.whisper(by, t.say('desk-taken-back')) : t;
}

function ask(t: TicketTurn, by: Person, id: string): TicketTurn {
  const slots = askable(t.content, t.state.ticket.summary);
  const slot = slots.find((s) => s.id === id || s.title.toLowerCase() === id);
  if (!slot) return t.whisper(by, t.say('desk-no-such-slot', { slots: slots.map((s) => s.id).join(', ') }));
  t.tell({ kind: 'question', slot: slot.id, by, ...hold(t, by) }, t.message.id);
  t.post(t.say('desk-asked', { question: plain(slot.question!) }));
  return t;
}

function step(t: TicketTurn, by: Person, id: string): TicketTurn {
  const { summary } = t.state.ticket;
  const steps = stepsOf(t.content, summary);
  const found = steps.find((s) => s.id === id);
  const walkthrough = walkthroughOf(t.content, summary);
  if (!found || !walkthrough)
    return t.whisper(by, t.say('desk-no-such-step', { steps: steps.map((s) => s.id).join(', ') }));
  const place = { pack: walkthrough.pack, walkthrough: walkthrough.id, step: found.id };
  t.tell({ kind: 'step', place, by, ...hold(t, by) }, t.message.id);
  t.post(t.say('desk-step-sent', { step: short(plain(found.variants[0]!.text), 120) }));
  return t;
}

function resolve(t: TicketTurn, by: Person, { outcome, text }: Extract<AgentCommand, { kind: 'resolve' }>): TicketTurn {
  // Whether it is solved is the agent's to say.
  if (outcome === null) return t.whisper(by, t.say('desk-resolve-which'));
  t.change({ state: 'closed', changedAt: t.message.at, closed: { outcome, by, how: 'agent' }, unanswered: null });
  t.post(t.say('desk-resolved', { who: by.name ?? '', outcome: t.word(`desk-outcome-${outcome as 'fixed'}`) }));
  t.tell({ kind: 'closed', outcome, text: text === '' ? null : text, by }, t.message.id);
  quiet(t);
  return t;
}
