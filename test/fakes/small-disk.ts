/** A disk that can be filled, for whoever may mount one: root on Linux. */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './folder.ts';

/** Files are filled in large steps, and in small ones to the last byte. */
const STEPS = [65_536, 512];

/** A disk in memory, of a few megabytes. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Mounts a disk of so many megabytes; null where that is not allowed. */
  static mount(megabytes: number): SmallDisk | null {
    const path = freshFolder();
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', path]);
    if (status !== 0) return null;
    chmodSync(path, 0o777);
    return new SmallDisk(path);
  }

  /** Fills it to the last byte. */
  fill(): void {
    const file = openSync(join(this.path, 'filling'), 'a');
    for (const step of STEPS)
      try {
        for (;;) writeSync(file, Buffer.alloc(step));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    closeSync(file);
  }

  /** Makes room again. */
  free(): void {
    rmSync(join(this.path, 'filling'), { force: true });
  }

  unmount(): void {
    spawnSync('umount', [this.path]);
  }
}
