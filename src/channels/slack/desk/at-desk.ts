import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../../core/fault.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import type { Person } from '../../../core/person.ts';
import type { SlackIntake } from '../receive/intake.ts';
import type { BlockActions, FormSent, MessageEvent } from '../receive/payloads.ts';
import type { Strangers } from '../receive/strangers.ts';
import type { BestEffort } from '../send/best-effort.ts';
import { mentionedIn, typedText, withNames } from '../send/mrkdwn.ts';
import { WORDS } from '../words.ts';
import type { Names } from '../workspace/names.ts';
import { personId, refOf, writeAddress } from '../workspace/places.ts';
import { Recent } from '../workspace/recent.ts';
import type { Self, SlackIdentity } from '../workspace/self.ts';
import { type DeskAction, OPENS, readDoing } from './desk-actions.ts';
import { FIELD, type FormFor, formView, readForm } from './forms.ts';
import type { SlackMembers, Standing } from './members.ts';
import { type HeardAtDesk, hearAtDesk } from './parse.ts';

export interface DeskParts {
  /** The channels that are desks, and the desks' names. */
  readonly desks: ReadonlyMap<string, string>;
  /** Whose conversation it is that we posted something in. */
  readonly whose: (ref: string) => Promise<string | null>;
  readonly self: Self;
  readonly members: SlackMembers;
  readonly intake: SlackIntake;
  readonly strangers: Strangers;
  readonly names: Names;
  readonly bestEffort: BestEffort;
}

/** So long a name may delay a commit. */
const NAME_MS = 700;
const MOST_MENTIONED = 10;
/** A head is known a moment after it stands there; somebody may be faster. */
const KNOWN_AFTER_MS = [0, 150, 400];
/** Two clicks within so many seconds are one. */
const ONE_CLICK_S = 10;
/** So rarely the same agent is told that nothing they write can be taken. */
const TOLD_FOR_MS = 10 * 60_000;

/**
 * What agents do in the desks' channels, in Slack's words: what they write below a ticket's head, press and fill in, and the
 * question for the queue. Only members of the channel are heard, and all other talk there is nobody's business.
 */
export class SlackDesk {
  readonly #parts: DeskParts;
  readonly #told = new Recent<true>(1000, TOLD_FOR_MS);

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  has(channel: string): boolean {
    return this.#parts.desks.has(channel);
  }

  /** Something was written. A mention comes as two events with one id, and is one. */
  async hear(event: MessageEvent): Promise<void> {
    const us = await this.#parts.self.told();
    const heard = hearAtDesk(event, us);
    if (!heard || (heard.root === null && !heard.toUs)) return;
    // One after the other, so that no look-up lets a later message overtake.
    await this.#parts.intake.inTurn(turnOf(heard.channel, heard.root), () => this.#take(heard, us));
  }

  async #take(heard: HeardAtDesk, us: SlackIdentity): Promise<void> {
    const { channel, root, user, ts, raw } = heard;
    const conversation = await this.#conversationOf(heard);
    if (conversation === null || !(await this.#mayWrite(heard, us))) return;
    const named = await this.#people(us, mentionedIn(raw, us.user).slice(0, MOST_MENTIONED));
    const mentioned = await this.#ofDesk(channel, named);
    const names = new Map(named.map(({ id, name }) => [id.split(':')[2]!, name ?? WORDS.nameless]));
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

  /** The ticket below whose head it stands, or the desk that is asked; null for what is neither. */
  async #conversationOf({ channel, root, toUs, below }: HeardAtDesk): Promise<string | null> {
    if (root === null) return toUs ? `desk:${this.#parts.desks.get(channel)}` : null;
    for (const ms of below ? KNOWN_AFTER_MS : [0]) {
      if (ms > 0) await wait(ms);
      const whose = await this.#parts.whose(refOf(channel, root));
      if (whose !== null) return whose.startsWith('ticket:') ? whose : null;
    }
    return null;
  }

  async #mayWrite({ channel, root, user, home, message }: HeardAtDesk, us: SlackIdentity): Promise<boolean> {
    const { strangers, members, bestEffort } = this.#parts;
    if (!strangers.knows(home, us.team)) {
      if (message.kind === 'said') strangers.refuse(user, channel, root, us.teamName);
      return false;
    }
    const standing = await members.standing(channel, user);
    if (standing === 'member') return true;
    // Not acknowledged, Slack sends it again: what an agent wrote is not lost because nobody could say who they are.
    if (standing === 'busy')
      throw new Fault('DESK_MEMBERS_UNKNOWN', 'Slack does not say who belongs to the desk.', 'Slack sends it again.');
    if (message.kind === 'said' && !this.#told.get(user)) {
      this.#told.set(user, true);
      bestEffort.whisper(
        channel,
        root,
        user,
        standing === 'barred' ? WORDS.desk.cannotLook : WORDS.desk.notMemberWritten,
      );
    }
    return false;
  }

