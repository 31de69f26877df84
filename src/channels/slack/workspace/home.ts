/** App Home: a person's open cases, and the buttons beside them. */
import { z } from 'zod';
import type { Incoming } from '../../../core/message.ts';
import type { PhraseKey } from '../../../core/phrase-keys.ts';
import type { Say } from '../../../core/phrases.ts';
import type { OpenCase } from '../../../core/store.ts';
import { addressed } from '../receive/commands.ts';
import type { Us } from '../receive/parse.ts';
import { type Block, plainText } from '../send/blocks.ts';
import { escapeText } from '../send/mrkdwn.ts';
import { beginning } from '../send/sentences.ts';
import { conversationOf } from './places.ts';

const MOST_CASES = 15;
const LONGEST_TITLE = 200;
// Slack's limits, in characters: it refuses a view with a longer heading or button whole.
const LONGEST_HEADING = 150;
const LONGEST_LABEL = 75;

/** The headings of App Home, by who has the case. */
const HEADINGS = {
  walking: 'slack-home-walking',
  asked: 'slack-home-asked',
  waiting: 'slack-home-waiting',
  held: 'slack-home-held',
  stopped: 'slack-home-stopped',
} as const satisfies Record<OpenCase['state'], PhraseKey>;

/**
 * Draws App Home: the person's open cases by who has them, each with its place and the time it last moved. `chat` is
 * the address of the direct messages; null where it is not known.
 */
export function homeView(
  cases: readonly OpenCase[],
  link: (conversation: string) => string | null,
  say: Say,
  chat: string | null = null,
): Block {
  const start = {
    type: 'button',
    action_id: 'home:start',
    style: 'primary',
    text: labelOf('slack-home-start', say),
    ...(chat === null ? {} : { url: chat }),
  };
  const blocks: Block[] = [
    { type: 'header', text: plainText(beginning(say('channel-firstline'), LONGEST_HEADING)) },
    { type: 'section', text: plainText(say('slack-home-hello')) },
    { type: 'actions', elements: [start] },
    { type: 'divider' },
  ];
  if (cases.length === 0) blocks.push({ type: 'section', text: plainText(say('slack-home-none')) });
  const shown = cases.slice(0, MOST_CASES).map((one, i) => ({ one, i }));
  for (const state of ['walking', 'asked', 'waiting', 'held', 'stopped'] as const) {
    const some = shown.filter(({ one }) => one.state === state);
    if (some.length > 0)
      blocks.push({ type: 'header', text: plainText(beginning(say(HEADINGS[state]), LONGEST_HEADING)) });
    blocks.push(...some.flatMap(({ one, i }) => caseBlocks(one, i, link(one.conversation), say)));
  }
  return { type: 'home', blocks };
}

/** The blocks of one case; `i` sets its buttons apart from those of others. */
function caseBlocks({ conversation, title, at, state }: OpenCase, i: number, url: string | null, say: Say): Block[] {
  const where = say(url === null ? 'slack-here' : 'slack-there');
  const human = {
    type: 'button',
    action_id: `home:human:${i}`,
    text: labelOf('control-human', say),
    value: conversation,
  };
  const stop = { type: 'button', action_id: `home:stop:${i}`, text: labelOf('control-stop', say), value: conversation };
  return [
    { type: 'section', text: plainText(beginning(title, LONGEST_TITLE)) },
    { type: 'context', elements: [{ type: 'mrkdwn', text: `${escapeText(where)} · ${moved(at, say)}` }] },
    {
      type: 'actions',
      elements: [
        ...(url === null ? [] : [{ type: 'button', action_id: `home:go:${i}`, text: labelOf('slack-go', say), url }]),
        ...(state === 'walking' || state === 'stopped' ? [human] : []),
        ...(state === 'stopped' ? [] : [stop]),
      ],
    },
  ];
}

function labelOf(key: PhraseKey, say: Say): Block {
  return plainText(beginning(say(key), LONGEST_LABEL));
}

/** The cases as they will be once a press is handled: the person sees at once that it counts. */
export function homeAfter(press: z.output<typeof HomeAction>, cases: readonly OpenCase[]): readonly OpenCase[] {
  const { action_id, value } = press.actions[0]!;
  const state = action_id.startsWith('home:stop') ? 'stopped' : action_id.startsWith('home:human') ? 'asked' : null;
  return state === null ? cases : cases.map((one) => (one.conversation === value ? { ...one, state } : one));
}

/** A press of a button in App Home. */
export const HomeAction = z.object({
  user: z.object({ id: z.string() }),
  api_app_id: z.string().nullish(),
  actions: z
    .array(z.object({ action_id: z.string(), action_ts: z.string().nullish(), value: z.string().nullish() }))
    .min(1),
});

/** Makes a press in App Home a message of the case's conversation; null for a case that is not the person's own. */
export function homeMessage(
  { user, actions }: z.output<typeof HomeAction>,
  cases: readonly OpenCase[],
  us: Us,
  say: Say,
): Incoming | null {
  const { action_id, action_ts, value } = actions[0]!;
  if (action_id === 'home:start') {
    const dm = conversationOf(us.team, user.id, null);
    return { ...addressed(dm, user.id, us), id: `home:${action_ts ?? ''}`, kind: 'opened', text: '' };
  }
  const mine = cases.find((c) => c.conversation === value);
  if (!mine) return null;
  const base = { ...addressed(mine.conversation, user.id, us), id: `home:${action_ts ?? ''}` };
  if (action_id.startsWith('home:human'))
    return { ...base, kind: 'pressed', text: say('control-human'), choice: 'human' };
  return action_id.startsWith('home:stop') ? { ...base, kind: 'said', text: 'stop' } : null;
}

/** Says when a case last moved, by the reader's own clock. */
function moved(at: string, say: Say): string {
  const fallback = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const date = `<!date^${Math.floor(Date.parse(at) / 1000)}^{date_short_pretty}, {time}|${fallback}>`;
  const [before = '', after = ''] = say('slack-moved', { when: '\n' }).split('\n');
  return escapeText(before) + date + escapeText(after);
}
