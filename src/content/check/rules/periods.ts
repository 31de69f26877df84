/** Checks periods: the first day must not come after the last. */
import type { Period } from '../../../core/content.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import { about } from '../labels.ts';

/** Checks the period of what stands at `path`. */
export function checkPeriod({ from, until }: Period, file: SourceFile, path: Path): void {
  if (from !== null && until !== null && from > until)
    file.fault(
      [...path, 'until'],
      about(path, `it ends (until ${until}) before it begins (from ${from}), so it never holds`),
      'swap the two days',
    );
}
