/** The promises of every channel. Each channel brings its world: the platform behind it, and what it can't do, with the reason. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Channel, Env, Registration, SendOutcome } from '../../src/core/channel.ts';
import type { Host } from '../../src/core/host.ts';
import type { JobRow } from '../../src/core/job.ts';
import { SILENT } from '../../src/core/log.ts';
import { cleanText, type Incoming } from '../../src/core/message.ts';
import type { Choice, Placement, Reply } from '../../src/core/reply.ts';
import type { Line, OutboxRow } from '../../src/core/store.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { hostOf } from '../fakes/host.ts';
import { moment, reply } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

/** The things a channel cannot do, each with the reason: the contract then holds it to what follows from that. */
export interface Without {
  readonly without: string;
}

/** A delivery as the platform's client shows it. */
export interface Shown {
  /** The words people read. */
  readonly words: string;
  /** Markup, control characters and addresses of links: everything that would be more than words. */
  readonly works: readonly string[];
  /** Whom it pings, by what the platform calls them. */
  readonly calls: readonly string[];
}

/** How messages get to the channel. */
export interface Ways {
  /**
   * Brings a message as the platform would, and resolves with whether it was acknowledged as taken. The same key is the same
   * delivery again. A platform that can't reach the channel any more was acknowledged nothing.
   */
  say(text: string, key: string): Promise<boolean>;
  /** Presses a choice under the last reply. */
  readonly press: ((choice: Choice, asked: number) => Promise<boolean>) | Without;
  /** Whether the platform brings a delivery again that it is not sure of. */
  readonly again: true | Without;
}

/** A channel at work, with the platform behind it. */
export interface ChannelWorld {
  /** Mounted and started. */
  readonly channel: Channel;
  /** The address of the server with the channel's routes. */
  readonly server: string | Without;
  /** How many connections it holds open to the platform. */
  readonly connections: (() => number) | Without;
  readonly ways: Ways;
  /** The platform's name for whoever writes here; null where nobody can be called. */
  readonly called: string | null;
  /** The messages that were brought to people, in order. */
  shown(): readonly Shown[];
  /** How many requests brought something to people, or tried to. */
  attempts(): number;
  /** How the platform can fail while a reply is sent, each with the outcomes that are true then. */
  readonly failures: Readonly<Record<string, { begin(): void; outcomes: readonly SendOutcome['kind'][] }>> | Without;
  /** Cuts the sending off, before the platform had it or after. */
  readonly cut: { before(): void; after(): void } | Without;
  /** Rows and images of what is gone, besides those every channel may meet. */
  readonly gone: { readonly rows: readonly Partial<JobRow>[]; readonly images: readonly string[] };
  /** Stops taking in, as `start` does it: the server closes while the channel stops. */
  stop(): Promise<void>;
  /** Takes everything down. */
  close(): Promise<void>;
}

/** A channel for the contract. */
export interface ChannelUnderTest {
  readonly name: string;
  /** Its registration, and settings that are wrong, each with the name that must be told. The terminal is a command, and has none. */
  readonly registration: RegistrationUnderTest | Without;
  /** Opens its world; `host` is what the contract watches it by. */
  open(host: WatchedHost): Promise<ChannelWorld>;
}

/** A registration with what its settings may be. */
export interface RegistrationUnderTest {
  // biome-ignore lint/suspicious/noExplicitAny: settings are the channel's own
  readonly registration: Registration<any>;
  /** The state of the channel with nothing set. */
  readonly unset: 'off' | 'on';
  /** Every setting it reads. */
  readonly names: readonly string[];
  /** An environment that connects it. */
  readonly right: Env;
  /** Environments that are wrong, each with a setting that must be named in what is wrong or in the cure. */
  readonly wrong: readonly (readonly [env: Env, names: string])[];
}

/** The function that the channel is given to accept with, and how often it asked. */
export interface WatchedHost extends Host {
  /** How many calls of `accept` have ended. */
  readonly ended: () => number;
}

/** Foreign words with the markup of every place people talk. */
export const HOSTILE = [
  '<script>alert(1)</script> <b>bold</b> <img src=x onerror=alert(1)> &lt;i&gt; &amp;',
  '<!channel> <!here> <@U0FIRST> <#C1> <https://evil.example|click> @here @everyone',
  '[click](https://evil.example) ![x](https://evil.example/x.png) **bold** _it_ ~~gone~~ `code` # head',
  '<at>Kim</at> {domain} :tada: https://evil.example/',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007 \u0008\u009b2J',
].join(' ');

