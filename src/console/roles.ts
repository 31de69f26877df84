/** Roles of the console, read out of what a provider says of somebody. */
import { CONSOLE_ROLES, type ConsoleRole } from '../core/console.ts';

/**
 * Reads the roles out of claims. `path` names the claim, with dots into objects; its value is a list, or words with spaces.
 *
 * @example rolesIn({ roles: ['Firstline.Agent', 'other'] }, 'roles') // ['agent']
 */
export function rolesIn(claims: Readonly<Record<string, unknown>>, path: string): readonly ConsoleRole[] {
  // A claim may have dots in its name: https://example.com/roles.
  const value = path in claims ? claims[path] : path.split('.').reduce<unknown>(inside, claims);
  const names = (Array.isArray(value) ? value : String(value ?? '').split(/[\s,]+/)).map((name) =>
    String(name)
      .toLowerCase()
      .replace(/^firstline[.:_/-]?/, ''),
  );
  return CONSOLE_ROLES.filter((role) => names.includes(role));
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
