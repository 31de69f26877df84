/** Agents at work together in the console: who looks at what, files for the person, and saved replies. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '../fakes/until.ts';
import { ConsoleWorld } from './console-world.ts';
import { DeskTalk } from './desk-talk.ts';

describe('agents in the console', function () {
  this.timeout(40_000);
  let world: ConsoleWorld;
  let talk: DeskTalk;
  const stop = new AbortController();

  before(async () => {
    world = await ConsoleWorld.open(undefined, { holdS: 0 });
    talk = await DeskTalk.open(world);
  });
  after(async () => {
    stop.abort();
    await world.close();
  });

  /** A console that is open: everything that its stream tells, as text. */
  async function stream(cookie: string, tab: string): Promise<{ said: () => string; close: () => void }> {
    const own = new AbortController();
    const answer = await fetch(`${world.address}/console/stream?tab=${tab}`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      signal: AbortSignal.any([own.signal, stop.signal]),
    });
    let said = '';
    void (async () => {
      try {
        for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) said += chunk;
      } catch {
        // Closed, here or there.
      }
    })();
    await until(() => said.includes('event: ready'), 'the stream');
    return { said: () => said, close: () => own.abort() };
  }
  const look = (cookie: string, tab: string, ticket: string | null, isWriting = false): Promise<Response> =>
    world.post(`/console/api/desk/looking?tab=${tab}`, { ticket, isWriting }, { cookie });

  it('see who else looks at a ticket and who writes, and no longer once they left', async () => {
    const [tabA, tabB] = ['tab-of-ana', 'tab-of-ben'];
    const ana = await stream(talk.ana, tabA);
    const ben = await stream(talk.ben, tabB);
    assert.equal((await look(talk.ben, tabB, talk.ticket)).status, 200);
    await until(() => ana.said().includes('"name":"Ben","isWriting":false'), 'Ben at the ticket');
    await look(talk.ben, tabB, talk.ticket, true);
    await until(() => ana.said().includes('"name":"Ben","isWriting":true'), 'Ben writing');
    assert.deepEqual(
      (await talk.view()).looking.map(({ name }) => name),
      ['Ben'],
    );
    // The tab of somebody else can't be moved to another ticket.
    await look(talk.ana, tabB, 'F-0000-0000');
    assert.deepEqual(
      (await talk.view()).looking.map(({ name }) => name),
      ['Ben'],
    );
    ben.close();
    await until(async () => (await talk.view()).looking.length === 0, 'nobody');
    const agents = await (await world.get('/console/api/desk/agents', { cookie: talk.ben })).json();
    assert.deepEqual(
      (agents as { agents: { name: string }[] }).agents.map(({ name }) => name),
      ['Ana'],
    );
    ana.close();
    assert.equal((await look(talk.ana, 'x', talk.ticket)).status, 400, 'a tab that is none');
  });

  const upload = (
    bytes: Uint8Array,
    { ticket = talk.ticket, cookie = talk.ana, type = 'application/octet-stream', site = 'same-origin' } = {},
  ): Promise<Response> =>
    fetch(`${world.address}/console/api/desk/upload?${new URLSearchParams({ ticket, id: randomUUID() })}`, {
      method: 'POST',
      headers: { cookie, 'content-type': type, origin: world.address, 'sec-fetch-site': site },
      body: bytes as BodyInit,
    });

  it('send files to the person, with words or without', async () => {
    const bytes = Buffer.from('how to restart it\n'.repeat(30_000));
    const { ref } = (await (await upload(bytes)).json()) as { ref: string };
    await talk.act('say', 'Read this', talk.ana, [{ ref, name: 'guide.txt' }]);
    await talk.hears('guide.txt');
    const lines = await world.store.lines('web:jo', { turn: 0, part: 0 });
    const image = lines.flatMap(({ reply }) => reply?.images ?? [])[0]!;
    assert.deepEqual(Buffer.from((await world.store.image('web:jo', image.ref))!), bytes);
    await talk.until(({ lines: all }) => all.some(({ kind, sent }) => kind === 'agent' && sent === 'sent'), 'arrived');
    const line = (await talk.view()).lines.find(({ kind }) => kind === 'agent')!;
    assert.deepEqual(line.files, [{ ref, name: 'guide.txt' }]);
    const path = `/console/api/desk/tickets/${talk.ticket}/file?ref=${encodeURIComponent(ref)}`;
    assert.equal(await (await world.get(path, { cookie: talk.ben })).text(), bytes.toString());

    const alone = (await (await upload(Buffer.from('x'))).json()) as { ref: string };
    await talk.act('say', '', talk.ana, [{ ref: alone.ref, name: 'alone.bin' }]);
    await talk.hears('alone.bin');
  });

  it('send no file of somebody else, of another ticket, or that is none', async () => {
    const { ref } = (await (await upload(Buffer.from('secret of Ana'))).json()) as { ref: string };
    const before = await world.store.lines('web:jo', { turn: 0, part: 0 });
    await talk.act('say', 'Stolen', talk.ben, [{ ref, name: 'stolen.txt' }]);
    await talk.hears('Stolen');
    assert.doesNotMatch(await talk.told(), /stolen\.txt/);
    const other = await DeskTalk.open(world, 'lee');
    await other.act('say', 'Elsewhere', talk.ana, [{ ref, name: 'elsewhere.txt' }]);
    await other.hears('elsewhere.txt');
    const lines = await world.store.lines('web:lee', { turn: 0, part: 0 });
    assert.deepEqual(
      lines.flatMap(({ reply }) => reply?.images ?? []),
      [],
      'it is named as one that did not come',
    );
    assert.ok(before.length > 0);
  });

  it('keep other sites, others’ tickets, and too large files out', async () => {
    assert.equal((await upload(Buffer.from('x'), { site: 'cross-site' })).status, 403);
    assert.equal((await upload(Buffer.from('x'), { type: 'text/plain' })).status, 400, 'what a form can post');
    assert.equal((await upload(Buffer.from('x'), { type: 'application/json' })).status, 400);
    assert.equal((await upload(Buffer.from('x'), { cookie: '' })).status, 401);
    assert.equal((await upload(Buffer.from('x'), { ticket: 'F-0000-0000' })).status, 404);
    assert.equal((await upload(new Uint8Array(10 * 1024 * 1024 + 1))).status, 413);
  });

  it('have saved replies, filled in with what is known of the ticket', async () => {
    const { replies } = await talk.view();
    const one = replies.find(({ id }) => id === 'common/looking')!;
    assert.match(one.text, new RegExp(`^Hello there, this is Ana\\. I have your case ${talk.ticket} \\(The panel's`));
    assert.ok(
      replies.every(({ text }) => !/\{[a-z-]+\}/.test(text)),
      'nothing is left to be filled in',
    );
    const audit = await world.store.audit('', 100);
    assert.ok(audit.some(({ what, ticket }) => what === 'upload' && ticket === talk.ticket));
  });
});
