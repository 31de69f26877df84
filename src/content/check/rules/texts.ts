/** Checks the texts that people read: placeholders that can be filled in, and text that only some may see. */
import type { Condition, Pack } from '../../../core/content.ts';
import { PLACEHOLDER, plain, type Rich } from '../../../core/text.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import { about } from '../labels.ts';
import { meantOf } from '../meant.ts';

/** Anything short in braces, up to 40 characters. */
const BRACES = /\{([^{}\n]{1,40})\}/g;

/** Reports placeholders that can't be filled in; `isSure` says whether all slots of the pack could be read. */
export function checkPlaceholders(pack: Pack, text: string, file: SourceFile, path: Path, isSure = true): void {
  if (!isSure) return;
  const slots = pack.slots.map((slot) => slot.id);
  for (const [, name] of text.matchAll(BRACES)) {
    const id = name!
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-');
    if (slots.includes(name!)) continue;
    if (`{${name}}`.match(PLACEHOLDER))
      file.fault(path, about(path, `{${name}} is no slot, so it is shown as it stands`), meantOf(name!, slots, 8));
    else if (slots.includes(id)) file.fault(path, about(path, `{${name}} is shown as it stands`), `write {${id}}`);
  }
}

/** Reports placeholders on buttons and in titles, where nothing is filled in. */
export function checkUnfilled(pack: Pack, text: string, file: SourceFile, path: Path): void {
  for (const [whole, name] of text.matchAll(BRACES))
    if (pack.slots.some((slot) => slot.id === name))
      file.fault(path, about(path, `${whole} is not filled in here, so it is shown as it stands`), 'say it without');
}

/**
 * Reports text that only some people may see and others would; `shownTo` is what is known of the people it is shown to.
 */
export function checkGuards(
  pack: Pack,
  texts: readonly Rich[],
  file: SourceFile,
  path: Path,
  shownTo: Condition,
): void {
  const text = texts.map(plain).join('\n');
  for (const guard of pack.guards) {
    if (!text.includes(guard.text)) continue;
    for (const [slot, allowed] of Object.entries(guard.needs)) {
      const values = shownTo[slot];
      if (!values?.every((value) => allowed.includes(value)))
        file.fault(
          path,
          about(path, `"${guard.text}" may only be shown when ${slot} is ${allowed.join(' or ')}: ${guard.because}`),
          `put "for: { ${slot}: [${allowed.join(', ')}] }" to it`,
        );
    }
  }
}
