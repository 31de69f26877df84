/** `firstline start` as a process of its own: what it does before it is ready, and what it refuses. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { COMMAND, FIXTURE_SETTINGS, QUICK } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freePort } from '../fakes/free-port.ts';
import { folderOf, INTENT, WHOLE } from '../fakes/packs.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

/** The status of the answer to a message that somebody sends who has just opened the chat page. */
async function said(address: string, text: string): Promise<number> {
  const page = await fetch(address);
  const headers = {
    ...{ cookie: page.headers.get('set-cookie')!.split(';')[0]!, origin: address },
    'content-type': 'application/json',
  };
  await page.text();
  const body = JSON.stringify({ id: randomUUID(), kind: 'said', text });
  return (await fetch(`${address}/web/messages`, { method: 'POST', headers, body })).status;
}

describe('firstline start', () => {
  it('goes on at signals that are not for it, opens no debugger, and says an address that people can open', async function () {
    this.timeout(60_000);
    const service = new Service();
    try {
      const address = await service.start({ HOST: '0.0.0.0' });
      for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) process.kill(service.pid, signal);
      assert.equal(new URL(address).hostname, 'localhost');
      assert.equal(await service.stop(), 0);
      assert.doesNotMatch(service.log, /Debugger/);
    } finally {
      await service.remove();
    }
  });

  it('warns where nobody can write to it: the chat page is off and nothing else is connected', async function () {
    this.timeout(60_000);
    const service = new Service();
    try {
      await service.start({ WEB_CHAT: 'off' });
      await until(() => service.log.includes('CHANNELS_MISSING'), 'the warning');
      await service.stop();
      service.log = '';
      await service.start();
      await service.stop();
      assert.doesNotMatch(service.log, /CHANNELS_MISSING/);
    } finally {
      await service.remove();
    }
  });

  it('is careful after a kill, and after no other end: a message may have killed the service', async function () {
    this.timeout(60_000);
    const service = new Service();
    const isCareful = async (): Promise<boolean> => {
      service.log = '';
      await service.start({ LOG_LEVEL: 'info' });
      return service.log.includes('the service before did not end in order');
    };
    try {
      assert.equal(await isCareful(), false);
      await service.stop('SIGTERM');
      assert.equal(await isCareful(), false);
      await service.stop('SIGKILL');
      assert.equal(await isCareful(), true);
      await service.stop('SIGTERM');
      assert.equal(await isCareful(), false);
    } finally {
      await service.remove();
    }
  });

  it('refuses a second service on one SQLite file, and names the first; warns of a mail server that is away', async function () {
    this.timeout(120_000);
    const service = new Service();
    try {
      const mail = `smtp://127.0.0.1:${await freePort()}?plain`;
      const from = { DESK_MAIL_FROM: 'firstline@example.com', DESK_MAIL_TO: 'desk@example.com' };
      await service.start({ DESK: 'web', SMTP_URL: mail, ...from });
      await until(() => service.log.includes('DESK_MAIL_UNREACHABLE'), 'the warning about the mail server');
      const second = service.second();
      await assert.rejects(second.start({ PORT: '0', LOG_LEVEL: 'info' }), /STORE_IN_USE/);
      assert.match(second.log, new RegExp(`process ${service.pid}`));
      assert.doesNotMatch(second.log, /did not end in order/);
      assert.equal((await fetch(`${service.address}/readyz`)).status, 200);
    } finally {
      await service.remove();
    }
  });

  it('waits for a database that is not up: alive, not ready, other requests later; a signal ends it', async function () {
    this.timeout(120_000);
    const [port, database] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [COMMAND, 'start'], {
      env: {
        ...process.env,
        ...FIXTURE_SETTINGS,
        PORT: String(port),
        DATABASE_URL: `postgres://bot:s3cretpw@127.0.0.1:${database}/x`,
      },
    });
    let log = '';
    for (const out of [child.stderr, child.stdout]) out.on('data', (chunk) => (log += chunk));
    try {
      const status = (path: string): Promise<number> =>
        fetch(`http://127.0.0.1:${port}${path}`).then(
          (answer) => answer.status,
          () => 0,
        );
      await until(async () => (await status('/healthz')) === 200, 'the health');
      await until(() => log.includes('waiting for it'), 'the line in the log');
      assert.equal(await status('/readyz'), 503);
      const early = await fetch(`http://127.0.0.1:${port}/`);
      assert.deepEqual([early.status, early.headers.get('retry-after')], [503, '5']);
      assert.equal(((await early.json()) as { code: string }).code, 'STARTING');
      assert.doesNotMatch(log, /s3cretpw/);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await gone, [0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('answers for its health and obeys a signal while it trains on new content', async function () {
    this.timeout(120_000);
    const port = await freePort();
    // No model is kept of content that nobody had before.
    const content = folderOf({ ...WHOLE, [INTENT]: `${WHOLE[INTENT]}# ${randomUUID()}\n` });
    const child = spawn(process.execPath, [COMMAND, 'start'], {
      env: {
        ...process.env,
        ...{ CONTENT: [...QUICK, content].join(), PACKS: 'vpn', PORT: String(port) },
        DATABASE_URL: `sqlite:${join(freshFolder(), 'firstline.db')}`,
      },
    });
    let log = '';
    child.stderr.on('data', (chunk) => (log += chunk));
    try {
      await until(() => log.includes('content changed: training'), 'the line in the log');
      const status = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
      assert.deepEqual([await status('/healthz'), await status('/readyz')], [200, 503]);
      assert.doesNotMatch(log, /content changed: trained/);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await gone, [0, null]);
      assert.doesNotMatch(log, /content changed: trained/);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('goes on where nobody reads what it prints and logs, and takes a signal to reload at any time', async function () {
    this.timeout(120_000);
    const [port, folder] = [await freePort(), freshFolder()];
    const database = `sqlite:${join(folder, 'firstline.db')}`;
    const child = spawn(process.execPath, [COMMAND, 'start'], {
      env: { ...process.env, ...FIXTURE_SETTINGS, PORT: String(port), DATABASE_URL: database, LOG_LEVEL: 'debug' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const status = (path: string): Promise<number> =>
      fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5000) }).then(
        (answer) => answer.status,
        () => 0,
      );
    try {
      await until(async () => (await status('/healthz')) === 200, 'the health');
      child.kill('SIGHUP');
      await until(async () => (await status('/readyz')) === 200, 'a service that is ready');
      // Far more lines than fit into the pipe that nobody empties.
      for (let i = 0; i < 300; i++) assert.equal(await said(`http://127.0.0.1:${port}`, `hello ${i}`), 202);
      assert.equal(await status('/healthz'), 200);
      assert.deepEqual([child.exitCode, child.signalCode], [null, null]);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await gone, [0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
