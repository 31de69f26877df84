/** Bolt's listeners: what is done with each kind of event, press and command. */
import type { App } from '@slack/bolt';
import type { z } from 'zod';
import type { Person } from '../../../core/person.ts';
import type { Say } from '../../../core/phrases.ts';
import type { OpenCase } from '../../../core/store.ts';
import type { SlackDesk } from '../desk/at-desk.ts';
import { DESK_ACTION } from '../desk/desk-actions.ts';
import { FORM } from '../desk/forms.ts';
import type { BestEffort } from '../send/best-effort.ts';
import { escapeText } from '../send/mrkdwn.ts';
import { PRESS } from '../send/render.ts';
import { HomeAction, homeAfter, homeMessage, homeView } from '../workspace/home.ts';
import type { Names } from '../workspace/names.ts';
import { conversationOf, isUser, personId, placeOf, readAddress, writeAddress } from '../workspace/places.ts';
import type { Self, SlackIdentity } from '../workspace/self.ts';
import { addressed, commandMessage, readCommand, statusText } from './commands.ts';
import { answerLink } from './in-place.ts';
import type { SlackIntake } from './intake.ts';
import { type ParsedMessage, parseMention, parseMessage } from './parse.ts';
import {
  BlockActions,
  FormSent,
  HomeOpened,
  MessageEvent,
  MessageShortcut,
  SlashCommand,
  ThreadStarted,
} from './payloads.ts';
import { readPressed, readShortcut } from './presses.ts';
import type { Strangers } from './strangers.ts';
import type { Watch } from './watch.ts';

/** The parts the listeners work with. */
export interface ListenParts {
  readonly self: Self;
  readonly watch: Watch;
  readonly intake: SlackIntake;
  readonly strangers: Strangers;
  readonly bestEffort: BestEffort;
  readonly names: Names;
  readonly helped: (conversation: string) => Promise<Person | null>;
  readonly withAgents: (conversation: string) => Promise<boolean>;
  readonly openCases: (person: string) => Promise<readonly OpenCase[]>;
  /** Finds the ref of the post that first answered a message of a conversation. */
  readonly posted: (conversation: string, message: string) => Promise<string | null>;
  readonly forget: (person: string) => Promise<number>;
  readonly desk: SlackDesk;
  readonly say: Say;
}

/** The longest an answer is waited for, to link it: after a command, which Slack wants answered soon, and after a shortcut. */
const COMMAND_MS = 800;
const SHORTCUT_MS = 3000;

/** The shortcut's callback id, as the manifest has it. */
export const SHORTCUT = 'get_help';

/**
 * Sets the listeners on a Bolt app: each parses, commits, and only then returns. An event that none of them knows is
 * acknowledged and left alone.
 */
