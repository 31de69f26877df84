/** The desk's side of Teams: takes in what agents write, press and fill in in a ticket's thread. */
import { createHash } from 'node:crypto';
import { isDesks } from '../../../core/desk.ts';
import type { Log } from '../../../core/log.ts';
import type { Incoming } from '../../../core/message.ts';
import type { Person } from '../../../core/person.ts';
import type { PhraseKey } from '../../../core/phrase-keys.ts';
import type { Say } from '../../../core/phrases.ts';
import type { Choice, Form, Reply } from '../../../core/reply.ts';
import type { Line } from '../../../core/store.ts';
import type { Activity } from '../receive/activity.ts';
import { type Answer, noteAnswer } from '../receive/answers.ts';
import { incomingFrom, mentionsUs, wordsOf } from '../receive/parse.ts';
import type { Answerable } from '../receive/presses.ts';
import { ANYBODY, type ButtonTokens, DATA, fieldOf, type TeamsPress } from '../receive/tokens.ts';
import { refOf } from '../send/refs.ts';
import { personId, type TeamsAddress, threadOf } from '../workspace/places.ts';
import type { Membership, TeamsMembers } from './members.ts';
import type { TeamsDeskPlaces } from './places.ts';

/** The parts the desk's side is made of. */
export interface AtDeskParts {
  readonly places: TeamsDeskPlaces;
  readonly members: TeamsMembers;
  readonly tokens: ButtonTokens;
  readonly keep: (message: Incoming) => Promise<boolean>;
  readonly lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>;
  /** Names the conversation in which the bot sent a message, by the message's ref; null for none. */
  readonly whose: (ref: string) => Promise<string | null>;
  /** Says something in a thread that belongs to no conversation; best effort. */
  readonly note: (address: TeamsAddress, words: string) => void;
  readonly say: Say;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The time within which the same press is a repetition, in milliseconds: Teams repeats an unanswered press for about a
 * minute, with new ids. Later it is an agent pressing again.
 */
const REPEATED_MS = 90_000;
/** The number of refusals that are remembered. */
const MOST_TOLD = 500;
/** The time before the same refusal is told again, in milliseconds. */
const TOLD_MS = 60_000;
/** The largest number of mentioned people that are looked up in one message. */
const MOST_MENTIONED = 5;

/** The reply of a pressed head, and the person's earlier presses on it. */
interface Pressed {
  readonly reply: Reply | null;
  readonly earlier: readonly { readonly id: string; readonly at: string }[];
}

/**
 * Takes in what happens in a desk's channel: agents in a ticket's thread, and questions for the queue. All else is
 * ignored.
 */
export class TeamsDesk {
  readonly #parts: AtDeskParts;
  readonly #told = new Map<string, number>();

  constructor(parts: AtDeskParts) {
    this.#parts = parts;
  }

  /** Takes in a message of the channel of a desk. */
  async said(activity: Activity, address: TeamsAddress, desk: string): Promise<void> {
    const ticket = await this.#ticketOf(address);
    const called = mentionsUs(activity);
    // Messages between agents are not for the bot.
    if (!ticket && !called) return;
    if (!(await this.#admits(address, called))) return;
    const { text, images, parts } = wordsOf(activity, 'agent');
    await this.#parts.keep(
      incomingFrom(activity, address, {
        id: idOf(address),
        conversation: ticket ?? `desk:${desk}`,
        text,
        images,
        parts,
        mentioned: await this.#mentioned(activity, address),
      }),
    );
  }

  /** Takes in a message whose deletion was undone: the person's side lost it, so it is said once more. */
  async restored(activity: Activity, address: TeamsAddress, desk: string): Promise<void> {
    await this.said(activity, { ...address, activity: activity.id ?? null }, desk);
  }

  /** Takes in an edit or a deletion of such a message. */
  async changed(activity: Activity, address: TeamsAddress, kind: 'edited' | 'deleted'): Promise<void> {
    const conversation = await this.#ticketOf(address);
    if (!conversation || !(await this.#admits(address, false))) return;
    const about = idOf(address);
    const { text, parts } = kind === 'edited' ? wordsOf(activity, 'agent') : { text: '', parts: [] };
    const id = `${kind}:${about}:${activity.timestamp ?? ''}`;
    await this.#parts.keep(incomingFrom(activity, address, { id, conversation, kind, about, text, parts }));
  }

  /**
   * Takes in a press of a ticket's head, or a form. The card itself is left as it is: the ticket puts its new state in
   * its place, and an answer with a card would be an older one.
   */
  async pressed(
    activity: Activity,
    address: TeamsAddress,
    data: Readonly<Record<string, unknown>>,
    as: Answerable,
  ): Promise<Answer> {
    const { tokens, say, now, keep, log } = this.#parts;
    const said = (key: PhraseKey): Answer => {
      if (as === 'message') this.#tell(address, key);
      return noteAnswer(say(key));
    };
    const written = typeof data[DATA] === 'string' ? data[DATA] : '';
    const press = tokens.read(threadOf(address.place).channel, written, now());
    if (!press || press.person !== ANYBODY || !isDesks(press.conversation)) {
      log.warn({ code: 'BUTTON_REFUSED' }, 'a button at a desk that is not of this desk, or too old');
      return said('teams-desk-old');
    }
    const member = await this.#member(address);
    if (member === 'unknown') return said('teams-desk-unsure');
    if (member === null) return said('teams-desk-stranger');
    const shown = await this.#shown(press, address);
    if (!shown.reply) return said('teams-desk-old');
    const meant = meaning(shown.reply, press.choice, data);
    if (!meant) return said('teams-desk-empty');
    const id = this.#idOf(press, address, meant, shown);
    const { conversation, asked } = press;
    await keep(incomingFrom(activity, address, { id, conversation, kind: 'pressed', asked, ...meant }));
    return noteAnswer(say('teams-desk-taken'));
  }

  /** Names the ticket in whose thread a message stands; null for a message elsewhere. */
  async #ticketOf({ place, activity }: TeamsAddress): Promise<string | null> {
    const { root } = threadOf(place);
    if (root === activity) return null;
    const conversation = await this.#parts.whose(refOf(place, root));
    return conversation?.startsWith('ticket:') ? conversation : null;
  }

  /** Tells whether a person may act here. A person who may not is told so, unless they only talk to others. */
  async #admits(address: TeamsAddress, called: boolean): Promise<boolean> {
    const member = await this.#member(address);
    if (member === 'unknown') this.#tell(address, 'teams-desk-unsure');
    else if (member === null && called) this.#tell(address, 'teams-desk-stranger');
    return member !== null && member !== 'unknown';
  }

  #member(address: TeamsAddress): Promise<Membership> {
    return this.#parts.members.find(address, threadOf(address.place).channel, address.user.id);
  }

