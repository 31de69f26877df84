/** Calls to Slack that may fail unnoticed. */
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../../core/log.ts';
import type { Say } from '../../../core/phrases.ts';
import type { SlackPress } from '../receive/presses.ts';
import { failureOf } from '../workspace/api.ts';
import { Recent } from '../workspace/recent.ts';
import type { Block } from './blocks.ts';
import { escapeText } from './mrkdwn.ts';
import { answered } from './render.ts';
import type { Posted } from './send.ts';

/** The limits of what is remembered of messages with buttons: their number, and their age in milliseconds. */
const MOST_REMEMBERED = 1000;
const REMEMBERED_MS = 24 * 60 * 60_000;
const TIMEOUT_MS = 5000;
/** The time in which a message is mostly handled, in milliseconds. */
const SOON_MS = 1000;
/** The time after which a status without an answer is cleared, in milliseconds: reading a thread may take most of it. */
const LOOKING_MS = 15_000;
/** The beginnings that are suggested in the Assistant pane. */
export const STARTS = [
  { title: 'slack-start-help', message: 'slack-start-help-message' },
  { title: 'slack-start-error', message: 'slack-start-error-message' },
  { title: 'slack-start-knows', message: 'slack-start-knows-message' },
] as const;
/** Buttons that are never too old: they are about the person's ticket, and no question. */
const NEVER_OVER: readonly string[] = ['human', 'where', 'walk-on', 'case-code', 'leave-queue', 'forget-me'];
const RESPONSE_HOST = 'https://hooks.slack.com';

/** The parts of the best-effort calls. */
export interface BestEffortParts {
  readonly client: WebClient;
  readonly log: Log;
  readonly say: Say;
  /** The time after which a status without an answer is cleared, in milliseconds. */
  readonly lookingMs?: number;
  /** Another origin to which `response_url`s may point besides Slack's, when `SLACK_API_URL` names another server. */
  readonly testOrigin: string | null;
}

/**
 * Calls that only change how things look: buttons taken away once they are answered, a status while something is read,
 * suggested starts. Nothing waits for them, nothing fails with them, and none of them is journaled.
 */
export class BestEffort {
  readonly #parts: BestEffortParts;
  /** The last message with buttons of each conversation. */
  readonly #last = new Recent<Posted>(MOST_REMEMBERED, REMEMBERED_MS);
  /** The number of the last question of each conversation, and the answers that were pressed first, by conversation and question. */
  readonly #asked = new Recent<number>(MOST_REMEMBERED, REMEMBERED_MS);
  readonly #pressed = new Recent<string>(MOST_REMEMBERED, REMEMBERED_MS);
  readonly #underWay = new Set<Promise<unknown>>();
  /** The timers of the threads under which a status stands. */
  readonly #looking = new Map<string, NodeJS.Timeout>();

  constructor(parts: BestEffortParts) {
    this.#parts = parts;
  }

  /** Notes a message that was posted. If it has buttons, those of the message before are taken away. */
  posted(what: Posted): void {
    this.#unlook(what.thread === null ? '' : `${what.channel}|${what.thread}`);
    if (!what.rendered.blocks.some((b) => b.type === 'actions')) return;
    const asked = askedIn(what.rendered.blocks);
    if (asked !== null) this.#asked.set(what.conversation, asked);
    const before = this.#last.get(what.conversation);
    this.#last.set(what.conversation, what);
    if (before && before.ts !== what.ts)
      this.#update(before.channel, before.ts, before.rendered.text, answered(before.rendered.blocks, null));
  }

  /** Puts the answer in the place of the pressed buttons. */
  pressed(press: SlackPress): void {
    const { conversation, shared, person } = press.message;
    const last = this.#last.get(conversation);
    const { say } = this.#parts;
    const who = shared ? (person?.name ?? null) : null;
    const chosen = this.#chosen(press);
    const answer =
      chosen === null
        ? say('slack-passed')
        : who === null
          ? say('slack-chose', { answer: chosen })
          : say('slack-chose-by', { who, answer: chosen });
    const known = press.blocks.length > 0 ? press.blocks : null;
    if (last?.rendered.blocks.some((b) => b.block_id === `asked:${press.message.asked}`))
      this.#last.delete(conversation);
    // An ephemeral message can't be rebuilt: it is replaced by the answer alone.
    const blocks = known === null ? answered([], answer) : answered(known, answer);
    this.#respond(press.responseUrl, { replace_original: true, text: answer, blocks });
  }

