import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { manifestFor, packageFaults, packageFor, versionAt } from '../../../deploy/teams/app-package.ts';
import { ROOT } from '../../fakes/content.ts';
import { buttons, shown, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

const APP = '11111111-2222-3333-4444-555555555555';
const CONTOSO = { name: 'Contoso', website: 'https://contoso.com' };

describe('Teams: the app package', () => {
  it('has manifests that are valid by Microsoft’s published schema', async () => {
    for (const readThreads of [false, true])
      for (const targeted of [false, true])
        assert.deepEqual(
          await AppManifestUtils.validateAgainstSchema(manifestFor({ appId: APP, readThreads, targeted }) as never),
          [],
        );
    const broken = { ...manifestFor({ appId: APP, readThreads: false }), accentColor: 'blue', more: 1 };
    assert.notDeepEqual(await AppManifestUtils.validateAgainstSchema(broken as never), [], 'and it would say so');
  });

  it('keeps every limit of the schema, and would say so', async () => {
    const manifest = manifestFor({ appId: APP, readThreads: false, developer: CONTOSO });
    const bot = (manifest.bots as object[])[0]!;
    const lists = (commands: number, length: number): object => ({
      bots: [
        {
          ...bot,
          commandLists: [{ scopes: ['personal'], commands: Array(commands).fill({ title: 'x'.repeat(length) }) }],
        },
      ],
    });
    const over: object[] = [
      { name: { short: 'x'.repeat(31), full: 'x' } },
      { name: { short: 'x', full: 'x'.repeat(101) } },
      { description: { short: 'x'.repeat(81), full: 'x' } },
      { description: { short: 'x', full: 'x'.repeat(4001) } },
      { developer: { ...(manifest.developer as object), name: 'x'.repeat(33) } },
      { accentColor: 'blue' },
      { supportsChannelFeatures: 'tier9' },
      { manifestVersion: '1.23' },
      lists(13, 1),
      lists(1, 129),
    ];
    for (const given of over)
      assert.notDeepEqual(
        await AppManifestUtils.validateAgainstSchema({ ...manifest, ...given } as never),
        [],
        JSON.stringify(given).slice(0, 80),
      );
    assert.deepEqual(await AppManifestUtils.validateAgainstSchema({ ...manifest, ...lists(12, 128) } as never), []);
  });

  it('is of the current schema, and for shared and private channels too', () => {
    const { manifestVersion, $schema, supportsChannelFeatures } = manifestFor({ appId: APP, readThreads: false });
    assert.deepEqual([manifestVersion, supportsChannelFeatures], ['1.30', 'tier1']);
    assert.match(String($schema), /\/v1\.30\//);
  });

  it('has a version that grows, and another one in each of the two packages', () => {
    const times = ['2026-11-28T13:24:00Z', '2026-11-28T13:25:00Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'];
    const versions = times.flatMap((t) => [versionAt(new Date(t), false), versionAt(new Date(t), true)]);
    assert.equal(versions[0], '2026.1128.13240');
    const numbers = versions.map((v) => v.split('.').map(Number));
    for (const [i, version] of versions.entries()) {
      assert.match(version, /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/);
      const before = numbers[i - 1];
      const at = before?.findIndex((n, j) => n !== numbers[i]![j]) ?? 0;
      if (before) assert.ok(numbers[i]![at]! > before[at]!, `${versions[i - 1]} before ${version}`);
    }
    assert.equal(manifestFor({ appId: APP, readThreads: false, version: versions[0]! }).version, versions[0]);
  });

  it('refuses what stands for something else, or is too long', () => {
    const faults = (given: object): string =>
      packageFaults({ appId: APP, readThreads: false, developer: CONTOSO, ...given }).join();
    assert.equal(faults({}), '');
    assert.match(faults({ developer: undefined }), /--name.*--website/s);
    for (const name of ['Your organisation', 'Your organization', ' ', 'x'.repeat(33)])
      assert.match(faults({ developer: { ...CONTOSO, name } }), /--name/);
    for (const website of [
      'https://example.com',
      'https://www.example.org/x',
      'http://contoso.com',
      'contoso.com',
      'https://intranet',
      'https://firstline.test',
    ])
      assert.match(faults({ developer: { ...CONTOSO, website } }), /--website/, website);
    for (const appId of ['', 'bot', '00000000-0000-0000-0000-000000000000'])
      assert.match(faults({ appId }), /--app-id/);
    assert.throws(() => packageFor({ appId: APP, readThreads: false }), /--name/);
  });

  it('begins with sentences that the bot answers, with a way to a person', async () => {
    const world = await TeamsWorld.open();
    const { bots } = manifestFor({ appId: APP, readThreads: false });
    const lists = (bots as { commandLists: { commands: { title: string }[] }[] }[])[0]!.commandLists;
    const titles = [...new Set(lists.flatMap(({ commands }) => commands.map(({ title }) => title)))];
    assert.ok(titles.length >= 2 && titles.length <= 6);
    for (const [i, text] of titles.entries()) {
      const id = `a:starter-${i}`;
      const from = { id: `29:starter-${i}`, name: 'Sam', aadObjectId: `aad-starter-${i}` };
      const conversation = { conversationType: 'personal', tenantId: TENANT, id };
      await world.send(world.recorded('personal', { id: `s${i}`, from, conversation, text, attachments: [] }));
      const card = world.card(id);
      assert.doesNotMatch(
        shown(card),
        /I don't recognise|not sure|earlier question|came through empty|can't answer/,
        text,
      );
      assert.ok(buttons(card).length > 0 || /Your ticket is/.test(shown(card)), text);
    }
    await world.close();
  });

  it('has a slash command only where it is asked for', () => {
    const bots = (targeted: boolean): string =>
      JSON.stringify(manifestFor({ appId: APP, readThreads: false, targeted }).bots);
    assert.doesNotMatch(bots(false), /supportsTargetedMessages|slash/);
    assert.match(bots(true), /"triggers":\["mention","slash"\].*"supportsTargetedMessages":true/);
  });

  it('names one bot, everywhere', () => {
    const text = JSON.stringify(
      manifestFor({ appId: APP, readThreads: true, developer: { name: 'Contoso', website: 'https://contoso.com' } }),
    );
    assert.equal(text.split(APP).length - 1, 4);
    assert.doesNotMatch(text, /00000000-0000|example\.com/);
    assert.match(text, /"privacyUrl":"https:\/\/contoso\.com\/privacy"/);
  });

  it('asks to read threads only in the variant that says so', () => {
    assert.doesNotMatch(
      JSON.stringify(manifestFor({ appId: APP, readThreads: false })),
      /Read\.(Group|Chat)|webApplicationInfo/,
    );
    const asked = JSON.stringify(manifestFor({ appId: APP, readThreads: true }).authorization);
    assert.deepEqual(asked.match(/\w+\.Read\.\w+/g), ['ChannelMessage.Read.Group', 'ChatMessage.Read.Chat']);
  });

  it('offers what the channel does: chats, files, and help with a message', () => {
    const { bots, composeExtensions } = manifestFor({ appId: APP, readThreads: false });
    assert.match(JSON.stringify(bots), /"scopes":\["personal","team","groupChat"\],"supportsFiles":true/);
    assert.match(JSON.stringify(composeExtensions), /"title":"Get help with this message".*"context":\["message"\]/);
  });

  it('is a zip of the manifest and two icons of the right size, the same every time', async () => {
    const zip = packageFor({ appId: APP, readThreads: false, developer: CONTOSO });
    const files = unzipSync(zip);
    assert.deepEqual(Object.keys(files), ['manifest.json', 'color.png', 'outline.png']);
    assert.equal(JSON.parse(strFromU8(files['manifest.json']!)).id, APP);
    assert.deepEqual(packageFor({ appId: APP, readThreads: false, developer: CONTOSO }), zip);
    for (const [name, size] of [
      ['color.png', 192],
      ['outline.png', 32],
    ] as const) {
      const { width, height, hasAlpha, format } = await sharp(files[name]).metadata();
      assert.deepEqual([format, width, height], ['png', size, size]);
      if (name === 'outline.png') assert.ok(hasAlpha);
    }
  });

  it('has icons that match their drawings', async () => {
    for (const name of ['color', 'outline']) {
      const path = join(ROOT, 'deploy', 'teams', name);
      const raw = (from: string) => sharp(readFileSync(from)).ensureAlpha().raw().toBuffer();
      assert.deepEqual(await raw(`${path}.png`), await raw(`${path}.svg`));
    }
  });
});
