/** `firstline check --upgrade`: rewrites packs of an older format, and reports each change. */
import { writeFileSync } from 'node:fs';
import { contentSources } from './sources.ts';

/** Rewrites everything in an older format; with `dryRun` it only prints what would change. */
export async function upgradeContent({ dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<void> {
  const { upgrade } = await import('../content/authoring/upgrade.ts');
  const files = upgrade({ ...contentSources(), packs: null });
  for (const { place, text, changes } of files) {
    for (const { line, what } of changes)
      process.stdout.write(`${place.shown}:${line}  ${dryRun ? 'would change: ' : ''}${what}\n`);
    if (!dryRun) writeFileSync(place.path, text);
  }
  const count = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  process.stdout.write(
    files.length === 0
      ? 'Nothing is in an older format.\n'
      : dryRun
        ? `${count} would be rewritten. Nothing was changed.\n`
        : `${count} rewritten.\n`,
  );
}
