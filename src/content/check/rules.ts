/** Checks across files: everything named exists, is reached, and leads somewhere. */
import type { Content } from '../../core/content.ts';
import type { SourceFile } from '../source-file.ts';
import { checkAnswers } from './rules/answers.ts';
import { checkCauses } from './rules/causes.ts';
import { checkCircles } from './rules/circles.ts';
import { checkCodes } from './rules/codes.ts';
import type { Ground } from './rules/ground.ts';
import { checkIntent } from './rules/intents.ts';
import { checkPack } from './rules/packs.ts';
import { checkPhrases } from './rules/phrases.ts';
import { checkReach } from './rules/reach.ts';
import { checkReplies } from './rules/replies.ts';
import { checkSignatures, checkTitles } from './rules/signatures.ts';
import { checkSteps } from './rules/steps.ts';

/**
 * Checks what no single file can show, on everything that could be read; each fault is noted in its file. `phrases` are
 * the files of sentences, by pack.
 */
export function checkRules(ground: Ground, phrases: ReadonlyMap<string, SourceFile>): void {
  const { packs, intents, walkthroughs } = ground.content;
  for (const pack of packs.values()) checkPack(ground, pack);
  for (const pack of packs.values()) checkAnswers(ground, pack);
  for (const pack of packs.values()) checkCodes(ground, pack);
  for (const intent of intents.values()) checkIntent(ground, intent);
  for (const walkthrough of walkthroughs.values()) {
    checkSteps(ground, walkthrough);
    checkCauses(ground, walkthrough);
  }
  checkCircles(ground, checkReach(ground));
  checkSignatures(ground);
  checkTitles(ground);
  checkPhrases(ground, phrases);
  checkReplies(ground);
}

/** A line for each pack, saying how many of the sources that must be used as an answer are used. */
export function answered(content: Content): string[] {
  return [...content.packs.values()].flatMap((pack) => {
    const count = (audience: string): number =>
      Object.values(pack.sources).filter((s) => s.resource === audience).length;
    const total = count('person') + count('admin');
    return total === 0
      ? []
      : [
          `${pack.id}: all ${count('person')} resources for people and ${count('admin')} for admins are an answer somewhere.`,
        ];
  });
}