const YES: Choice = { id: 'yes', title: 'Yes, it is on' };
const BACK: Choice = { id: 'back', title: 'Back' };
const OUTCOMES = ['sent', 'later', 'refused', 'unknown'];
const TROUBLES = ['not-an-image', 'too-big', 'too-slow', 'not-allowed', 'busy', 'not-there', 'failed'];
/** A moment in which what must not happen would have happened. */
const A_MOMENT_MS = 40;

/** The contract of a channel. */
export function channelContract({ name, registration, open }: ChannelUnderTest): void {
  describe(`The channel contract: ${name}`, function () {
    this.timeout(30_000);
    let world: ChannelWorld;
    let accepted: Incoming[] = [];
    let asked = 0;
    let ended = 0;
    let lines: Line[] = [];
    /** How the host takes a message: the journal's part. */
    let take: () => Promise<void> = async () => undefined;
    /** Where replies go, as the first message told. */
    let place: Pick<Incoming, 'conversation' | 'address' | 'person'>;
    let turn = 0;
    let storeFails = false;
    const stored = async <T>(what: T): Promise<T> => {
      if (storeFails) throw new Error('the store is out of order');
      return what;
    };

    const host: WatchedHost = {
      ...hostOf('any', null, {
        accept: async (message) => {
          asked += 1;
          try {
            await take();
            const known = accepted.some((m) => m.id === message.id && m.conversation === message.conversation);
            if (!known) accepted.push(message);
            return !known;
          } finally {
            ended += 1;
          }
        },
        lines: () => stored(lines),
        helped: () => stored(null),
        openCases: () => stored([]),
        whose: () => stored(null),
        posted: () => stored(null),
        picture: () => stored(null),
      }),
      ended: () => ended,
    };
    const rowOf = (said: Reply): OutboxRow => {
      turn += 1;
      lines.push({ turn, part: 1, at: moment(), message: null, reply: said });
      const { conversation, address } = place;
      return {
        conversation,
        turn,
        part: 1,
        channel: name,
        address,
        reply: said,
        state: 'sending',
        attempt: 1,
        ref: null,
      };
    };
    const send = (said: Reply, placement: string | null = null, row = rowOf(said)): Promise<SendOutcome> =>
      world.channel.send(row.conversation, said, row, placement);
    const sent = async (said: Reply): Promise<Shown> => {
      const before = world.shown().length;
      assert.equal((await send(said)).kind, 'sent');
      await until(() => world.shown().length > before, 'the reply to be shown');
      return world.shown().at(-1)!;
    };

    beforeEach(async () => {
      [accepted, lines, turn, asked, ended] = [[], [], 0, 0, 0];
      take = async () => undefined;
      storeFails = false;
      world = await open(host);
      assert.equal(await world.ways.say('hello', 'first'), true);
      place = accepted[0]!;
      [accepted, asked] = [[], 0];
    });
    afterEach(() => world.close());

    describe('its life', () => {
      it('begins the names of its conversations with its own name', () => {
        assert.equal(world.channel.name, name);
        assert.ok(place.conversation.startsWith(`${name}:`), place.conversation);
        assert.ok(place.conversation.length > name.length + 1);
      });

      it('has a route at every path whose bodies it reads itself, and none where it has no server', async () => {
        const { server, channel } = world;
        if (typeof server !== 'string') return assert.deepEqual(channel.raw, [], server.without);
        for (const path of channel.raw) {
          const { status } = await fetch(server + path, { method: 'POST', body: 'anything' });
          assert.ok(status !== 404 && status !== 405, `${path} answers ${status}`);
        }
      });

      it('is mounted, started, stopped and closed in order, each twice without harm', async () => {
        const { channel, connections } = world;
        const open = typeof connections === 'function' ? connections : () => 0;
        const before = open();
        for (let i = 0; i < 2; i++)
          new FirstlineServer({ mounts: [channel], raw: channel.raw, ping: async () => undefined, log: SILENT });
        await channel.start();
        channel.check();
        assert.equal(await world.ways.say('still there?', 'after a second start'), true);
        assert.equal(accepted.length, 1);
        assert.equal(open(), before);
        await channel.idle();
        await world.stop();
        await channel.stop();
        await until(() => open() === 0, 'what it held open to end');
        channel.close();
        channel.close();
        await channel.idle();
      });

      it('is connected once it is started', () => world.channel.check());

      it('takes nothing in once it is stopped', async () => {
        await world.stop();
        assert.equal(await world.ways.say('too late', 'late'), false);
        await wait(A_MOMENT_MS);
        assert.deepEqual(accepted, []);
      });

      it('has an outcome for a reply that is sent after it is stopped', async () => {
        await world.stop();
        assert.ok(OUTCOMES.includes((await send(reply('the last word'))).kind));
      });
    });

    describe('a message that comes in', () => {
      it('is accepted once, with the channel’s name, an id, a conversation of its own, and the words that were written', async () => {
        const text = 'It says: <b>0x80070035</b> & "no" *path* _found_ [here]';
        assert.equal(await world.ways.say(text, 'one'), true);
        assert.equal(asked, 1);
        const [message] = accepted;
        assert.equal(message!.channel, name);
        assert.ok(message!.id.length > 0);
        assert.equal(message!.conversation, place.conversation);
        assert.equal(message!.kind, 'said');
        assert.equal(cleanText(message!.text).text, text);
      });

      it('is acknowledged only after it was accepted', async () => {
        let release = (): void => undefined;
        const stored = new Promise<void>((resolve) => (release = resolve));
        take = () => stored;
        let acknowledged: boolean | null = null;
        const saying = world.ways.say('slowly', 'slow').then((yes) => (acknowledged = yes));
        await until(() => asked === 1, 'the message to be accepted');
        await wait(A_MOMENT_MS);
        assert.equal(acknowledged, null);
        release();
        assert.equal(await saying, true);
        assert.equal(accepted.length, 1);
      });

      it('is not acknowledged when it could not be stored, and is taken when it comes again', async () => {
        take = async () => assert.fail('the store is out of order');
        assert.equal(await world.ways.say('not now', 'refused'), false);
        assert.equal(accepted.length, 0);
        take = async () => undefined;
        const { again } = world.ways;
        if (again !== true) return;
        assert.equal(await world.ways.say('not now', 'refused'), true);
        assert.deepEqual(
          accepted.map((m) => m.text),
          ['not now'],
        );
      });

      it('has the same id when it is brought again, and another one when it is another message', async () => {
        for (const key of ['same', 'same', 'other']) assert.equal(await world.ways.say('again', key), true);
        // Where nothing is ever brought again, the same words are another message.
        assert.equal(accepted.length, world.ways.again === true ? 2 : 3);
        assert.equal(new Set(accepted.map((m) => m.id)).size, accepted.length);
      });

      it('is a press with its choice and its question, or words where choices are typed', async () => {
        await sent(reply('Is it on?', { choices: [YES], asked: 7 }));
        const { press } = world.ways;
        if (typeof press !== 'function') {
          assert.equal(await world.ways.say('1', 'typed'), true);
          const typed = accepted.map(({ kind, text, choice }) => [kind, text, choice]);
          return assert.deepEqual(typed, [['said', '1', null]], press.without);
        }
        assert.equal(await press(YES, 7), true);
        assert.equal(accepted.length, 1);
        const { kind, choice, asked: question, conversation, channel } = accepted[0]!;
        assert.deepEqual([kind, choice, question], ['pressed', YES.id, 7]);
        assert.deepEqual([conversation, channel], [place.conversation, name]);
      });
    });

    describe('a reply that goes out', () => {
      it('is delivered by one attempt, and its words are shown', async () => {
        const before = world.attempts();
        const { words } = await sent(reply('Is it on?'));
        assert.ok(words.includes('Is it on?'), words);
        assert.equal(world.attempts() - before, 1);
      });

      it('shows choices and controls', async () => {
        const { words } = await sent(reply('Is it on?', { title: 'The plug', choices: [YES], controls: [BACK] }));
        for (const part of ['Is it on?', YES.title, BACK.title]) assert.ok(words.includes(part), words);
      });

      const foreign: Readonly<Record<string, Partial<Reply>>> = {
        'in a body': { body: [{ kind: 'text', spans: [{ text: HOSTILE }] }] },
        'in a quotation': { body: [{ kind: 'quote', spans: [{ text: HOSTILE }] }] },
        'in a list': { body: [{ kind: 'item', mark: '1.', spans: [{ text: HOSTILE }] }] },
        'in a title': { title: HOSTILE.slice(0, 140) },
        'as the end of a title': { title: HOSTILE.slice(-110) },
        'in a choice': { choices: [{ id: 'yes', title: HOSTILE.slice(0, 70) }] },
        'in a choice’s end': { choices: [{ id: 'yes', title: HOSTILE.slice(-70) }] },
        'as the name of who speaks': { speaker: { name: HOSTILE, agent: true } },
        'as the label of a step': { progress: { step: 1, of: 2, label: HOSTILE } },
      };
      for (const [where, given] of Object.entries(foreign))
        it(`has foreign text ${where} as nothing but words`, async () => {
          const { words, works, calls } = await sent(reply('Look:', given));
          assert.deepEqual([works, calls], [[], []]);
          if ('body' in given) assert.ok(bare(words).includes(bare(HOSTILE)), `${bare(words)}\n${bare(HOSTILE)}`);
        });

      it('may be very long, and is shown from its beginning', async () => {
        const { words } = await sent(reply(`It begins here. ${'word '.repeat(20_000)}`));
        assert.ok(words.includes('It begins here. word word'), words.slice(0, 100));
      });

      it('may be empty', async () => {
        assert.ok(OUTCOMES.includes((await send(reply(''))).kind));
      });

      const placements: readonly Placement[] = [
        { kind: 'under', message: 'first', loud: false },
        { kind: 'under', message: 'first', loud: true },
        { kind: 'instead', message: 'first' },
        { kind: 'gone', message: 'first' },
        { kind: 'marked', message: 'first', as: 'sent' },
        { kind: 'marked', message: 'first', as: 'refused' },
      ];
      for (const placement of placements)
        it(`has an outcome wherever it is placed: ${JSON.stringify(placement)}`, async () => {
          const first = await send(reply('first'));
          assert.equal(first.kind, 'sent');
          for (const known of [first.kind === 'sent' ? first.ref : null, null]) {
            const outcome = await send(reply('second', { placement }), known);
            assert.ok(OUTCOMES.includes(outcome.kind), JSON.stringify(outcome));
          }
        });

      it('has an outcome whatever its address is, readable or not', async () => {
        for (const address of [null, '', '{', '{}', '[]', 'null', '"x"', '{"channel":"C0GONE"}']) {
          const said = reply('Is anybody there?');
          const outcome = await send(said, null, { ...rowOf(said), address });
          assert.ok(OUTCOMES.includes(outcome.kind), `${address}: ${JSON.stringify(outcome)}`);
        }
      });

      it('has an outcome when the platform fails, and is tried once only', async () => {
        const { failures } = world;
        if ('without' in failures)
          return assert.equal((await send(reply('hello'))).kind, 'sent', String(failures.without));
        for (const [how, { begin, outcomes }] of Object.entries(failures)) {
          const before = world.attempts();
          begin();
          const outcome = await send(reply(`when it ${how}`));
          assert.ok(outcomes.includes(outcome.kind), `${how}: ${JSON.stringify(outcome)}`);
          assert.ok(world.attempts() - before <= 1, `${how}: ${world.attempts() - before} attempts`);
        }
      });

      it('is sent, or put off before it was sent, when the store fails the channel', async () => {
        const speaker = { name: 'Ana', agent: true };
        const images = [{ ref: 'picture', name: 'shot.png' }];
        const marked = { kind: 'marked', message: 'first', as: 'sent' } as const;
        storeFails = true;
        for (const given of [{}, { speaker }, { speaker, images }, { placement: marked }]) {
          const before = world.attempts();
          const { kind } = await send(reply('hello', given));
          assert.ok(kind === 'sent' || kind === 'later', `${JSON.stringify(given)}: ${kind}`);
          if (kind === 'later') assert.equal(world.attempts(), before);
        }
      });

      it('shows its words when its pictures are no longer kept', async () => {
        const images = [{ ref: 'picture', name: 'shot.png' }];
        const { words } = await sent(reply('Ana sent a picture.', { speaker: { name: 'Ana', agent: true }, images }));
        assert.ok(words.includes('Ana sent a picture.'), words);
      });

      it('mentions nobody but the person it is for, whatever their name is', async () => {
        const name = `<!channel> <at>Eve</at> ${HOSTILE}`;
        const ours = await sent(reply('hello', { to: { id: place.person?.id ?? 'nobody', name } }));
        assert.deepEqual([ours.calls, ours.works], [world.called === null ? [] : [world.called], []]);
        for (const id of ['slack:T9:<!channel>', 'teams:t9:29:eve', 'elsewhere:1', '']) {
          const { calls, works } = await sent(reply('hello', { to: { id, name } }));
          assert.deepEqual([calls, works], [[], []], id);
        }
      });

      it('is looked up truthfully after its sending was cut off', async () => {
        const { cut, channel } = world;
        const whole = rowOf(reply('whole'));
        await send(whole.reply, null, whole);
        assert.notEqual((await channel.find(whole)).kind, 'absent');
        if ('without' in cut) return;
        for (const [when, never] of [
          ['before', 'arrived'],
          ['after', 'absent'],
        ] as const) {
          const said = reply(`cut ${when}`);
          const row = rowOf(said);
          cut[when]();
          assert.notEqual((await send(said, null, row)).kind, 'refused');
          const found = await channel.find(row);
          assert.notEqual(found.kind, never, when);
          assert.ok(['arrived', 'absent', 'unknowable'].includes(found.kind));
        }
      });
    });

    describe('a look-up on the platform', () => {
      const job = { id: 'a:b|m1|0', kind: 'thread', images: [], from: null } as const;
      const rows = (): JobRow[] => {
        const { conversation, address: known } = place;
        const own = { conversation, address: known, channel: name, job, attempts: 1 };
        const unread = [null, '', '{', '{}', 'null'].map((address) => ({ ...own, address }));
        return [own, ...unread, ...world.gone.rows.map((given) => ({ ...own, ...given }))];
      };

      it('brings earlier messages, or the trouble with them', async () => {
        for (const row of rows()) {
          const result = await world.channel.earlier(row);
          assert.deepEqual([result.job, result.kind], [job.id, 'thread']);
          assert.ok(result.trouble === null || TROUBLES.includes(result.trouble), JSON.stringify(result));
        }
      });

      it('brings the trouble with a picture that can’t be fetched', async () => {
        for (const row of rows())
          for (const ref of ['', '{', 'null', '{}', '/nowhere/at-all.png', ...world.gone.images]) {
            const got = await world.channel.image(row, { ref, name: null });
            assert.ok(typeof got === 'string' && TROUBLES.includes(got), `${ref}: ${String(got)}`);
          }
      });
    });

    describe('its registration', () => {
      if ('without' in registration)
        it(`is none: ${registration.without}`, () => assert.equal(world.channel.mount({}), undefined));
      else registrationContract(name, registration);
    });
  });
}

