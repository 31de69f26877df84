/** Validates values by the committed schemas of content files. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { type FileKind, SCHEMA_FOLDERS } from '../../src/content/authoring/schemas.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
ajv.addKeyword('defaultSnippets');

/** The errors of a value by the committed schema of its kind. */
export function wrong(kind: FileKind, value: unknown): string[] {
  const path = join(ROOT, SCHEMA_FOLDERS[kind], '.schemas', `${kind}.json`);
  const validate = ajv.getSchema(path) ?? ajv.addSchema(JSON.parse(readFileSync(path, 'utf8')), path).getSchema(path)!;
  validate(value);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

/** The kind of a content file, by its path below the content folder. */
export function kindOf(file: string): FileKind {
  const name = basename(file, '.yaml');
  const others = ['pack', 'codes', 'phrases', 'answers', 'said', 'secrets', 'replies', 'console'] as const;
  const other = others.find((known) => known === name);
  if (other) return other;
  return file.startsWith('intents') ? 'intent' : 'walkthrough';
}
