import { setTimeout as wait } from 'node:timers/promises';
import { SLACK } from '../../../src/channels/slack/index.ts';
import { escapeText } from '../../../src/channels/slack/send/mrkdwn.ts';
import type { SlackSettings } from '../../../src/channels/slack/settings.ts';
import { type ChannelWorld, channelContract, type Shown, type WatchedHost } from '../../contracts/channel.contract.ts';
import { startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, overHttpOnce, SlackPerson, type Way } from '../../fakes/slack/person.ts';
import { APP_TOKEN, type Call, type Fate, SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';

/** The number of sockets that are held open. */
const CONNECTIONS = 2;
/** The calls that bring something new to people. */
const POSTS = ['chat.postMessage', 'chat.postEphemeral', 'files.completeUploadExternal'];
const registration = {
  registration: SLACK,
  unset: 'off',
  names: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL', 'SLACK_WATCH', 'SLACK_ALLOW'],
  right: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' },
  wrong: [
    [{ SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: '' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_SIGNING_SECRET: '' }, 'SLACK_SIGNING_SECRET'],
    [{ SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL'],
    [{ SLACK_WATCH: 'it-help' }, 'SLACK_WATCH'],
    [{ SLACK_ALLOW: 'contoso' }, 'SLACK_ALLOW'],
  ],
} as const;

describe('Slack', () => {
  let slack: SlackPlatform;

  before(async () => {
    slack = await SlackPlatform.start();
  });
  after(() => slack.close());

  const overSockets: Partial<SlackSettings> = { signingSecret: null, appToken: APP_TOKEN };
  for (const [how, settings] of [
    ['HTTP', {}],
    ['Socket Mode', overSockets],
  ] as const)
    describe(`over ${how}`, () => {
      channelContract({ name: 'slack', registration, open: (host) => open(host, settings) });
    });

  async function open(host: WatchedHost, settings: Partial<SlackSettings>): Promise<ChannelWorld> {
    slack.calls.length = 0;
    slack.fate = () => null;
    const firstline = await startFirstline(slack, { settings, accept: (message) => host.accept(message) });
    const { channel, address } = firstline;
    const socket = settings.appToken !== undefined;
    // The second connection is made behind the first.
    if (socket) await until(() => slack.socket.open === CONNECTIONS, 'the sockets');
    const way = socket ? overSocket(host) : overHttpOnce(address);
    const kim = new SlackPerson('kim', slack, way);
    const taken = (bringing: Promise<unknown>): Promise<boolean> => bringing.then(() => true).catch(() => false);
    const times = new Map<string, string>();
    let stopping: Promise<void> | null = null;
    const stop = (): Promise<void> => {
      stopping ??= firstline.stop().then(() => until(() => slack.socket.open === 0, 'the sockets to close'));
      return stopping;
    };
    const posts = (): Call[] => slack.calls.filter(({ method }) => POSTS.includes(method));
    const failing = (fate: Fate) => (): void => {
      slack.fate = ({ method }) => (POSTS.includes(method) ? fate : null);
    };
    /** Goes wrong once: what is looked up afterwards is answered. */
    const cutting = (fate: Fate) => (): void => {
      let left = 1;
      slack.fate = ({ method }) => (POSTS.includes(method) && left-- > 0 ? fate : null);
    };
    return {
      channel,
      server: socket ? { without: 'Slack is reached over its sockets' } : address,
      connections: socket ? () => slack.socket.open : { without: 'Slack comes over HTTP' },
      ways: {
        say(text, key) {
          const ts = times.get(key) ?? `${Math.floor(Date.now() / 1000)}.${String(times.size).padStart(6, '0')}`;
          times.set(key, ts);
          const said = { channel: kim.dm, channel_type: 'im', user: kim.id, text: escapeText(text), ts, event_ts: ts };
          return taken(way.event(eventOf('message.im', { ...said, client_msg_id: `contract-${ts}` })));
        },
        press: ({ title }) => taken(kim.presses(title)),
        again: true,
      },
      called: kim.id,
      shown: () => posts().map(({ body }) => shownBy(body)),
      attempts: () => posts().length,
      failures: {
        refuses: { begin: failing({ status: 200, body: { ok: false, error: 'is_archived' } }), outcomes: ['refused'] },
        'asks for a pause': { begin: failing({ status: 429, headers: { 'retry-after': '1' } }), outcomes: ['later'] },
        'is out of order': { begin: failing({ status: 500 }), outcomes: ['unknown', 'later'] },
        'breaks off': { begin: failing('cut-before'), outcomes: ['unknown', 'later'] },
      },
      cut: { before: cutting('cut-before'), after: cutting('cut-after') },
      gone: {
        rows: ['C0GONE:1767603600.000100', `${slack.channels.get('it-help')}:1767603600.000100`].map((place) => ({
          conversation: `slack:${TEAM}:${place}`,
        })),
        images: [`${slack.origin}/files/gone.png`, 'nowhere', null].map((url) =>
          JSON.stringify({ id: 'F0GONE', url, hosted: true, size: 1 }),
        ),
      },
      stop,
      close: stop,
    };
  }

  /** Payloads over one of the sockets; one that is not acknowledged is an error. */
  function overSocket(host: WatchedHost): Way {
    async function bring(type: 'events_api' | 'interactive', payload: object): Promise<void> {
      const ended = host.ended();
      const id = slack.socket.deliver(type, payload);
      const acknowledged = (): boolean => slack.socket.acks.some((ack) => ack.id === id);
      await until(() => acknowledged() || host.ended() > ended, 'the envelope to be taken');
      for (let looks = 0; looks < 20 && !acknowledged(); looks++) await wait(5);
      if (!acknowledged()) throw new Error('not acknowledged');
    }
    return {
      event: (envelope) => bring('events_api', envelope),
      interactive: (payload) => bring('interactive', payload),
    };
  }
});

/** A post as Slack's client shows it: its blocks, and its words in notifications. */
function shownBy(body: Record<string, unknown>): Shown {
  const words: string[] = [];
  const calls: string[] = [];
  const works: string[] = String(body.text ?? '').match(/[<>]/g) ?? [];
  for (const flag of ['link_names', 'unfurl_links', 'unfurl_media'])
    if (String(body[flag]) !== 'false') works.push(flag);
  walk(body.blocks);
  return { words: words.join('\n'), works, calls };

  function walk(part: unknown): void {
    if (Array.isArray(part)) for (const each of part) walk(each);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
    const { type, text, emoji, ...rest } = part as Record<string, unknown>;
    if (type === 'user') calls.push(String(rest.user_id));
    else if (type === 'text') words.push(String(text));
    else if (type === 'plain_text') {
      words.push(String(text));
      if (emoji !== false) works.push('emoji');
    } else if (['mrkdwn', 'markdown', 'link', 'usergroup', 'broadcast', 'channel', 'emoji'].includes(String(type)))
      works.push(JSON.stringify(part));
    else walk(text);
    walk(Object.values(rest));
  }
}
