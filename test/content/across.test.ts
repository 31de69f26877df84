import assert from 'node:assert/strict';
import { type Files, INTENT, PACK, readWith, toldOf, WALK, WHOLE } from '../fakes/packs.ts';

const changed = (file: string, before: string | RegExp, after: string): Files => ({
  [file]: WHOLE[file]!.replace(before, () => after),
});

/** A second pack, with a problem and its walkthrough. */
const MAIL: Files = {
  'intents/mail/pack.yaml': 'title: Mail\ncategories: { client: Program }\n',
  'intents/mail/lost.yaml': WHOLE[INTENT]!.replaceAll('It is slow', 'Mail is lost').replace(
    'person: fix',
    'person: mail-fix',
  ),
  'dialogs/mail/mail-fix.yaml': WHOLE[WALK]!,
};

describe('check, of files that can’t be read', () => {
  it('calls no intent, walkthrough or step missing that can’t be read', () => {
    const title = '"title" is no "name: …" line';
    const cases: readonly [Files, string][] = [
      [{ 'intents/vpn/vpn-generic.yaml': 'title\nx: y' }, `intents/vpn/vpn-generic.yaml:1  ${title}`],
      [{ 'dialogs/vpn/fix.yaml': 'title\nx: y' }, `dialogs/vpn/fix.yaml:1  ${title}`],
      [changed(WALK, 'tell: Switch it on.', 'words: there'), `${WALK}:10  step "try": a step begins with`],
    ];
    for (const [files, told] of cases) {
      const all = toldOf(readWith(files));
      assert.equal(all.length, 1, all.join('\n'));
      assert.ok(all[0]!.startsWith(told), all[0]);
    }
  });

  it('calls no slot, source or category missing whose pack can’t be read', () => {
    const files = {
      ...changed(PACK, 'title: VPN', 'title'),
      ...changed(WALK, 'tell: Switch it on.', 'for: { device: mac }\n    tell: Switch {device} on.'),
    };
    const told = toldOf(readWith(files));
    assert.equal(told.length, 1, told.join('\n'));
    assert.deepEqual(toldOf(readWith({ [PACK]: null })), [
      `${PACK}:1  this file is missing: every pack has one; write at the least "title:" and the name of the product`,
    ]);
  });

  it('counts a walkthrough as reached that an unreadable file names', () => {
    const files = {
      'dialogs/vpn/other.yaml': WHOLE[WALK]!,
      'dialogs/vpn/broken.yaml': 'steps\n  x: { visit: other/ }\n',
    };
    assert.deepEqual(
      toldOf(readWith(files)).map((line) => line.replace(/ {2}.*/, '')),
      ['dialogs/vpn/broken.yaml:1'],
    );
  });
});

describe('check, of files and folders', () => {
  const cases: readonly [string, () => ReturnType<typeof readWith>, string][] = [
    [
      'a .yml file',
      () => readWith({ 'intents/vpn/x.yml': 'title: X' }),
      'intents/vpn/x.yml:1  nobody reads this file; rename it to x.yaml',
    ],
    [
      'a file of another kind',
      () => readWith({ 'intents/vpn/x.json': '{}' }),
      'intents/vpn/x.json:1  nobody reads this file; only files that end in .yaml are read; move it elsewhere',
    ],
    [
      'a file beside the packs',
      () => readWith({ 'dialogs/x.yaml': 'title: X' }),
      'dialogs/x.yaml:1  nobody reads this file; put it into the folder of its pack: dialogs/<pack>/x.yaml',
    ],
    [
      'a file in a folder of a pack',
      () => readWith({ 'dialogs/vpn/old/x.yaml': 'title: X' }),
      'dialogs/vpn/old/x.yaml:1  nobody reads this file; put it into the folder above: a pack has no folders of its own',
    ],
    [
      'walkthroughs without a pack',
      () => readWith({ 'dialogs/vpm/phrases.yaml': 'knows: x' }),
      'dialogs/vpm:1  there is no pack "vpm": nothing of that name is in intents; "vpn" was probably meant',
    ],
    [
      'a pack in PACKS that does not exist',
      () => readWith({}, [], ['vnp']),
      'intents/vnp:1  there is no pack "vnp" to switch on; "vpn" was probably meant',
    ],
    [
      'a folder in CONTENT without content',
      () => readWith({}, [{ 'notes.md': 'x' }]),
      'own:1  there is neither a folder "intents" nor a folder "dialogs" in it; CONTENT names the folder that these two are in',
    ],
    [
      'two files of one name',
      () => readWith({ ...MAIL, 'dialogs/mail/fix.yaml': WHOLE[WALK]! }),
      'dialogs/vpn/fix.yaml:1  "fix" is the name of another file too: dialogs/mail/fix.yaml; call one of them differently, and whatever leads to it',
    ],
  ];
  for (const [what, read, told] of cases)
    it(what, () =>
      assert.deepEqual(
        toldOf(read()).filter((line) => !/nobody comes to|belongs to the pack/.test(line)),
        [told],
      ),
    );

  it('a folder in CONTENT that does not exist', async () => {
    const { readContent } = await import('../../src/content/load.ts');
    const told = toldOf(
      readContent({ roots: [{ path: '/no/such/folder', shown: 'own/' }], packs: null, organisation: null }),
    );
    assert.deepEqual(told, ['own:1  there is no such folder; correct CONTENT in the settings']);
  });
});

