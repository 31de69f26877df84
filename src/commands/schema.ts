/** `firstline schema`: writes the JSON Schemas of the content files into a content folder. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../store/file-place.ts';
import { ROOT } from './sources.ts';

/** Writes the schemas into `folder` (default: the shipped content), and prints which changed. */
export async function schema(folder: string = ROOT): Promise<void> {
  const files = await writeSchemas(folder);
  for (const { path, changed } of files) process.stdout.write(`${path}${changed ? '' : '  as it was'}\n`);
}

/** Writes the schemas below `folder`; a file that is up to date is left alone. */
export async function writeSchemas(folder: string): Promise<{ path: string; changed: boolean }[]> {
  const { schemaFiles } = await import('../content/authoring/schemas.ts');
  return [...schemaFiles(ROOT)].map(([name, text]) => {
    const path = join(folder, name);
    const changed = !existsSync(path) || readFileSync(path, 'utf8') !== text;
    if (changed) {
      makeFolder(dirname(path));
      writeFileSync(path, text);
    }
    return { path, changed };
  });
}
