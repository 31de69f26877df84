import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { lastEvent, lasting } from '../../src/commands/last-event.ts';
import type { Finding } from '../../src/core/finding.ts';
import { Service } from '../fakes/service.ts';
import { eventOf, postEvent, SECRET } from '../fakes/slack/person.ts';
import { BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';

async function found(address: string, channel: 'slack' | 'teams', local?: string): Promise<Finding> {
  for await (const finding of lastEvent(address, channel, local)) return finding;
  throw new Error('nothing was found');
}

describe('The doctor, on the last event', () => {
  it('says when it came, or that none did, of the running service', async function () {
    this.timeout(60_000);
    const slack = await SlackPlatform.start();
    const service = new Service();
    try {
      const settings = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: slack.apiUrl };
      const address = await service.start({ ...settings, TEAMS: 'local' });
      const before = await found(address, 'slack');
      assert.match(before.what, /^No event from Slack has come since it started \d+ (second|minute)s? ago\.$/);
      assert.match(before.cure ?? '', /Event Subscriptions/);
      // An address that Slack only checks is no event; one that is left alone is.
      await postEvent(address, { type: 'url_verification', challenge: 'x' });
      assert.equal((await found(address, 'slack')).state, 'open');
      await postEvent(address, eventOf('reaction_added', {}));
      assert.match((await found(address, 'slack')).what, /^The last event from Slack came \d+ seconds? ago\.$/);
      assert.equal((await found(address, 'teams')).state, 'open');
      // A proxy in front keeps /readyz to itself.
      const behind = await found('http://127.0.0.1:1', 'slack', address);
      assert.equal(behind.state, 'fine');
      assert.match(
        behind.what,
        /ago \(as http:\/\/127\.0\.0\.1:\d+ says; http:\/\/127\.0\.0\.1:1\/readyz does not tell it\)\.$/,
      );
    } finally {
      await service.remove();
      await slack.close();
    }
  });

  it('says that it could not look where nothing answers, or something else does', async () => {
    assert.match((await found('http://127.0.0.1:1', 'teams')).what, /was not looked at/);
    assert.match(
      (await found('http://127.0.0.1:1', 'teams', 'http://127.0.0.1:2')).what,
      /:1\/readyz or .*:2\/readyz\.$/,
    );
    const other = createServer((_, response) => void response.end('{"status":"ready"}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    assert.match((await found(`http://127.0.0.1:${port}`, 'slack')).what, /was not looked at/);
    other.close();
  });

  it('tells lengths of time in one unit', () => {
    const told = [0, 1, 59, 60, 7199, 7200, 86_400, 400_000].map(lasting);
    assert.deepEqual(told, [
      ...['0 seconds', '1 second', '59 seconds', '1 minute', '1 hour', '2 hours', '1 day', '4 days'],
    ]);
  });
});
