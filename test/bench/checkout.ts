/** Finds out how a checkout of Firstline is started. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A checkout of Firstline that can be started. */
export interface Checkout {
  readonly root: string;
  /** The Node its npm scripts run on: the one of its packages, else ours. */
  readonly node: string;
  /** The script behind its command `firstline`. */
  readonly main: string;
}

/** Finds out how a checkout is started. */
export function checkoutAt(root: string): Checkout {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return {
    root,
    node: existsSync(node) ? node : process.execPath,
    main: join(root, 'deploy', 'command', 'firstline.cjs'),
  };
}

/** The checkout this benchmark belongs to, uncommitted changes included. */
export const HERE: Checkout = checkoutAt(join(import.meta.dirname, '..', '..'));
