/** Undoing at the desk: actions that reach the person are held back for some seconds, through the journal. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { freshFolder } from '../fakes/folder.ts';
import { until } from '../fakes/until.ts';
import { ConsoleWorld } from './console-world.ts';
import { DeskTalk } from './desk-talk.ts';

/** Long enough that nothing goes out by itself while a test runs. */
const NEVER_S = 600;

describe('undo at the desk', function () {
  this.timeout(40_000);
  let world: ConsoleWorld;
  let talk: DeskTalk;

  const open = async (holdS: number, database = 'sqlite::memory:'): Promise<void> => {
    world = await ConsoleWorld.open(undefined, { holdS, database });
  };
  const begin = async (holdS: number, database?: string): Promise<void> => {
    await open(holdS, database);
    talk = await DeskTalk.open(world);
  };
  afterEach(() => world.close());

  const isHeld = (count: number): Promise<void> =>
    talk.until(({ held }) => held.length === count, `${count} held back`);
  const found = async (word: string): Promise<number> =>
    (await world.store.ticketPage({ list: 'all', holder: null, words: [word], after: null, most: 1 })).entries.length;

  it('holds back what reaches the person, and nothing of it is left where it is undone', async () => {
    await begin(NEVER_S);
    const id = await talk.act('say', 'Restart the zanzibar server.');
    await isHeld(1);
    const [held] = (await talk.view()).held;
    assert.deepEqual(
      { ...held, until: '' },
      { id, what: 'say', text: 'Restart the zanzibar server.', files: [], by: 'Ana', isMine: true, until: '' },
    );
    assert.equal((await talk.view(talk.ben)).held[0]?.isMine, false);
    // The ticket is hers at once, though the words wait: nobody else answers meanwhile.
    assert.equal((await talk.view()).holder?.name, 'Ana');
    assert.equal(await found('zanzibar'), 0, 'no search finds words that may be undone');

    await talk.act(`undo:${id}`, '', talk.ben);
    await isHeld(1);
    await talk.act(`undo:${id}`);
    await isHeld(0);
    assert.doesNotMatch(await talk.told(), /zanzibar/);
    assert.doesNotMatch(JSON.stringify((await talk.view()).lines), /zanzibar/);
    // Its timer is gone with it.
    assert.deepEqual(
      (await world.store.due('9999')).filter(({ name }) => name.includes(id)),
      [],
    );
  });

  it('does an action when its time came, once, and says then that it is too late', async () => {
    await begin(1);
    const id = await talk.act('say', 'Restart the zanzibar server.');
    await talk.hears('zanzibar');
    await talk.act(`undo:${id}`);
    await talk.until(({ lines }) => lines.some((l) => l.kind === 'whisper' && /Too late/.test(l.text)), 'the answer');
    assert.equal((await talk.told()).split('zanzibar').length, 2, 'said once');
    const line = (await talk.view()).lines.find(({ kind }) => kind === 'agent');
    assert.deepEqual([line?.text, line?.by], ['Restart the zanzibar server.', 'Ana']);
    assert.equal(await found('zanzibar'), 1);
  });

  it('does it at once where the agent says so, and keeps the order of what waits', async () => {
    await begin(NEVER_S);
    const [first, second] = [
      await talk.act('say', 'First.'),
      await talk.act('note', 'A note that is not for the person'),
    ];
    const third = await talk.act('close:fixed', 'Goodbye.');
    await isHeld(3);
    for (const id of [first, second, third]) await talk.act(`now:${id}`);
    await talk.until(({ state }) => state === 'closed', 'the end');
    const all = await talk.told();
    assert.ok(all.indexOf('First.') < all.indexOf('Goodbye.'));
    assert.doesNotMatch(all, /A note that/);
    assert.deepEqual(
      (await talk.view()).lines.filter(({ kind }) => kind === 'agent' || kind === 'note').map(({ text }) => text),
      ['First.', 'A note that is not for the person'],
    );
  });

  it('refuses a secret at once, and holds back nothing for a closed ticket', async () => {
    await begin(NEVER_S);
    await talk.act('say', 'Your new password is Summer2026!x');
    await talk.until(({ lines }) => lines.some((l) => /did not go/.test(l.text)), 'the refusal');
    assert.deepEqual((await talk.view()).held, []);
    await talk.act(`now:${await talk.act('close:fixed')}`);
    await talk.until(({ state }) => state === 'closed', 'the end');
    await talk.act('say', 'One more thing');
    await talk.until(({ lines }) => lines.some((l) => /This ticket is closed/.test(l.text)), 'the refusal');
    assert.deepEqual((await talk.view()).held, []);
  });

  it('gives a claim to the first of two at once, and takes no action back that is another agent’s', async () => {
    await begin(NEVER_S);
    await Promise.all([talk.act('claim'), talk.act('claim', '', talk.ben)]);
    await talk.until(({ state }) => state === 'held', 'a holder');
    const [holder, other] = (await talk.view()).holder?.name === 'Ana' ? [talk.ana, talk.ben] : [talk.ben, talk.ana];
    const id = await talk.act('release', '', holder);
    for (const what of ['undo', 'now']) await talk.act(`${what}:${id}`, '', other);
    await talk.act('note', 'x', holder);
    // Of what came first nothing is gone when the last one is there.
    await isHeld(3);
    assert.deepEqual(
      (await talk.view()).held.map(({ what }) => what),
      ['claim', 'release', 'note'],
    );
    assert.equal((await talk.view()).state, 'held');
  });

  it('takes a claim back within the same time: the person hears nothing, and another agent can have it', async () => {
    await begin(NEVER_S);
    const before = await talk.view();
    const id = await talk.act('claim');
    await isHeld(1);
    assert.deepEqual(
      (await talk.view()).held.map(({ what, isMine }) => [what, isMine]),
      [['claim', true]],
    );
    await talk.act('claim', '', talk.ben);
    const already = async (): Promise<boolean> =>
      (await talk.view(talk.ben)).lines.some(({ kind, text }) => kind === 'whisper' && /Ana has it already/.test(text));
    await until(already, 'the answer to Ben');
    await talk.act(`undo:${id}`);
    await talk.until(({ state }) => state === 'waiting', 'it waits again');
    const after = await talk.view();
    assert.deepEqual([after.holder, after.held, after.since], [null, [], before.since]);
    assert.doesNotMatch(await talk.told(), /Ana/);
    const second = await talk.act('claim', '', talk.ben);
    await isHeld(1);
    await talk.act(`now:${second}`, '', talk.ben);
    await talk.hears('Ben');
  });

  it('takes the ticket back as well where the first words of an agent are undone', async () => {
    await begin(NEVER_S);
    const id = await talk.act('say', 'zanzibar');
    await isHeld(1);
    await talk.act(`undo:${id}`);
    await talk.until(({ state, holder }) => state === 'waiting' && holder === null, 'it waits again');
    assert.doesNotMatch(await talk.told(), /Ana|zanzibar/);
    // Another action makes a claim one for good, and the person hears of it first.
    const claim = await talk.act('claim');
    const words = await talk.act('say', 'quokka');
    await isHeld(2);
    await talk.act(`now:${words}`);
    await talk.hears('quokka');
    assert.match(await talk.told(), /Ana.*quokka/);
    await isHeld(0);
    await talk.act(`undo:${claim}`);
    await talk.until(({ lines }) => lines.some((l) => l.kind === 'whisper' && /Too late/.test(l.text)), 'the answer');
    assert.equal((await talk.view()).holder?.name, 'Ana');
  });

  it('survives a restart: what waited goes out once, by the process that comes after', async () => {
    const database = `sqlite:${join(freshFolder(), 'firstline.db')}`;
    await begin(2, database);
    await talk.act('say', 'After the restart.');
    await isHeld(1);
    await world.close();
    await open(NEVER_S, database);
    talk.world = world;
    await talk.hears('After the restart.');
    assert.equal((await talk.told()).split('After the restart.').length, 2);
  });
});
