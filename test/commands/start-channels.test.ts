import assert from 'node:assert/strict';
import { startChannels } from '../../src/commands/start-channels.ts';
import type { Channel } from '../../src/core/channel.ts';
import { Fault } from '../../src/core/fault.ts';
import { CodeLog } from '../fakes/journals.ts';
import { until } from '../fakes/until.ts';

const channel = (name: string, start: () => Promise<void>): Channel => ({ name, start }) as Channel;
const refused = (): Fault => new Fault('SLACK_TOKEN_REFUSED', 'refused', 'Copy it again.');

describe('the start of channels', () => {
  it('waits for those that answer, and not for one that does not', async () => {
    const started: string[] = [];
    const quick = channel('quick', async () => void started.push('quick'));
    await startChannels([channel('silent', () => new Promise(() => undefined)), quick], new CodeLog(), 20);
    assert.deepEqual(started, ['quick']);
  });

  it('fails where one can not be started, and tells it where that shows only later', async () => {
    const failing = channel('failing', () => Promise.reject(refused()));
    await assert.rejects(startChannels([failing], new CodeLog(), 1000), { code: 'SLACK_TOKEN_REFUSED' });
    const log = new CodeLog();
    const late = channel('late', () => new Promise((_, reject) => setTimeout(reject, 40, refused())));
    await startChannels([late], log, 5);
    assert.deepEqual(log.codes, []);
    await until(() => log.codes.includes('SLACK_TOKEN_REFUSED'), 'the line');
  });
});
