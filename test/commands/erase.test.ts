/** `firstline export` and `firstline erase`, with a running service and without one. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { openStore } from '../../src/store/open.ts';
import { firstline } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';
import { PagePerson } from '../fakes/page-person.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

const ID = 'a'.repeat(32);

describe('firstline export and erase', () => {
  it('write down and delete a person beside the service, which does not bring them back', async function () {
    this.timeout(180_000);
    const service = new Service();
    const path = join(service.folder, 'firstline.db');
    const env = { DATABASE_URL: `sqlite:${path}` };
    const raw = (): string =>
      [path, `${path}-wal`].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
    try {
      await service.start();
      const store = await openStore(env.DATABASE_URL);
      const say = (text: string, id: string): Promise<Response> =>
        fetch(`${service.address}/web/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie: `firstline=${ID}` },
          body: JSON.stringify({ id, kind: 'said', text }),
        });
      assert.equal((await say('my Kuckucksuhr is stuck', 'message-1')).status, 202);
      const { createHash } = await import('node:crypto');
      const who = `web:${createHash('sha256').update(ID).digest('base64url')}`;
      const lines = () => store.lines(who, { turn: 0, part: 0 });
      await until(async () => (await lines()).some(({ reply }) => reply !== null), 'the first answer');
      const out = join(service.folder, 'kim.zip');
      const exported = await firstline(['export', '--person', who, '--out', out], '', env);
      assert.deepEqual([exported.code, exported.err], [0, '']);
      const record = JSON.parse(strFromU8(unzipSync(readFileSync(out))['export.json']!));
      assert.equal(record.person, who);
      assert.match(JSON.stringify(record.conversations), /Kuckucksuhr/);
      assert.match(record.conversations[0].lessons[0].text, /Kuckucksuhr/);
      const over = await firstline(['export', '--person', who, '--out', join(service.folder, 'firstline.db')], '', env);
      assert.deepEqual([over.code, /\[FILE_EXISTS\]/.test(over.err)], [1, true]);
      const dry = await firstline(['erase', '--person', who, '--dry-run'], '', env);
      assert.match(dry.out, /Would delete web:.*: 1 conversation, 0 tickets/);
      const erased = await firstline(['erase', '--person', who], '', env);
      assert.deepEqual([erased.code, erased.err], [0, '']);
      assert.ok(!raw().includes('Kuckucksuhr'));
      // The service still has the state in memory: the next message must not store it again.
      assert.equal((await say('hello again', 'message-2')).status, 202);
      await until(async () => (await lines()).some(({ reply }) => reply !== null), 'the next answer');
      assert.ok(!raw().includes('Kuckucksuhr'), raw().slice(raw().indexOf('Kuckucksuhr') - 200, 200));
      assert.deepEqual(
        (await store.erased()).map(({ id }) => id),
        [who],
      );
      await store.close();
      await service.stop();
      const again = await firstline(['erase', '--person', who], '', env);
      assert.equal(again.code, 0);
      const nobody = await firstline(['erase', '--person', 'slack:T:U'], '', env);
      assert.deepEqual([nobody.code, /PERSON_UNKNOWN/.test(nobody.err)], [1, true]);
    } finally {
      await service.remove();
    }
  });
});

describe('firstline erase with a running service', function () {
  this.timeout(180_000);
  const LEFT = 'Backups made before still have it: "firstline restore" deletes it there.';
  let service: Service;
  let socket: string;
  let env: Record<string, string>;
  const people: PagePerson[] = [];

  beforeEach(async () => {
    service = new Service();
    socket = join(service.folder, 'firstline.sock');
    env = { DATABASE_URL: `sqlite:${join(service.folder, 'firstline.db')}` };
    await service.start();
  });
  afterEach(async () => {
    for (const person of people.splice(0)) person.close();
    await service.remove();
  });

  /** A person whose page is open, and who was answered. */
  async function person(): Promise<PagePerson> {
    const page = await new PagePerson(service.address).open();
    people.push(page);
    assert.equal(await page.say('my Kuckucksuhr is stuck'), 202);
    await until(() => page.lines.some((line) => JSON.parse(line).who === 'firstline'), 'the answer');
    return page;
  }

  const erase = (...args: string[]) => firstline(['erase', ...args], '', env);
  const deleted = (who: string) => ({ code: 0, out: `Deleted ${who}: 1 conversation, 0 tickets. ${LEFT}\n`, err: '' });

  it('has the service do it: open pages of the erased are cleared, those of others stay; two commands at once', async () => {
    const [kim, jo, lee] = [await person(), await person(), await person()];
    const both = await Promise.all([kim, jo].map(({ conversation }) => erase('--person', conversation)));
    assert.deepEqual(both, [deleted(kim.conversation), deleted(jo.conversation)]);
    // Without the service, a page would have to wait for a sign of life, and its stream would go on.
    await until(() => kim.isCutOff && jo.isCutOff, 'the pages of the erased to be cleared');
    assert.equal(lee.isCutOff, false);
    assert.equal(service.log.split('erased for a command').length, 3);
    assert.doesNotMatch(service.log.replaceAll(/^.*"msg":"turn".*$/gm, ''), new RegExp(kim.conversation));
  });

  it('says the same where no service runs, and after one that was killed', async () => {
    const [kim, jo] = [await person(), await person()];
    await service.stop('SIGKILL');
    assert.ok(existsSync(socket));
    assert.deepEqual(await erase('--person', kim.conversation), deleted(kim.conversation));
    await service.start();
    assert.equal(await service.stop(), 0);
    assert.ok(!existsSync(socket));
    assert.deepEqual(await erase('--person', jo.conversation), deleted(jo.conversation));
  });

  it('has the service erase everybody of a list', async () => {
    const [kim, jo] = [await person(), await person()];
    const list = join(freshFolder(), 'erased.jsonl');
    const ids = [kim, jo].map(({ conversation }, i) => ({ id: conversation, at: `2026-01-0${i + 1}T00:00:00.000Z` }));
    writeFileSync(list, ids.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const words = (count: number): string =>
      `Erased anew: ${count} of those in ${list}. A service may start on this database.\n`;
    assert.deepEqual(await erase('--from', list), { code: 0, out: words(2), err: '' });
    await until(() => kim.isCutOff && jo.isCutOff, 'the pages of the erased to be cleared');
    assert.deepEqual(await erase('--from', list), { code: 0, out: words(0), err: '' });
    assert.equal(service.log.split('erased for a command').length, 3);
  });

  it('says so where the service dies in the middle, and may be run again', async function () {
    if (!existsSync(SOCKETS)) this.skip();
    const kim = await person();
    const connections = (): number => readFileSync(SOCKETS, 'utf8').split(socket).length;
    const before = connections();
    process.kill(service.pid, 'SIGSTOP');
    const command = erase('--person', kim.conversation);
    await until(() => connections() > before, 'the command to reach the service');
    await service.stop('SIGKILL');
    const { code, out, err } = await command;
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /may be done or not\.\n {2}Run the command again.*\[SERVICE_ENDED\]/s);
    await service.start();
    assert.deepEqual(await erase('--person', kim.conversation), deleted(kim.conversation));
    // A rerun is for those who can't know whether the file was tidied, too.
    assert.match((await erase('--person', kim.conversation)).out, /^Deleted .*: 0 conversations, 0 tickets/);
    assert.match((await erase('--person', 'slack:T:U')).err, /PERSON_UNKNOWN/);
  });

  it('is ready all the same where the socket can not be made, and then writes to the file itself', async () => {
    await service.stop();
    writeFileSync(socket, '');
    await service.start();
    assert.equal((await fetch(`${service.address}/readyz`)).status, 200);
    assert.match(service.log, /SOCKET_UNMADE/);
    const kim = await person();
    assert.deepEqual(await erase('--person', kim.conversation), deleted(kim.conversation));
    assert.doesNotMatch(service.log, /erased for a command/);
  });
});

/** The system's list of Unix sockets, with their paths; on Linux alone. */
const SOCKETS = '/proc/net/unix';
