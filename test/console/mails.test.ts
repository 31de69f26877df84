/** Mails that call an agent, taken by a real SMTP server (npm's smtp-server). */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { AlertParts } from '../../src/console/desk/alert-parts.ts';
import { DeskMails } from '../../src/console/desk/mails.ts';
import { lookAtMail } from '../../src/console/desk/smtp.ts';
import { consoleSettings } from '../../src/console/settings.ts';
import { freePort } from '../fakes/free-port.ts';
import { OUTSIDE, SecureFront } from '../fakes/outside.ts';
import { entry, reply } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';
import { ConsoleWorld } from './console-world.ts';
import { DeskTalk } from './desk-talk.ts';

/** A mail as it came. */
interface Came {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly user: string | null;
}

describe('mails of waiting tickets', function () {
  this.timeout(40_000);
  const came: Came[] = [];
  let refuses: number | null = null;
  let server: SMTPServer;
  let plainServer: SMTPServer;

  const make = (options: ConstructorParameters<typeof SMTPServer>[0]): SMTPServer =>
    new SMTPServer({
      ...OUTSIDE,
      ...options,
      onAuth: ({ username, password }, _session, done) =>
        password === 'pass word' ? done(null, { user: username }) : done(new Error('no')),
      onRcptTo: (_address, _session, done) =>
        refuses === null ? done() : done(Object.assign(new Error('no'), { responseCode: refuses })),
      onData(stream, { envelope, user }, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          came.push({ from, to: envelope.rcptTo.map(({ address }) => address), text, user: user ?? null });
          done();
        });
      },
    });
  const listen = (one: SMTPServer): Promise<void> => new Promise((resolve) => void one.listen(0, '127.0.0.1', resolve));
  const portOf = (one: SMTPServer): number => (one.server.address() as AddressInfo).port;

  before(async () => {
    // With its own certificate: STARTTLS is offered, and not trusted by anybody.
    server = make({ authOptional: false });
    plainServer = make({ authOptional: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    for (const one of [server, plainServer]) {
      one.on('error', () => undefined);
      await listen(one);
    }
  });
  after(() => Promise.all([server, plainServer].map((one) => new Promise<void>((done) => one.close(() => done())))));
  beforeEach(() => {
    came.splice(0);
    refuses = null;
  });

  const MAIL = { DESK_MAIL_FROM: 'firstline@example.com', DESK_MAIL_TO: 'desk@example.com, lead@example.com' };
  const settings = (url = `smtp://ana:pass%20word@127.0.0.1:${portOf(plainServer)}?plain`) => {
    const read = consoleSettings({ ...MAIL, SMTP_URL: url });
    assert.ok('settings' in read && read.settings, JSON.stringify(read));
    return read.settings;
  };

  it('tell number, problem and link, never the person’s words, and come through the outbox', async () => {
    const world = await ConsoleWorld.open(settings());
    try {
      const { ticket } = await DeskTalk.open(world);
      await until(() => came.length === 1, 'the mail');
      const [{ from, to, text, user } = assert.fail()] = came;
      assert.deepEqual([from, to, user], ['firstline@example.com', ['desk@example.com', 'lead@example.com'], 'ana']);
      const body = text
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      assert.match(text, new RegExp(`Subject: \\[Firstline\\] ${ticket} waits: The panel's schedule is out of date`));
      assert.match(text, /Auto-Submitted: auto-generated/);
      assert.ok(body.includes(`${world.address}/console/desk/${ticket}`));
      assert.doesNotMatch(body, /Roomie cannot book/);
    } finally {
      await world.close();
    }
  });

  const ROW = {
    ...{ conversation: 'alert:alert-mail:F-1', turn: 3, part: 1, channel: 'alert-mail', address: null },
    state: 'sending',
  } as const;
  const send = (given: Partial<AlertParts> = {}, text = 'F-1 waiting', attempt = 1) => {
    const mails = new DeskMails();
    mails.parts = {
      ...{ webhook: null, mail: settings().mail, now: () => new Date() },
      isAnybodyThere: async () => false,
      unheard: async () => undefined,
      entry: async () => entry('F-1', { title: 'Slow\r\nBcc: evil@example.com', promised: '2026-03-02T10:00:00Z' }),
      link: (ticket) => `https://help.example.com/console/desk/${ticket}`,
      say: (key, values) => `${key} ${Object.values(values).join(' ')}`,
      ...given,
    };
    const said = reply(text);
    return mails
      .send('alert:alert-mail:F-1', said, { ...ROW, reply: said, attempt, ref: null })
      .finally(() => mails.close());
  };

  it('have the same id at every attempt, and no header that a title could add', async () => {
    for (const attempt of [1, 2]) assert.deepEqual(await send({}, 'F-1 waiting', attempt), { kind: 'sent', ref: null });
    const ids = came.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1]);
    assert.equal(new Set(ids).size, 1);
    assert.ok(came.every(({ to, text }) => to.length === 2 && !/^Bcc:/m.test(text.split('\r\n\r\n')[0]!)));
  });

  it('come again later where the server has trouble or is away, and end where it says no for good', async () => {
    refuses = 451;
    assert.deepEqual(await send(), { kind: 'later', afterMs: 5000, why: 'EENVELOPE 451' });
    assert.deepEqual(await send({}, 'F-1 waiting', 3), { kind: 'later', afterMs: 20_000, why: 'EENVELOPE 451' });
    refuses = 550;
    assert.deepEqual(await send(), { kind: 'refused', why: 'the mail server answered 550' });
    const away = { ...settings().mail!, url: new URL('smtp://127.0.0.1:9?plain') };
    const gone = await send({ mail: away });
    assert.match(gone.kind === 'later' ? gone.why! : gone.kind, /ECONN|ESOCKET|EDNS/);
    const front = await SecureFront.before(portOf(plainServer), 'expired');
    const old = { ...settings().mail!, url: new URL(`smtps://localhost:${front.port}`) };
    const untrusted = await send({ mail: old });
    assert.match(untrusted.kind === 'later' ? untrusted.why! : untrusted.kind, /certificate has expired/);
    const looked = await lookAtMail(old);
    assert.match(looked.what, /localhost:\d+ is not valid at the time/);
    assert.match(looked.cure ?? '', /has run out/);
    await front.close();
    const wrong = { ...settings().mail!, url: new URL(`smtp://ana:wrong@127.0.0.1:${portOf(plainServer)}?plain`) };
    assert.equal((await send({ mail: wrong })).kind, 'later', 'a password may be corrected');
    assert.deepEqual(came, []);
  });

  it('give nothing to a server without TLS that can be trusted', async () => {
    for (const one of [server, plainServer]) {
      const mail = { ...settings().mail!, url: new URL(`smtp://ana:pass%20word@127.0.0.1:${portOf(one)}`) };
      assert.equal((await send({ mail })).kind, 'later');
    }
    assert.deepEqual(came, []);
  });

  it('are sent in spite of an open console where a promise is about to break, and only then', async () => {
    const isAnybodyThere = async (): Promise<boolean> => true;
    await send({ isAnybodyThere });
    assert.equal(came.length, 0);
    await send({ isAnybodyThere }, 'F-1 promise');
    assert.match(came[0]?.text ?? '', /mail-promise F-1/);
    await send({ entry: async () => entry('F-1', { state: 'held' }) }, 'F-1 promise');
    assert.equal(came.length, 1, 'somebody took it meanwhile');
  });

  it('can be tried without sending one: the look says what is wrong with the server, and how to mend it', async () => {
    const [plainPort, tlsPort, free] = [portOf(plainServer), portOf(server), await freePort()];
    const look = (url: string) => lookAtMail({ ...settings().mail!, url: new URL(url) });
    const fine = await look(`smtp://ana:pass%20word@127.0.0.1:${plainPort}?plain`);
    assert.deepEqual(fine, {
      state: 'fine',
      what: `The mail server 127.0.0.1:${plainPort} answers and takes the user and the password; no mail was sent`,
    });
    const other = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const wrong: readonly [string, RegExp, RegExp][] = [
      [`smtp://ana:wr0ngpw@127.0.0.1:${plainPort}?plain`, /user and the password of SMTP_URL/, /Correct them/],
      [`smtp://ana:wr0ngpw@127.0.0.1:${tlsPort}`, /no TLS that can be trusted/, /NODE_EXTRA_CA_CERTS/],
      [`smtps://ana:wr0ngpw@127.0.0.1:${plainPort}`, /no TLS that can be trusted/, /port 465/],
      [`smtp://ana:wr0ngpw@127.0.0.1:${free}?plain`, /can't be reached/, /firewall/],
      [`smtp://ana:wr0ngpw@127.0.0.1:${(other.address() as AddressInfo).port}?plain`, /not as a mail server/, /587/],
      [
        'smtp://ana:wr0ngpw@mail.firstline.invalid?plain',
        /name of the mail server .* is not known/,
        /Correct the name/,
      ],
    ];
    for (const [url, what, cure] of wrong) {
      const found = await look(url);
      assert.equal(found.state, 'wrong', url);
      assert.match(found.what, what);
      assert.match(found.cure!, cure);
      assert.doesNotMatch(JSON.stringify(found), /wr0ngpw/);
    }
    other.close();
    assert.deepEqual(came, []);
  });

  it('need all of their settings, and TLS for a server elsewhere', () => {
    assert.match(
      JSON.stringify(consoleSettings({ SMTP_URL: 'smtp://127.0.0.1' })),
      /DESK_MAIL_FROM and DESK_MAIL_TO is missing/,
    );
    for (const [name, value] of [
      ['SMTP_URL', 'https://example.com'],
      ['DESK_MAIL_TO', 'nobody'],
      ['DESK_MAIL_FROM', 'a@b\r\nBcc: x@example.com'],
    ] as const)
      assert.match(
        JSON.stringify(consoleSettings({ ...MAIL, SMTP_URL: 'smtp://127.0.0.1', [name]: value })),
        /must be/,
      );
    const plainElsewhere = consoleSettings({ ...MAIL, SMTP_URL: 'smtp://mail.example.com?plain' });
    assert.match(JSON.stringify(plainElsewhere), /without TLS/);
  });
});
