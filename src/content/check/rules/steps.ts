/** Checks steps: their targets exist and may be led to, and their questions can be answered. */
import { COMMON, type Step, type Walkthrough } from '../../../core/content.ts';
import { BEGINS_NO, BEGINS_YES, CONTROLS, NO, YES } from '../../../core/steering.ts';
import { plain } from '../../../core/text.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import type { Link } from '../../step-reader.ts';
import { about } from '../labels.ts';
import { meantOf } from '../meant.ts';
import { checkCondition } from './conditions.ts';
import { type Ground, mustExist, packOf } from './ground.ts';
import { checkSources } from './packs.ts';
import { checkPeriod } from './periods.ts';
import { checkGuards, checkPlaceholders, checkUnfilled } from './texts.ts';

/** Checks all steps of one walkthrough; faults are noted in its file. */
export function checkSteps(ground: Ground, walkthrough: Walkthrough): void {
  const file = ground.fileOf(walkthrough);
  checkSources(ground, packOf(ground, walkthrough), walkthrough.source, file);
  for (const link of ground.linksOf(walkthrough)) checkLink(ground, walkthrough, link, file);
  for (const step of walkthrough.steps.values()) {
    checkPeriod(step, file, ['steps', step.id]);
    checkSlots(ground, walkthrough, step, file);
    checkTexts(ground, walkthrough, step, file);
    if (step.kind === 'ask' || step.kind === 'tell') checkChoices(ground, step, file);
  }
}

function checkLink(ground: Ground, from: Walkthrough, link: Link, file: SourceFile): void {
  const { target, path } = link;
  if (target.walkthrough !== from.id) checkCrossing(ground, from, link, file);
  const what = about(path, `there is no walkthrough "${target.walkthrough}"`);
  if (!mustExist(ground, 'walkthroughs', target.walkthrough, { file, path, what })) return;
  const walkthrough = ground.content.walkthroughs.get(target.walkthrough)!;
  const itsFile = ground.fileOf(walkthrough);
  if (target.step !== '' && !walkthrough.steps.has(target.step)) {
    const steps = new Set([...walkthrough.steps.keys(), ...itsFile.namesAt(['steps'])]);
    const where = walkthrough === from ? '' : ` in ${walkthrough.id}`;
    const whole = ground.named.walkthroughs.has(target.step) && target.step !== from.id;
    if (!steps.has(target.step))
      file.fault(
        path,
        about(path, `there is no step "${target.step}"${where}`),
        whole ? `"${target.step}/" is the walkthrough of that name` : meantOf(target.step, steps, 8),
      );
  }
  if (
    from.audience === 'person' &&
    walkthrough.audience === 'admin' &&
    file.isSound(['audience']) &&
    itsFile.isSound(['audience'])
  )
    file.fault(
      path,
      about(path, `it leads people into "${walkthrough.id}", which is for admins`),
      'lead to a walkthrough for people',
    );
}

/**
 * Checks links into another pack, which may be switched off: it may only be visited, with a way round, or be meant by a
 * choice. The common pack is always there.
 */
function checkCrossing(
  { named, content }: Ground,
  from: Walkthrough,
  { target, path, isVisit, hasWayRound }: Link,
  file: SourceFile,
): void {
  const pack = named.walkthroughs.get(target.walkthrough) ?? content.off.walkthroughs.get(target.walkthrough);
  if (pack === undefined || pack === from.pack || pack === COMMON) return;
  if (!isVisit)
    file.fault(
      path,
      about(path, `"${target.walkthrough}" belongs to the pack "${pack}", which may be switched off`),
      `visit it ("visit: ${target.walkthrough}/" with "otherwise"), or say which of its problems it is ("means" with "go")`,
    );
  else if (!hasWayRound)
    file.fault(
      path,
      about(path, `"${target.walkthrough}" belongs to the pack "${pack}", which may be switched off`),
      'say with "otherwise" which step comes then',
    );
}

