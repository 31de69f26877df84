import assert from 'node:assert/strict';
import type { JobRow, Trouble } from '../../src/core/job.ts';
import { SILENT } from '../../src/core/log.ts';
import { createImagesJob } from '../../src/screenshots/images-job.ts';
import { createScreenshotReader, type ScreenshotReader } from '../../src/screenshots/reader.ts';
import { FOREIGN, png } from '../fakes/pictures.ts';

describe('the job that reads pictures', () => {
  let reader: ScreenshotReader;
  before(() => {
    reader = createScreenshotReader({ log: SILENT });
  });
  after(() => reader.close());

  const row = (...refs: string[]): JobRow => ({
    conversation: 'fake:one',
    channel: 'fake',
    address: null,
    job: { id: 'one', kind: 'images', images: refs.map((ref) => ({ ref, name: null })), from: null },
    attempts: 1,
  });
  const files: Record<string, Uint8Array | Trouble> = {
    white: png({ width: 40, height: 30 }),
    gif: FOREIGN.GIF!,
    gone: 'not-there',
    large: new Uint8Array(11 * 1024 * 1024),
  };
  const fetch = async (_row: JobRow, { ref }: { ref: string }) => {
    const file = files[ref]!;
    return typeof file === 'string' ? file : new Uint8Array(file);
  };

  it('reads every picture it can get, in order, and tells the first trouble', async () => {
    const failed: [string, Trouble][] = [];
    const run = createImagesJob({ fetch, reader, failed: ({ ref }, trouble) => failed.push([ref, trouble]) });
    const result = await run(row('gone', 'white', 'gif', 'white'));
    assert.deepEqual(
      { ...result, found: result.found.length },
      { job: 'one', kind: 'images', found: 2, trouble: 'not-there' },
    );
    assert.deepEqual(failed, [
      ['gone', 'not-there'],
      ['gif', 'not-an-image'],
    ]);
  });

  it('reads four of many, and nothing that is too large', async () => {
    const run = createImagesJob({ fetch, reader });
    assert.equal((await run(row('white', 'white', 'white', 'white', 'white'))).found.length, 4);
    assert.equal((await run(row('large'))).trouble, 'too-big');
  });
});
