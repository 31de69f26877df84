import assert from 'node:assert/strict';
import { quiet } from '../../../src/channels/slack/workspace/api.ts';
import { SILENT } from '../../../src/core/log.ts';

describe('The lines of Slack’s library', () => {
  it('stand in the log once while Slack is away, however many connections try', () => {
    const lines: string[] = [];
    const log = { ...SILENT, warn: (_: object, message: string) => void lines.push(message) };
    for (let tries = 0; tries < 5; tries++) {
      quiet(log).warn('http request failed', 'fetch failed');
      quiet(log).error(new Error('no address'));
    }
    assert.deepEqual(lines, ['http request failed fetch failed', 'no address']);
  });
});
