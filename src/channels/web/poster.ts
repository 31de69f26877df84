/** The poster: a page to print, which leads people who can't get in to the chat page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhraseKey } from '../../core/phrase-keys.ts';
import type { Say } from '../../core/phrases.ts';
import { escapeHtml, PLACE } from './page-files.ts';
import { qrOf } from './qr.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

/** Makes the poster, a whole HTML page of one sheet of A4, for the address of the chat page. */
export function posterOf(address: string, say: Say, organisation: string | null): string {
  const { size, path } = qrOf(address);
  const values: Readonly<Record<string, string>> = {
    who: organisation ?? '',
    box: `0 0 ${size} ${size}`,
    path,
    address: address.replace(/^https:\/\//, '').replace(/\/$/, ''),
  };
  return read('poster.html')
    .replace(PLACE, (_, key: string) => escapeHtml(values[key] ?? say(key as PhraseKey)))
    .replace('<html lang="en">', () => `<html lang="${escapeHtml(say('page-language'))}">`)
    .replace('<style></style>', () => `<style>\n${read('poster.css')}</style>`);
}
