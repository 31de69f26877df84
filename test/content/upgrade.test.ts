import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { upgrade } from '../../src/content/authoring/upgrade.ts';
import { contentIn } from '../../src/content/folders.ts';
import { readContent } from '../../src/content/load.ts';
import { firstline } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A pack as they were written before packs had a format: groups by position, `product` in every intent, four types for all. */
const OLD = {
  'intents/phones/pack.yaml': `# Desk phones.
title: Desk phones # all makes
generic: phones-broken
thresholds: { answer: 0.65, ask: 0.25 }
# A word of each line.
about:
  - [desk phone, "ip phone"] # names
  # what is done with it
  - [
      make a call, dial,
      anrufen, # German
    ]
  - [
      not, no, dead, "no dial tone",
      nicht, kaputt,
    ]

# Nothing is asked yet.
slots:
  maker: { title: Maker, question: Which make is it?, unknown: the maker, values: { aa: { title: AA } } }
sources: { WIKI: { title: Our own wiki } }
`,
  'intents/phones/phones-broken.yaml': `title: The phone doesn't work
product: Desk phones
type: client
examples: # in their words
  - my desk phone is dead
cause: Something is wrong with the phone.
resolution: { person: Plug it in again., admin: [Look at the port.] }
walkthrough: { person: phones-first }
source: [WIKI]
`,
  'intents/phones/no-registration.yaml': `# Seen on the display.
title: The phone is not registered
type: network
product: >
  Desk
  phones
says: ["Registration failed, {code}"]
cause: The phone can't reach its server.
resolution: { person: Restart it., admin: [Look at the server.] }
walkthrough: { person: phones-first }
`,
  'dialogs/phones/phones-first.yaml': `title: Restarting the phone
audience: person
steps:
  restart: { tell: Unplug it and plug it in again., fixed: done, not: support }
  done: { end: fixed }
  support: { end: handed-over }
`,
};

