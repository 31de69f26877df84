/** `firstline doctor slack`: examines everything between Firstline and Slack. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Finding } from '../../../core/finding.ts';
import { SILENT } from '../../../core/log.ts';
import { ownAddress } from '../../../core/own-address.ts';
import { certificateCause } from '../../../core/tls-trouble.ts';
import { PATH } from '../receive/http.ts';
import { appTokenRefused } from '../receive/socket.ts';
import { sign } from '../receive/verify.ts';
import { metadataOf } from '../send/find.ts';
import type { SlackSettings } from '../settings.ts';
import { codeOf, createClient, failureOf, SLACK_API } from '../workspace/api.ts';
import { isUser } from '../workspace/places.ts';
import { type SlackIdentity, tokenRefused, whoAmI } from '../workspace/self.ts';
import { checkDesk } from './desk.ts';
import { missing, SCOPE_CURE } from './scopes.ts';

/** The options of the doctor. */
export interface SlackDoctorOptions {
  /** The address at which Slack would reach Firstline: `https://firstline.example.com`. */
  readonly address: string;
  /** A channel or person to send a test message to, which is deleted again; null for no test message. */
  readonly to: string | null;
  /** The desks' names, by the id of their channel; each is examined too. */
  readonly desks: ReadonlyMap<string, string>;
}

/**
 * The largest difference between the clocks that is fine, in seconds. Slack's requests are refused from 300 s on; a
 * fifth of that is worth a word.
 */
const LARGEST_SKEW_S = 60;
const TIMEOUT_MS = 8000;
/** The number of looks for the test message, and the pause between them in milliseconds. */
const LOOKS = 5;
const LOOK_MS = 1000;

/** Examines everything between Firstline and Slack, and says for each finding what to do. */
export async function* examine(settings: SlackSettings, options: SlackDoctorOptions): AsyncGenerator<Finding> {
  const apiUrl = settings.apiUrl ?? SLACK_API;
  const client = createClient(settings.botToken, apiUrl, SILENT);
  const clock = await checkClock(apiUrl);
  if (clock) yield clock;
  const us = await whoAmI(client).catch((error: unknown) => error as Error);
  if (us instanceof Error) {
    const failure = failureOf(us);
    if (failure.kind === 'refused') return yield wrong(tokenRefused(failure.why));
    const [what, cure] = certificateCause(codeOf(us), new URL(apiUrl).hostname) ?? [];
    if (what !== undefined && cure !== undefined) return yield { state: 'wrong', what, cure };
    return yield {
      state: 'wrong',
      what: `Slack does not answer at ${apiUrl}.`,
      cure: 'Check the way out to slack.com: network, proxy, firewall.',
    };
  }
  yield { state: 'fine', what: `The bot token works: ${us.user} in ${us.teamName ?? 'this workspace'} (${us.team}).` };
  if (us.enterprise !== null) yield ofOrganisation(us);
  yield* checkScopes(us);
  if (settings.appToken !== null) yield await checkAppToken(settings.appToken, apiUrl);
  if (settings.signingSecret !== null) yield* checkAddress(settings.signingSecret, options.address);
  for (const channel of settings.watch.keys()) yield await checkMember(client, channel);
  for (const [channel, name] of options.desks) yield* checkDesk(client, us, channel, name);
  if (options.to === null)
    yield { state: 'open', what: 'No message was sent.', cure: 'Add --to with a channel or user id for a round trip.' };
  else yield* roundTrip(client, options.to);
}

function wrong({ message, cure }: { message: string; cure: string }): Finding {
  return { state: 'wrong', what: message, cure };
}

/** Compares this clock with Slack's: with a wrong clock every signature looks stale. Null when Slack tells no time. */
async function checkClock(apiUrl: string): Promise<Finding | null> {
  const response = await fetch(`${apiUrl}api.test`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
  const date = response?.headers.get('date');
  if (!date) return null;
  const skew = Math.round((Date.now() - Date.parse(date)) / 1000);
  if (Math.abs(skew) <= LARGEST_SKEW_S) return { state: 'fine', what: 'This clock and Slack’s agree.' };
  const what = `This clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} Slack’s.`;
  return { state: 'wrong', what, cure: 'Set it right (NTP): from 300 s on, everything Slack sends is refused.' };
}

/** Says who is helped in an organisation of several workspaces (Enterprise Grid). */
function ofOrganisation({ enterprise, orgWide }: SlackIdentity): Finding {
  const who = `The workspace belongs to the organisation ${enterprise}: people of all its workspaces are helped`;
  if (orgWide) return { state: 'fine', what: `${who}, and it is installed for the whole organisation.` };
  return {
    state: 'open',
    what: `${who} where they meet it, but it is installed in one workspace only.`,
    cure: 'To have it in all: an owner of the organisation installs it org-wide, and adds it to the workspaces.',
  };
}

function* checkScopes(us: SlackIdentity): Generator<Finding> {
  if (us.scopes === null) return yield { state: 'open', what: 'Slack does not say which scopes the token has.' };
  const lacking = missing(us.scopes);
  if (lacking.length === 0) yield { state: 'fine', what: 'The token has all scopes.' };
  for (const { scope, without, needed } of lacking)
    yield { state: needed ? 'wrong' : 'open', what: `Without the scope ${scope}, ${without}.`, cure: SCOPE_CURE };
}

async function checkAppToken(appToken: string, apiUrl: string): Promise<Finding> {
  try {
    await createClient(appToken, apiUrl, SILENT).apiCall('apps.connections.open');
    return { state: 'fine', what: 'The app token works: Socket Mode can connect.' };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'refused') return wrong(appTokenRefused(failure.why));
    return { state: 'wrong', what: 'Slack did not open a Socket Mode connection.', cure: 'Try again in a moment.' };
  }
}

