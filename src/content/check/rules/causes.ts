/** Checks the causes of walkthroughs: what people with them answer, and the steps that cure them, exist. */
import type { Cause, Content, Step, Walkthrough } from '../../../core/content.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import { meantOf } from '../meant.ts';
import { type Ground, packOf } from './ground.ts';

/** Checks the causes of one walkthrough. */
export function checkCauses(ground: Ground, walkthrough: Walkthrough): void {
  const file = ground.fileOf(walkthrough);
  const isSure = ground.unread.length === 0 && file.isSound(['steps']);
  for (const cause of walkthrough.causes) {
    checkCured(ground.content, walkthrough, cause, file, isSure);
    checkShown(ground, walkthrough, cause, file, isSure);
  }
}

function checkCured(
  { walkthroughs }: Content,
  own: Walkthrough,
  cause: Cause,
  file: SourceFile,
  isSure: boolean,
): void {
  for (const [i, target] of cause.cured.entries()) {
    const path: Path = ['causes', cause.id, 'cured', i];
    const step = stepOf(walkthroughs, target.walkthrough, target.step);
    if (!step && isElsewhere(walkthroughs, target.walkthrough)) continue;
    if (!step && isSure)
      file.fault(
        path,
        `cause "${cause.id}": there is no step "${target.walkthrough === own.id ? '' : `${target.walkthrough}/`}${target.step}"`,
        meantOf(target.step, [...(walkthroughs.get(target.walkthrough)?.steps.keys() ?? [])]) ??
          'name a step that cures it',
      );
    else if (step && step.kind !== 'tell')
      file.fault(
        path,
        `cause "${cause.id}": "${target.step}" is nothing to do, so it cures nobody`,
        'name a step with "tell"',
      );
  }
}

function checkShown(ground: Ground, own: Walkthrough, cause: Cause, file: SourceFile, isSure: boolean): void {
  if (!isSure) return;
  const { slots } = packOf(ground, own);
  for (const [key, value] of Object.entries(cause.shows)) {
    const path: Path = ['causes', cause.id, 'shows', key];
    const slot = slots.find((s) => s.id === key);
    const [walkthrough, id] = key.includes('/') ? (key.split('/') as [string, string]) : [own.id, key];
    const step = stepOf(ground.content.walkthroughs, walkthrough, id);
    if (!step && isElsewhere(ground.content.walkthroughs, walkthrough)) continue;
    const choices = step?.kind === 'ask' || step?.kind === 'tell' ? step.choices.map((c) => c.id) : null;
    const values = slot ? [...slot.values.map((v) => v.id), 'unknown'] : [];
    const answers = [...values, ...(choices ?? [])];
    if (!slot && choices === null)
      file.fault(
        path,
        `cause "${cause.id}": there is no slot and no question "${key}"`,
        meantOf(key, [...slots.map((s) => s.id), ...own.steps.keys()]) ?? 'name a slot of the pack, or a step',
      );
    else if (!answers.includes(value) && (slot?.kind ?? 'choice') === 'choice')
      file.fault(
        path,
        `cause "${cause.id}": "${value}" is no answer to "${key}"`,
        meantOf(value, answers) ?? 'name one of its answers',
      );
  }
}

/** Whether a walkthrough may be one of a pack that is switched off: it is not there. */
function isElsewhere(walkthroughs: Content['walkthroughs'], id: string): boolean {
  return !walkthroughs.has(id);
}

function stepOf(walkthroughs: Content['walkthroughs'], walkthrough: string, step: string): Step | undefined {
  const of = walkthroughs.get(walkthrough);
  return of?.steps.get(step || of.start);
}
