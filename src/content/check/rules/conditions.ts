/** Checks conditions: the slots and values they name exist. */
import type { Condition, Pack } from '../../../core/content.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import { about } from '../labels.ts';
import { meantOf } from '../meant.ts';

/** Reports slots and values that do not exist; `isSure` says whether all slots of the pack could be read. */
export function checkCondition(pack: Pack, condition: Condition, file: SourceFile, path: Path, isSure = true): void {
  if (!isSure) return;
  for (const [id, values] of Object.entries(condition)) {
    const slot = pack.slots.find((s) => s.id === id);
    if (!slot)
      file.fault(
        path,
        about(path, `there is no slot "${id}"`),
        meantOf(
          id,
          pack.slots.map((s) => s.id),
        ) ?? `declare it in intents/${pack.id}/pack.yaml under "slots"`,
      );
    else if (slot.kind === 'choice')
      for (const value of values)
        if (value !== 'unknown' && !slot.values.some((v) => v.id === value))
          file.fault(
            path,
            about(path, `the slot "${id}" has no value "${value}"`),
            meantOf(
              value,
              slot.values.map((v) => v.id),
              8,
            ),
          );
  }
}
