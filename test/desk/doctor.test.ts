/** The advice of the desk's doctor, by where their desks are. */
import assert from 'node:assert/strict';
import type { Finding } from '../../src/core/finding.ts';
import { examine } from '../../src/desk/doctor.ts';
import { DeskPage } from '../channels/web/desk-page.ts';
import { desks } from '../fakes/desk-world.ts';

async function found(...[given, options]: Parameters<typeof examine>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of examine(given, options)) all.push(finding);
  return all;
}

describe('doctor desk', () => {
  it('says how to answer where the desk is: in a thread, or in the console', async () => {
    const world = await DeskPage.open();
    const inSlack = desks({ name: 'front' });
    const inConsole = desks({ name: 'front', route: { channel: 'console', address: '{"desk":""}' } });
    try {
      const asked = async (given: typeof inSlack): Promise<string> =>
        (await found(given, { address: world.address, waitS: 0.1 }))
          .map(({ what, cure }) => `${what} ${cure}`)
          .join('\n');
      assert.match(
        await asked(inSlack),
        /Answer it within 0\.1 seconds: write > ok in its thread [\s\S]+Run it again and write > ok/,
      );
      const console = await asked(inConsole);
      assert.match(console, /Answer it within 0\.1 seconds: open it in the console, take it and answer ok/);
      assert.doesNotMatch(console, /thread/);
    } finally {
      await world.close();
    }
  });

  it('names the setting that turns the chat page off', async () => {
    const [, page] = await found(desks({ name: 'front' }), { address: 'http://127.0.0.1:1', waitS: 0 });
    assert.match(page!.cure!, /not with WEB_CHAT=off/);
  });
});
