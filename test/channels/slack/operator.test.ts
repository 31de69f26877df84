import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { examine } from '../../../src/channels/slack/doctor/doctor.ts';
import { SCOPES } from '../../../src/channels/slack/doctor/scopes.ts';
import { SHORTCUT } from '../../../src/channels/slack/receive/listen.ts';
import { STARTS } from '../../../src/channels/slack/send/best-effort.ts';
import type { SlackSettings } from '../../../src/channels/slack/settings.ts';
import { readConfig } from '../../../src/config.ts';
import { Fault } from '../../../src/core/fault.ts';
import { ROOT } from '../../fakes/content.ts';
import { CodeLog } from '../../fakes/journals.ts';
import { say } from '../../fakes/say.ts';
import { startFirstline } from '../../fakes/slack/firstline.ts';
import { SECRET } from '../../fakes/slack/person.ts';
import { ALL_SCOPES, APP_TOKEN, BOT_TOKEN, SlackPlatform } from '../../fakes/slack/platform.ts';

describe('Slack, for operators', () => {
  let slack: SlackPlatform;

  before(async () => {
    slack = await SlackPlatform.start();
  });
  afterEach(() => {
    slack.fate = () => null;
    slack.scopes = ALL_SCOPES;
  });
  after(() => slack.close());

  describe('settings', () => {
    const given = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };
    const read = (env: Record<string, string>) =>
      (readConfig(env).channels.get('slack') as SlackSettings | undefined) ?? null;

    it('are none by default, and say what is missing or wrong', () => {
      assert.equal(read({}), null);
      const wrong: [Record<string, string>, RegExp][] = [
        [{ SLACK_SIGNING_SECRET: 's' }, /SLACK_BOT_TOKEN is missing/],
        [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /does not say how Slack reaches/],
        [{ ...given, SLACK_BOT_TOKEN: 'xoxp-1' }, /SLACK_BOT_TOKEN must be .*xoxb-/],
        [{ ...given, SLACK_APP_TOKEN: 'xoxb-1' }, /SLACK_APP_TOKEN must be .*xapp-/],
        [{ ...given, SLACK_WATCH: 'help' }, /SLACK_WATCH must be such as/],
        [{ ...given, SLACK_ALLOW: 'contoso' }, /SLACK_ALLOW must be workspace ids/],
        [{ ...given, SLACK_API_URL: 'slack' }, /SLACK_API_URL must be an address/],
      ];
      for (const [env, words] of wrong)
        assert.throws(
          () => readConfig(env),
          (error) => error instanceof Fault && error.code === 'SETTING_WRONG' && words.test(error.message),
        );
    });

    it('choose HTTP or Socket Mode, and the channels to watch', () => {
      const http = read({
        ...given,
        SLACK_WATCH: 'C01:offer, C02:thread',
        SLACK_ALLOW: 'T1, T2',
        SLACK_API_URL: 'http://x/api',
      });
      assert.deepEqual(
        [...http!.watch],
        [
          ['C01', 'offer'],
          ['C02', 'thread'],
        ],
      );
      assert.deepEqual([http!.allow, http!.apiUrl, http!.appToken], [['T1', 'T2'], 'http://x/api/', null]);
      assert.equal(read({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })!.signingSecret, null);
    });
  });

  describe('the manifests', () => {
    const manifest = (name: string) => parse(readFileSync(join(ROOT, 'deploy', 'slack', name), 'utf8'));

    it('ask for the scopes we know a use for, and no others', () => {
      for (const name of ['manifest.yaml', 'manifest-socket.yaml'])
        assert.deepEqual(
          manifest(name).oauth_config.scopes.bot.toSorted(),
          SCOPES.map((s) => s.scope).toSorted(),
          name,
        );
    });

    it('differ only in how events come in', () => {
      const [http, socket] = [manifest('manifest.yaml'), manifest('manifest-socket.yaml')];
      assert.equal(http.settings.event_subscriptions.request_url, 'https://FIRSTLINE.EXAMPLE.COM/slack/events');
      assert.equal(http.settings.interactivity.request_url, 'https://FIRSTLINE.EXAMPLE.COM/slack/events');
      assert.equal(http.features.slash_commands[0].url, 'https://FIRSTLINE.EXAMPLE.COM/slack/events');
      delete http.settings.event_subscriptions.request_url;
      delete http.settings.interactivity.request_url;
      delete http.features.slash_commands[0].url;
      http.settings.socket_mode_enabled = true;
      assert.deepEqual(http, socket);
    });

    it('name the events and the shortcut that the code listens to', () => {
      const { features, settings } = manifest('manifest.yaml');
      assert.equal(features.shortcuts[0].callback_id, SHORTCUT);
      assert.deepEqual(
        features.agent_view.suggested_prompts,
        STARTS.map(({ title, message }) => ({ title: say(title), message: say(message) })),
      );
      const code = readFileSync(join(ROOT, 'src', 'channels', 'slack', 'receive', 'listen.ts'), 'utf8');
      for (const event of settings.event_subscriptions.bot_events)
        assert.ok(code.includes(`app.event('${event.split('.')[0]}'`), event);
    });
  });

  describe('starting', () => {
    it('names every scope that is missing, with what can’t be done without it', async () => {
      slack.scopes = 'chat:write,im:history,app_mentions:read';
      const lines: { fields: Record<string, unknown>; words: string }[] = [];
      const note = (fields: object, words: string) => void lines.push({ fields: fields as never, words });
      const firstline = await startFirstline(slack, { log: { debug: note, info: note, warn: note, error: note } });
      const missing = lines.filter((l) => l.fields.code === 'SLACK_SCOPE_MISSING');
      assert.deepEqual(
        missing.map((l) => l.fields.scope).toSorted(),
        SCOPES.filter((s) => !s.needed)
          .map((s) => s.scope)
          .toSorted(),
      );
      assert.match(missing[0]!.words, /without im:write, it cannot begin a direct message/);
      await firstline.stop();
    });

    it('stops with a token that Slack refuses', async () => {
      slack.fate = ({ method }) =>
        method === 'auth.test' ? { status: 200, body: { ok: false, error: 'invalid_auth' } } : null;
      await assert.rejects(
        startFirstline(slack),
        (error) => error instanceof Fault && error.code === 'SLACK_TOKEN_REFUSED',
      );
    });

    it('never logs what people write, nor a token', async () => {
      const lines: string[] = [];
      const note = (fields: object, words: string) =>
        void lines.push(
          JSON.stringify(fields, (_, v) => (v instanceof Error ? v.stack : v)),
          words,
        );
      const firstline = await startFirstline(slack, { log: { debug: note, info: note, warn: note, error: note } });
      const { SlackPerson, overHttp } = await import('../../fakes/slack/person.ts');
      slack.fate = ({ method }) => (method === 'chat.postMessage' && Math.random() < 0.5 ? 'cut-after' : null);
      const kim = new SlackPerson('kim', slack, overHttp(firstline.address));
      for (let i = 0; i < 4; i++) await kim.says(`canary-words-${i} xoxb-canary-token`);
      await firstline.idle();
      assert.ok(lines.length > 0);
      assert.doesNotMatch(lines.join('\n'), /canary|xoxb-|xapp-|a-signing-secret/);
      await firstline.stop();
    });
  });

  describe('the doctor', () => {
    const settings = {
      botToken: BOT_TOKEN,
      signingSecret: SECRET,
      appToken: APP_TOKEN,
      watch: new Map<string, 'offer'>(),
      allow: [],
    };

    async function findings(
      given: Partial<Parameters<typeof examine>[0]> = {},
      address = 'http://127.0.0.1:1',
      to: string | null = null,
      desks: ReadonlyMap<string, string> = new Map(),
    ) {
      const found = [];
      for await (const f of examine({ ...settings, apiUrl: slack.apiUrl, ...given }, { address, to, desks }))
        found.push(f);
      return found;
    }

    it('finds everything fine, a round trip included, and leaves nothing behind', async () => {
      const log = new CodeLog();
      const firstline = await startFirstline(slack, { log });
      const help = slack.channels.get('it-help')!;
      const before = (await slack.messages(help)).length;
      const watch = new Map([[help, 'offer' as const]]);
      const found = await findings({ watch }, firstline.address, help);
      assert.deepEqual(
        found.filter((f) => f.state === 'wrong'),
        [],
      );
      assert.match(
        found.map((f) => f.what).join('\n'),
        /clock.*bot token works.*all scopes.*app token works.*answers as Slack expects.*watched channel.*posted to.*found again/s,
      );
      assert.equal((await slack.messages(help)).length, before);
      await firstline.stop();
    });

    it('gives a cure for everything that is wrong', async () => {
      slack.scopes = 'im:history,app_mentions:read';
      const found = await findings(
        { appToken: 'xapp-wrong', watch: new Map([['C0GONE', 'offer' as const]]) },
        'http://127.0.0.1:1',
        'C0GONE',
      );
      const wrong = found.filter((f) => f.state === 'wrong');
      assert.match(
        wrong.map((f) => f.what).join('\n'),
        /chat:write.*SLACK_APP_TOKEN.*Nothing answers at http:\/\/127.0.0.1:1\/slack\/events.*watched channel C0GONE.*round trip to C0GONE/s,
      );
      for (const f of wrong) assert.ok(f.cure, f.what);
    });

    it('checks that the bot is in a desk’s channel, hears it, and sees its members', async () => {
      const of = async (place: string) => {
        const found = await findings(
          { signingSecret: null, appToken: null },
          undefined,
          null,
          new Map([[place, 'desk']]),
        );
        return found.filter(
          (f) => /desk/.test(f.what) && !/^Without the scope \S+, (it|at|nobody can act)/.test(f.what),
        );
      };
      const front = slack.channels.get('front-desk')!;
      assert.deepEqual(await of(front), [
        { state: 'fine', what: `It is a member of the desk "desk" (${front}), hears it, and sees who belongs to it.` },
      ]);
      slack.scopes = ALL_SCOPES.replace('channels:read,', '');
      assert.match((await of(front))[0]!.what, /Without the scope channels:read, nobody can work at the desk/);
      slack.scopes = ALL_SCOPES;
      const [away] = await of(slack.channels.get('quiet')!);
      assert.match(`${away!.what} ${away!.cure}`, /no member of the desk.*\/invite/);
      assert.match((await of('C0GONE'))[0]!.what, /\(channel_not_found\)/);
      slack.fate = ({ method }) =>
        method === 'conversations.info' ? { status: 200, body: { ok: true, channel: { is_archived: true } } } : null;
      assert.match((await of(front))[0]!.what, /is archived/);
    });

    it('tells a wrong secret, a wrong server, a refused token and no answer apart', async () => {
      const firstline = await startFirstline(slack, { settings: { signingSecret: 'another' } });
      assert.match(JSON.stringify(await findings({}, firstline.address)), /refuses the signing secret/);
      await firstline.stop();
      assert.match(JSON.stringify(await findings({}, slack.origin)), /not Firstline’s Slack route/);
      slack.fate = ({ method }) =>
        method === 'auth.test' ? { status: 200, body: { ok: false, error: 'token_revoked' } } : null;
      assert.match(JSON.stringify(await findings()), /Slack refuses SLACK_BOT_TOKEN \(token_revoked\)/);
      slack.fate = () => 'cut-before';
      assert.match(JSON.stringify(await findings()), /Slack does not answer/);
    });
  });
});
