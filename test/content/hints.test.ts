import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Neighbours } from '../../src/content/check/neighbours.ts';
import { contentIn } from '../../src/content/folders.ts';
import { readContent } from '../../src/content/load.ts';
import { firstline } from '../fakes/cli.ts';
import { fixtureSources } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';

const today = new Date().toISOString().slice(0, 10);

interface Given {
  readonly kind?: 'problem' | 'control' | 'none';
  readonly says?: readonly string[];
  readonly examples?: readonly string[];
  readonly review?: string;
  readonly lookalikes?: readonly { readonly intent: string; readonly tell: string }[];
}

/** Invented examples, `n` of them, unlike anything else. */
const own = (name: string, n = 30): string[] => Array.from({ length: n }, (_, i) => `${name}${i} ${name}word${i}`);

/** The hints for a pack of these intents; JSON is YAML. */
function hints(intents: Readonly<Record<string, Given>>, pack: object = {}, day = today): string[] {
  const root = freshFolder();
  const folder = join(root, 'intents', 'demo');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, value: object): void =>
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(value, null, 1));
  const first = Object.keys(intents)[0]!;
  const about = { names: ['demo'], does: ['show'] };
  write('pack', { title: 'Demo', generic: first, about, categories: { client: 'Program' }, ...pack });
  mkdirSync(join(root, 'dialogs', 'demo'), { recursive: true });
  writeFileSync(join(root, 'dialogs', 'demo', 'phrases.yaml'), 'knows: the demo\n');
  for (const [id, given] of Object.entries(intents)) {
    const problem = { type: 'client', cause: 'x', resolution: { person: 'x', admin: ['x'] } };
    write(id, { title: id, examples: own(id), ...((given.kind ?? 'problem') === 'problem' ? problem : {}), ...given });
  }
  const loaded = readContent(contentIn(root));
  assert.deepEqual(loaded.faults, []);
  return loaded.hints(day).map((h) => `${h.file}:${h.line} ${h.what}; ${h.meant}`);
}

const apples = ['red apples from the garden', 'green apples from the garden', 'sour apples from the garden'];

