/** How much a button stands out, decided once for every channel. */
import type { Choice } from './reply.ts';

/** `primary`: the answer hoped for; `rare`: folded away where there is little room; `normal`: all others. */
export type Role = 'primary' | 'normal' | 'rare';

/** Answers that are hoped for, and the first thing an agent does with a ticket. */
const PRIMARY: ReadonlySet<string> = new Set(['fixed', 'works', 'yes', 'next', 'resume', 'risk-go', 'send', 'claim']);
/** Controls that work at every step and are seldom needed. */
const RARE: ReadonlySet<string> = new Set(['tried', 'cannot', 'repeat', 'start-over', 'stop']);

/** The role of a choice or control. */
export function roleOf({ id }: Pick<Choice, 'id'>): Role {
  if (PRIMARY.has(id)) return 'primary';
  return RARE.has(id) ? 'rare' : 'normal';
}

/** Controls apart: those that stay in sight, and the rare ones, which are folded away where there are more than `most` in all. */
export function apart<C extends Pick<Choice, 'id'>>(
  controls: readonly C[],
  most: number,
): { readonly near: readonly C[]; readonly far: readonly C[] } {
  const far = controls.filter((control) => roleOf(control) === 'rare');
  return controls.length <= most
    ? { near: controls, far: [] }
    : { near: controls.filter((c) => !far.includes(c)), far };
}
