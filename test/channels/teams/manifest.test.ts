import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { manifestFor, packageFor } from '../../../deploy/teams/app-package.ts';
import { ROOT } from '../../fakes/content.ts';

const APP = '11111111-2222-3333-4444-555555555555';

describe('Teams: the app package', () => {
  it('has manifests that are valid by Microsoft’s published schema', async () => {
    for (const readThreads of [false, true])
      assert.deepEqual(
        await AppManifestUtils.validateAgainstSchema(manifestFor({ appId: APP, readThreads }) as never),
        [],
      );
    const broken = { ...manifestFor({ appId: APP, readThreads: false }), accentColor: 'blue', more: 1 };
    assert.notDeepEqual(await AppManifestUtils.validateAgainstSchema(broken as never), [], 'and it would say so');
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
    const zip = packageFor({ appId: APP, readThreads: false });
    const files = unzipSync(zip);
    assert.deepEqual(Object.keys(files), ['manifest.json', 'color.png', 'outline.png']);
    assert.equal(JSON.parse(strFromU8(files['manifest.json']!)).id, APP);
    assert.deepEqual(packageFor({ appId: APP, readThreads: false }), zip);
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
