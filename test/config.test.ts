/** The settings of the service, out of the environment. */
import assert from 'node:assert/strict';
import { readConfig, watchedEnv } from '../src/config.ts';

/** The readers of the metrics that a value of METRICS means. */
const metrics = (METRICS?: string) => readConfig({ METRICS }).metrics;

describe('the settings', () => {
  it('give the metrics to this machine, to nobody, or to an address and a port', () => {
    assert.equal(metrics(), 'loopback');
    assert.equal(metrics(''), 'loopback');
    assert.equal(metrics('off'), 'off');
    assert.deepEqual(metrics('0.0.0.0:9464'), { host: '0.0.0.0', port: 9464 });
    assert.deepEqual(metrics('[::1]:9464'), { host: '::1', port: 9464 });
    assert.deepEqual(metrics('metrics.internal:80'), { host: 'metrics.internal', port: 80 });
  });

  for (const value of ['9464', 'everybody', '0.0.0.0', ':9464', '0.0.0.0:99999', 'a:b:1'])
    it(`refuse METRICS=${value}, and say what it may be`, () => {
      assert.throws(() => metrics(value), { code: 'SETTING_WRONG', message: /METRICS must be .*0\.0\.0\.0:9464/ });
    });

  for (const [what, written] of [
    ['quotation marks around it', '"off"'],
    ["a Windows line's end and blanks", ' off \r'],
    ['both', "'off'\r"],
    ['the quotation marks of a text program', '“off”'],
    ['a space that does not break a line', '\u00a0off'],
  ] as const)
    it(`are read as they were meant with ${what}, as files of settings bring along`, () => {
      assert.equal(metrics(written), 'off');
      const config = readConfig({ SLACK_BOT_TOKEN: `"xoxb-a"\r`, SLACK_SIGNING_SECRET: written, PORT: '"4000" ' });
      const slack = config.channels.get('slack') as { botToken: string; signingSecret: string };
      assert.deepEqual([slack.botToken, slack.signingSecret, config.port], ['xoxb-a', 'off', 4000]);
    });

  it('are read behind the mark that Windows puts before the first name of a file', () => {
    assert.equal(readConfig({ '\ufeffPORT': '4000', HOST: 'a' }).port, 4000);
  });

  it('count as left out where nothing but blanks or quotation marks stands', () => {
    for (const nothing of ['""', ' ', "''", '\r']) assert.equal(readConfig({ PORT: nothing }).port, 3978);
    assert.throws(() => readConfig({ PORT: '"' }), { code: 'SETTING_WRONG' });
  });

  it('are refused where the metrics and the service want the same port', () => {
    assert.throws(() => readConfig({ PORT: '4000', METRICS: '0.0.0.0:4000' }), {
      code: 'SETTING_WRONG',
      message: /METRICS.*PORT/,
    });
  });

  it('are told of names that look like one of them and are none', () => {
    const env = {
      ...{ SLACK_BOT_TOKN: 'x', MICROSOFT_APP_ID: 'x', DESK_MAIL: 'x', OIDC_SCOPE: 'x', WEB_CHAT: 'off' },
      ...{ SLACK_PROXY_SERVICE_HOST: '10.0.0.1', SLACK_PORT_80_TCP: 'tcp://10.0.0.1', HOME: '/root', PORT: '1' },
      ...{ SLACK_ALLOW: '*', TRUSTED_PROXY: '127.0.0.1', DESK: '', SMTP_URL: '', TEAMS_CARD_KEY: '', CONSOLE_URL: '' },
    };
    const watched = watchedEnv(env);
    readConfig(watched.env);
    assert.deepEqual(watched.unread(), ['SLACK_BOT_TOKN', 'MICROSOFT_APP_ID', 'DESK_MAIL', 'OIDC_SCOPE']);
  });
});
