import assert from 'node:assert/strict';
import { firstline } from '../fakes/cli.ts';
import { freePort } from '../fakes/free-port.ts';
import { SECRET } from '../fakes/slack/person.ts';
import { BOT_TOKEN, SlackPlatform } from '../fakes/slack/platform.ts';

describe('firstline doctor', function () {
  this.timeout(60_000);

  it('prints a cure that helps against several findings once', async () => {
    const slack = await SlackPlatform.start();
    try {
      slack.scopes = 'im:history,app_mentions:read';
      const ran = await firstline(['doctor', 'slack', '--address', 'http://127.0.0.1:1'], '', {
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_API_URL: slack.apiUrl,
      });
      assert.equal(ran.code, 1);
      assert.ok(ran.out.split('Without the scope').length > 5, ran.out);
      assert.equal(ran.out.split('then reinstall the app').length - 1, 1, ran.out);
      assert.match(ran.out, /The same helps as above/);
    } finally {
      await slack.close();
    }
  });

  it('tries the mail server before the way to the desk', async () => {
    const ran = await firstline(['doctor', 'desk', '--address', 'http://127.0.0.1:1'], '', {
      ...{ DESK: 'web', SMTP_URL: `smtp://ana:s3cretpw@127.0.0.1:${await freePort()}?plain` },
      ...{ DESK_MAIL_FROM: 'firstline@example.com', DESK_MAIL_TO: 'desk@example.com' },
    });
    assert.equal(ran.code, 1);
    assert.match(ran.out, /^✗ The mail server 127\.0\.0\.1:\d+ can't be reached: .*\n {4}See whether SMTP_URL/);
    assert.match(ran.out, /✓ Desks:/);
    assert.doesNotMatch(ran.out + ran.err, /s3cretpw/);
  });
});
