/** Reads what people and apps wrote in a thread before the bot was asked. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { FoundText, JobResult, JobRow, Trouble } from '../../../core/job.ts';
import { unreadParts } from '../../../core/message-part.ts';
import { type ApiFailure, failureOf } from '../workspace/api.ts';
import type { Names } from '../workspace/names.ts';
import { personId, placeOf } from '../workspace/places.ts';
import { idOf, isAnApps, isPersons, type Us, writtenFor } from './parse.ts';
import { SaidSchema, type SlackSaid } from './payloads.ts';
import { readSaid } from './words.ts';

/** The largest number of messages that are given to the conversation. */
const MOST_MESSAGES = 100;
const A_PAGE = 200;
const MOST_PAGES = 10;
/**
 * The longest pause Slack may ask for that is waited, in milliseconds; after a longer one it is honest to say that the
 * thread can't be read now.
 */
const LONGEST_PAUSE_MS = 10_000;
/** The longest a name is waited for, in milliseconds. */
const NAME_MS = 3000;

const Page = z.object({
  messages: z.array(SaidSchema),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

const NOT_THERE = ['thread_not_found', 'message_not_found'];
const NOT_ALLOWED = [
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'no_permission',
  'access_denied',
  'not_allowed_token_type',
  'invalid_auth',
  'token_revoked',
];

/**
 * Reads the messages of a thread, newest first: at most a hundred. The thread's first is always among them, because
 * most problems are told there. Failures are told as `trouble`, never thrown.
 */
export async function readThread(row: JobRow, client: WebClient, names: Names, us: Us): Promise<JobResult> {
  const result = (found: readonly FoundText[], trouble: Trouble | null): JobResult => ({
    job: row.job.id,
    kind: row.job.kind,
    found,
    trouble,
  });
  const { place, thread } = placeOf(row.conversation);
  if (thread === null) return result([], 'not-there');
  const read: SlackSaid[] = [];
  let trouble: Trouble | null = null;
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const got = await readPage(client, place, thread, cursor);
    if ('kind' in got) {
      // The pages that were read count, and that there are more is told.
      trouble = troubleOf(got);
      break;
    }
    read.push(...got.messages);
    cursor = got.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  // The id of the message that asked is part of the job's id.
  const asking = row.job.id.split('|')[1];
  const others = read.filter((m) => isSaying(m, us) && idOf(m) !== asking && m.ts !== asking);
  const kept = others.length <= MOST_MESSAGES ? others : [others[0]!, ...others.slice(1 - MOST_MESSAGES)];
  const found: FoundText[] = [];
  for (const said of kept.reverse()) {
    const { text, images, parts } = readSaid(said, us.user);
    const unread = unreadParts(parts);
    if (text === '' && images.length + unread.length === 0) continue;
    const user = isPersons(said, us) ? said.user! : writtenFor(said, us);
    const by = user === null ? null : { id: personId(us.team, user), name: await names.of(user, NAME_MS) };
    found.push({ text, by, sure: 1, images, ...(unread.length === 0 ? {} : { parts: unread }) });
  }
  return result(found, trouble);
}

/** Tells whether a message is a person's or an app's words, and not a notice of Slack. */
function isSaying(said: SlackSaid, us: Us): boolean {
  const isNotice = /^(channel|group|bot)_(?!message)|^(pinned|huddle|reminder)/.test(said.subtype ?? '');
  return !isNotice && (isPersons(said, us) || isAnApps(said, us));
}

async function readPage(
  client: WebClient,
  channel: string,
  thread: string,
  cursor: string,
): Promise<z.output<typeof Page> | ApiFailure> {
  for (let attempt = 0; ; attempt++) {
    try {
      const from = cursor === '' ? {} : { cursor };
      return Page.parse(await client.apiCall('conversations.replies', { channel, ts: thread, limit: A_PAGE, ...from }));
    } catch (error) {
      const failure = failureOf(error);
      const soon = failure.kind === 'later' && failure.afterMs <= LONGEST_PAUSE_MS;
      if (attempt > 0 || !(soon || failure.kind === 'unknown')) return failure;
      await wait(failure.kind === 'later' ? failure.afterMs : 500);
    }
  }
}

function troubleOf(failure: ApiFailure): Trouble {
  if (failure.kind === 'later') return 'busy';
  if (failure.kind === 'unknown') return 'failed';
  if (NOT_ALLOWED.includes(failure.why)) return 'not-allowed';
  return NOT_THERE.includes(failure.why) ? 'not-there' : 'failed';
}