export function listen(app: App, parts: ListenParts): void {
  const { self, watch, intake, bestEffort, names, desk, say } = parts;
  const us = (): Promise<SlackIdentity> => self.told();

  app.event('message', async ({ event }) => {
    const parsed = MessageEvent.safeParse(event);
    if (!parsed.success) return;
    if (desk.has(parsed.data.channel)) return desk.hear(parsed.data);
    await take(parseMessage(parsed.data, await us(), watch), await us());
  });

  app.event('app_mention', async ({ event }) => {
    const parsed = MessageEvent.safeParse(event);
    if (!parsed.success) return;
    if (desk.has(parsed.data.channel)) return desk.hear(parsed.data);
    await take(parseMention(parsed.data, await us()), await us());
  });

  async function take(what: ParsedMessage | null, me: SlackIdentity): Promise<void> {
    if (!what) return;
    const { message, user, home, unasked } = what;
    const address = readAddress(message.address)!;
    if (!(await parts.strangers.knows(home, me, user))) {
      // Slack shows an ephemeral message only in a thread that exists already.
      const thread = message.earlier ? address.thread : null;
      if (!unasked && user !== null && message.kind === 'said')
        parts.strangers.refuse(user, address.channel, thread, me.teamName);
      return;
    }
    const isSaid = message.kind === 'said' && address.thread !== null;
    // Looked up before: once the message is taken, the answer may be there at once.
    const isLooking = isSaid && !(await parts.withAgents(what.pane ?? message.conversation));
    const taken = await intake.take(what);
    if (taken === 'fresh' && isLooking) bestEffort.status(address.channel, address.thread!);
  }

  app.event('app_home_opened', async ({ event, body }) => {
    const parsed = HomeOpened.safeParse(event);
    if (!parsed.success) return;
    const { user, channel, tab } = parsed.data;
    if (tab === 'home') return showHome(user, chatLink(await us(), body.api_app_id));
    const conversation = conversationOf((await us()).team, user, null);
    // The DM is opened many times a day; only the first visit is greeted.
    if ((await parts.helped(conversation)) === null) await opened(conversation, user, channel, null);
  });

  app.event('assistant_thread_started', async ({ event }) => {
    const parsed = ThreadStarted.safeParse(event);
    if (!parsed.success) return;
    const { user_id, channel_id, thread_ts } = parsed.data.assistant_thread;
    await opened(conversationOf((await us()).team, user_id, thread_ts), user_id, channel_id, thread_ts);
    bestEffort.starts(channel_id, thread_ts);
  });

  async function opened(conversation: string, user: string, channel: string, thread: string | null): Promise<void> {
    const address = writeAddress({ channel, thread, openly: false });
    await intake.store({
      ...addressed(conversation, user, await us()),
      id: 'opened',
      kind: 'opened',
      text: '',
      address,
    });
  }

  app.action(new RegExp(`^${PRESS}:`), async ({ body, ack }) => {
    const payload = BlockActions.safeParse(body);
    const press = payload.success ? readPressed(payload.data, await us()) : null;
    if (!press || desk.has(press.channel)) return ack();
    const me = await us();
    if (!(await parts.strangers.knows(press.home, me, press.user))) {
      parts.strangers.refuse(press.user, press.channel, readAddress(press.message.address)!.thread, me.teamName);
      return ack();
    }
    names.learn(press.user, press.message.person?.name);
    const { shared, conversation, person } = press.message;
    const whom = shared ? await parts.helped(conversation) : person;
    const fresh = await intake.store(press.message);
    await ack();
    // A press by somebody else changes nothing, so nothing is changed on the screen either.
    if (fresh && whom?.id === person!.id) bestEffort.pressed(press);
  });

  app.action(new RegExp(`^${DESK_ACTION}:`), async ({ body, ack }) => {
    const payload = BlockActions.safeParse(body);
    if (payload.success) await desk.press(payload.data);
    await ack();
  });

  app.view(FORM, async ({ body, ack }) => {
    const sent = FormSent.safeParse(body);
    const wrong = sent.success ? await desk.submit(sent.data) : null;
    await (wrong === null ? ack() : ack(wrong as never));
  });

  app.action(/^home:/, async ({ body, ack }) => {
    const payload = HomeAction.safeParse(body);
    if (!payload.success) return ack();
    const user = payload.data.user.id;
    const me = await us();
    const cases = await parts.openCases(personId(me.team, user));
    const message = homeMessage(payload.data, cases, me, say);
    if (message) await intake.store(message);
    await ack();
    const chat = chatLink(me, payload.data.api_app_id);
    bestEffort.home(user, homeView(homeAfter(payload.data, cases), linkTo(me), say, chat));
    bestEffort.soon(() => showHome(user, chat));
  });

  app.shortcut(SHORTCUT, async ({ body, ack }) => {
    const payload = MessageShortcut.safeParse(body);
    const me = await us();
    if (payload.success && (await parts.strangers.knows(payload.data.user.team_id ?? null, me, payload.data.user.id)))
      await takeUp(payload.data, me);
    await ack();
  });

  app.command(/.*/, async ({ body, ack }) => {
    const command = SlashCommand.parse(body);
    const me = await us();
    const person = personId(me.team, command.user_id);
    names.learn(command.user_id, command.user_name);
    const asked = readCommand(command.text ?? '');
    const tell = (text: string) => ack(escapeText(text));
    switch (asked.kind) {
      case 'usage':
        return tell(say('slack-usage'));
      case 'status':
        return tell(statusText(await parts.openCases(person), linkTo(me), say));
      case 'forget':
        return tell(forgotten(await parts.forget(person), say));
      default: {
        const [open] = asked.kind === 'start' ? [] : await parts.openCases(person);
        const message = commandMessage(command, asked, open, me);
        await intake.store(message);
        const link = await answerLink(parts.posted, message, me, COMMAND_MS);
        const words = say(asked.kind === 'start' ? 'slack-started' : 'slack-passed-on');
        await tell(link === null ? words : `${words}\n${link}`);
      }
    }
  });

  /** Takes a message up in the direct messages, and says so where the message stands. */
  async function takeUp(shortcut: z.output<typeof MessageShortcut>, me: SlackIdentity): Promise<void> {
    const message = readShortcut(shortcut, me);
    await intake.store(message);
    bestEffort.soon(async () => {
      const link = await answerLink(parts.posted, message, me, SHORTCUT_MS);
      bestEffort.tell(
        shortcut.response_url ?? null,
        [say('slack-started'), ...(link === null ? [] : [link])].join('\n'),
      );
    });
  }

  async function showHome(user: string, chat: string | null): Promise<void> {
    const me = await us();
    bestEffort.home(user, homeView(await parts.openCases(personId(me.team, user)), linkTo(me), say, chat));
  }
}

/** Tells how many conversations were deleted. */
function forgotten(count: number, say: Say): string {
  if (count === 0) return say('slack-forgotten-none');
  return count === 1 ? say('slack-forgotten-one') : say('slack-forgotten-some', { count: String(count) });
}

/** The address of the direct messages with the bot; null where Slack does not name the app. */
function chatLink({ team }: SlackIdentity, app: string | null | undefined): string | null {
  return app ? `https://slack.com/app_redirect?app=${app}&team=${team}` : null;
}

/** Makes links to conversations: null for a DM, for which no link works everywhere. */
function linkTo(us: SlackIdentity): (conversation: string) => string | null {
  return (conversation) => {
    const { place, thread } = placeOf(conversation);
    if (isUser(place) || thread === null) return null;
    return new URL(`archives/${place}/p${thread.replace('.', '')}`, us.url).href;
  };
}
