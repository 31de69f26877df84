import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CHANNELS } from '../../src/channels/index.ts';
import { readyText } from '../../src/commands/ready.ts';
import { readConfig } from '../../src/config.ts';
import { oneDesk } from '../../src/content/desks.ts';
import { COMMAND, ROOT } from '../fakes/content.ts';
import { desks } from '../fakes/desk-world.ts';

/** The lines that `firstline start` prints for whoever started it. */

/** The character that every colour begins with. */
const ESCAPE = '\u001b';
const ADDRESS = 'http://127.0.0.1:3978';
const TEAMS = {
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppPassword: 'secret',
  MicrosoftAppTenantId: 'aaaaaaaa-0000-0000-0000-000000000001',
};

function ready(
  env: Record<string, string> = {},
  where: Parameters<typeof readyText>[2] = null,
  colour = false,
): string {
  return readyText(ADDRESS, readConfig(env), where, colour);
}

describe('the text that start prints', () => {
  it('begins with the line that scripts wait for', () => {
    assert.equal(ready().split('\n')[0], `Firstline is ready: ${ADDRESS}`);
  });

  it('says who may open the chat page', () => {
    assert.match(ready(), /Chat page +open that address in a browser on this machine/);
    assert.match(ready({ WEB_CHAT: 'public' }), /Chat page +public, through a proxy with TLS/);
    assert.match(ready({ WEB_CHAT: 'open' }), /Chat page .*old name.*everybody who reaches the port/);
    assert.match(ready({ WEB_CHAT: 'off' }), /Chat page +off/);
  });

  it('names every connected channel, how it is connected, and the command that checks it', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };
    assert.match(ready(env), /Slack +on, over HTTP, at \/slack\/events; npx firstline doctor slack/);
    assert.match(
      ready({ ...env, SLACK_APP_TOKEN: 'xapp-1' }),
      /Slack +on, over HTTP, at \/slack\/events and Socket Mode/,
    );
    assert.match(ready(TEAMS), /Teams +on, at \/api\/messages; npx firstline doctor teams/);
    assert.match(ready({ TEAMS: 'local' }), /Teams +for the playground on this machine only/);
  });

  it('says where tickets go', () => {
    assert.match(ready({}, oneDesk('slack:C0123', CHANNELS)), /Desk +tickets go to Slack;/);
    assert.match(
      ready({}, oneDesk('web', CHANNELS)),
      /Desk +tickets go to the console;.*nobody is told while no console is open/,
    );
    const told = { DESK_WEBHOOK: 'https://hooks.example.com', DESK_WEBHOOK_SECRET: `whsec_${'a'.repeat(43)}=` };
    assert.doesNotMatch(ready(told, oneDesk('web', CHANNELS)), /nobody is told while/);
    assert.match(ready(), /Console +http:.*\/console, on this machine only/);
    assert.match(
      ready({}, desks({ name: 'front' }, { name: 'network' })),
      /tickets go to front \(Slack\), network \(Slack\);/,
    );
    assert.match(
      ready(),
      /Desk +not set: tickets are written down, and nobody is told\. npx firstline tickets shows them/,
    );
  });

  it('names guides that exist', () => {
    const named = [...ready().matchAll(/how: (\S+\.md)$/gm)].map(([, path]) => path!);
    assert.deepEqual(
      named,
      ['slack', 'teams', 'desk'].map((guide) => `deploy/${guide}/README.md`),
    );
    for (const path of named) assert.ok(existsSync(join(ROOT, path)), path);
  });

  it('has colours only where they are switched on', () => {
    assert.ok(!ready().includes(ESCAPE));
    const coloured = ready({}, null, true);
    assert.ok(coloured.includes(`${ESCAPE}[1m`));
    assert.equal(stripVTControlCharacters(coloured), ready());
    assert.equal(readConfig({ NO_COLOR: '1' }).colour, false);
  });

  it('is printed by the service, which warns once that no desk is set', async () => {
    const env = { ...process.env, PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'info', DESK: '', DESKS: '' };
    const child = spawn(process.execPath, [COMMAND, 'start'], { env });
    const closed = once(child, 'close');
    let out = '';
    let err = '';
    child.stderr.on('data', (chunk) => (err += chunk));
    await new Promise<void>((done) =>
      child.stdout.on('data', (chunk) => {
        out += chunk;
        if (out.includes('Ctrl+C')) done();
      }),
    );
    child.kill('SIGTERM');
    assert.equal((await closed)[0], 0);
    assert.match(out, /^Firstline is ready: http:\/\/127\.0\.0\.1:\d+\n {2}Chat page/);
    assert.ok(!out.includes(ESCAPE));
    assert.equal(err.match(/DESK_NOT_SET/g)?.length, 1);
    assert.match(err, /"level":40,.*nobody is told of them/);
  });
});
