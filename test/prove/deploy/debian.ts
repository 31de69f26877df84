/** The programs of Debian that these proofs need, and no others do: nginx and promtool. */
import { execFileSync, spawnSync } from 'node:child_process';

const PACKAGES = { nginx: 'nginx-light', promtool: 'prometheus' } as const;

/** Whether a program is there. */
function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Installs what is missing, where that is allowed; answers why the proofs can't run, null if they can. */
export function missing(): string | null {
  if (process.platform !== 'linux') return 'they want Linux';
  // Programs of administrators, such as nginx, are there, and not on every path.
  process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
  if (process.getuid?.() !== 0) return 'they want root, for namespaces and for nginx';
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return 'this machine allows no namespaces';
  const wanted = Object.entries(PACKAGES).filter(([program]) => !isThere(program));
  if (wanted.length === 0) return null;
  if (!isThere('apt-get')) return 'nginx and promtool are missing, and there is no apt-get';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const names = wanted.map(([, name]) => name);
  try {
    // Installed, they must not begin to serve by themselves.
    execFileSync('apt-get', ['update'], { env, stdio: 'pipe' });
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', ...names], { env, stdio: 'pipe' });
  } catch (error) {
    return `${names.join(' and ')} can't be installed: ${(error as Error).message.split('\n')[0]}`;
  }
  return null;
}