function checkSlots(ground: Ground, walkthrough: Walkthrough, step: Step, file: SourceFile): void {
  const pack = packOf(ground, walkthrough);
  const isSure = ground.fileOf(pack).isSound(['slots']);
  const path = ['steps', step.id];
  const known = (slot: string, values: readonly string[], at: Path): void =>
    checkCondition(pack, { [slot]: values }, file, at, isSure);
  for (const key of ['for', 'when'] as const)
    for (const [slot, values] of Object.entries(step[key])) known(slot, values, [...path, key, slot]);
  if (step.kind === 'ask' && step.slot !== null) known(step.slot, [], [...path, 'slot']);
  if (step.kind === 'ask' || step.kind === 'tell')
    for (const choice of step.choices)
      for (const [slot, value] of Object.entries(choice.set))
        known(slot, [value], [...path, 'choices', choice.id, 'set', slot]);
  if (step.kind === 'tell')
    for (const [i, variant] of step.variants.entries())
      for (const [slot, values] of Object.entries(variant.when))
        known(slot, values, [...path, 'tell', i, 'when', slot]);
}

function checkTexts(ground: Ground, walkthrough: Walkthrough, step: Step, file: SourceFile): void {
  const pack = packOf(ground, walkthrough);
  const isSure = ground.fileOf(pack).isSound(['slots']);
  const path = ['steps', step.id];
  const filled = (text: string, at: Path): void => checkPlaceholders(pack, text, file, at, isSure);
  if (step.kind === 'ask' || step.kind === 'end') {
    const at = [...path, step.kind === 'ask' ? 'ask' : 'text'];
    if (file.has(at)) filled(plain(step.text), at);
    checkGuards(pack, [step.text], file, at, { ...step.when, ...step.for });
  }
  if (step.kind === 'ask' || step.kind === 'tell')
    for (const { id, title } of step.choices) checkUnfilled(pack, title, file, [...path, 'choices', id, 'title']);
  if (step.kind !== 'tell') return;
  for (const key of ['expect', 'cost', 'risk'] as const) {
    filled(plain(step[key]), [...path, key]);
    checkGuards(pack, [step[key]], file, [...path, key], { ...step.when, ...step.for });
  }
  const isList = file.has([...path, 'tell', 0, 'text']);
  for (const [i, variant] of step.variants.entries()) {
    const at = [...path, 'tell', ...(isList ? [i] : [])];
    checkPeriod(variant, file, at);
    filled(plain(variant.text), at);
    checkGuards(pack, [variant.text], file, at, { ...step.when, ...step.for, ...variant.when });
  }
}

function checkChoices(ground: Ground, step: Extract<Step, { kind: 'ask' | 'tell' }>, file: SourceFile): void {
  const said = new Map<string, string>();
  for (const { id, says } of step.choices)
    for (const [i, phrase] of says.entries()) {
      const other = said.get(phrase.toLowerCase());
      said.set(phrase.toLowerCase(), id);
      if (other !== undefined)
        file.fault(
          ['steps', step.id, 'choices', id, 'says', i],
          `"${phrase}" stands ${other === id ? 'here twice' : `at the answer "${other}" of this step too`}`,
          'keep one',
        );
    }
  const path = ['steps', step.id];
  for (const choice of step.choices) {
    const at = [...path, 'choices', choice.id];
    if ((CONTROLS as readonly string[]).includes(choice.id))
      file.fault(
        at,
        about(at, `a choice can't be called "${choice.id}", that works at every step`),
        'call it something else',
      );
    if (choice.means === null) continue;
    const what = about(at, `there is no intent "${choice.means}"`);
    if (!mustExist(ground, 'intents', choice.means, { file, path: [...at, 'means'], what })) continue;
    if (ground.content.intents.get(choice.means)!.kind !== 'problem')
      file.fault([...at, 'means'], about(at, `"${choice.means}" is no problem`), 'name a problem, or take "means" out');
  }
  if (!file.isSound(path)) return;
  // Only if the answers say yes and no: "no" may also be the id of "They weren't changed". Several kinds of yes are in
  // order.
  for (const [one, begins, other, ids, opposite] of [
    ['yes', BEGINS_YES, 'no', NO, BEGINS_NO],
    ['no', BEGINS_NO, 'yes', YES, BEGINS_YES],
  ] as const) {
    const said = step.choices.find(({ id, title }) => id === one && begins.test(title));
    if (said && !step.choices.some(({ id, title }) => ids.includes(id) || opposite.test(title)))
      file.fault(
        [...path, 'choices', one],
        about(path, `it can be answered with "${one}", and not with "${other}"`),
        `add a choice "${other}", or call "${one}" something else`,
      );
  }
}
