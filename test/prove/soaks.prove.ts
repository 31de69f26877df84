/** The soaks, a minute each: nothing lost, doubled or out of order while sendings fail and processes are killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../fakes/content.ts';

const MINUTE = 60_000;
/** Each soak with its first arguments: how many messages, and what else it takes. What only measures is left out. */
const SOAKS = {
  // At least a hundred kills and seven thousand messages on each engine, with the controls.
  'soak.ts': ['--minutes', '1', '--most', '9'],
  'soak-desk.ts': ['300', '2'],
  'soak-slack.ts': ['600', '30', '7', '0'],
  'soak-teams.ts': ['600', '30', '7', '0', '0'],
};

describe('a short soak', function () {
  this.timeout(12 * MINUTE);

  for (const [script, args] of Object.entries(SOAKS))
    it(`${script} ${args.join(' ')}`, async () => {
      const child = spawn(process.execPath, [join(ROOT, 'test', 'bench', script), ...args], { stdio: 'pipe' });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
      const [code] = await once(child, 'close');
      assert.equal(code, 0, said.slice(-3000));
    });
});
