/** The desk's side of Slack: takes in what agents write, press and fill in below a ticket's head. */
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../../core/fault.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import type { Person } from '../../../core/person.ts';
import type { PhraseKey } from '../../../core/phrase-keys.ts';
import type { Say } from '../../../core/phrases.ts';
import type { SlackIntake } from '../receive/intake.ts';
import type { BlockActions, FormSent, MessageEvent } from '../receive/payloads.ts';
import type { Strangers } from '../receive/strangers.ts';
import type { BestEffort } from '../send/best-effort.ts';
import { mentionedIn, typedText, withNames } from '../send/mrkdwn.ts';
import type { Names } from '../workspace/names.ts';
import { personId, refOf, writeAddress } from '../workspace/places.ts';
import { Recent } from '../workspace/recent.ts';
import type { Self, SlackIdentity } from '../workspace/self.ts';
import { type DeskAction, OPENS, readDeskAction } from './desk-actions.ts';
import { FIELD, type FormFor, formView, readForm } from './forms.ts';
import type { SlackMembers, Standing } from './members.ts';
import { type DeskMessage, parseDeskMessage } from './parse.ts';

/** The parts the desk's side is made of. */
export interface DeskParts {
  /** The desks' names, by the id of their channel. */
  readonly desks: ReadonlyMap<string, string>;
  /** Names the conversation in which the bot posted a message; null for a message that is not the bot's. */
  readonly whose: (ref: string) => Promise<string | null>;
  readonly self: Self;
  readonly members: SlackMembers;
  readonly intake: SlackIntake;
  readonly strangers: Strangers;
  readonly names: Names;
  readonly bestEffort: BestEffort;
  readonly say: Say;
}

/** The longest a name may delay a commit, in milliseconds. */
const NAME_MS = 700;
/** The largest number of mentioned people that are looked up in one message. */
const MOST_MENTIONED = 10;
/**
 * Pauses before a ticket's head is looked up, in milliseconds: its place is stored a moment after it is posted, and an
 * agent may answer faster.
 */
const KNOWN_AFTER_MS = [0, 150, 400];
/** Two clicks within this many seconds count as one. */
const ONE_CLICK_S = 10;
/** The time before an agent is told again that nothing of theirs can be taken, in milliseconds. */
const TOLD_FOR_MS = 10 * 60_000;

/**
 * Takes in messages, presses and forms of the desks' channels, and questions about the queue. Only members of the
 * channel are heard; all other talk there is ignored.
 */
export class SlackDesk {
  readonly #parts: DeskParts;
  readonly #told = new Recent<true>(1000, TOLD_FOR_MS);

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Tells whether a Slack channel is a desk. */
  has(channel: string): boolean {
    return this.#parts.desks.has(channel);
  }

  /**
   * Takes in a message. A mention comes as two events with one id, and is stored once.
   * @throws Fault DESK_MEMBERS_UNKNOWN when Slack can't be asked right now whether the writer is a member.
   */
  async hear(event: MessageEvent): Promise<void> {
    const us = await this.#parts.self.told();
    const heard = parseDeskMessage(event, us);
    if (!heard || (heard.root === null && !heard.toUs)) return;
    // Messages are taken in turn, so that no look-up lets a later message overtake.
    await this.#parts.intake.inTurn(turnOf(heard.channel, heard.root), () => this.#take(heard, us));
  }

  async #take(heard: DeskMessage, us: SlackIdentity): Promise<void> {
    const { channel, root, user, ts, raw } = heard;
    const conversation = await this.#conversationOf(heard);
    if (conversation === null || !(await this.#mayWrite(heard, us))) return;
    const named = await this.#people(us, mentionedIn(raw, us.user).slice(0, MOST_MENTIONED));
    const mentioned = await this.#ofDesk(channel, named);
    const names = new Map(named.map(({ id, name }) => [id.split(':')[2]!, name!]));
    const text = heard.message.text === '' ? '' : renamed(heard.message.text, raw, names, us.user);
    await this.#parts.intake.store({
      ...heard.message,
      conversation,
      text,
      person: { id: personId(us.team, user), name: await this.#parts.names.of(user, NAME_MS) },
      address: writeAddress({ channel, thread: root ?? ts, openly: false, ts }),
      shared: true,
      earlier: false,
      mentioned,
    });
  }

