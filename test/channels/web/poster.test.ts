import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { posterOf } from '../../../src/channels/web/poster.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { firstline } from '../../fakes/cli.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { say } from '../../fakes/say.ts';

const ADDRESS = 'https://help.contoso.example/';

describe('the poster', function () {
  this.timeout(120_000);

  it('is one sheet of A4 with the address, its QR code and what to do, and asks no server for anything', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
      const asked: string[] = [];
      page.on('request', (r) => asked.push(r.url()));
      await page.setContent(posterOf(ADDRESS, say, 'Contoso & Söhne <Ltd>'));
      const text = await page.locator('main').innerText();
      assert.match(
        text,
        /^Contoso & Söhne <Ltd>\s+Can't get in\?\s+Scan this code[\s\S]+help\.contoso\.example\s+First-line/,
      );
      assert.deepEqual(asked, []);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1);
      assert.match(pdf, /\/MediaBox\s*\[0 0 59[456](\.\d+)? 84[123]/);
      const { data, info } = await sharp(await page.locator('svg').screenshot())
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.equal(decodeQR({ ...info, data: new Uint8Array(data) }), ADDRESS);
    } finally {
      await browser.close();
    }
  });

  it('holds no markup of an address or a name', () => {
    const page = posterOf('https://a.example/?q="><script>', say, '<script>x</script>');
    assert.doesNotMatch(page, /<script|"><script/);
  });

  it('is written by the command, which refuses what is no address', async () => {
    const out = join(freshFolder(), 'poster.html');
    const ran = await firstline(['poster', '--url', 'help.contoso.example', '--out', out]);
    assert.deepEqual([ran.code, ran.out], [0, ''], ran.err);
    assert.match(readFileSync(out, 'utf8'), /^<!doctype html>[\s\S]+help\.contoso\.example/);
    for (const [args, code, what] of [
      [['--url', 'javascript:alert(1)'], 1, /ADDRESS_WRONG/],
      [['--url', ADDRESS, '--out', join(out, 'x')], 1, /FILE_UNWRITABLE/],
      [[], 2, /--url/],
    ] as const) {
      const refused = await firstline(['poster', ...args]);
      assert.equal(refused.code, code);
      assert.match(refused.err, what);
    }
  });
});
