/** The way of a case through its walkthroughs, without a word of the person's: for the figures. */
import { type PathStep, writePath } from '../core/case-path.ts';
import type { Content, Step } from '../core/content.ts';
import type { Answered, Case } from '../core/conversation.ts';

/**
 * Writes the way of a case. Answers are noted by id, and what was typed not at all. `cured`: the case ended fixed, which
 * counts for the step that stands open, or else for the last thing that was told to do.
 */
export function pathOf(content: Content, c: Case, cured: boolean): string {
  const steps = c.history.flatMap((entry) => passed(content, entry) ?? []);
  const open = c.frames.at(-1);
  const kind = open && stepOf(content, open.walkthrough, open.step)?.kind;
  if (open && (kind === 'ask' || kind === 'tell'))
    steps.push({ walkthrough: open.walkthrough, step: open.step, passed: 'open', answer: null, cured: false });
  const told = steps.findLastIndex((s) => stepOf(content, s.walkthrough, s.step)?.kind === 'tell');
  const at = steps.at(-1)?.passed === 'open' || told === -1 ? steps.length - 1 : told;
  return writePath(steps.map((s, i) => (cured && i === at ? { ...s, cured } : s)));
}

/** An answered step; null for a question that was asked beside it, about a slot that it depends on. */
function passed(content: Content, { step: name, answer, how }: Answered): PathStep | null {
  const [walkthrough = '', id = ''] = name.split('/');
  const here = { walkthrough, step: id, answer: null, cured: false };
  if (how !== 'answered') return { ...here, passed: how };
  const step = stepOf(content, walkthrough, id);
  const choice =
    step?.kind === 'ask' || step?.kind === 'tell' ? step.choices.find(({ title }) => title === answer) : undefined;
  if (choice) return { ...here, passed: 'answered', answer: choice.id };
  return step?.kind === 'ask' && step.typed !== null ? { ...here, passed: 'typed' } : null;
}

function stepOf({ walkthroughs }: Content, walkthrough: string, step: string): Step | undefined {
  return walkthroughs.get(walkthrough)?.steps.get(step);
}
