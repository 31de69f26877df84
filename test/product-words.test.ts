/** Products are content: none of their words stands in the code or in the manifests. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { contentIn } from '../src/content/folders.ts';
import { readContent } from '../src/content/load.ts';

const ROOT = join(import.meta.dirname, '..');
/** Names of the platforms themselves, and addresses in their own formats. */
const PLATFORMS = ['teams', 'microsoft teams', 'slack'];
const PLATFORM_FORMATS = [/outlook\\+\.office/, /schema\.skype\.com/, /@thread\\?\.\(?tacv2\|skype/];
/** The maker's own hosts, directory and codes: the channel of Teams speaks with them, and codes are kept whole. */
const MAKERS = [
  'microsoft.com',
  'microsoftonline.com',
  'office.com',
  'sharepoint.com',
  'entra',
  'entra id',
  'microsoft entra',
  'azure ad',
  'aad',
  'microsoft 365',
  'aadsts',
];
/** Names that are ordinary words: they name no product. */
const ORDINARY = /^(?:e[ -]?)?mails?$|^mailing$|^(?:shared|network|mapped|home) drives?$|^file (?:server|share)s?$/;
/** Parts that only a product has: a command or a service, and no everyday word such as "fingerprint". */
const isOwn = (part: string): boolean => /[*-]/.test(part);
/** Words of products that no list of a pack's names holds. */
const ALSO = ['sign-in help', 'sign-in problem', 'sign-in error', 'cmdlet'];

const { content } = readContent(contentIn(ROOT));
const words = [...content.packs.values()]
  .flatMap(({ about, hosts, id }) => [...about.names, ...about.parts.filter(isOwn), ...(id === 'common' ? [] : hosts)])
  .map((word) => word.replaceAll('*', '').toLowerCase())
  .filter((word) => word.length > 2 && !PLATFORMS.includes(word) && !MAKERS.includes(word) && !ORDINARY.test(word));
const escaped = [...words, ...ALSO].map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
const anyWord = new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'i');

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(png|ico)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('product words', () => {
  it('are known from the packs', () => {
    for (const word of ['skype', 'lync', 'get-cs']) assert.ok(words.includes(word), word);
  });

  for (const file of [...filesBelow('src'), ...filesBelow('deploy')])
    it(`do not stand in ${relative(ROOT, file)}`, () => {
      for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
        const ours = PLATFORM_FORMATS.some((format) => format.test(line)) ? '' : line;
        assert.doesNotMatch(ours, anyWord, `line ${i + 1}`);
      }
    });
});
