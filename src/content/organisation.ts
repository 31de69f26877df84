/** Reads the organisation's file: what only the company knows, said once for everybody. */
import { z } from 'zod';
import type { SettingDefinition, Slots } from '../core/content.ts';
import { meant } from './check/meant.ts';
import type { SourceFile } from './source-file.ts';

/** The shape of the file: the name of each setting, with its value. */
const OrganisationShape = z.record(
  z.string(),
  z.union([z.string().trim().min(1), z.number(), z.boolean(), z.array(z.string().trim().min(1)).min(1)]),
);

/**
 * The values of the organisation's file, by setting; every fault noted. `settings` are those of the packs that are
 * switched on; `all` says whether every pack is, so that a name none of them has is wrong.
 */
export function readOrganisation(
  file: SourceFile,
  settings: ReadonlyMap<string, SettingDefinition>,
  all: boolean,
): Slots {
  const values: Record<string, string> = {};
  for (const [id, value] of Object.entries(file.parse(OrganisationShape) ?? {})) {
    const setting = settings.get(id);
    if (!setting) {
      if (all) file.fault([id], `no pack has the setting "${id}"`, meant(id, settings.keys()));
      continue;
    }
    const text = textOf(value);
    const wrong = wrongIn(setting, text);
    if (wrong) file.fault([id], wrong.what, wrong.meant);
    else values[id] = text;
  }
  return values;
}

/** A value as text: YAML reads a bare `yes` as a word, and `true` as a truth. */
function textOf(value: string | number | boolean | readonly string[]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Addresses that lead people where others can read along, or run something: only https may stand in a sentence. */
const UNSAFE = /\b(?:http|ftp|javascript|vbscript)\s*:/i;

function wrongIn({ id, kind, values }: SettingDefinition, text: string): { what: string; meant: string } | null {
  if (kind === 'choice' && !values.includes(text))
    return { what: `"${text}" is no value of "${id}"`, meant: `write one of: ${values.join(', ')}` };
  if (UNSAFE.test(text))
    return {
      what: `"${id}" holds an address that is not https`,
      meant: 'write the address with https://, or leave it out',
    };
  if (kind === 'link' && !isHttps(text))
    return { what: `"${id}" must be an https address`, meant: 'write it whole, as in https://reset.example.com' };
  return null;
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