  /** The answer that counts on a pressed message, the first one; null where the question was over before. */
  #chosen({ title, message: { conversation, asked, choice } }: SlackPress): string | null {
    if (NEVER_OVER.includes(choice ?? '')) return title;
    const key = `${conversation}|${asked}`;
    const first = this.#pressed.get(key);
    if (first !== undefined) return first;
    if ((this.#asked.get(conversation) ?? 0) > (asked ?? 0)) return null;
    this.#pressed.set(key, title);
    return title;
  }

  /**
   * Shows under a thread that the bot is reading. Slack takes it away once something is posted there; where nothing is,
   * it is cleared after a while, as it hides the box to write in.
   */
  status(channel: string, thread: string): void {
    const place = `${channel}|${thread}`;
    this.#unlook(place);
    this.#setStatus(channel, thread, this.#parts.say('slack-looking'));
    const timer = setTimeout(() => this.unlook(channel, thread), this.#parts.lookingMs ?? LOOKING_MS);
    this.#looking.set(place, timer.unref());
  }

  /** Clears the status under a thread, where one stands: nothing that everybody sees follows. */
  unlook(channel: string, thread: string | null): void {
    if (thread !== null && this.#unlook(`${channel}|${thread}`)) this.#setStatus(channel, thread, '');
  }

  #unlook(place: string): boolean {
    clearTimeout(this.#looking.get(place));
    return this.#looking.delete(place);
  }

  #setStatus(channel: string, thread: string, status: string): void {
    this.#call('assistant.threads.setStatus', { channel_id: channel, thread_ts: thread, status });
  }

  /** Suggests what to begin with, in a new thread of the Assistant pane. */
  starts(channel: string, thread: string): void {
    const { say } = this.#parts;
    const prompts = STARTS.map(({ title, message }) => ({ title: say(title), message: say(message) }));
    this.#call('assistant.threads.setSuggestedPrompts', {
      channel_id: channel,
      thread_ts: thread,
      title: say('slack-starts'),
      prompts,
    });
  }

  /** Opens a modal for the person who pressed; false when Slack did not. */
  async open(trigger: string, view: Block): Promise<boolean> {
    const opening = this.#parts.client.apiCall('views.open', { trigger_id: trigger, view }).then(() => true);
    this.#track(opening, 'views.open');
    return opening.catch(() => false);
  }

  /** Shows a text only to the person who pressed, member of the channel or not. */
  tell(responseUrl: string | null, text: string): void {
    this.#respond(responseUrl, { response_type: 'ephemeral', replace_original: false, text: escapeText(text) });
  }

  /** Shows a text only to one member of a channel. */
  whisper(channel: string, thread: string | null, user: string, text: string): void {
    const where = { channel, user, ...(thread === null ? {} : { thread_ts: thread }) };
    this.#call('chat.postEphemeral', { ...where, text: escapeText(text) });
  }

  /** Shows a person's App Home. */
  home(user: string, view: Block): void {
    this.#call('views.publish', { user_id: user, view });
  }

  /** Does something in a moment, when what was just taken is handled. */
  soon(work: () => Promise<void>): void {
    this.#track(new Promise<void>((resolve) => setTimeout(resolve, SOON_MS)).then(work), 'soon');
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #update(channel: string, ts: string, text: string, blocks: readonly Block[]): void {
    this.#call('chat.update', { channel, ts, text, blocks });
  }

  #call(method: string, options: Record<string, unknown>): void {
    this.#track(this.#parts.client.apiCall(method, options), method);
  }

  #respond(url: string | null, body: object): void {
    const target = url === null ? null : URL.parse(url);
    if (!target || (target.origin !== RESPONSE_HOST && target.origin !== this.#parts.testOrigin)) return;
    const sent = fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    this.#track(sent, 'response_url');
  }

  #track(work: Promise<unknown>, what: string): void {
    const done = work
      .catch((error: unknown) => {
        const failure = failureOf(error);
        this.#parts.log.debug({ what, why: failure.kind === 'later' ? 'busy' : failure.why }, 'looks not changed');
      })
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }
}

/** The number of the question whose buttons a message has; null for none. */
function askedIn(blocks: readonly Block[]): number | null {
  const id = blocks.find((b) => b.type === 'actions')?.block_id;
  const asked = /^asked:(\d+)$/.exec(String(id))?.[1];
  return asked === undefined ? null : Number(asked);
}