/** Asks Firstline's own address what Slack would ask, signed rightly and wrongly. */
async function* checkAddress(secret: string, address: string): AsyncGenerator<Finding> {
  const url = `${ownAddress(address)}${PATH}`;
  const challenge = randomUUID();
  const ask = async (signedWith: string): Promise<{ status: number; text: string } | null> => {
    const body = JSON.stringify({ type: 'url_verification', challenge });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(signedWith, body, timestamp),
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => null);
    return response && { status: response.status, text: await response.text() };
  };
  const answer = await ask(secret);
  if (!answer)
    return yield {
      state: 'wrong',
      what: `Nothing answers at ${url}.`,
      cure: 'Start Firstline first; add --address with the address Slack uses.',
    };
  if (answer.status === 401)
    return yield {
      state: 'wrong',
      what: `${url} refuses the signing secret.`,
      cure: 'The running Firstline has another SLACK_SIGNING_SECRET, or another clock, than this command.',
    };
  if (!answer.text.includes(challenge))
    return yield {
      state: 'wrong',
      what: `${url} answers ${answer.status}, but it is not Firstline’s Slack route.`,
      cure: 'Let the proxy pass /slack/events on, body and headers unchanged.',
    };
  yield { state: 'fine', what: `${url} answers as Slack expects.` };
  const forged = await ask('not-the-secret');
  if (forged?.status !== 401)
    yield {
      state: 'wrong',
      what: `${url} takes forged requests.`,
      cure: 'Something before Firstline answers in its place.',
    };
  const { hostname, protocol } = new URL(url);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (here || protocol !== 'https:')
    yield {
      state: 'open',
      what: 'Whether Slack can reach it was not looked at: this is not a public https address.',
      cure: 'Add --address https://… as it stands in the app’s settings.',
    };
}

async function checkMember(client: WebClient, channel: string): Promise<Finding> {
  try {
    await client.apiCall('conversations.history', { channel, limit: 1 });
    return { state: 'fine', what: `It is a member of the watched channel ${channel}.` };
  } catch (error) {
    const failure = failureOf(error);
    const why = failure.kind === 'later' ? 'Slack asks to wait' : failure.why;
    const cure = 'Invite it there (/invite @Firstline), or take the channel out of SLACK_WATCH.';
    return { state: 'wrong', what: `It does not hear the watched channel ${channel} (${why}).`, cure };
  }
}

const Posted = z.object({ channel: z.string(), ts: z.string() });
const Found = z.object({ messages: z.array(z.object({ ts: z.string(), metadata: z.unknown() })) });

/** Posts a message, finds it again by its mark, and deletes it. */
async function* roundTrip(client: WebClient, to: string): AsyncGenerator<Finding> {
  const mark = randomUUID();
  try {
    const metadata = metadataOf(mark);
    const text = 'A test of the connection; it is deleted at once.';
    const { channel, ts } = Posted.parse(await client.apiCall('chat.postMessage', { channel: to, text, metadata }));
    yield { state: 'fine', what: `A message was posted to ${to}.` };
    let found = false;
    for (let look = 0; look < LOOKS && !found; look++) {
      const page = await client.apiCall('conversations.history', { channel, limit: 20, include_all_metadata: true });
      found = Found.parse(page).messages.some((m) => m.ts === ts && JSON.stringify(m.metadata).includes(mark));
      if (!found) await wait(LOOK_MS);
    }
    await client.apiCall('chat.delete', { channel, ts });
    yield found
      ? { state: 'fine', what: 'It was found again by its mark, and deleted.' }
      : {
          state: 'wrong',
          what: 'It was not found again: an answer that is cut off half-way could come twice.',
          cure: 'Look at the history scope for this kind of channel.',
        };
  } catch (error) {
    const failure = failureOf(error);
    const why = failure.kind === 'later' ? 'Slack asks to wait' : failure.why;
    const cure = isUser(to)
      ? 'Is that a user id of this workspace, and has the token im:write and im:history?'
      : 'Invite it to the channel (/invite @Firstline), and check the id.';
    yield { state: 'wrong', what: `The round trip to ${to} failed (${why}).`, cure };
  }
}
