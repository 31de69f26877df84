/** What is wrong with the shape of a file, in an author's words. */
import type { z } from 'zod';
import type { Path } from './content-fault.ts';

/** One fault of a file's shape. */
export interface ShapeFault {
  readonly path: Path;
  readonly what: string;
  readonly meant?: string;
}

/** Puts zod's issues into an author's words; `schema` and `value` are what was checked. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], _schema: z.ZodType, _value: unknown): ShapeFault[] {
  return issues.flatMap((issue): ShapeFault[] => {
    const where = issue.path.join('.') || 'the file';
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...issue.path, key], what: `${where}: nobody reads "${key}"` }));
    return [{ path: issue.path, what: `${where}: ${issue.message}` }];
  });
}
