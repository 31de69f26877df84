/** A service that finds a backlog at its start: it serves newcomers beside it, and stops when it is told to. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MOST_CONVERSATIONS } from '../../src/journal/load.ts';
import { leaveBacklog } from '../fakes/backlog.ts';
import { PagePerson } from '../fakes/page-person.ts';
import { Service } from '../fakes/service.ts';

/** The number of backlog messages in one conversation. */
const EACH = 10;
/** The largest number of backlog messages that are handled between two looks for newcomers. */
const BATCH = MOST_CONVERSATIONS * EACH;
/** One batch is under way when a newcomer writes, the next may begin while the message is stored, and a third is slack. */
const MOST_BEFORE = 3 * BATCH;
const NEWCOMERS = 5;

/** The test with so many messages. Everything is measured in messages handled, so that no machine is too slow for it. */
export function backlogContract(messages: number): void {
  it(`is ready, answers newcomers and stops under a backlog of ${messages} messages`, async function () {
    this.timeout(600_000);
    const service = new Service();
    const path = join(service.folder, 'firstline.db');
    const people: PagePerson[] = [];
    try {
      await leaveBacklog(`sqlite:${path}`, messages, EACH);
      await service.start({ LOG_LEVEL: 'error' });
      assert.equal((await fetch(`${service.address}/readyz`)).status, 200);
      const ready = new Date().toISOString();
      for (let i = 0; i < NEWCOMERS; i++) {
        const person = await new PagePerson(service.address).open();
        people.push(person);
        assert.equal(await person.say('hello'), 202);
        await person.hear('"who":"firstline"');
      }
      const told = new Date().toISOString();
      assert.equal(await service.stop(), 0);
      const counts = countsIn(path, ready, told);
      assert.ok(counts.beforeReady < messages / 10, `${counts.beforeReady} were handled before it was ready`);
      assert.equal(counts.newcomers, NEWCOMERS);
      assert.ok(counts.beforeNewcomer <= MOST_BEFORE, `a newcomer waited for ${counts.beforeNewcomer} others`);
      assert.ok(counts.afterStop < messages / 10, `${counts.afterStop} were handled after it was told to stop`);
      // Otherwise there was no backlog any more to be told to stop under.
      assert.ok(counts.left > 0, 'the backlog was not yet handled');
      assert.equal(counts.left + counts.handled, messages, 'nothing of it is lost or doubled');
    } finally {
      for (const person of people) person.close();
      await service.remove();
    }
  });
}

/**
 * Counts what was handled before the service was `ready`, while newcomers waited, and after it was `told` to stop, by the times
 * that it wrote beside its replies.
 */
function countsIn(path: string, ready: string, told: string) {
  const db = new Database(path, { readonly: true });
  const count = (sql: string, ...given: readonly string[]): number =>
    (db.prepare(sql).get(...given) as { count: number }).count;
  const replies = "select count(*) as count from outbox where conversation like 'web:backlog-%'";
  const newcomers = db
    .prepare(
      `select i.accepted_at as wrote, min(o.created_at) as heard from inbox as i
      join outbox as o on o.conversation = i.conversation and o.turn = i.seq
      where i.conversation not like 'web:backlog-%' group by i.conversation`,
    )
    .all() as { wrote: string; heard: string }[];
  const waited = newcomers.map(({ wrote, heard }) =>
    count(`${replies} and created_at > ? and created_at <= ?`, wrote, heard),
  );
  const figures = {
    beforeReady: count(`${replies} and created_at <= ?`, ready),
    afterStop: count(`${replies} and created_at > ?`, told),
    beforeNewcomer: Math.max(...waited),
    newcomers: newcomers.length,
    handled: count(
      "select count(*) as count from inbox where conversation like 'web:backlog-%' and state != 'waiting'",
    ),
    left: count("select count(*) as count from inbox where state = 'waiting'"),
  };
  db.close();
  return figures;
}
