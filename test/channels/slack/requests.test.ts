import assert from 'node:assert/strict';
import { request } from 'node:http';
import { DEADLINE_MS } from '../../../src/channels/slack/receive/acknowledge.ts';
import { Fault } from '../../../src/core/fault.ts';
import { UNMETERED } from '../../../src/core/meter.ts';
import { CodeLog } from '../../fakes/journals.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import {
  eventOf,
  payload,
  postEvent,
  postForm,
  postPayload,
  postSigned,
  requestSigned,
} from '../../fakes/slack/person.ts';
import { SlackPlatform } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';

/** Slack waits so long for an answer. */
const SLACK_GIVES_UP_MS = 3000;

describe('The route /slack/events', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let accepted = 0;
  let trouble: (() => Promise<boolean>) | null = null;
  const log = new CodeLog();
  const resends: unknown[] = [];
  const refusals: string[] = [];

  before(async () => {
    slack = await SlackPlatform.start();
    firstline = await startFirstline(slack, {
      log,
      meter: { ...UNMETERED, refused: (code) => void refusals.push(code) },
      accept: async (message, journal, as) => {
        accepted += 1;
        resends.push(as);
        return trouble ? trouble() : journal.accept(message);
      },
    });
  });
  beforeEach(async () => {
    // Messages of the test before may still be waiting for their answers: those count there, not here.
    await firstline.idle();
    accepted = 0;
    trouble = null;
    log.codes.length = 0;
    resends.length = 0;
    refusals.length = 0;
    slack.calls.length = 0;
  });
  after(async () => {
    await firstline.stop();
    await slack.close();
  });

  /** Nothing came of it: not stored, not answered. */
  async function untouched(): Promise<void> {
    await firstline.idle();
    assert.equal(accepted, 0, 'nothing was journaled');
    assert.equal(slack.made('chat.postMessage').length, 0);
  }

  const said = () => eventOf('message.im', { client_msg_id: crypto.randomUUID() });

  it('refuses requests that Slack did not sign', async () => {
    const wrong = await postEvent(firstline.address, said(), { secret: 'somebody-else’s' });
    assert.deepEqual([wrong.status, wrong.text], [401, '']);
    for (const signature of ['', 'v0=', 'v0=0', `v1=${'0'.repeat(64)}`, 'ü'.repeat(3).normalize('NFD').slice(0, 0)])
      assert.equal((await postEvent(firstline.address, said(), { signature })).status, 401, signature);
    const unsigned = await fetch(`${firstline.address}/slack/events`, { method: 'POST', body: JSON.stringify(said()) });
    assert.equal(unsigned.status, 401);
    await untouched();
    assert.ok(log.codes.includes('SLACK_SIGNATURE_WRONG'));
    assert.equal(refusals[0], 'SLACK_SIGNATURE_WRONG');
  });

  it('refuses requests that were signed at another time, past or future', async () => {
    for (const skew of [-361, 361, 86_400])
      assert.equal((await postEvent(firstline.address, said(), { skew })).status, 401, String(skew));
    for (const timestamp of ['', '12ab', '-1', '1e9'])
      assert.equal(
        (await postEvent(firstline.address, said(), { headers: { 'x-slack-request-timestamp': timestamp } })).status,
        401,
        timestamp,
      );
    await untouched();
    assert.equal((await postEvent(firstline.address, said(), { skew: -240 })).status, 200, 'Slack’s own retry window');
  });

  it('answers a replayed request once', async () => {
    const body = JSON.stringify(said());
    for (let i = 0; i < 4; i++)
      assert.equal(
        (await postSigned(firstline.address, body, 'application/json', { headers: { 'x-slack-retry-num': String(i) } }))
          .status,
        200,
      );
    await firstline.idle();
    assert.equal(slack.made('chat.postMessage').length, 1);
  });

  it('answers a message and its mention, two events of one gesture, once', async () => {
    const channel = slack.channels.get('it-help')!;
    const user = slack.users.get('kim')!;
    const gesture = { channel, user, client_msg_id: crypto.randomUUID() };
    await Promise.all([
      postEvent(firstline.address, eventOf('message.mention', gesture)),
      postEvent(firstline.address, eventOf('app_mention', gesture)),
    ]);
    // Slack's client sometimes posts one gesture twice, at two times.
    await postEvent(firstline.address, eventOf('app_mention', { ...gesture, ts: '1767603800.000999' }));
    const dm = { client_msg_id: crypto.randomUUID(), user, channel: slack.channels.get('@kim') };
    await postEvent(firstline.address, eventOf('message.im', dm));
    await postEvent(firstline.address, eventOf('message.im', { ...dm, ts: '1767603600.000777' }));
    await firstline.idle();
    assert.equal(slack.made('chat.postMessage').length, 2);
  });

  it('reads nothing of a body that is too large, and goes on', async () => {
    const answer = await postSigned(
      firstline.address,
      JSON.stringify({ text: 'x'.repeat(5_000_000) }),
      'application/json',
    ).catch((error: Error) => ({ status: 413, text: String(error.cause) }));
    assert.equal(answer.status, 413);
    // Without saying beforehand how long it is.
    const status = await new Promise<number>((resolve) => {
      const chunked = request(`${firstline.address}/slack/events`, { method: 'POST' }, (res) =>
        resolve(res.statusCode!),
      );
      chunked.on('error', () => resolve(413));
      const more = (): void => {
        while (!chunked.destroyed && chunked.write(Buffer.alloc(65_536)));
        if (!chunked.destroyed) chunked.once('drain', more);
      };
      more();
    });
    assert.equal(status, 413);
    await untouched();
    assert.equal((await fetch(`${firstline.address}/readyz`)).status, 200);
  });

  it('does not wait for a body that comes too slowly', async () => {
    const slow = request(`${firstline.address}/slack/events`, { method: 'POST', headers: { 'content-length': '100' } });
    const ended = new Promise<string>((resolve) =>
      slow
        .on('error', () => resolve('broken off'))
        .on('response', (answer) => resolve(`answered ${answer.statusCode}`)),
    );
    slow.write('{');
    // The server's own patience, ten times as long, ends in an answer.
    assert.equal(await ended, 'broken off');
    slow.destroy();
    await untouched();
    assert.equal((await fetch(`${firstline.address}/healthz`)).status, 200);
  });

  it('answers an unreadable body with 400 and nothing more', async () => {
    const bad: [string, string][] = [
      ['{broken', 'application/json'],
      ['[]', 'application/json'],
      ['null', 'application/json'],
      ['', 'application/json'],
      ['payload=%7Bbroken', 'application/x-www-form-urlencoded'],
      ['payload=7', 'application/x-www-form-urlencoded'],
    ];
    for (const [body, type] of bad) {
      const answer = await postSigned(firstline.address, body, type);
      assert.deepEqual([answer.status, answer.text], [400, ''], body);
    }
    await untouched();
  });

  it('acknowledges unknown events and malformed ones', async () => {
    const odd: object[] = [
      { type: 'event_callback', team_id: 'T000000001', event: { type: 'something_new' } },
      { type: 'event_callback', team_id: 'T000000001', event: { type: 'message', channel: 'C1' } },
      { type: 'event_callback', team_id: 'T000000001', event: { type: 'app_mention' } },
      { type: 'something_else' },
      payload('app_rate_limited'),
    ];
    for (const envelope of odd) {
      assert.equal((await postEvent(firstline.address, envelope)).status, 200, JSON.stringify(envelope));
    }
    for (const value of ['', 'no bars', '1|2', '99999999999||x', `1||${'x'.repeat(500)}`]) {
      const [action] = (payload('block_actions') as { actions: object[] }).actions;
      const body = { ...payload('block_actions'), actions: [{ ...action, value }] };
      assert.equal((await postPayload(firstline.address, body)).status, 200, value);
    }
    await untouched();
    assert.ok(log.codes.includes('SLACK_DROPS_EVENTS'));
  });

  it('acknowledges every kind of event and gesture that is no concern of its, and writes nothing', async () => {
    const events = [
      ...[
        'app_uninstalled',
        'tokens_revoked',
        'team_access_granted',
        'function_executed',
        'link_shared',
        'file_shared',
      ],
      ...[
        'message_metadata_posted',
        'entity_details_requested',
        'assistant_thread_context_changed',
        'user_huddle_changed',
      ],
      ...['workflow_step_execute', 'channel_rename', 'shared_channel_invite_accepted', 'app_context_changed'],
    ];
    for (const type of events) {
      const run = {
        function: { callback_id: 'f' },
        inputs: {},
        function_execution_id: 'Fx1',
        bot_access_token: 'xwfp-1',
      };
      const more = type === 'function_executed' ? run : {};
      const event = { type, user: 'U0KIM', channel: 'C0HELP', event_ts: '1767603600.000100', ...more };
      const body = { ...(payload('message.im') as object), event, event_id: `Ev${type}` };
      assert.equal((await postEvent(firstline.address, body)).status, 200, type);
    }
    const subtypes = [
      ...[
        'huddle_thread',
        'reminder_add',
        'channel_canvas_updated',
        'document_mention',
        'pinned_item',
        'ekm_access_denied',
      ],
      ...[
        'sh_room_created',
        'channel_archive',
        'group_purpose',
        'channel_posting_permissions',
        'file_comment',
        'none_yet',
      ],
    ];
    for (const [i, subtype] of subtypes.entries()) {
      const given = { subtype, text: 'P-12 on the panel', ts: `17676037${10 + i}.000100`, client_msg_id: undefined };
      assert.equal((await postEvent(firstline.address, eventOf('message.channel', given))).status, 200, subtype);
    }
    const who = { user: { id: 'U0KIM', team_id: 'T000000001' }, team: { id: 'T000000001' }, view: { id: 'V1' } };
    for (const type of ['block_suggestion', 'view_closed', 'workflow_step_edit', 'dialog_submission', 'message_action'])
      await postPayload(firstline.address, {
        ...who,
        type,
        callback_id: 'none',
        action_ts: '1',
        submission: {},
        value: 'P',
      });
    await firstline.idle();
    assert.deepEqual([...slack.made('chat.postMessage'), ...slack.made('chat.postEphemeral')], []);
  });

  it('proves that the address is ours when Slack asks', async () => {
    const answer = await postEvent(firstline.address, payload('url_verification'));
    assert.deepEqual(JSON.parse(answer.text), { challenge: payload('url_verification').challenge });
    assert.equal((await postForm(firstline.address, { ssl_check: '1', token: 'x' })).status, 200);
    assert.equal((await postEvent(firstline.address, payload('url_verification'), { secret: 'x' })).status, 401);
    assert.equal((await fetch(`${firstline.address}/slack/events`)).status, 405);
    await untouched();
  });

  it('acknowledges only after the commit', async () => {
    const commit = Promise.withResolvers<boolean>();
    trouble = () => commit.promise;
    let answered = false;
    const answer = postEvent(firstline.address, said()).then((a) => {
      answered = true;
      return a;
    });
    await until(() => accepted === 1, 'a message to commit');
    // Somebody else's whole request comes and is answered meanwhile.
    assert.equal((await postEvent(firstline.address, payload('url_verification'))).status, 200);
    assert.equal(answered, false);
    commit.resolve(true);
    assert.equal((await answer).status, 200);
  });

  it('leaves events to Slack when there is too much, says when to come back, and holds presses until there is room', async () => {
    const full = async (): Promise<boolean> => {
      throw new Fault('INTAKE_FULL', 'much', 'wait', { afterS: 7 });
    };
    trouble = full;
    const refused = await requestSigned(firstline.address, JSON.stringify(said()), 'application/json');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '7']);
    assert.equal(accepted, 1, 'it is not tried again and again');
    assert.equal((await postEvent(firstline.address, said())).status, 503);
    assert.deepEqual(log.codes, ['INTAKE_FULL'], 'told once');
    assert.deepEqual(refusals, ['INTAKE_FULL', 'INTAKE_FULL'], 'counted each time');
    accepted = 0;
    trouble = () => (accepted < 3 ? full() : Promise.resolve(true));
    assert.equal((await postPayload(firstline.address, payload('block_actions'))).status, 200);
    assert.equal(accepted, 3);
    assert.deepEqual(resends, ['later', 'later', 'never', 'never', 'never']);
  });

  it('tries again while the store fails, and answers 503 before Slack’s three seconds are over', async () => {
    let attempts = 0;
    trouble = async () => {
      attempts += 1;
      if (attempts < 3) throw new Fault('NOT_STORED', 'no', 'again');
      return true;
    };
    assert.equal((await postPayload(firstline.address, payload('block_actions'))).status, 200, 'a hiccup is bridged');
    trouble = async () => {
      throw new Fault('NOT_STORED', 'no', 'again');
    };
    assert.deepEqual(await postEvent(firstline.address, said()), { status: 503, text: '' });
    // Only the deadline ends what never ends.
    trouble = () => new Promise(() => undefined);
    assert.deepEqual(await postEvent(firstline.address, said()), { status: 503, text: '' });
    assert.ok(DEADLINE_MS < SLACK_GIVES_UP_MS);
    assert.deepEqual(log.codes, ['SLACK_NOT_TAKEN'], 'told once');
    assert.deepEqual(refusals, ['SLACK_NOT_TAKEN', 'SLACK_NOT_TAKEN']);
  });
});
