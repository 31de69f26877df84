/** Checks `phrases.yaml`: every sentence is there, somebody says it, and its placeholders can be filled in. */
import { COMMON, type Phrases } from '../../../core/content.ts';
import { CHANNEL_KEYS, PHRASE_KEYS } from '../../../core/phrase-keys.ts';
import { PLACEHOLDER, plain, type Rich } from '../../../core/text.ts';
import type { SourceFile } from '../../source-file.ts';
import { list, meantOf } from '../meant.ts';
import type { Ground } from './ground.ts';

/** Checks the files of sentences; `files` are given by pack. */
export function checkPhrases({ content }: Ground, files: ReadonlyMap<string, SourceFile>): void {
  const settings = content.packs.get(COMMON)?.settings.map(({ id }) => id) ?? [];
  for (const [pack, file] of files) {
    const phrases = pack === COMMON ? content.phrases : (content.packs.get(pack)?.phrases ?? {});
    for (const [key, text] of Object.entries(phrases)) {
      if (!(PHRASE_KEYS as readonly string[]).includes(key))
        file.fault(
          [key],
          `nobody says "${key}"`,
          meantOf(key, PHRASE_KEYS) ?? 'dialogs/common/phrases.yaml has all that can stand here',
        );
      else if (pack !== COMMON && isChannels(key))
        file.fault([key], `${key}: channels say the same in every pack`, 'write it in dialogs/common/phrases.yaml');
      else
        checkFilled(
          key,
          text,
          [...filledIn(pack, key, content.phrases, file), ...(isChannels(key) ? [] : settings)],
          file,
        );
    }
  }
  const common = files.get(COMMON);
  if (!common?.isSound()) return;
  for (const key of PHRASE_KEYS)
    if (!common.has([key])) common.fault([], `"${key}" is missing`, `write "${key}:" and a sentence`);
}

/** The placeholders that are filled in in every sentence of the bot's. */
const ALWAYS = ['product', 'knows'];

/** Tells whether a channel says a sentence, and not the bot: a channel knows of no pack. */
function isChannels(key: string): boolean {
  return (CHANNEL_KEYS as readonly string[]).includes(key);
}

/** The placeholders that the bot fills in: those of the sentence as it was shipped. */
function filledIn(pack: string, key: string, common: Phrases, file: SourceFile): readonly string[] {
  if (pack !== COMMON) return placeholders(common[key] ?? []);
  const shipped = file.shipped([key]);
  return typeof shipped === 'string' ? [...shipped.matchAll(PLACEHOLDER)].map(([, name]) => name!) : [];
}

function checkFilled(key: string, text: Rich, known: readonly string[], file: SourceFile): void {
  for (const name of placeholders(text))
    if (!known.includes(name) && (isChannels(key) || !ALWAYS.includes(name)))
      file.fault(
        [key],
        `${key}: nobody fills in {${name}}, so it is shown as it stands`,
        known.length === 0
          ? 'take it out'
          : (meantOf(name, known, 0) ?? `it can have ${list(known.map((n) => `{${n}}`))}`),
      );
}

function placeholders(text: Rich): string[] {
  return [...plain(text).matchAll(PLACEHOLDER)].map(([, name]) => name!);
}
