import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { newIntent, newPack, newWalkthrough, type Order, type Plan } from '../../src/content/authoring/create.ts';
import { schemaLine } from '../../src/content/authoring/schemas.ts';
import { packsIn } from '../../src/content/folders.ts';
import { readContent } from '../../src/content/load.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import { Fault } from '../../src/core/fault.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { trainModel } from '../../src/understanding/training.ts';
import { firstline } from '../fakes/cli.ts';
import { SHIPPED_SETTINGS } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { kindOf, wrong } from '../fakes/schemas.ts';
import { Talk } from '../fakes/talk.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const over = (folder: string, packs: readonly string[] | null = null) => ({
  roots: [
    { path: ROOT, shown: '' },
    { path: folder, shown: 'ours/' },
  ],
  packs,
  organisation: null,
});

/** All that is shipped but what every pack shares: thousands of texts, to be read only where a test is about them. */
const SHIPPED = packsIn({ roots: [{ path: ROOT, shown: '' }], packs: null, organisation: null }).filter(
  (pack) => pack !== 'common',
);

/** The content of a folder, with what all packs share; with the shipped packs too where a test is about them. */
function read(folder: string, shipped: boolean) {
  const packs = packsIn(over(folder)).filter((pack) => shipped || !SHIPPED.includes(pack));
  return readContent(over(folder, packs));
}

