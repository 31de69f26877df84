/** The organisation's file: its values, its faults, and what people read where it says something and where it doesn't. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readContent } from '../../src/content/load.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import { fill, type Rich } from '../../src/core/text.ts';
import { fixtureSources, ROOT } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

/** The fixture's content with a file of the organisation. */
function withFile(text: string, packs = fixtureSources().packs) {
  const path = join(freshFolder(), 'organisation.yaml');
  writeFileSync(path, text);
  return readContent({ ...fixtureSources(), packs, organisation: { path, shown: 'organisation.yaml' } });
}

const toldOf = (text: string, packs?: null): string[] =>
  withFile(text, packs).faults.map(
    ({ file, line, what, meant }) => `${file}:${line}  ${what}${meant ? `; ${meant}` : ''}`,
  );

describe("the organisation's file", () => {
  it('gives each setting its value', () => {
    const { content, faults } = withFile(
      'organisation: Contoso\nsupport-phone: 0800 4711\nsupport-hours: [Mon-Fri, 8-18]\n',
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(content.organisation, {
      organisation: 'Contoso',
      'support-phone': '0800 4711',
      'support-hours': 'Mon-Fri, 8-18',
    });
  });

  it('is empty where there is none', () => assert.deepEqual(knowledge().content.organisation, {}));

  it('reports a value of the wrong shape, with its line', () => {
    assert.equal(toldOf('organisation: Contoso\nsupport-phone: { number: 1 }\n').length, 1);
    assert.match(toldOf('organisation: Contoso\nsupport-phone: { number: 1 }\n')[0]!, /^organisation\.yaml:2 /);
  });

  it('reports that there is none where it should be, or a folder', () => {
    const path = freshFolder();
    for (const place of [path, join(path, 'nowhere.yaml')]) {
      const { faults, content } = readContent({ ...fixtureSources(), organisation: { path: place, shown: 'o.yaml' } });
      assert.deepEqual(
        faults.map(({ file, what, meant }) => `${file} ${what}; ${meant}`),
        ['o.yaml there is no such file; correct ORGANISATION in the settings'],
      );
      assert.deepEqual(content.organisation, {});
    }
  });

  it('reports a file that is no YAML', () =>
    assert.match(toldOf('organisation: [Contoso\n')[0]!, /^organisation\.yaml:/));

  it('reports a name that no pack has, where all packs are switched on', () => {
    const [told = ''] = toldOf('suport-phone: 1\n', null);
    assert.match(
      told,
      /^organisation\.yaml:1 {2}no pack has the setting "suport-phone"; "support-phone" was probably meant/,
    );
  });

  it('may name settings of packs that are switched off', () => assert.deepEqual(toldOf('printer-page: x\n'), []));

  it('refuses an address that is not https, in whatever setting', () =>
    assert.match(toldOf('support-phone: "see http://evil.example/x"\n').join(), /holds an address that is not https/));

  it('does not change the model: nothing is trained anew', () =>
    assert.equal(withFile('organisation: Contoso\n').content.hash, knowledge().content.hash));
});

describe('a setting', () => {
  const { content, read } = knowledge();
  const [walkthrough] = [...content.walkthroughs.values()].filter(({ id }) => id === 'hub');
  const PLACED: Rich = [{ kind: 'text', spans: [{ text: 'Call {support-phone}, please.' }] }];

  /** The fixture with a sentence that uses a setting, and with what the organisation says. */
  function saying(organisation: Content['organisation']): Content {
    const steps = new Map(
      [...walkthrough!.steps].map(
        ([id, step]) => [id, step.kind === 'ask' ? { ...step, text: PLACED } : step] as const,
      ),
    );
    const walkthroughs = new Map([...content.walkthroughs, ['hub', { ...walkthrough!, steps }] as const]);
    return { ...content, walkthroughs, organisation };
  }

  const asked = async (organisation: Content['organisation']): Promise<Talk> =>
    new Talk(createTurn(saying(organisation), read)).say("I can't book a room with Roomie");

  it('stands in a sentence as the organisation said it', async () =>
    assert.match((await asked({ 'support-phone': '0800 4711' })).text, /Call 0800 4711, please\./));

  it('is put in neutral words until it is said', async () =>
    assert.match((await asked({})).text, /Call your support team's number, please\./));

  it('is a link where it is an address', async () => {
    const talk = await asked({ 'support-phone': 'https://help.contoso.com' });
    const spans = talk.reply.body.flatMap((p) => p.spans);
    assert.deepEqual(
      spans.find((s) => s.style === 'link'),
      { text: 'https://help.contoso.com', style: 'link', href: 'https://help.contoso.com' },
    );
  });

  it('stands in no ticket among the facts', async () => {
    const talk = await asked({ 'support-phone': '0800 4711' });
    await talk.press('human');
    assert.ok(!JSON.stringify(talk.tickets[0]!.summary.slots).includes('4711'));
  });
});

describe('filling placeholders', () => {
  const one = (text: string): Rich => [{ kind: 'text', spans: [{ text, style: 'bold' }] }];
  const LINK = { text: 'https://a.example', style: 'link', href: 'https://a.example' } as const;

  it('keeps the style of the words around a link', () =>
    assert.deepEqual(fill(one('Open {page} now'), () => LINK)[0]!.spans, [
      { text: 'Open ', style: 'bold' },
      LINK,
      { text: ' now', style: 'bold' },
    ]));

  it('leaves nothing empty around a link that stands alone', () =>
    assert.deepEqual(fill(one('{page}'), () => LINK)[0]!.spans, [LINK]));
});

describe('the example of the file', () => {
  const path = join(ROOT, 'deploy', 'organisation.example.yaml');

  it('has every setting of the shipped packs, and no fault', () => {
    const shipped = readContent({
      roots: [{ path: ROOT, shown: '' }],
      packs: null,
      organisation: { path, shown: 'organisation.example.yaml' },
    });
    assert.deepEqual(shipped.faults, []);
    const settings = [...shipped.content.packs.values()].flatMap((pack) => pack.settings.map(({ id }) => id));
    assert.deepEqual(Object.keys(parse(readFileSync(path, 'utf8')) as object).sort(), [...new Set(settings)].sort());
  });
});
