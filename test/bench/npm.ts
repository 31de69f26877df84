/** Runs npm. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { atEnd } from './ends.ts';

/**
 * Runs npm in a folder, quietly; it ends when this process does.
 *
 * @throws with the last lines of its output if it fails
 */
export async function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const windows = process.platform === 'win32';
  const npm = spawn('npm', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: windows, detached: !windows });
  const callOff = atEnd(() => (windows ? npm.kill('SIGKILL') : process.kill(-npm.pid!, 'SIGKILL')));
  let said = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2000);
    });
  const [code] = await once(npm, 'close');
  callOff();
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${said}`);
}