  /** A button or menu of a ticket's head was pressed. */
  async press(payload: BlockActions): Promise<void> {
    const { bestEffort, intake } = this.#parts;
    const action = payload.actions[0]!;
    const doing = readDoing(action.selected_option?.value ?? action.value ?? '');
    const channel = payload.channel?.id;
    const head = payload.message?.ts ?? payload.container?.message_ts;
    if (!doing || !channel || !head) return;
    const refusal = await this.#refusal(channel, payload.user.id, payload.user.team_id ?? null);
    if (refusal !== null) return bestEffort.tell(payload.response_url ?? null, refusal);
    const title = action.selected_option?.text.text ?? action.text?.text ?? doing.id;
    if (action.action_id.startsWith(OPENS)) return this.#open(payload, { doing, channel, head, title });
    const click = Math.floor(Number(action.action_ts ?? 0) / ONE_CLICK_S);
    const { id, name, username } = payload.user;
    const pressed = await this.#done({ ticket: doing.ticket, id: doing.id, channel, head }, id, name ?? username);
    await intake.inTurn(turnOf(channel, head), () =>
      intake.store({
        ...pressed,
        // The row of buttons has another name after every change: pressing again what was offered again is no second click.
        id: `pressed:${head}:${action.block_id ?? ''}:${doing.id}:${id}:${click}`,
        text: title.slice(0, 200),
      }),
    );
  }

  /** Slack opens a form only within the request of the press. */
  async #open(
    { trigger_id, response_url }: BlockActions,
    { doing, channel, head, title }: { doing: DeskAction; channel: string; head: string; title: string },
  ): Promise<void> {
    const { bestEffort } = this.#parts;
    const view = formView({ ticket: doing.ticket, id: doing.id, channel, head }, title, doing.label);
    if (!(await bestEffort.open(trigger_id ?? '', view))) bestEffort.tell(response_url ?? null, WORDS.desk.notOpened);
  }

  /** A form was filled in; answers what is shown in it when it can't be taken. */
  async submit(sent: FormSent): Promise<object | null> {
    const { intake } = this.#parts;
    const read = readForm(sent);
    if (!read) return null;
    const { what, text } = read;
    const { id, name, team_id } = sent.user;
    const refusal = text === '' ? WORDS.desk.nothingWritten : await this.#refusal(what.channel, id, team_id ?? null);
    if (refusal !== null) return { response_action: 'errors', errors: { [FIELD]: refusal } };
    const written = await this.#done(what, id, name);
    await intake.inTurn(turnOf(what.channel, what.head), () =>
      intake.store({ ...written, id: `form:${sent.view.id}`, text }),
    );
    return null;
  }

  /** Why somebody's press is not taken; null when it is. */
  async #refusal(channel: string, user: string, home: string | null): Promise<string | null> {
    const { strangers, members, self } = this.#parts;
    const us = await self.told();
    if (!this.has(channel)) return WORDS.desk.notDesk;
    if (!strangers.knows(home, us.team)) return WORDS.stranger(us.teamName);
    return REFUSALS[await members.standing(channel, user)];
  }

  /** What was pressed or filled in, but for its words. */
  async #done(
    { ticket, id, channel, head }: FormFor,
    user: string,
    handle: string | null | undefined,
  ): Promise<Omit<Incoming, 'id' | 'text'>> {
    const { names, self } = this.#parts;
    const name = await names.of(user, NAME_MS);
    return {
      ...PLAIN,
      conversation: ticket,
      channel: 'slack',
      audience: 'person',
      kind: 'pressed',
      choice: id,
      person: {
        id: personId((await self.told()).team, user),
        name: name === WORDS.nameless ? (handle ?? name) : name,
      },
      address: writeAddress({ channel, thread: head, openly: false }),
      shared: true,
    };
  }

  /** Those of the people named who belong to the desk: nobody else can be handed anything, or called. */
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

const REFUSALS: Readonly<Record<Standing, string | null>> = {
  member: null,
  other: WORDS.desk.notMember,
  busy: WORDS.desk.cannotLook,
  barred: WORDS.desk.cannotLook,
};

/** Everything about one ticket comes in turn, whichever way it comes. */
function turnOf(channel: string, root: string | null): string {
  return `desk:${channel}:${root ?? ''}`;
}

/** The text with names where Slack has ids; what came with it (forwarded words, pasted files) stays as it is. */
function renamed(text: string, raw: string, names: ReadonlyMap<string, string>, us: string): string {
  const plain = typedText(raw, us);
  return names.size > 0 && text.startsWith(plain)
    ? typedText(withNames(raw, names), us) + text.slice(plain.length)
    : text;
}
