import assert from 'node:assert/strict';
import { CHANNELS } from '../../../src/channels/index.ts';
import { FIELD, FORM } from '../../../src/channels/slack/desk/forms.ts';
import { SocketReceiver } from '../../../src/channels/slack/receive/socket.ts';
import { oneDesk } from '../../../src/content/desks.ts';
import { Fault } from '../../../src/core/fault.ts';
import { SILENT } from '../../../src/core/log.ts';
import { UNMETERED } from '../../../src/core/meter.ts';
import { type Firstline, startFirstline } from '../../fakes/slack/firstline.ts';
import { eventOf, payload, SlackPerson, type Way } from '../../fakes/slack/person.ts';
import { APP_TOKEN, BOT, SlackPlatform, TEAM } from '../../fakes/slack/platform.ts';
import { until } from '../../fakes/until.ts';

describe('Slack over Socket Mode', () => {
  let slack: SlackPlatform;
  let firstline: Firstline;
  let fail = 0;
  const refusals: string[] = [];
  const way: Way = {
    event: async (envelope) => void slack.socket.deliver('events_api', envelope),
    interactive: async (body) => void slack.socket.deliver('interactive', body),
  };

  before(async () => {
    slack = await SlackPlatform.start();
    firstline = await startFirstline(slack, {
      settings: { signingSecret: null, appToken: APP_TOKEN },
      meter: { ...UNMETERED, refused: (code) => void refusals.push(code) },
      desks: oneDesk(`slack:${slack.channels.get('front-desk')}`, CHANNELS),
      accept: async (message, journal) => {
        if (fail > 0) {
          fail -= 1;
          throw new Error('no');
        }
        return journal.accept(message);
      },
    });
    await until(() => slack.socket.open === 2, 'two connections');
  });
  after(async () => {
    await firstline.stop();
    await slack.close();
  });
  beforeEach(async () => {
    await firstline.idle();
    slack.calls.length = 0;
    slack.socket.acks.length = 0;
    refusals.length = 0;
  });

  const acked = (id: string) => slack.socket.acks.some((a) => a.id === id);
  const hello = () =>
    eventOf('message.im', {
      user: slack.users.get('kim'),
      channel: slack.channels.get('@kim'),
      client_msg_id: crypto.randomUUID(),
    });

  it('needs no public address: messages, buttons and commands come over the socket', async () => {
    assert.equal((await fetch(`${firstline.address}/slack/events`, { method: 'POST' })).status, 404);
    const kim = new SlackPerson('kim', slack, way);
    await kim.says('Roomie cannot book this room because the schedule on this panel is out of date.');
    await until(() => slack.made('chat.postMessage').length === 1, 'an answer');
    await firstline.idle();
    await kim.presses('Our own hub');
    await until(() => slack.made('chat.postMessage').length === 2, 'the next step');
    const id = slack.socket.deliver('slash_commands', {
      ...payload('slash_command'),
      user_id: kim.id,
      trigger_id: 'x',
    });
    await until(() => acked(id) && slack.socket.acks.length >= 3, 'all acknowledgements');
    assert.match(JSON.stringify(slack.socket.acks.find((a) => a.id === id)?.payload), /Your open cases/);
    assert.equal(slack.socket.acks.length, 3);
  });

  it('answers a form that can’t be taken with its mistake, and one that is taken with nothing', async () => {
    const sent = (text: string, id: string) => ({
      type: 'view_submission',
      team: { id: TEAM },
      user: { id: slack.users.get('bob'), team_id: TEAM },
      view: {
        id,
        type: 'modal',
        callback_id: FORM,
        private_metadata: JSON.stringify({
          ticket: 'ticket:F-0000-0000',
          id: 'say',
          channel: slack.channels.get('front-desk'),
          head: '1767603600.000050',
        }),
        state: { values: { [FIELD]: { [FIELD]: { value: text } } } },
      },
    });
    const [empty, full] = [sent(' ', 'V1'), sent('hello', 'V2')].map((p) => slack.socket.deliver('interactive', p));
    await until(() => acked(empty!) && acked(full!), 'both answered');
    const payloads = new Map(slack.socket.acks.map((a) => [a.id, a.payload]));
    assert.match(JSON.stringify(payloads.get(empty!)), /"response_action":"errors".*Write something/);
    assert.doesNotMatch(JSON.stringify(payloads.get(full!) ?? {}), /errors/);
    await firstline.idle();
  });

  it('acknowledges an event only once it is stored, and answers one that Slack sends again once', async () => {
    const envelope = hello();
    fail = 1;
    const lost = slack.socket.deliver('events_api', envelope);
    await until(() => fail === 0, 'the failure');
    // Events are acknowledged in order of their ends, and this one ends later.
    const later = slack.socket.deliver('slash_commands', { ...payload('slash_command'), trigger_id: 'x' });
    await until(() => acked(later), 'what came afterwards');
    assert.equal(acked(lost), false);
    assert.equal(refusals[0], 'SLACK_NOT_TAKEN');
    slack.socket.deliver('events_api', envelope, lost);
    await until(() => acked(lost), 'the second delivery');
    slack.socket.deliver('events_api', envelope, lost);
    await until(() => slack.socket.acks.filter((a) => a.id === lost).length === 2, 'the third delivery');
    await firstline.idle();
    assert.equal(slack.made('chat.postMessage').length, 1);
  });

  it('takes events again after Slack renewed its connections, or cut them', async () => {
    const before = slack.socket.connections;
    slack.socket.refresh();
    await until(() => slack.socket.connections >= before + 2 && slack.socket.open === 2, 'new connections');
    slack.socket.cut();
    await until(() => slack.socket.connections >= before + 4 && slack.socket.open === 2, 'new connections');
    const id = slack.socket.deliver('events_api', hello());
    await until(() => acked(id), 'an acknowledgement');
    const other = slack.socket.deliver('events_api', hello());
    await until(() => acked(other), 'an acknowledgement');
    await firstline.idle();
  });

  it('says that it is connected once Slack said hello, and not before', async () => {
    const said: string[] = [];
    const log = { ...SILENT, info: (_: object, what: string) => void said.push(what) };
    const settings = { signingSecret: null, appToken: APP_TOKEN };
    slack.fate = ({ method }) => (method === 'apps.connections.open' ? 'cut-before' : null);
    const one = await startFirstline(slack, { settings, log });
    assert.deepEqual(
      said.filter((what) => /connected/.test(what)),
      [],
    );
    slack.fate = () => null;
    await until(() => said.includes('Socket Mode: connected'), 'a connection');
    await one.stop();
    const other = await startFirstline(slack, { settings, log });
    assert.ok(said.includes('Slack is connected over Socket Mode'), said.join());
    await other.stop();
  });

  it('does not stop trying while Slack can’t be reached', async () => {
    const before = slack.socket.connections;
    slack.fate = ({ method }) => (method === 'apps.connections.open' ? 'cut-before' : null);
    slack.socket.cut();
    await until(() => slack.made('apps.connections.open').length >= 3, 'attempts');
    slack.fate = () => null;
    await until(() => slack.socket.open === 2, 'two connections');
    assert.ok(slack.socket.connections > before);
    const id = slack.socket.deliver('events_api', hello());
    await until(() => acked(id), 'an acknowledgement');
    await firstline.idle();
    assert.ok((await slack.messages(slack.channels.get('@kim')!)).some((m) => m.user === BOT));
  });

  it('gives up sockets that fall silent, and those that never say hello', async () => {
    const quick = new SocketReceiver({
      appToken: APP_TOKEN,
      apiUrl: slack.apiUrl,
      log: SILENT,
      meter: UNMETERED,
      connections: 1,
      helloMs: 300,
      pongMs: 200,
    });
    quick.init({ processEvent: async () => undefined } as never);
    slack.socket.hello = false;
    await quick.start();
    assert.equal(quick.open, 0);
    slack.socket.hello = true;
    await until(() => quick.open === 1, 'a hello');
    const before = slack.socket.connections;
    slack.socket.alive = false;
    // The SDK pings every five seconds.
    await until(() => slack.socket.connections > before, 'a new connection').finally(() => (slack.socket.alive = true));
    await quick.stop();
  });

  it('does not start with a token that Slack refuses', async () => {
    const wrong = new SocketReceiver({ appToken: 'xapp-wrong', apiUrl: slack.apiUrl, log: SILENT, meter: UNMETERED });
    await assert.rejects(
      wrong.start(),
      (error: unknown) => error instanceof Fault && error.code === 'SLACK_TOKEN_REFUSED',
    );
    await wrong.stop();
  });
});
