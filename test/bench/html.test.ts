/** The page with plots shows every figure that was measured, and nothing of it is markup. */
import assert from 'node:assert/strict';
import type { Loaded } from './driver.ts';
import { pageOf } from './html.ts';

const loaded = (p50: number): Loaded => ({ perSecond: 10, p50, p99: 9, messages: 3, rss: 1, peak: null, cpuMs: 2 });

describe('the page of the benchmark', () => {
  it('has a bar for each load, the longest for the largest, and leaves out what the machine does not tell', () => {
    const page = [{ name: 'a <file>', loads: [{ atOnce: 1, open: false, figures: loaded(4) }] }];
    const http = {
      loads: [{ way: 'teams' as const, atOnce: 64, rounds: [{ firstline: loaded(8), baseline: loaded(2) }] }],
      generator: 1,
    };
    const html = pageOf({ page, http }, 'a < b');
    const p50 = html.slice(html.indexOf('p50'), html.indexOf('p99'));
    assert.deepEqual(
      [...p50.matchAll(/width="([\d.]+)" height="14"/g)].map(([, width]) => Number(width)),
      [420, 105, 210],
    );
    assert.match(p50, /Teams, 64 at once: baseline<.*>2</);
    assert.doesNotMatch(html, /Memory at the most|<file>/);
    assert.match(html, /<pre>a &#60; b<\/pre>/);
  });
});
