/** Checks `answers.yaml`: every condition can be known of somebody, and every phrase leads to one answer. */
import { COMMON, type Pack } from '../../../core/content.ts';
import { checkCondition } from './conditions.ts';
import type { Ground } from './ground.ts';

/** Checks the answers of one pack. */
export function checkAnswers(ground: Ground, pack: Pack): void {
  if (pack.answers.length === 0) return;
  const file = ground.fileOf(pack.answers);
  const packs = [...ground.content.packs.values()];
  const isSure = packs.every((p) => ground.fileOf(p).isSound(['slots']));
  // The answers that all packs share may depend on the slots of any of them.
  const known = pack.id === COMMON ? { ...pack, slots: packs.flatMap((p) => p.slots) } : pack;
  const said = new Map<string, string>();
  for (const { kind, id, says, variants } of pack.answers) {
    const path = [KEYS[kind], id];
    for (const [i, variant] of variants.entries())
      for (const [slot, values] of Object.entries(variant.when))
        checkCondition(known, { [slot]: values }, file, [...path, 'text', i, 'when', slot], isSure);
    for (const [i, phrase] of says.entries()) {
      const key = `${kind} ${phrase.toLowerCase()}`;
      const other = said.get(key);
      said.set(key, id);
      if (other !== undefined)
        file.fault(
          [...path, 'says', i],
          `"${phrase}" stands ${other === id ? 'here twice' : `at "${other}" too`}`,
          'keep one',
        );
    }
  }
}

const KEYS = { word: 'words', 'how-to': 'how-to', question: 'questions' } as const;
