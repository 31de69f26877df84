/** Checks `pack.yaml`: its words, and what it shares with other packs. */
import { COMMON, type Pack, type SlotDefinition } from '../../../core/content.ts';
import { plain } from '../../../core/text.ts';
import type { SourceFile } from '../../source-file.ts';
import { about } from '../labels.ts';
import { meantOf } from '../meant.ts';
import { checkCondition } from './conditions.ts';
import { type Ground, mustExist } from './ground.ts';
import { checkPlaceholders } from './texts.ts';

/** Checks one `pack.yaml`; faults are noted in the file. */
export function checkPack(ground: Ground, pack: Pack): void {
  const file = ground.fileOf(pack);
  if (pack.thresholds.ask > pack.thresholds.answer)
    file.fault(['thresholds'], 'thresholds: "ask" must not be higher than "answer"');
  checkGeneric(ground, pack, file);
  checkFamilies(ground, pack, file);
  checkShared(ground, pack, file);
  checkWords(pack, file);
  // Slots are kept under their names in an object, and every JavaScript object has a `constructor`.
  if (pack.slots.some(({ id }) => id === 'constructor'))
    file.fault(['slots', 'constructor'], 'slots: "constructor" can\'t be the name of a slot', 'call it something else');
  for (const { id, question } of pack.slots)
    if (question && file.has(['slots', id, 'question']))
      checkPlaceholders(pack, plain(question), file, ['slots', id, 'question'], file.isSound(['slots']));
  for (const slot of pack.slots)
    for (const value of slot.values)
      for (const [other, implied] of Object.entries(value.implies)) {
        const path = ['slots', slot.id, 'values', value.id, 'implies', other];
        if (file.has(path)) checkCondition(pack, { [other]: [implied] }, file, path);
      }
  for (const slot of pack.slots) checkWorse(ground, pack, slot, file);
  for (const [i, guard] of pack.guards.entries())
    for (const [slot, values] of Object.entries(guard.needs))
      checkCondition(pack, { [slot]: values }, file, ['guards', i, 'needs', slot]);
  checkResources(ground, pack, file);
}

/** Reports problems that a slot makes worse, and steps that its values lead to, that do not exist. */
function checkWorse(ground: Ground, pack: Pack, slot: SlotDefinition, file: SourceFile): void {
  const at = ['slots', slot.id];
  if (file.has([...at, 'grave']))
    for (const [i, id] of slot.grave.entries()) {
      const path = [...at, 'grave', i];
      const what = about(at, `grave: there is no intent "${id}"`);
      const isThere = mustExist(ground, 'intents', id, { file, path, what }) && ground.content.intents.has(id);
      if (isThere && ground.content.intents.get(id)!.pack !== pack.id)
        file.fault(
          path,
          about(at, `grave: "${id}" is a problem of another pack`),
          'say it in the pack.yaml of that pack',
        );
    }
  for (const { id, visit } of slot.values) {
    const path = [...at, 'values', id, 'visit'];
    if (!visit || !file.has(path)) continue;
    const what = about(at, `visit: there is no walkthrough "${visit.walkthrough}"`);
    if (!mustExist(ground, 'walkthroughs', visit.walkthrough, { file, path, what })) continue;
    const steps = ground.content.walkthroughs.get(visit.walkthrough)?.steps;
    if (steps && visit.step !== '' && !steps.has(visit.step))
      file.fault(
        path,
        about(at, `visit: "${visit.walkthrough}" has no step "${visit.step}"`),
        meantOf(visit.step, [...steps.keys()]) ?? 'name one of its steps',
      );
  }
}

