import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import sinon from 'sinon';
import { SILENT } from '../../src/core/log.ts';
import { LARGEST_PICTURE } from '../../src/core/picture.ts';
import { readSeen } from '../../src/core/seen.ts';
import { createScreenshotReader, type ScreenshotReader } from '../../src/screenshots/reader.ts';
import { openBrowser } from '../fakes/browser.ts';
import { shipped } from '../fakes/knowledge.ts';
import { chunk, FOREIGN, packedText, png } from '../fakes/pictures.ts';
import { Camera, type Shot } from '../fakes/screenshots.ts';
import { until } from '../fakes/until.ts';

const NOT_FOUND =
  'Cannot sign in to Lync because this sign-in address was not found. Verify the sign-in address and try again. If the problem continues, please contact your support team.';
const CLOCK =
  'Cannot sign in to Skype for Business because your computer clock is not set correctly. To check your computer clock settings, open Date and Time in the Control Panel.';
const PROXY = 'The remote server returned an error: (407) Proxy Authentication Required.';

/** One of each kind; `node test/bench/screenshots.ts` has them all. */
const SHOTS: readonly (readonly [intent: string, shot: Omit<Shot, 'title'>])[] = [
  ['address-not-found', { message: NOT_FOUND, scene: 'box', theme: 'light', font: 'open-sans', scale: 1 }],
  ['clock-skew', { message: CLOCK, scene: 'window', theme: 'dark', font: 'arimo', scale: 1.25 }],
  ['proxy-or-firewall', { message: PROXY, scene: 'box', theme: 'contrast', font: 'inter', scale: 1.5, type: 'jpeg' }],
  ['clock-skew', { message: CLOCK, scene: 'desktop', theme: 'light', font: 'arimo', scale: 1 }],
  ['address-not-found', { message: NOT_FOUND, scene: 'photo', theme: 'dark', font: 'open-sans', scale: 2 }],
];

const LIMIT_MS = 80_000;

