/** Checks intents: everything they name exists, and something helps with every problem. */
import { COMMON, type Intent, type Walkthrough } from '../../../core/content.ts';
import { STEERING } from '../../../core/steering.ts';
import { plain } from '../../../core/text.ts';
import type { SourceFile } from '../../source-file.ts';
import { list, meantOf } from '../meant.ts';
import { type Ground, mustExist, packOf } from './ground.ts';
import { checkSources } from './packs.ts';
import { checkPeriod } from './periods.ts';
import { checkGuards, checkPlaceholders, checkUnfilled } from './texts.ts';

/** Checks one intent; faults are noted in its file. */
export function checkIntent(ground: Ground, intent: Intent): void {
  const file = ground.fileOf(intent);
  const pack = packOf(ground, intent);
  checkPeriod(intent, file, []);
  checkType(ground, intent, file);
  if (intent.kind === 'control' && !STEERING.includes(intent.id))
    file.fault(
      ['kind'],
      `kind: nobody understands a control called "${intent.id}"`,
      meantOf(intent.id, STEERING, 0) ?? `a control has one of these names: ${list(STEERING)}`,
    );
  checkHelp(ground, intent, file);
  for (const [i, { intent: other }] of intent.lookalikes.entries())
    if (other === intent.id) file.fault(['lookalikes', i], 'lookalikes: it names itself', 'name the other one');
    else {
      const what = `lookalikes: there is no intent "${other}"`;
      mustExist(ground, 'intents', other, { file, path: ['lookalikes', i, 'intent'], what });
    }
  if (intent.alarms.length > 0 && !intent.atOnce && file.isSound(['at-once']))
    file.fault(['alarms'], 'alarms: this problem waits for others', 'write "at-once: true", or leave the alarms out');
  checkSources(ground, pack, intent.source, file);
  const isSure = ground.fileOf(pack).isSound(['slots']);
  for (const [path, rich] of [
    [['cause'], intent.cause],
    [['resolution', 'person'], intent.resolution.person],
    ...intent.resolution.admin.map((text, i) => [['resolution', 'admin', i], text] as const),
  ] as const)
    checkPlaceholders(pack, plain(rich), file, path, isSure);
  checkUnfilled(pack, intent.title, file, ['title']);
  checkGuards(pack, [intent.cause, intent.resolution.person], file, ['resolution', 'person'], {});
}

function checkType({ content, fileOf }: Ground, intent: Intent, file: SourceFile): void {
  const packs = [content.packs.get(COMMON), content.packs.get(intent.pack)].filter((pack) => pack !== undefined);
  if (packs.some((pack) => !fileOf(pack).isSound(['categories']))) return;
  const categories = [...new Set(packs.flatMap((pack) => Object.keys(pack.categories)))];
  if (intent.type !== null && !categories.includes(intent.type))
    file.fault(
      ['type'],
      `type: pack.yaml lists no category "${intent.type}"`,
      meantOf(intent.type, categories) ?? 'list it there under "categories"',
    );
  if (
    intent.type === null &&
    intent.kind === 'problem' &&
    categories.length > 0 &&
    file.isSound(['type']) &&
    file.isSound(['kind'])
  )
    file.fault(
      [],
      '"type" is missing: a problem belongs to a category',
      categories.length === 1 ? `write "type: ${categories[0]}"` : `write "type:" and ${list(categories, 'or')}`,
    );
}

/** Checks that a problem has a walkthrough or a resolution, and that it is meant for the right people. */
function checkHelp(ground: Ground, intent: Intent, file: SourceFile): void {
  const { person, admin } = intent.walkthrough;
  const helps = person !== null || admin !== null || intent.resolution.person.length > 0;
  if (
    intent.kind === 'problem' &&
    !helps &&
    file.isSound(['kind']) &&
    file.isSound(['walkthrough']) &&
    file.isSound(['resolution'])
  )
    file.fault(
      [],
      'nothing helps with this problem: it has neither a walkthrough nor a resolution',
      'write "walkthrough: { person: … }", "resolution:", or both',
    );
  for (const audience of ['person', 'admin'] as const) {
    const id = intent.walkthrough[audience];
    if (id === null) continue;
    const path = ['walkthrough', audience];
    if (!mustExist(ground, 'walkthroughs', id, { file, path, what: `walkthrough: there is no walkthrough "${id}"` })) {
      if (ground.content.off.walkthroughs.has(id) && !ground.named.walkthroughs.has(id))
        file.fault(path, `walkthrough: "${id}" belongs to a pack that is switched off`, 'name one of this pack');
      continue;
    }
    const walkthrough = ground.content.walkthroughs.get(id)!;
    const itsFile = ground.fileOf(walkthrough);
    if (walkthrough.pack !== intent.pack && walkthrough.pack !== COMMON)
      file.fault(
        path,
        `walkthrough: "${id}" belongs to the pack "${walkthrough.pack}", which may be switched off`,
        'name one of this pack; it can visit the other one',
      );
    if (audience === 'person' && walkthrough.audience === 'admin' && itsFile.isSound(['audience']))
      file.fault(path, `walkthrough: "${id}" is for admins`, 'name it as "admin", or set its audience to person');
    else if ([...walkthrough.steps.values()].some((s) => s.kind === 'end' && s.end === 'return'))
      file.fault(
        path,
        `walkthrough: "${id}" returns to whoever visits it, so it can't be an intent's own`,
        'visit it from a walkthrough of its own',
      );
    else if (audience === 'person' && intent.lookalikes.length > 0 && advisesFirst(walkthrough))
      file.fault(
        ['lookalikes'],
        `lookalikes: "${id}" advises before it asks which of them it is`,
        `begin ${id} with a question that tells them apart`,
      );
  }
}

/**
 * Whether a walkthrough advises before it asks (a visit begins with questions, or it would not be worth one). One thing
 * that is quick and costs nothing may come first: looking for a typo is sooner done than a question answered.
 */
function advisesFirst(walkthrough: Walkthrough): boolean {
  const first = walkthrough.steps.get(walkthrough.start);
  if (first?.kind !== 'tell') return false;
  const isHarmless = first.cost.length === 0 && first.risk.length === 0 && first.minutes <= QUICK;
  return !isHarmless || walkthrough.steps.get(first.otherwise.step)?.kind === 'tell';
}

/** The longest time of a thing to do that may come before the first question, in minutes. */
const QUICK = 3;