/** The promises that the settings of every channel keep. */
function registrationContract(name: string, { registration, unset, names, right, wrong }: RegistrationUnderTest): void {
  it('has the channel’s name, and a title people read', () => {
    assert.equal(registration.name, name);
    assert.match(registration.title, /\S/);
  });

  it(`is ${unset} when nothing is set, and counts an empty setting as one that is not set`, () => {
    for (const env of [{}, Object.fromEntries(names.map((n) => [n, '']))]) {
      const read = registration.settings(env);
      assert.ok('settings' in read, JSON.stringify(read));
      assert.equal(read.settings !== null, unset === 'on');
    }
  });

  it('tells every wrong setting with its name and a cure', () => {
    for (const [env, setting] of wrong) {
      const read = registration.settings({ ...right, ...env });
      assert.ok('wrong' in read, `${JSON.stringify(env)} is taken`);
      assert.ok(
        read.wrong.some(({ what, cure }) => `${what} ${cure}`.includes(setting)),
        JSON.stringify(read),
      );
      for (const { code, cure } of read.wrong) {
        assert.match(code, /^[A-Z_]+$/);
        assert.match(cure, /^[A-Z]\w+ .{10}/);
      }
    }
  });

  it('has settings, or what is wrong with them, for every value', () => {
    const values = [' ', 'x', '0', '-1', 'null', '{', '/', 'http://', '\0', '💥', '\ud800', 'x'.repeat(10_000)];
    for (const setting of names)
      for (const value of values)
        for (const env of [{ [setting]: value }, { ...right, [setting]: value }]) {
          const read = registration.settings(env);
          assert.ok('settings' in read || read.wrong.length > 0);
        }
  });

  it('has a summary for when it is connected, and another for when it is not', () => {
    const read = registration.settings(right);
    assert.ok('settings' in read && read.settings !== null, JSON.stringify(read));
    const said = [registration.summary(read.settings), registration.summary(null)];
    for (const words of said) assert.match(words, /^\S[^\n]*\S$/);
    assert.notEqual(said[0], said[1]);
  });
}

/** Words without what no client shows the same: control characters and the kind of space between them. */
function bare(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/ +/g, ' ');
}