  /**
   * Names the ticket below whose head a message stands, or the desk that is asked; null for a message that is neither.
   */
  async #conversationOf({ channel, root, toUs, below }: DeskMessage): Promise<string | null> {
    if (root === null) return toUs ? `desk:${this.#parts.desks.get(channel)}` : null;
    for (const ms of below ? KNOWN_AFTER_MS : [0]) {
      if (ms > 0) await wait(ms);
      const whose = await this.#parts.whose(refOf(channel, root));
      if (whose !== null) return whose.startsWith('ticket:') ? whose : null;
    }
    return null;
  }

  async #mayWrite({ channel, root, user, home, message }: DeskMessage, us: SlackIdentity): Promise<boolean> {
    const { strangers, members, bestEffort, say } = this.#parts;
    if (!(await strangers.knows(home, us, user))) {
      if (message.kind === 'said') strangers.refuse(user, channel, root, us.teamName);
      return false;
    }
    const standing = await members.standing(channel, user);
    if (standing === 'member') return true;
    // Slack sends an unacknowledged event again: so nothing an agent wrote is lost because membership could not be
    // looked up.
    if (standing === 'busy')
      throw new Fault('DESK_MEMBERS_UNKNOWN', 'Slack does not say who belongs to the desk.', 'Slack sends it again.');
    if (message.kind === 'said' && !this.#told.get(user)) {
      this.#told.set(user, true);
      bestEffort.whisper(
        channel,
        root,
        user,
        say(standing === 'barred' ? 'slack-cannot-look' : 'slack-not-member-written'),
      );
    }
    return false;
  }

  /** Takes in a press of a button or menu of a ticket's head. */
  async press(payload: BlockActions): Promise<void> {
    const { bestEffort, intake } = this.#parts;
    const pressedButton = payload.actions[0]!;
    const action = readDeskAction(pressedButton.selected_option?.value ?? pressedButton.value ?? '');
    const channel = payload.channel?.id;
    const head = payload.message?.ts ?? payload.container?.message_ts;
    if (!action || !channel || !head) return;
    const refusal = await this.#refusal(channel, payload.user.id, payload.user.team_id ?? null);
    if (refusal !== null) return bestEffort.tell(payload.response_url ?? null, refusal);
    const title = pressedButton.selected_option?.text.text ?? pressedButton.text?.text ?? action.id;
    if (pressedButton.action_id.startsWith(OPENS)) return this.#open(payload, { action, channel, head, title });
    const click = Math.floor(Number(pressedButton.action_ts ?? 0) / ONE_CLICK_S);
    const { id, name, username } = payload.user;
    const pressed = await this.#done({ ticket: action.ticket, id: action.id, channel, head }, id, name ?? username);
    await intake.inTurn(turnOf(channel, head), () =>
      intake.store({
        ...pressed,
        // The row of buttons has another name after every change of the head: pressing a button that is offered again
        // is no second click.
        id: `pressed:${head}:${pressedButton.block_id ?? ''}:${action.id}:${id}:${click}`,
        text: title.slice(0, 200),
      }),
    );
  }

  /** Opens a form. Slack opens one only within the request of the press. */
  async #open(
    { trigger_id, response_url }: BlockActions,
    { action, channel, head, title }: { action: DeskAction; channel: string; head: string; title: string },
  ): Promise<void> {
    const { bestEffort, say } = this.#parts;
    const view = formView({ ticket: action.ticket, id: action.id, channel, head }, title, action.label, say);
    if (!(await bestEffort.open(trigger_id ?? '', view)))
      bestEffort.tell(response_url ?? null, say('slack-not-opened'));
  }

  /** Takes in a form; answers the error to show in it when it can't be taken, else null. */
  async submit(sent: FormSent): Promise<object | null> {
    const { intake, say } = this.#parts;
    const read = readForm(sent);
    if (!read) return null;
    const { what, text } = read;
    const { id, name, team_id } = sent.user;
    const refusal = text === '' ? say('slack-nothing-written') : await this.#refusal(what.channel, id, team_id ?? null);
    if (refusal !== null) return { response_action: 'errors', errors: { [FIELD]: refusal } };
    const written = await this.#done(what, id, name);
    await intake.inTurn(turnOf(what.channel, what.head), () =>
      intake.store({ ...written, id: `form:${sent.view.id}`, text }),
    );
    return null;
  }

  /** Names the reason why a press is not taken; null when it is taken. */
  async #refusal(channel: string, user: string, home: string | null): Promise<string | null> {
    const { strangers, members, self, say } = this.#parts;
    const us = await self.told();
    if (!this.has(channel)) return say('slack-not-desk');
    if (!(await strangers.knows(home, us, user))) return strangers.refusal(us.teamName);
    const refusal = REFUSALS[await members.standing(channel, user)];
    return refusal && say(refusal);
  }

  /** Makes the message of a press or a form, without its id and text. */
  async #done(
    { ticket, id, channel, head }: FormFor,
    user: string,
    handle: string | null | undefined,
  ): Promise<Omit<Incoming, 'id' | 'text'>> {
    const { names, self, say } = this.#parts;
    return {
      ...PLAIN,
      conversation: ticket,
      channel: 'slack',
      audience: 'person',
      kind: 'pressed',
      choice: id,
      person: {
        id: personId((await self.told()).team, user),
        name: (await names.find(user, NAME_MS)) ?? handle ?? say('slack-colleague'),
      },
      address: writeAddress({ channel, thread: head, openly: false }),
      shared: true,
    };
  }

  /** Picks the people who belong to the desk: only members can be handed a ticket or called. */
  async #ofDesk(channel: string, people: readonly Person[]): Promise<Person[]> {
    const standings = await Promise.all(
      people.map(({ id }) => this.#parts.members.standing(channel, id.split(':')[2]!)),
    );
    return people.filter((_, i) => standings[i] === 'member');
  }

  async #people(us: SlackIdentity, users: readonly string[]): Promise<Person[]> {
    return Promise.all(
      users.map(async (user) => ({ id: personId(us.team, user), name: await this.#parts.names.of(user, NAME_MS) })),
    );
  }
}

const REFUSALS: Readonly<Record<Standing, PhraseKey | null>> = {
  member: null,
  other: 'slack-not-member',
  busy: 'slack-cannot-look',
  barred: 'slack-cannot-look',
};

/** Names the queue in which everything about one ticket waits its turn, messages and presses alike. */
function turnOf(channel: string, root: string | null): string {
  return `desk:${channel}:${root ?? ''}`;
}

/** Puts names in a text where Slack has ids; forwarded text and pasted files behind it stay as they are. */
function renamed(text: string, raw: string, names: ReadonlyMap<string, string>, us: string): string {
  const plain = typedText(raw, us, true);
  return names.size > 0 && text.startsWith(plain)
    ? typedText(withNames(raw, names), us, true) + text.slice(plain.length)
    : text;
}
