/** Changes of files as one patch, which `git apply` and `patch -p1` take. */
import { structuredPatch } from 'diff';
import type { LearnedFile } from './learned.ts';

/** The patch of these changes, with paths below the folder that they are for. */
export function patchOf(files: readonly LearnedFile[]): string {
  return files
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => {
      const { hunks } = structuredPatch(path, path, before ?? '', after, '', '', { context: 3 });
      const shown = hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) =>
        // A part that is empty stands behind the line before it.
        [
          `@@ -${oldLines === 0 ? Math.max(0, oldStart - 1) : oldStart},${oldLines} +${newStart},${newLines} @@`,
          ...lines,
        ].join('\n'),
      );
      const head = [`diff --git a/${path} b/${path}`, ...(before === null ? ['new file mode 100644'] : [])];
      return [...head, before === null ? '--- /dev/null' : `--- a/${path}`, `+++ b/${path}`, ...shown, ''].join('\n');
    })
    .join('');
}