/** Makes something in a folder, and writes it. */
function make(folder: string, how: typeof newPack, order: Order, shipped = false): Plan {
  const plan = how(order, { folder, sources: over(folder), content: read(folder, shipped).content });
  for (const { path, text } of plan.drafts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return plan;
}

function refused(folder: string, how: typeof newPack, order: Order, shipped = false): Fault {
  const before = readdirSync(folder, { recursive: true }).length;
  try {
    make(folder, how, order, shipped);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(readdirSync(folder, { recursive: true }).length, before, 'nothing is written');
    return error;
  }
  return assert.fail(`${order.name} is made`);
}

/** Every fault, and every hint about this folder but those that tell the author what to write next. */
function complaints(folder: string, shipped = false): string[] {
  const { faults, hints } = read(folder, shipped);
  const ours = hints('2026-01-01').filter(
    (f) => f.file.startsWith('ours/') && !/are thin|what people do with its product/.test(f.what),
  );
  return [...faults, ...ours].map((f) => `${f.file}:${f.line} ${f.what}`);
}

describe('firstline new pack', () => {
  const packs: Order[] = [
    { name: 'printers' },
    { name: 'printers', title: 'Printers on the third floor' },
    { name: 'meeting-rooms', title: 'Meeting rooms: sound & "picture", #1' },
    { name: '365', title: '365' },
    { name: 'null', title: 'yes' },
  ];
  for (const order of packs)
    it(`writes files that check accepts at once, and explains them: ${order.name}, ${order.title ?? 'no title'}`, () => {
      const folder = freshFolder();
      const { drafts } = make(folder, newPack, order);
      // Once with the shipped packs beside it; they take their time.
      assert.deepEqual(complaints(folder, order.title === undefined), []);
      assert.deepEqual(
        drafts.map(({ path }) => path),
        [
          `intents/${order.name}/pack.yaml`,
          `intents/${order.name}/${order.name}-generic.yaml`,
          `intents/${order.name}/${order.name}-no-connection.yaml`,
          `dialogs/${order.name}/phrases.yaml`,
          `dialogs/${order.name}/${order.name}-first-questions.yaml`,
          `dialogs/${order.name}/${order.name}-no-connection.yaml`,
        ],
      );
      for (const { path, text } of drafts) {
        assert.equal(text.split('\n')[0], schemaLine(kindOf(path)));
        assert.deepEqual(wrong(kindOf(path), parse(text)), [], path);
        assert.doesNotMatch(text, /<[a-z]+>/, 'every word in brackets is filled in');
        assert.ok(
          text.split('\n').filter((line) => line.trimStart().startsWith('#')).length >= 3,
          `${path} is explained`,
        );
      }
      assert.equal(parse(drafts[0]!.text).title, order.title ?? 'Printers');
    });

  it('makes a bot that can be talked to at once', async function () {
    this.timeout(60_000);
    const folder = freshFolder();
    const { say } = make(folder, newPack, { name: 'printers', title: 'Printers on the third floor' });
    const { content } = readContent(over(folder, ['printers']));
    const turn = createTurn(content, createReader(content, await trainModel(content)));
    const talk = new Talk(turn);
    await talk.say('hello');
    assert.match(talk.text, /I help with problems with Printers on the third floor/);
    await talk.say(say);
    assert.equal(talk.at, 'printers-first-questions/what-happens');
    await talk.press('no-connection');
    assert.equal(talk.at, 'printers-no-connection/other-pages');

    const other = new Talk(turn);
    await other.say('Connection to printers was lost (error 0x97).');
    assert.equal(other.at, 'printers-no-connection/other-pages');
    await other.press('no');
    await other.press('fixed');
    assert.match(other.text, /Great, it works again/);

    const third = new Talk(turn);
    await third.say('my printer does not work');
    assert.equal(third.at, 'printers-first-questions/what-happens');
  });

  it('refuses a wrong name and tells the right form, and refuses a title that no text can hold', () => {
    const folder = freshFolder();
    const { code, cure } = refused(folder, newPack, { name: 'Drücker 3' });
    assert.equal(code, 'NAME_WRONG');
    assert.match(cure, /firstline new pack drucker-3$/);
    assert.equal(refused(folder, newPack, { name: 'common' }).code, 'NAME_WRONG');
    assert.equal(refused(folder, newPack, { name: 'fax', title: 'Fax {number}' }).code, 'TITLE_WRONG');
    assert.equal(refused(folder, newPack, { name: 'fax', title: ' ' }).code, 'TITLE_WRONG');
  });

  it('never writes over a pack, and takes no name of another pack’s product', () => {
    const folder = freshFolder();
    make(folder, newPack, { name: 'printers' });
    assert.equal(refused(folder, newPack, { name: 'printers' }).code, 'PACK_EXISTS');
    assert.equal(refused(folder, newPack, { name: 'skype-for-business' }).code, 'PACK_EXISTS');
    const { code, message } = refused(folder, newPack, { name: 'lync' }, true);
    assert.equal(code, 'NAME_TAKEN');
    assert.match(message, /"skype-for-business"/);
  });
});

describe('firstline new intent', () => {
  it('writes a problem with a walkthrough, in a shipped pack too', () => {
    const folder = freshFolder();
    make(folder, newPack, { name: 'printers' });
    const { drafts } = make(folder, newIntent, { name: 'printers/paper-jam' });
    assert.deepEqual(
      drafts.map(({ path }) => path),
      ['intents/printers/paper-jam.yaml', 'dialogs/printers/paper-jam.yaml'],
    );
    const intent = parse(drafts[0]!.text);
    assert.equal(intent.title, 'Paper jam');
    assert.deepEqual(intent.walkthrough, { person: 'paper-jam' });
    assert.ok(intent.examples.includes('printers: paper jam'));
    make(folder, newIntent, { name: 'skype-for-business/no-sound', title: 'No sound: "mute"?' }, true);
    make(folder, newIntent, { name: 'printers/paper-empty', walkthrough: 'paper-jam' });
    assert.ok(!existsSync(join(folder, 'dialogs/printers/paper-empty.yaml')));
    assert.deepEqual(complaints(folder, true), []);
  });

  it('says what is wrong with a name', () => {
    const folder = freshFolder();
    make(folder, newPack, { name: 'printers' });
    const no = (name: string, more: Partial<Order> = {}) => refused(folder, newIntent, { name, ...more });
    assert.match(no('Paper jam').cure, /npx firstline new intent [\w-]+\/paper-jam$/);
    assert.match(no('printers/Paper Jam').cure, /npx firstline new intent printers\/paper-jam$/);
    assert.match(no('printer/jam').cure, /"printers" was perhaps meant/);
    assert.equal(no('printers/pack').code, 'NAME_WRONG');
    assert.equal(no('printers/printers-generic').code, 'NAME_TAKEN');
    assert.match(no('printers/clock-skew').message, /intents\/skype-for-business\/clock-skew\.yaml/);
    assert.equal(no('printers/jam', { walkthrough: 'nothing' }).code, 'WALKTHROUGH_UNKNOWN');
  });
});

describe('firstline new walkthrough', () => {
  it('writes steps with an intent that leads to them', () => {
    const folder = freshFolder();
    make(folder, newPack, { name: 'printers' });
    make(folder, newWalkthrough, { name: 'printers/toner', title: 'Changing the toner' });
    const admins = make(folder, newWalkthrough, { name: 'printers/drivers', audience: 'admin' });
    assert.match(admins.drafts[0]!.text, /^audience: admin$/m);
    assert.deepEqual(complaints(folder), []);
  });

  const ways: [string, string][] = [
    ['{ person: printers-no-connection }', '{ person: printers-no-connection, admin: server }'],
    ['\n  person: printers-no-connection # ours', '\n  admin: server\n  person: printers-no-connection # ours'],
  ];
  for (const [before, after] of ways)
    it(`adds itself to an intent that says "walkthrough: ${before.trim()}"`, () => {
      const folder = freshFolder();
      make(folder, newPack, { name: 'printers' });
      const path = join(folder, 'intents/printers/printers-no-connection.yaml');
      const text = readFileSync(path, 'utf8').replace('{ person: printers-no-connection }', before);
      writeFileSync(path, text);
      make(folder, newWalkthrough, { name: 'printers/server', for: 'printers-no-connection', audience: 'admin' });
      assert.equal(
        readFileSync(path, 'utf8'),
        text
          .replace(`walkthrough: ${before}`, `walkthrough: ${after}`)
          .replace(`walkthrough:${before}`, `walkthrough:${after}`),
      );
      assert.deepEqual(complaints(folder), []);
    });

  it('leaves an intent alone that has a walkthrough, or is in another folder', () => {
    const folder = freshFolder();
    make(folder, newPack, { name: 'printers' });
    const no = (more: Partial<Order>) => refused(folder, newWalkthrough, { name: 'printers/other', ...more }).code;
    assert.equal(no({ for: 'printers-no-connection' }), 'INTENT_HAS_ONE');
    assert.equal(no({ for: 'proxy-or-firewal' }), 'INTENT_UNKNOWN');
    assert.equal(no({ name: 'printers/phrases' }), 'NAME_WRONG');
    assert.equal(no({ name: 'printers/clock' }), 'NAME_TAKEN');
    assert.equal(no({ for: 'greeting' }), 'INTENT_UNKNOWN');
    const place = { folder: freshFolder(), sources: over(folder), content: read(folder, false).content };
    assert.throws(() => newWalkthrough({ name: 'printers/other', for: 'printers-generic', audience: 'admin' }, place), {
      code: 'INTENT_ELSEWHERE',
    });
  });
});

describe('firstline new on the command line', () => {
  it('writes into the company’s folder, with the schemas, and says what to do next', async function () {
    this.timeout(120_000);
    const folder = join(freshFolder(), 'ours');
    const made = await firstline(
      ['new', 'pack', 'printers', '--title', 'Our printers', '--in', folder],
      '',
      SHIPPED_SETTINGS,
    );
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /wrote .*ours\/intents\/printers\/pack\.yaml/);
    assert.ok(made.out.includes(`CONTENT=${folder} npx firstline check`), made.out);
    assert.ok(existsSync(join(folder, 'intents/.schemas/pack.json')));

    const env = { CONTENT: folder, PACKS: 'skype-for-business' };
    const more = await firstline(['new', 'intent', 'printers/paper-jam'], '', env);
    assert.equal(more.code, 0, more.err);
    assert.match(more.out, /set PACKS=skype-for-business,printers/);
    const checked = await firstline(['check'], '', { CONTENT: folder });
    assert.equal(checked.code, 0, checked.out);

    const again = await firstline(['new', 'intent', 'printers/paper-jam'], '', env);
    assert.equal(again.code, 1);
    assert.match(again.err, /There is a file of that name already.*paper-jam\.yaml.*\n.*\[NAME_TAKEN\]/);
    assert.equal((await firstline(['new', 'pack'])).code, 2);
  });
});
