/** Reads `dialogs/<pack>/said.yaml`: what people say for the answers of steps, where the lists are too long to stand there. */
import type { Walkthrough } from '../core/content.ts';
import { meantOf } from './check/meant.ts';
import { SaidShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** Phrases by walkthrough, step and answer. */
export type Sayings = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>>;

/** The phrases of a file; none if its shape is wrong. */
export function readSaid(source: SourceFile): Sayings {
  return source.parse(SaidShape) ?? {};
}

/** Reports phrases for walkthroughs, steps and answers that do not exist. */
export function checkSaid(said: Sayings, source: SourceFile, walkthroughs: ReadonlyMap<string, Walkthrough>): void {
  for (const [id, steps] of Object.entries(said)) {
    const walkthrough = walkthroughs.get(id);
    if (!walkthrough)
      source.fault([id], `there is no walkthrough "${id}"`, meantOf(id, walkthroughs.keys()) ?? TAKE_OUT);
    for (const [stepId, answers] of Object.entries(walkthrough ? steps : {})) {
      const step = walkthrough!.steps.get(stepId);
      const choices = step?.kind === 'ask' || step?.kind === 'tell' ? step.choices.map((c) => c.id) : null;
      if (choices === null)
        source.fault(
          [id, stepId],
          `"${id}" has no step "${stepId}" with answers`,
          meantOf(stepId, walkthrough!.steps.keys()) ?? TAKE_OUT,
        );
      for (const answer of Object.keys(choices ? answers : {}))
        if (!choices!.includes(answer))
          source.fault(
            [id, stepId, answer],
            `step "${stepId}" has no answer "${answer}"`,
            meantOf(answer, choices!) ?? TAKE_OUT,
          );
    }
  }
}

const TAKE_OUT = 'take it out';