describe('check, of several packs', () => {
  const off = '"mail-fix" belongs to the pack "mail", which may be switched off';

  it('wants a way round where a step leads into another pack', () => {
    const cases: readonly [string, string, string | null][] = [
      ['fixed: done', 'fixed: mail-fix/', `${WALK}:12  step "try", fixed: ${off}; visit it`],
      ['fixed: done', 'fixed: v', `${WALK}:14  step "v", visit: ${off}; say with "otherwise"`],
      [
        'title: "Yes", go: try',
        'title: "Yes", means: lost',
        `${WALK}:7  step "first", choice "yes": "lost" is a problem of another pack`,
      ],
      [
        'title: "Yes", go: try',
        'title: "Yes", means: lost, go: mail-fix/',
        `${WALK}:7  step "first", choice "yes", go: ${off}`,
      ],
      ['title: "Yes", go: try', 'title: "Yes", means: lost, go: try', null],
    ];
    for (const [before, after, told] of cases) {
      const visit = after.endsWith(' v') ? '  v: { visit: mail-fix/, then: done }\n  done: {' : '  done: {';
      const walk = WHOLE[WALK]!.replace('  done: {', visit).replace(before, after);
      for (const packs of [null, ['vpn']]) {
        const all = toldOf(readWith({ ...MAIL, [WALK]: walk }, [], packs)).filter(
          (line) => !/no answer leads here/.test(line),
        );
        assert.equal(all.length, told === null ? 0 : 1, all.join('\n'));
        if (told !== null) assert.ok(all[0]!.startsWith(told), all[0]);
      }
    }
    const visited = WHOLE[WALK]!.replace('not: support', 'not: v').replace(
      '  done: {',
      '  v: { visit: mail-fix/, then: done, otherwise: support }\n  done: {',
    );
    for (const packs of [null, ['vpn']])
      assert.deepEqual(toldOf(readWith({ ...MAIL, [WALK]: visited }, [], packs)), []);
  });

  it('tells names and slots that two packs have', () => {
    const mail =
      'title: Mail\ncategories: { client: Program }\nabout: { names: [VPN] }\nslots: { device: { title: Device } }\n';
    assert.deepEqual(toldOf(readWith({ ...MAIL, 'intents/mail/pack.yaml': mail })), [
      `${PACK}:4  about, names: "vpn" is a name of the pack "mail" too; take it out of one of them: nobody could tell which is meant`,
      `${PACK}:8  slot "device": the pack "mail" has a slot of this name too; rename it, or declare it in intents/common/pack.yaml, so that both share it`,
    ]);
  });

  it('lets an intent begin with a walkthrough of its own pack only', () => {
    const told = toldOf(readWith({ ...MAIL, ...changed(INTENT, 'person: fix', 'person: mail-fix') }));
    assert.deepEqual(told, [`${INTENT}:10  walkthrough: ${off}; name one of this pack; it can visit the other one`]);
  });

  it('accepts a pack without its optional parts, and says what each is good for', () => {
    const loaded = readWith({
      ...MAIL,
      'intents/mail/pack.yaml': 'title: Mail\n',
      'intents/mail/lost.yaml': WHOLE[INTENT]!.replaceAll('It is slow', 'Mail is lost').replace(
        /type.*\n|walkthrough.*\n/g,
        '',
      ),
      'dialogs/mail/mail-fix.yaml': null,
    });
    assert.deepEqual(toldOf(loaded), []);
    assert.deepEqual(
      loaded
        .hints('2026-01-01')
        .flatMap(({ file, what }) => (/mail\/pack/.test(file) ? [what.replace(/.*\(|\).*/g, '')] : [])),
      ['about, names', 'generic', 'knows', 'the pack has no categories, so its problems have no type'],
    );
  });
});