describe('check, of hints', () => {
  it('has none for a pack in order', () => {
    assert.deepEqual(hints({ fruit: {}, cars: {}, stop: { kind: 'control', examples: own('stop', 20) } }), []);
  });

  it('sees an example that is nearly the same as another intent’s, once, on its line', () => {
    const found = hints({
      fruit: { examples: [...own('fruit'), 'my apples fell from the tree this morning'] },
      cars: { examples: ["my apple's fell from the tree this morning!", ...own('cars')] },
    });
    assert.equal(found.length, 1);
    assert.match(
      found[0]!,
      /^intents\/demo\/fruit\.yaml:34 examples: "my apples fell.*" is nearly the same as "my apple's fell.*" of cars; say in both what tells them apart/,
    );
  });

  it('sees an example that is nearer to another intent’s than to its own', () => {
    const found = hints({
      fruit: { examples: [...own('fruit'), ...apples] },
      cars: { examples: [...own('cars'), 'old apples from the garden'] },
    });
    assert.equal(found.length, 1);
    assert.match(
      found[0]!,
      /^intents\/demo\/cars\.yaml:\d+ examples: "old apples from the garden" is nearer to those of fruit \(".* apples from the garden"\) than to its own; it belongs to fruit/,
    );
  });

  it('sees a signature that stands in another intent’s signature or example', () => {
    const short = 'The server is temporarily unavailable.';
    const long = 'Cannot sign in because the server is temporarily unavailable. Contact your support team.';
    const inSays = hints({ down: { says: [short] }, other: { says: [long] } });
    assert.equal(inSays.length, 1);
    assert.match(inSays[0]!, /down\.yaml:\d+ says: ".*" stands in a signature of other too: "Cannot sign in/);
    const inExample = hints({ down: { says: [short] }, other: { examples: [...own('other'), `it says ${short}`] } });
    assert.match(inExample[0]!, /stands in an example of other too.*name the two lookalikes/);
    const known = { down: { says: [short], lookalikes: [{ intent: 'other', tell: 'x' }] }, other: { says: [long] } };
    assert.deepEqual(hints(known), []);
  });

  it('takes a placeholder for any word', () => {
    const found = hints({
      down: { says: ['{server} cannot be reached now'] },
      other: { examples: [...own('other'), 'Printer lp4 cannot be reached now'] },
    });
    assert.equal(found.length, 1);
    assert.deepEqual(
      hints({ down: { says: ['AADSTS50107'] }, other: { says: ['Trouble with {domain} once again'] } }),
      [],
    );
  });

  it('sees a signature that is too short, except for codes and controls', () => {
    const found = hints({
      down: { says: ['Server not found', '0x22020002', 'EXC_BAD_ACCESS', 'Your subscription has expired.'] },
      stop: { kind: 'control', says: ['stop'], examples: own('stop', 20) },
    });
    assert.equal(found.length, 1);
    assert.match(found[0]!, /down\.yaml:\d+ says: "Server not found" is found in much/);
  });

  it('sees intents with few examples', () => {
    const found = hints({
      down: { examples: own('down', 29) },
      stop: { kind: 'control', examples: own('stop', 19) },
    });
    assert.deepEqual(
      found.map((h) => h.replace(/:\d+/, '')),
      [
        'intents/demo/down.yaml examples: 29 are thin; 30 or more, put as differently as people do',
        'intents/demo/stop.yaml examples: 19 are thin; 20 or more, put as differently as people do',
      ],
    );
  });

  it('calls to mind facts whose review is due, and never as a fault', () => {
    const past = { fruit: { review: '2026-01-31' } };
    assert.deepEqual(hints(past, { review: '2001-01-01' }, '2026-02-01'), [
      'intents/demo/fruit.yaml:43 review: 2026-01-31 is past; see whether its facts still hold, and set another day',
      'intents/demo/pack.yaml:15 review: 2001-01-01 is past; see whether its facts still hold, and set another day',
    ]);
    assert.deepEqual(hints(past, {}, '2026-01-31'), [], 'on the day itself there is still time');
  });

  it('lists them, and counts them as faults when it is strict', async () => {
    const count = readContent(fixtureSources()).hints(today).length;
    const [plain, strict] = [await firstline(['check']), await firstline(['check', '--strict'])];
    assert.equal(plain.code, 0, plain.err);
    assert.equal(plain.out.match(/^(?:\S+\/)?intents\/.*:\d+ {2}hint: /gm)?.length ?? 0, count);
    assert.match(plain.out, /No faults/);
    assert.equal(strict.code, count > 0 ? 1 : 0);
  });
});

describe('a search for neighbours', () => {
  const texts = ['issue resolved', 'issue not resolved', 'the printer is jammed', 'my printers jammed'];
  const known = new Neighbours(texts.map((text) => ({ text })));

  it('finds the texts that are most alike, by words and their order', () => {
    const [first, second] = known.nearest('The issue: resolved!', 2);
    assert.deepEqual([first!.item.text, second!.item.text], ['issue resolved', 'issue not resolved']);
    assert.ok(first!.likeness > second!.likeness && first!.likeness <= 1);
    assert.equal(known.nearest('printer jammed', 9).length, 2);
    assert.deepEqual(known.nearest('bananas', 3), []);
    assert.deepEqual(known.nearest('', 3), []);
  });

  it('leaves out the text itself, and texts that it is told to', () => {
    const item = { text: 'same words' };
    const twins = new Neighbours([item, { text: 'same words' }]);
    assert.equal(twins.nearest(item, 2).length, 1);
    assert.equal(Math.round(twins.nearest(item, 2)[0]!.likeness * 1000), 1000);
    assert.equal(twins.nearest('same words', 2, (t) => t === item).length, 1);
  });
});
