/** The streams to open pages: as fast as each reads, and no more of them than there is room for. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import sinon from 'sinon';
import { Stream, Streams } from '../../../src/channels/web/streams.ts';
import type { PageLine } from '../../../src/channels/web/transcript.ts';
import { moment } from '../../fakes/samples.ts';
import { until } from '../../fakes/until.ts';

const PAGE = { network: '203.0.113.1', lasts: async () => true, newest: 0 };

/** A response that keeps what was written until it is read. */
function unread(): PassThrough & ServerResponse {
  return Object.assign(new PassThrough(), { writeHead: () => undefined }) as unknown as PassThrough & ServerResponse;
}

const line = (turn: number): PageLine => ({
  ...{ id: `${turn}.0`, who: 'person', at: moment(), images: 0 },
  text: 'x'.repeat(1000),
});
const idsIn = (text: string): string[] => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id!);

describe('the stream to a page', () => {
  afterEach(() => sinon.restore());

  it('writes no more of a long conversation than the page reads, and then all of it, once and in order', async () => {
    const response = unread();
    const stream = new Stream(response, PAGE);
    const all = Array.from({ length: 500 }, (_, i) => line(i + 1));
    const first = stream.lines(all);
    // Lines that come meanwhile wait for those before them.
    const next = stream.lines([line(500), line(501)]);
    await until(() => response.writableNeedDrain, 'a page that is slow');
    assert.ok(response.writableLength + response.readableLength < 200_000, 'the rest is not in memory');
    let text = '';
    response.on('data', (chunk) => (text += chunk));
    await Promise.all([first, next]);
    await until(() => idsIn(text).length === 501, 'all lines');
    assert.deepEqual(
      idsIn(text),
      [...all, line(501)].map(({ id }) => id),
    );
  });

  it('asks for the next page of lines when the one before is read, and lets lines that come meanwhile wait', async () => {
    const response = unread();
    const stream = new Stream(response, PAGE);
    let asked = 0;
    async function* pages(): AsyncGenerator<readonly PageLine[]> {
      for (; asked < 10; asked++) yield Array.from({ length: 100 }, (_, i) => line(asked * 100 + i + 1));
    }
    const first = stream.pages(pages());
    const next = stream.lines([line(1001)]);
    await until(() => response.writableNeedDrain, 'a page that is slow');
    assert.ok(asked <= 2 && stream.busy, `${asked} of ten pages are made`);
    let text = '';
    response.on('data', (chunk) => (text += chunk));
    await Promise.all([first, next]);
    await until(() => idsIn(text).length === 1001, 'all lines');
    assert.deepEqual([idsIn(text).at(-1), stream.busy], ['1001.0', false]);
  });

  it('goes on after pages that can not be read', async () => {
    const response = unread();
    const stream = new Stream(response, PAGE);
    // biome-ignore lint/correctness/useYield: it fails before the first page.
    async function* broken(): AsyncGenerator<readonly PageLine[]> {
      throw new Error('no store');
    }
    await assert.rejects(stream.pages(broken()), /no store/);
    await stream.lines([line(1)]);
    assert.deepEqual(idsIn(String(response.read())), ['1.0']);
  });

  it('lets a page go that reads nothing for half a minute: it comes back for the rest', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const response = unread();
    const stream = new Stream(response, PAGE);
    const writing = stream.lines(Array.from({ length: 500 }, (_, i) => line(i + 1)));
    await new Promise(setImmediate);
    clock.tick(30_000);
    await writing;
    assert.equal(response.destroyed, true);
  });
});

describe('the streams to all pages', () => {
  it('are limited for one conversation first, so that others have theirs', () => {
    const streams = new Streams(() => undefined);
    for (let i = 0; i < 12; i++) streams.add('web:one', unread(), PAGE);
    assert.throws(() => streams.add('web:one', unread(), PAGE), { code: 'TOO_MANY_PAGES' });
    const other = streams.add('web:two', unread(), PAGE);
    assert.deepEqual(streams.conversations(), ['web:one', 'web:two']);
    streams.remove('web:two', other);
    assert.deepEqual(streams.conversations(), ['web:one']);
  });

  it('are limited for one address, and then for all together', () => {
    const streams = new Streams(() => undefined);
    const open = (i: number, network: string): void => void streams.add(`web:${i}`, unread(), { ...PAGE, network });
    for (let i = 0; i < 500; i++) open(i, 'one');
    assert.throws(() => open(500, 'one'), { code: 'TOO_MANY_PAGES' });
    for (let i = 500; i < 2000; i++) open(i, `other ${i % 5}`);
    assert.throws(() => open(2000, 'new'), { code: 'TOO_MANY_PAGES' });
  });
});