describe('check, of controls and sentences', () => {
  it('knows which controls are understood', () => {
    const told = toldOf(readWith({ 'intents/vpn/stopp.yaml': 'title: Stop\nkind: control\nsays: [enough of this]\n' }));
    assert.deepEqual(told, [
      'intents/vpn/stopp.yaml:2  kind: nobody understands a control called "stopp"; "stop" was probably meant',
    ]);
  });

  it('tells sentences that are missing, misspelt or have a placeholder nobody fills in, on their lines', () => {
    const common = {
      'intents/common/pack.yaml': 'title: Common\n',
      'dialogs/common/phrases.yaml': 'fixed: "Great, {who}."\nthankss: Bye.\n',
    };
    const own = { 'dialogs/vpn/phrases.yaml': 'knows: the VPN\nfixed: "Great, {whom}."\n' };
    const told = toldOf(readWith({ ...common, ...own }));
    assert.ok(told.includes('dialogs/common/phrases.yaml:1  "thanks" is missing; write "thanks:" and a sentence'));
    assert.ok(told.includes('dialogs/common/phrases.yaml:2  nobody says "thankss"; "thanks" was probably meant'));
    assert.ok(
      told.includes(
        'dialogs/vpn/phrases.yaml:2  fixed: nobody fills in {whom}, so it is shown as it stands; "who" was probably meant',
      ),
      told.join('\n'),
    );
    const over = toldOf(readWith(common, [{ 'dialogs/common/phrases.yaml': 'fixed: "Great, {thing}."\n' }]));
    assert.ok(
      over.includes(
        'own/dialogs/common/phrases.yaml:1  fixed: nobody fills in {thing}, so it is shown as it stands; it can have {who}',
      ),
    );
  });

  it('tells the same of what channels say, which know of no pack', () => {
    const common = {
      'intents/common/pack.yaml': 'title: Common\n',
      'dialogs/common/phrases.yaml': 'slack-chose: "✓ {answer}"\npage-sent: Sent.\n',
    };
    const own = { 'dialogs/vpn/phrases.yaml': 'knows: the VPN\npage-copied: Copied, for the VPN.\n' };
    const told = toldOf(readWith({ ...common, ...own }));
    for (const fault of [
      'dialogs/common/phrases.yaml:1  "page-copied" is missing; write "page-copied:" and a sentence',
      'dialogs/common/phrases.yaml:2  nobody says "page-sent"; "page-sent-to" was probably meant',
      'dialogs/vpn/phrases.yaml:2  page-copied: channels say the same in every pack; write it in dialogs/common/phrases.yaml',
    ])
      assert.ok(told.includes(fault), `${fault}\n${told.join('\n')}`);
    const over = toldOf(readWith(common, [{ 'dialogs/common/phrases.yaml': 'slack-chose: "{product}: {reply}"\n' }]));
    for (const name of ['product', 'reply'])
      assert.ok(
        over.includes(
          `own/dialogs/common/phrases.yaml:1  slack-chose: nobody fills in {${name}}, so it is shown as it stands; it can have {answer}`,
        ),
        over.join('\n'),
      );
  });
});
