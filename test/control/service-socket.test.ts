/** The socket in the data folder, from both sides: the service that makes it, and the command that hands its writes to it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { runningService } from '../../src/control/running-service.ts';
import { ServiceSocket } from '../../src/control/service-socket.ts';
import { Fault } from '../../src/core/fault.ts';
import type { LogFields } from '../../src/core/log.ts';
import { SILENT } from '../../src/core/log.ts';
import type { Forgotten, Store } from '../../src/core/store.ts';
import { freshFolder } from '../fakes/folder.ts';
import { until } from '../fakes/until.ts';

const NOTHING: Forgotten = {
  codes: [],
  how: 'all',
  conversations: [],
  tickets: [],
  places: [],
  emptied: [],
  desks: [],
};
const SILENT_SOON = { silenceMs: 50, longestMs: 60_000 };
const LATE_SOON = { silenceMs: 60_000, longestMs: 50 };
const AT = '2026-01-05T09:00:00.000Z';

describe('the socket of a running service', () => {
  let database: string;
  let socket: string;
  let erased: unknown[];
  const lines: LogFields[] = [];
  const open: { close(): unknown }[] = [];

  beforeEach(() => {
    database = join(freshFolder(), 'firstline.db');
    socket = join(database, '..', 'firstline.sock');
    writeFileSync(database, '');
    erased = [];
    lines.splice(0);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  async function serve(by: Partial<Pick<Store, 'forget' | 'tidy'>> = {}, path = database): Promise<ServiceSocket> {
    const store = {
      forget: async (...asked: unknown[]) => {
        erased.push(asked);
        return { ...NOTHING, conversations: ['fake:one', 'fake:two'] };
      },
      tidy: async () => void erased.push('tidied'),
      ...by,
    };
    const note = (fields: LogFields): void => void lines.push(fields);
    const service = new ServiceSocket(path, {
      store,
      count: async () => void erased.push('counted'),
      log: { ...SILENT, warn: note, info: note, error: note },
    });
    open.push(service);
    await service.open();
    return service;
  }

  /** Something that listens at the socket and is no Firstline; it answers `/file` as one would. */
  async function listen(answer: (end: (text: string) => void, write: (text: string) => void) => void): Promise<Server> {
    const { dev, ino } = statSync(database);
    const server = createServer((asked, response) => {
      if (asked.url === '/file') response.end(JSON.stringify({ file: `${dev}:${ino}` }));
      else
        answer(
          (text) => void response.end(text),
          (text) => void response.write(text),
        );
    });
    server.listen(socket);
    await once(server, 'listening');
    chmodSync(socket, 0o600);
    open.push(server);
    return server;
  }

  /** The code of the fault that a promise is rejected with. */
  async function codeOf(promise: Promise<unknown>): Promise<string> {
    const error = await promise.then(
      () => assert.fail('it did not fail'),
      (cause: unknown) => cause,
    );
    assert.ok(error instanceof Fault, String(error));
    return error.code;
  }

  it('takes the writes of a command, is for its own user alone, and is gone at the end', async () => {
    assert.equal(await runningService(database), null);
    const service = await serve();
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    const running = await runningService(database);
    assert.equal(await running!.forget('fake:kim'), 2);
    assert.equal(await running!.forget('fake:jo', AT), 2);
    await running!.tidy();
    await running!.count();
    assert.deepEqual(erased, [['fake:kim', 'all', undefined], ['fake:jo', 'all', AT], 'tidied', 'counted']);
    // Nobody's id stands in the log.
    assert.doesNotMatch(JSON.stringify(lines), /fake:/);
    await service.close();
    assert.deepEqual(readdirSync(join(database, '..')), ['firstline.db']);
    assert.equal(await runningService(database), null);
  });

  it('takes the place of one that a killed service left behind', async () => {
    const script = `require('node:http').createServer().listen(${JSON.stringify(socket)}, () => console.log('up'))`;
    const child = spawn(process.execPath, ['--eval', script]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    chmodSync(socket, 0o600);
    assert.ok(existsSync(socket));
    assert.equal(await runningService(database), null);
    await serve();
    assert.deepEqual(lines, []);
    assert.equal(await (await runningService(database))!.forget('fake:kim'), 2);
  });

  it('is reached also where its path is longer than the path of a socket may be', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = join(database, '..', 'f'.repeat(120), 'f'.repeat(120));
    mkdirSync(folder, { recursive: true });
    const deep = join(folder, 'firstline.db');
    writeFileSync(deep, '');
    const service = await serve({}, deep);
    assert.deepEqual(lines, []);
    assert.equal(await (await runningService(deep))!.forget('fake:kim'), 2);
    await service.close();
    assert.deepEqual(readdirSync(folder), ['firstline.db']);
  });

  it('is not made where something else is, or everybody may write; the service says so and goes on', async () => {
    const folder = join(database, '..');
    writeFileSync(socket, 'mine');
    await serve();
    chmodSync(folder, 0o777);
    await serve();
    assert.deepEqual(
      lines.map(({ code, why }) => [code, why]),
      [
        ['SOCKET_UNMADE', `something else is at ${socket}`],
        ['SOCKET_UNMADE', `everybody may write in ${folder}`],
      ],
    );
    assert.equal(statSync(socket).size, 4);
    assert.equal(await runningService(database), null);
  });

  it('is not mistaken for that of another file whose socket has the same name', async () => {
    const other = database.slice(0, -'.db'.length);
    writeFileSync(other, '');
    await serve();
    await serve({}, other);
    assert.deepEqual(
      lines.map(({ why }) => why),
      [`the service of another file has ${socket}`],
    );
    assert.equal(await runningService(other), null);
    assert.ok(await runningService(database));
  });

  it('is trusted by no command where others may open it', async () => {
    await serve();
    chmodSync(socket, 0o666);
    assert.equal(await codeOf(runningService(database)), 'SOCKET_FOREIGN');
  });

  it('takes nothing that is not a request of a command', async () => {
    await serve();
    const answer = (method: string, path: string, body = ''): Promise<string> =>
      new Promise((resolve, reject) => {
        const sent = request({ socketPath: socket, method, path, agent: false }, async (response) => {
          let text = '';
          for await (const part of response) text += part;
          resolve(JSON.parse(text).fault?.code ?? text);
        });
        sent.on('error', reject);
        sent.end(body);
      });
    for (const body of [
      '',
      'no JSON',
      '[]',
      '{}',
      '{"who":""}',
      '{"who":7}',
      '{"who":["fake:kim"]}',
      '{"who":"fake:kim","how":"answering"}',
      '{"who":"fake:kim","at":"some day"}',
      JSON.stringify({ who: 'k'.repeat(1001) }),
      '{"who":"fake:\\u0000kim"}',
      '{"who":"fake:\\ud800"}',
      JSON.stringify({ who: 'fake:kim', at: ' '.repeat(20_000) }),
    ])
      assert.equal(await answer('POST', '/erase', body), 'MALFORMED', body.slice(0, 60));
    for (const [method, path] of [
      ['GET', '/erase'],
      ['POST', '/file'],
      ['POST', '/'],
      ['DELETE', '/tidy'],
    ] as const)
      assert.equal(await answer(method, path), 'NOT_FOUND');
    assert.deepEqual(erased, []);
  });

  it('hands on the fault of the service, and keeps the words of what nobody expected to itself', async () => {
    let trouble: Error = new Fault('STORE_FULL', 'The disk is full.', 'Make room.');
    await serve({ forget: () => Promise.reject(trouble) });
    const running = (await runningService(database))!;
    await assert.rejects(running.forget('fake:kim'), {
      code: 'STORE_FULL',
      message: 'The disk is full.',
      cure: 'Make room.',
    });
    trouble = new Error('no row of fake:kim');
    await assert.rejects(running.forget('fake:kim'), { code: 'INTERNAL' });
    assert.equal(lines.at(-1)!.code, 'INTERNAL');
  });

  it('does one thing after the other, however many commands ask at once', async () => {
    let atOnce = 0;
    let most = 0;
    await serve({
      async forget() {
        most = Math.max(most, ++atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
        return NOTHING;
      },
    });
    const both = await Promise.all([runningService(database), runningService(database)]);
    await Promise.all(both.flatMap((one) => ['fake:a', 'fake:b', 'fake:c'].map((who) => one!.forget(who))));
    assert.equal(most, 1);
  });

  it('finishes what is under way at a stop, and begins nothing more', async () => {
    const finish = Promise.withResolvers<void>();
    const begun: string[] = [];
    const service = await serve({
      async forget(who) {
        begun.push(who);
        await finish.promise;
        return NOTHING;
      },
    });
    const running = (await runningService(database))!;
    const [first, second] = [running.forget('fake:kim'), codeOf(running.forget('fake:jo'))];
    await until(() => begun.length === 1, 'the first to begin');
    let isClosed = false;
    const closed = service.close().then(() => (isClosed = true));
    assert.ok(!existsSync(socket));
    assert.equal(isClosed, false);
    finish.resolve();
    assert.equal(await first, 0);
    assert.ok(['DRAINING', 'SERVICE_ENDED'].includes(await second));
    await closed;
    assert.deepEqual(begun, ['fake:kim']);
    assert.equal(await codeOf(running.forget('fake:kim')), 'SERVICE_ENDED');
  });

  it('does nothing for a command that has gone before its turn', async () => {
    const finish = Promise.withResolvers<void>();
    const begun: string[] = [];
    await serve({
      async forget(who) {
        begun.push(who);
        if (who === 'fake:a') await finish.promise;
        return NOTHING;
      },
    });
    const first = (await runningService(database))!.forget('fake:a');
    await until(() => begun.length === 1, 'the first to begin');
    const sent = request({ socketPath: socket, method: 'POST', path: '/erase', agent: false });
    sent.on('error', () => undefined);
    const gone = new Promise((resolve) => sent.once('close', resolve));
    sent.end('{"who":"fake:b"}');
    await once(sent, 'finish');
    sent.destroy();
    await gone;
    const last = (await runningService(database))!.forget('fake:c');
    finish.resolve();
    await Promise.all([first, last]);
    assert.deepEqual(begun, ['fake:a', 'fake:c']);
  });

  it('is waited for as long as it gives signs of life, and given up after a silence', async () => {
    await listen((_, write) => write(' '));
    assert.equal(await codeOf((await runningService(database, SILENT_SOON))!.forget('fake:kim')), 'SERVICE_SILENT');
    assert.equal(await codeOf((await runningService(database, LATE_SOON))!.forget('fake:kim')), 'SERVICE_SILENT');
  });

  it('is understood after its signs of life', async () => {
    await listen((end, write) => {
      write('  ');
      setImmediate(() => {
        write(' ');
        end('{"conversations":3}');
      });
    });
    assert.equal(await (await runningService(database))!.forget('fake:kim'), 3);
  });

  for (const [what, answer, code] of [
    ['ends before it answers', null, 'SERVICE_ENDED'],
    ['answers something else', 'hello', 'SOCKET_FOREIGN'],
    ['answers with a fault that nobody knows', '{"fault":{"code":"NONE","cause":"","cure":""}}', 'SOCKET_FOREIGN'],
    ['answers without an end', 'x'.repeat(100_000), 'SOCKET_FOREIGN'],
  ] as const)
    it(`is told of with a cure where it ${what}`, async () => {
      const server = await listen((end, write) => {
        if (answer !== null) return end(answer);
        write(' ');
        server.closeAllConnections();
      });
      assert.equal(await codeOf((await runningService(database))!.forget('fake:kim')), code);
    });
});
