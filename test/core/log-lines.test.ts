import assert from 'node:assert/strict';
import { LogLines } from '../../src/core/log-lines.ts';

/** A reader of the log that can be stuck, as a full disk makes it. */
class Reader {
  writableLength = 0;
  readonly lines: string[] = [];
  heard: () => void = assert.fail;

  write(text: string): void {
    this.lines.push(text);
  }
  on(_event: 'error', heard: () => void): void {
    this.heard = heard;
  }
}

describe('the lines of the log', () => {
  it('are left out while nobody reads them, and counted once somebody does again', () => {
    const reader = new Reader();
    const lines = new LogLines(reader, () => new Date('2026-03-02T09:00:00Z'));
    lines.write('one\n');
    reader.writableLength = 2_000_000;
    lines.write('two\n');
    lines.write('three\n');
    reader.writableLength = 0;
    lines.write('four\n');
    lines.write('five\n');
    assert.deepEqual([reader.lines[0], reader.lines.slice(2)], ['one\n', ['four\n', 'five\n']]);
    const { time, code, lines: count } = JSON.parse(reader.lines[1]!);
    assert.deepEqual([time, code, count], ['2026-03-02T09:00:00.000Z', 'LOG_BLOCKED', 2]);
  });

  it('end nothing where their reader went away', () => {
    const reader = new Reader();
    const lines = new LogLines(reader);
    reader.heard();
    lines.write('one\n');
    assert.deepEqual(reader.lines, ['one\n']);
  });
});