describe('the screenshot reader', function () {
  this.timeout(120_000);
  let browser: Browser;
  let camera: Camera;
  const readers: ScreenshotReader[] = [];

  before(async () => {
    browser = await openBrowser();
    camera = new Camera(browser);
  });
  after(() => browser.close());
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
  });

  function reader(parts: { limitMs?: number; idleMs?: number } = {}): ScreenshotReader {
    // A busy machine may take longer than people would wait.
    const one = createScreenshotReader({ log: SILENT, limitMs: LIMIT_MS, ...parts });
    readers.push(one);
    return one;
  }

  it('reads errors as screens show them, well enough to know which they are', async () => {
    const { content, read } = await shipped();
    const one = reader();
    for (const [intent, shot] of SHOTS) {
      const what = `${shot.scene} ${shot.theme} ${shot.font} ${shot.scale}`;
      const picture = await camera.take({ ...shot, title: 'Skype for Business' });
      const { text, sure, trouble } = await one.read(picture);
      assert.equal(trouble, null, what);
      assert.ok(sure > 0.8 && sure <= 1, `${what}: ${sure}`);
      const { reading } = readSeen(content, read, '', [text!]);
      assert.equal(reading.intent, intent, `${what}: ${text}`);
    }
  });

  it('joins wrapped lines, and keeps separate texts apart', async () => {
    const shot = { scene: 'window', theme: 'light', font: 'open-sans', scale: 1.5 } as const;
    const { text } = await reader().read(await camera.take({ ...shot, message: NOT_FOUND, title: 'Microsoft Lync' }));
    const passages = text!.split('\n\n');
    assert.ok(passages.includes(NOT_FOUND), text!);
    assert.ok(passages.includes('kim@contoso.com'), text!);
  });

  it('reads WebP, and says so when there is nothing to read', async () => {
    const one = reader();
    const shot = { scene: 'box', theme: 'light', font: 'arimo', scale: 2 } as const;
    const picture = await camera.take({ ...shot, message: CLOCK, title: 'Skype for Business' });
    assert.match((await one.read(await sharp(picture).webp().toBuffer())).text!, /computer clock is not set correctly/);
    assert.deepEqual(await one.read(png({ width: 300, height: 200 })), { text: '', sure: 0, trouble: null });
    assert.deepEqual(await one.read(png({ width: 1, height: 1 })), { text: '', sure: 0, trouble: null });
  });

  it('refuses files that are no PNG, JPEG or WebP by their content, and starts no process for them', async () => {
    const one = reader();
    for (const [what, bytes] of Object.entries(FOREIGN))
      assert.equal((await one.read(bytes)).trouble, 'not-an-image', what);
    assert.equal((await one.read(Buffer.alloc(LARGEST_PICTURE + 1, 255))).trouble, 'too-big');
    assert.equal(one.pid, null);
  });

  it('refuses bombs, and broken, disguised and moving pictures, and goes on', async () => {
    const one = reader();
    const good = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } })
      .composite([
        { input: randomFillSync(Buffer.alloc(300 * 300 * 3)), raw: { width: 300, height: 300, channels: 3 } },
      ])
      .png()
      .toBuffer();
    const [jpeg, webp] = await Promise.all([sharp(good).jpeg().toBuffer(), sharp(good).webp().toBuffer()]);
    const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
    const frames = { raw: { width: 20, height: 40, channels: 3 as const, pageHeight: 20 } };
    const moving = await sharp(randomFillSync(Buffer.alloc(20 * 40 * 3)), frames)
      .webp({ loop: 0 })
      .toBuffer();
    const bad: [what: string, bytes: Buffer, trouble: string | null][] = [
      ['a billion pixels', png({ width: 32_000, height: 32_000, rows: Buffer.alloc(9) }), 'too-big'],
      ['26 million pixels', png({ width: 5200, height: 5000, bits: 1 }), 'too-big'],
      ['two thousand screens above each other', png({ width: 10, height: 1_000_000 }), 'too-big'],
      ['half a gigabyte of text', png({ width: 200, height: 200, more: [packedText('zTXt')] }), null],
      ['half a gigabyte of colours', png({ width: 200, height: 200, more: [packedText('iCCP')] }), null],
      ['half a PNG', half(good), 'not-an-image'],
      ['half a JPEG', half(jpeg), 'not-an-image'],
      ['half a WebP', half(webp), 'not-an-image'],
      ['only a PNG’s beginning', good.subarray(0, 8), 'not-an-image'],
      ['SVG behind a PNG’s beginning', Buffer.concat([good.subarray(0, 8), FOREIGN.SVG!]), 'not-an-image'],
      ['GIF behind a JPEG’s beginning', Buffer.concat([jpeg.subarray(0, 4), FOREIGN.GIF!]), 'not-an-image'],
      ['a JPEG that begins like a WebP', Buffer.concat([webp.subarray(0, 12), jpeg]), 'not-an-image'],
      [
        'noise behind a PNG’s header',
        Buffer.concat([good.subarray(0, 60), randomFillSync(Buffer.alloc(5000))]),
        'not-an-image',
      ],
      ['a PNG that moves', png({ width: 200, height: 200, more: [chunk('acTL', Buffer.alloc(8))] }), 'not-an-image'],
      ['a WebP that moves', moving, 'not-an-image'],
    ];
    for (const [what, bytes, trouble] of bad) assert.equal((await one.read(bytes)).trouble, trouble, what);
    assert.equal((await one.read(png({ width: 300, height: 200 }))).trouble, null, 'and it still reads');
  });

  it('takes the largest picture there may be', async () => {
    const one = reader();
    assert.equal((await one.read(png({ width: 5000, height: 5000, bits: 16, kind: 6 }))).trouble, null);
  });

  it('gives up a picture that takes too long, and reads the next one', async () => {
    const one = reader();
    const noise = await sharp(randomFillSync(Buffer.alloc(1000 * 1000 * 3)), {
      raw: { width: 1000, height: 1000, channels: 3 },
    })
      .jpeg()
      .toBuffer();
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const reading = one.read(noise);
      await until(() => one.pid !== null, 'the process that reads');
      clock.tick(LIMIT_MS);
      assert.equal((await reading).trouble, 'too-slow');
    } finally {
      clock.restore();
    }
    assert.equal(one.pid, null);
    assert.equal((await one.read(png({ width: 30, height: 20 }))).trouble, null);
  });

  it('outlives the process that reads', async () => {
    const one = reader();
    const reading = one.read(png({ width: 2000, height: 2000, kind: 6 }));
    await until(() => one.pid !== null, 'the process that reads');
    process.kill(one.pid!, 'SIGKILL');
    assert.equal((await reading).trouble, 'failed');
    assert.equal((await one.read(png({ width: 30, height: 20 }))).trouble, null);
  });

  it('reads one after the other, and lets only so many wait', async () => {
    const one = reader();
    const troubles = (
      await Promise.all(Array.from({ length: 15 }, () => one.read(png({ width: 30, height: 20 }))))
    ).map((r) => r.trouble);
    assert.deepEqual(troubles, [...Array(12).fill(null), ...Array(3).fill('busy')]);
  });

  it('gives its memory back when no more pictures come', async () => {
    const one = reader({ idleMs: 200 });
    one.warm();
    const { pid } = one;
    await one.read(png({ width: 30, height: 20 }));
    assert.equal(one.pid, pid, 'got ready by then');
    await until(() => one.pid === null, 'its end');
    const lives = (): boolean => {
      try {
        return process.kill(pid!, 0);
      } catch {
        return false;
      }
    };
    await until(() => !lives(), 'the end of its process');
  });

  it('opens no connection to anywhere', async function () {
    if (!existsSync('/proc/self/net/tcp')) return this.skip();
    const one = reader();
    await one.read(png({ width: 30, height: 20 }));
    const inodes = readdirSync(`/proc/${one.pid}/fd`).flatMap((fd) => {
      const link = existsSync(`/proc/${one.pid}/fd/${fd}`) ? readlinkSync(`/proc/${one.pid}/fd/${fd}`) : '';
      return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
    });
    const open = ['tcp', 'tcp6', 'udp', 'udp6'].map((kind) => readFileSync(`/proc/${one.pid}/net/${kind}`, 'utf8'));
    assert.deepEqual(
      inodes.filter((inode) => open.some((table) => table.includes(` ${inode} `))),
      [],
    );
  });
});
