/** How much a button stands out, decided once for every channel. */
import type { Choice } from './reply.ts';

/** `primary`: the answer hoped for; `rare`: folded away where there is little room; `normal`: all others. */
export type Role = 'primary' | 'normal' | 'rare';

/** Answers that are hoped for, and the first thing an agent does with a ticket. */
const PRIMARY: ReadonlySet<string> = new Set(['fixed', 'works', 'yes', 'next', 'resume', 'risk-go', 'send', 'claim']);
/** Controls that are needed often: the way back, past a step, and to a person. */
const NEAR: ReadonlySet<string> = new Set(['back', 'skip', 'human']);

/** The role of an answer. */
export function roleOf({ id }: Pick<Choice, 'id'>): Role {
  return PRIMARY.has(id) ? 'primary' : 'normal';
}

/** The role of a control: those that are not needed often are rare. */
export function controlRoleOf({ id }: Pick<Choice, 'id'>): Role {
  return NEAR.has(id) ? 'normal' : 'rare';
}

/** Controls apart: those that stay in sight, and the rare ones, which are folded away where there are more than `most` in all. */
export function apart<C extends Pick<Choice, 'id'>>(
  controls: readonly C[],
  most: number,
): { readonly near: readonly C[]; readonly far: readonly C[] } {
  if (controls.length <= most) return { near: controls, far: [] };
  const { rare: far = [], normal: near = [] } = Object.groupBy(controls, controlRoleOf);
  return { near, far };
}

/**
 * The title of a choice with its number before it, for places that show choices as words. People who write another language get
 * titles that have it already.
 */
export function numbered({ title }: Choice, index: number): string {
  const number = `${index + 1}. `;
  return title.startsWith(number) ? title : `${number}${title}`;
}