  /**
   * Says something to a person, but the same at most once a minute: an activity that comes twice is not answered twice.
   */
  #tell(address: TeamsAddress, sentence: PhraseKey): void {
    const key = `${address.place}|${address.user.id}|${sentence}`;
    const now = this.#parts.now();
    if ((this.#told.get(key) ?? 0) > now - TOLD_MS) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.set(key, now);
    this.#parts.note(address, this.#parts.say(sentence));
  }

  /**
   * Finds the people a message mentions besides the bot, named as they are when they write themselves: by their ids in
   * the directory.
   */
  async #mentioned({ entities, recipient }: Activity, address: TeamsAddress): Promise<Person[]> {
    const { members } = this.#parts;
    const { channel } = threadOf(address.place);
    const people: Person[] = [];
    for (const { type, mentioned } of entities) {
      if (type !== 'mention' || !mentioned?.id?.startsWith('29:') || mentioned.id === recipient.id) continue;
      if (people.length >= MOST_MENTIONED) break;
      const member = await members.find(address, channel, mentioned.id);
      if (member === null) continue;
      const aadObjectId = member === 'unknown' ? null : (member.aadObjectId ?? member.objectId);
      const id = personId(address.tenant, { id: mentioned.id, aadObjectId });
      const name = (member === 'unknown' ? null : member.name) ?? mentioned.name ?? null;
      if (!people.some((p) => p.id === id)) people.push({ id, name });
    }
    return people;
  }

  async #shown({ conversation, turn, part, asked }: TeamsPress, address: TeamsAddress): Promise<Pressed> {
    const [first, ...later] = await this.#parts.lines(conversation, { turn, part: part - 1 });
    const reply = first?.reply?.asked === asked ? first.reply : null;
    const theirs = later.flatMap(({ message: m, at }) =>
      m?.kind === 'pressed' && m.person?.id === address.user.person ? [{ id: m.id, at }] : [],
    );
    return { reply, earlier: theirs };
  }

  /**
   * Names the message that a press becomes: by its person, its choice and its card. The same press within REPEATED_MS
   * is a repetition by Teams or a double click; later it is meant.
   */
  #idOf({ turn, part, at }: TeamsPress, { user }: TeamsAddress, { choice, text }: Meant, { earlier }: Pressed): string {
    const digest = createHash('sha256').update(`${choice}|${text}|${user.person}`).digest('base64url').slice(0, 16);
    const key = `press:${turn}.${part}.${at.toString(36)}:${digest}`;
    const before = earlier.filter(({ id }) => id.startsWith(key));
    const last = before.at(-1);
    if (last && this.#parts.now() - Date.parse(last.at) < REPEATED_MS) return last.id;
    return `${key}:${before.length}`;
  }
}

/** The choice and text of a press. */
type Meant = Pick<Incoming, 'choice' | 'text'> & { readonly choice: string };

/** Reads a press or a form; null for a form with nothing in it. */
function meaning({ forms, choices }: Reply, choice: string, data: Readonly<Record<string, unknown>>): Meant | null {
  const form = forms.find((f) => f.id === choice);
  if (!form) return { choice, text: titleOf(choices, choice) };
  const field = data[fieldOf(form.id)];
  const value = typeof field === 'string' ? field.trim() : '';
  return form.options.length === 0 ? written(form, value) : chosen(form, value);
}

function written({ id }: Form, text: string): Meant | null {
  return text === '' ? null : { choice: id, text };
}

function chosen({ options }: Form, id: string): Meant | null {
  return options.some((o) => o.id === id) ? { choice: id, text: titleOf(options, id) } : null;
}

function titleOf(choices: readonly Choice[], id: string): string {
  return choices.find((c) => c.id === id)?.title ?? '';
}

/** Names a message; Teams' ids are unique in their thread only. */
function idOf({ place, activity }: TeamsAddress): string {
  return `${threadOf(place).root}/${activity ?? ''}`;
}
