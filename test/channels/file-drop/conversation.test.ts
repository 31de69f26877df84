import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANNELS } from '../../../src/channels/index.ts';
import { readyText } from '../../../src/commands/ready.ts';
import { readConfig } from '../../../src/config.ts';
import type { Registration } from '../../../src/core/channel.ts';
import type { Choice } from '../../../src/core/reply.ts';
import { ROOT } from '../../fakes/content.ts';
import { FILE_DROP } from '../../fakes/file-drop.ts';
import { Service } from '../../fakes/service.ts';
import { until } from '../../fakes/until.ts';

/** The content of a reply's file. */
interface Written {
  readonly title: string | null;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly asked: number;
  readonly outcome: string | null;
}

describe('A channel that only a test knows, put into the service', function () {
  this.timeout(60_000);
  const service = new Service([join(ROOT, 'test', 'fakes', 'file-drop-service.ts')]);
  const drop = join(service.folder, 'drop');
  const settings = { FILEDROP_FOLDER: drop, WEB_CHAT: 'off' };
  let dropped = 0;
  let read = 0;

  after(() => service.remove());

  function put(fields: object): void {
    dropped += 1;
    const path = join(drop, 'in', `${String(dropped).padStart(3, '0')}.json`);
    writeFileSync(`${path}.part`, JSON.stringify({ from: 'kim', ...fields }));
    renameSync(`${path}.part`, path);
  }
  const replies = (): Written[] => {
    const out = join(drop, 'out', 'kim');
    const names = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.json')) : [];
    return names
      .sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
      .map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')) as Written);
  };
  /** The newest reply, once there is a new one. */
  async function answer(): Promise<Written> {
    await until(
      () => replies().length > read,
      () => `a reply after ${read}: ${service.log}`,
    );
    read = replies().length;
    return replies().at(-1)!;
  }
  async function press(choice: string): Promise<Written> {
    const last = replies().at(-1)!;
    assert.ok(
      last.choices.some(({ id }) => id === choice),
      `no "${choice}" among ${last.choices.map(({ id }) => id)}: ${last.text}`,
    );
    put({ choice, asked: last.asked });
    return answer();
  }

  it('carries a whole conversation from the problem to its end, across a restart, with a file dropped meanwhile', async () => {
    await service.start(settings);
    put({ text: 'Roomie cannot book this room because the schedule on this panel is out of date.' });
    const named = await answer();
    assert.match(`${named.title} ${named.text}`, /schedule is out of date/);
    // The first answer to whatever is asked, up to a step that may have fixed it: there the service goes down.
    let last = named;
    for (let step = 0; step < 8 && !last.choices.some(({ id }) => id === 'fixed'); step++)
      last = await press(last.choices[0]!.id);
    assert.match(last.text, /Then book again/);

    assert.equal(await service.stop(), 0);
    put({ choice: 'fixed', asked: last.asked });
    await service.start(settings);
    const recurring = await answer();
    assert.match(recurring.text, /been out of date before/);
    const end = await press('no');
    assert.equal(end.outcome, 'fixed');
    assert.match(end.text, /you can book again/);
    assert.deepEqual(readdirSync(join(drop, 'in')), []);
    assert.equal(readdirSync(join(drop, 'taken')).length, dropped);
  });

  it('is listed with the others at the start, and its wrong setting is named', () => {
    const all = [...CHANNELS, FILE_DROP as Registration];
    const config = readConfig(settings, all);
    assert.match(readyText('http://127.0.0.1:3978', config, null, false, all), /File drop +on, in \S+drop\n/);
    assert.throws(() => readConfig({ FILEDROP_FOLDER: 'here' }, all), /FILEDROP_FOLDER must be the whole path/);
  });
});