function written(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const over = (folder: string) => ({
  roots: [
    { path: ROOT, shown: '' },
    { path: folder, shown: 'ours/' },
  ],
  packs: null,
  organisation: null,
});

/** One pack file upgraded on its own: its new text. */
function packOf(text: string): string {
  // The common pack's own file is enough, and quickly read.
  const common = readFileSync(join(ROOT, 'intents', 'common', 'pack.yaml'), 'utf8');
  const [file] = upgrade(contentIn(written({ 'intents/common/pack.yaml': common, 'intents/phones/pack.yaml': text })));
  assert.ok(file, 'it changes');
  return file.text;
}

describe('check on a pack of an older format', () => {
  it('says how to rewrite it instead of what changed', () => {
    const faults = readContent(over(written(OLD))).faults.map((f) => `${f.file}:${f.line} ${f.what}`);
    const [pack] = faults.filter((f) => f.includes('/pack.yaml'));
    assert.equal(
      pack,
      'ours/intents/phones/pack.yaml:6 this pack is written in an older format: npx firstline check --upgrade rewrites it',
    );
    assert.equal(faults.filter((f) => f.includes('/pack.yaml')).length, 1);
    assert.ok(faults.some((f) => /phones-broken\.yaml:2 "product" is of an older format.*--upgrade/.test(f)));
  });
});

describe('check --upgrade', () => {
  it('rewrites an older pack, and leaves everything else as it stands', () => {
    const files = new Map(upgrade(over(written(OLD))).map((file) => [file.place.shown, file.text]));
    assert.equal(
      files.get('ours/intents/phones/pack.yaml'),
      OLD['intents/phones/pack.yaml']
        .replace('title: Desk phones', 'format: 2\ntitle: Desk phones')
        .replace('- [desk phone', 'names: [desk phone')
        .replace('- [\n      make', 'does: [\n      make')
        .replace(
          '  - [\n      not, no, dead, "no dial tone",\n      nicht, kaputt,\n    ]\n',
          '  fails: [dead, "no dial tone", kaputt]\n',
        )
        .replace(
          '\n# Nothing is',
          "\n# Where the cause of a problem can lie: an intent's `type`.\ncategories:\n  client: Computer or app\n  network: Network\n$&",
        ),
    );
    assert.equal(
      files.get('ours/intents/phones/phones-broken.yaml'),
      OLD['intents/phones/phones-broken.yaml'].replace('product: Desk phones\n', ''),
    );
    assert.equal(
      files.get('ours/intents/phones/no-registration.yaml'),
      OLD['intents/phones/no-registration.yaml'].replace('product: >\n  Desk\n  phones\n', ''),
    );
    assert.equal(files.size, 3);
  });

  it('tells each change with file and line, writes nothing in a dry run, and has nothing to do a second time', async function () {
    this.timeout(60_000);
    const folder = written(OLD);
    const env = { CONTENT: folder, PACKS: 'phones' };
    const dry = await firstline(['check', '--upgrade', '--dry-run'], '', env);
    assert.equal(dry.code, 0, dry.err);
    assert.match(
      dry.out,
      /phones\/pack\.yaml:6 {2}would change: about: its groups have names now: names, does, fails\n/,
    );
    assert.match(dry.out, /3 files would be rewritten\. Nothing was changed/);
    for (const [name, text] of Object.entries(OLD)) assert.equal(readFileSync(join(folder, name), 'utf8'), text);

    const done = await firstline(['check', '--upgrade'], '', env);
    assert.equal(done.code, 0, done.err + done.out);
    assert.match(done.out, /phones\/phones-broken\.yaml:2 {2}product: taken out/);
    assert.match(done.out, /3 files rewritten\.\n(.*\n)*No faults/);
    assert.match((await firstline(['check', '--upgrade'], '', env)).out, /^Nothing is in an older format/);
  });

  const lists: [string, string, object][] = [
    [
      'a list that is not indented',
      'about:\n- [vpn]\n- [connect]\n- [drops]\n',
      { names: ['vpn'], does: ['connect'], fails: ['drops'] },
    ],
    [
      'lists with dashes',
      'about:\n  - - vpn # name\n    - tunnel\n  - - connect\n  -\n    - drops\n',
      { names: ['vpn', 'tunnel'], does: ['connect'], fails: ['drops'] },
    ],
    ['one line', 'about: [[vpn], [connect], [drops]]\n', { names: ['vpn'], does: ['connect'], fails: ['drops'] }],
    [
      'more than three groups',
      'about:\n  - [vpn]\n  - [connect] # one\n  - [dial in]\n  - [drops]\n',
      { names: ['vpn'], does: ['connect', 'dial in'], fails: ['drops'] },
    ],
    [
      'a list with a remark behind a dash',
      'about:\n  - # one - the name\n    [vpn]\n  - [connect]\n  - [drops]\n',
      { names: ['vpn'], does: ['connect'], fails: ['drops'] },
    ],
    ['two groups', 'about:\n  - [vpn]\n  - [drops]\n', { names: ['vpn'], fails: ['drops'] }],
    ['one group', 'about:\n  - [vpn, not]\n', { names: ['vpn', 'not'] }],
    [
      'words that are all common',
      'about:\n  - [vpn]\n  - [connect]\n  - [not, no]\n',
      { names: ['vpn'], does: ['connect'] },
    ],
    [
      'Windows line ends',
      'about:\r\n  - [vpn]\r\n  - [connect]\r\n  - [drops]\r\n',
      { names: ['vpn'], does: ['connect'], fails: ['drops'] },
    ],
  ];
  for (const [name, about, expected] of lists)
    it(`names the groups of ${name}`, () => {
      const text = packOf(`title: VPN\n${about}# the end\nhosts: [vpn.example]\n`);
      assert.deepEqual(parse(text), { format: 2, title: 'VPN', about: expected, hosts: ['vpn.example'] }, text);
      assert.match(text, /# the end/);
      if (about.includes('#')) assert.match(text, /# (one|name)/, text);
    });

  it('leaves a pack alone that is up to date, or is no YAML', () => {
    for (const text of ['title: VPN\nabout: { names: [vpn] }\n', 'title: VPN\nabout: [\n'])
      assert.deepEqual(upgrade(over(written({ 'intents/phones/pack.yaml': text }))), []);
    assert.deepEqual(upgrade({ roots: [{ path: ROOT, shown: '' }], packs: null, organisation: null }), []);
  });
});
