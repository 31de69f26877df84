/** An error that nothing caught ends the process with one line that has a code, and none of the words of people. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const COMMANDS = join(import.meta.dirname, '..', '..', 'src', 'commands');

/** The end of a process in which something happens a moment after it listens for crashes. */
function endOf(happens: string): { readonly status: number | null; readonly lines: readonly string[] } {
  const script = `
    const { endOnCrash } = await import(${JSON.stringify(join(COMMANDS, 'crash.ts'))});
    const { createLog } = await import(${JSON.stringify(join(COMMANDS, 'wiring.ts'))});
    endOnCrash(await createLog('info'));
    setTimeout(() => { ${happens} }, 10);`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
  return { status, lines: String(stderr).trim().split('\n') };
}

describe('a crash', () => {
  for (const [what, happens] of [
    ['an error', "throw new Error('could not read: my password is sunshine')"],
    ['a promise that nobody waits for', "void Promise.reject(new Error('my password is sunshine'))"],
  ] as const)
    it(`of ${what} is told in one line of the log, with its stack, and without words`, function () {
      this.timeout(60_000);
      const { status, lines } = endOf(happens);
      assert.deepEqual([status, lines.length], [1, 1]);
      const { code, cure, err } = JSON.parse(lines[0]!);
      assert.equal(code, 'CRASHED');
      assert.match(cure, /^Report it/);
      assert.match(err.stack, /at /);
      assert.doesNotMatch(lines[0]!, /sunshine/);
    });
});
