/** A service that finds a backlog at its start: it serves newcomers beside it, and stops when it is told to. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { leaveBacklog } from '../fakes/backlog.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

/** The number of backlog messages in one conversation. */
const EACH = 10;

/** The test with so many messages; `see` is told the times, in milliseconds. */
export function backlogContract(messages: number, see: (times: Readonly<Record<string, number>>) => void): void {
  it(`is ready, answers newcomers and stops under a backlog of ${messages} messages`, async function () {
    this.timeout(600_000);
    const service = new Service();
    const database = `sqlite:${join(service.folder, 'firstline.db')}`;
    try {
      await leaveBacklog(database, messages, EACH);
      const began = performance.now();
      await service.start({ LOG_LEVEL: 'error' });
      const ready = performance.now() - began;
      assert.equal((await fetch(`${service.address}/readyz`)).status, 200);
      const page = await fetch(service.address);
      const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!;
      const stream = await fetch(`${service.address}/web/stream`, { headers: { cookie } });
      let heard = '';
      const ended = listen(stream, (text) => (heard += text));
      const wrote = performance.now();
      const answer = await fetch(`${service.address}/web/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ id: 'newcomer-1', kind: 'said', text: 'hello' }),
      });
      assert.equal(answer.status, 202);
      await until(() => heard.includes('"who":"firstline"'), 'the reply to the newcomer');
      const newcomer = performance.now() - wrote;
      const told = performance.now();
      assert.equal(await service.stop(), 0);
      const stopped = performance.now() - told;
      await ended;
      const store = await openStore(database);
      const left = (await store.waiting()).length;
      await store.close();
      // Otherwise there was no backlog any more to be told to stop under.
      assert.ok(left > 0, 'the backlog was not yet handled');
      assert.ok(left < messages / EACH + 1, 'nothing of it is lost or doubled');
      see({ ready, newcomer, stopped, left });
    } finally {
      await service.remove();
    }
  });
}

/** Reads a stream to its end; one that breaks off has ended. */
async function listen(stream: Response, hear: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of stream.body!) hear(decoder.decode(chunk as Uint8Array, { stream: true }));
  } catch {}
}