/** Reports families of codes that lead to no problem of the pack, or have a shape that any word has. */
function checkFamilies(ground: Ground, { id, codeFamilies }: Pack, file: SourceFile): void {
  for (const { id: family, shapes, means } of codeFamilies) {
    const at = ['code-families', family];
    const what = about(at, `there is no intent "${means}"`);
    const isThere = mustExist(ground, 'intents', means, { file, path: [...at, 'means'], what });
    const pack = ground.content.intents.get(means)?.pack;
    if (isThere && pack !== undefined && pack !== id)
      file.fault(
        [...at, 'means'],
        about(at, `"${means}" is a problem of the pack "${pack}"`),
        'say it in its pack.yaml',
      );
    for (const [n, shape] of shapes.entries())
      if (!/^(?:\p{L}+ )*[\p{L}\p{N}_]{2,}#{2,}$/u.test(shape))
        file.fault(
          [...at, 'shapes', n],
          about(at, `"${shape}" is no shape of a code`),
          'write its beginning and a # for each further digit, such as CAA##### or "error code 810##"',
        );
  }
}

function checkGeneric(ground: Ground, { id, generic }: Pack, file: SourceFile): void {
  if (generic === null) return;
  const path = ['generic'];
  if (!mustExist(ground, 'intents', generic, { file, path, what: `generic: there is no intent "${generic}"` })) return;
  const intent = ground.content.intents.get(generic)!;
  if (intent.pack !== id)
    file.fault(path, `generic: "${generic}" is an intent of the pack "${intent.pack}"`, 'name one of this pack');
  else if (intent.kind !== 'problem')
    file.fault(path, `generic: "${generic}" is no problem, but of the kind "${intent.kind}"`);
}

/** Reports names and slots that two packs have: only what the common pack declares is shared. */
function checkShared({ content }: Ground, pack: Pack, file: SourceFile): void {
  const shared = new Set(content.packs.get(COMMON)?.slots.map((slot) => slot.id));
  for (const other of content.packs.values()) {
    if (other === pack) return;
    for (const slot of pack.slots)
      if (!shared.has(slot.id) && other.slots.some((s) => s.id === slot.id))
        file.fault(
          ['slots', slot.id],
          `${about(['slots', slot.id], `the pack "${other.id}" has a slot of this name too`)}`,
          'rename it, or declare it in intents/common/pack.yaml, so that both share it',
        );
    const names = new Set(other.about.names.map((name) => name.toLowerCase()));
    for (const [i, name] of pack.about.names.entries())
      if (names.has(name.toLowerCase()))
        file.fault(
          ['about', 'names', i],
          `about, names: "${name}" is a name of the pack "${other.id}" too`,
          'take it out of one of them: nobody could tell which is meant',
        );
  }
}

/** Reports words that would be found in every text, or in none. */
function checkWords(pack: Pack, file: SourceFile): void {
  const words = {
    names: pack.about.names,
    parts: pack.about.parts,
    programs: pack.others.programs,
    beside: pack.others.beside,
  };
  for (const [key, list] of Object.entries(words))
    for (const [i, word] of list.entries()) {
      const path = key === 'names' || key === 'parts' ? ['about', key, i] : ['others', key, i];
      const letters = word.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      if (letters < 2)
        file.fault(
          path,
          about(path, letters === 0 ? `"${word}" has no letter in it` : `"${word}" is only one letter`),
          'that is found in far too many texts: write it out, or leave it out',
        );
    }
  for (const key of ['programs', 'beside'] as const)
    for (const [i, word] of pack.others[key].entries())
      if (pack.others[key].indexOf(word) < i || (key === 'beside' && pack.others.programs.includes(word)))
        file.fault(['others', key, i], `others, ${key}: "${word}" stands here twice`, 'keep one');
}

/** Reports sources that must be used as an answer somewhere and are not. */
function checkResources({ content, unread, fileOf }: Ground, pack: Pack, file: SourceFile): void {
  const used = new Set<string>();
  const files = [...unread];
  for (const intent of content.intents.values())
    if (intent.pack === pack.id) {
      if (!fileOf(intent).isSound()) files.push(fileOf(intent));
      if (intent.kind === 'problem') for (const source of intent.source) used.add(source);
    }
  for (const walkthrough of content.walkthroughs.values())
    if (walkthrough.pack === pack.id) {
      if (!fileOf(walkthrough).isSound()) files.push(fileOf(walkthrough));
      for (const source of walkthrough.source) used.add(source);
    }
  for (const [id, source] of Object.entries(pack.sources))
    if (source.resource && !used.has(id) && !files.some(({ text }) => text.includes(id)))
      file.fault(
        ['sources', id],
        `source "${id}": it is said to be an answer (resource), and no intent and no walkthrough names it`,
        `name it as "source" where it helps, or take out "resource"`,
      );
}

/** Reports sources that a file names and its pack does not list. */
export function checkSources(ground: Ground, pack: Pack, sources: readonly string[], file: SourceFile): void {
  if (!ground.fileOf(pack).isSound(['sources'])) return;
  for (const [i, source] of sources.entries())
    if (!(source in pack.sources))
      file.fault(
        ['source', i],
        `source: pack.yaml lists no source "${source}"`,
        meantOf(source, Object.keys(pack.sources), 8) ?? 'list it there under "sources"',
      );
}
