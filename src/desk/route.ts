/** Routing: which desks a ticket goes to. */
import type { DeskRule, Desks } from '../core/desk.ts';
import type { CaseSummary } from '../core/ticket.ts';
import { isOpen } from './hours.ts';

/**
 * The desks for a ticket, in the order in which they are asked. Where no rule fits, every desk in the order of the
 * settings.
 */
export function routeOf(
  { desks, routes }: Desks,
  summary: CaseSummary,
  pack: string | null,
  at: string,
): readonly string[] {
  const fits = (route: DeskRule): boolean =>
    has(route.category, summary.problem?.type ?? null) &&
    has(route.pack, pack) &&
    has(route.audience, summary.audience) &&
    has(route.language, summary.language ?? null) &&
    (!route.open || isOpen(desks.get(route.desk)?.hours ?? null, at));
  const fitting = routes.filter(fits).map((r) => r.desk);
  return [...new Set(fitting.length > 0 ? fitting : desks.keys())];
}

function has(wanted: readonly string[], value: string | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}
