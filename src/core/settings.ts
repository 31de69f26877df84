/** Helpers with which channels read their settings, and report wrong ones with their cures. */
import type { Env, Settings } from './channel.ts';
import type { FaultCode } from './faults.ts';

/** The cure of a setting with a value it can't have. */
export const CORRECT_IT = 'Correct it in the environment, or leave it out to get the default.';

/** The mark of the byte order that Windows' editors put before the first name of a file. */
const MARK = '\ufeff';
/** Quotation marks, with the typographic ones of programs for letters and chats. */
const QUOTED = /^(?:"(.*)"|'(.*)'|[“„”](.*)[”“]|[‘‚’](.*)[’‘])$/s;

/**
 * Picks the settings of these names that are set; an empty one counts as not set. Blanks around a value, the end of a
 * Windows line, quotation marks and a mark before the first name do not count: a shell and systemd take them away,
 * Docker's `--env-file` does not.
 */
export function given(env: Env, names: Iterable<string>): Record<string, string> {
  const set = [...names]
    .map((name) => [name, bare(env[name] ?? env[MARK + name] ?? '')] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(set);
}

function bare(value: string): string {
  const text = value.trim();
  const [, ...inside] = QUOTED.exec(text) ?? [];
  return (inside.find((part) => part !== undefined) ?? text).trim();
}

/** Settings with one wrong value, its reason and its cure. */
export function wrong(what: string, cure: string, code: FaultCode = 'SETTING_WRONG'): Settings<never> {
  return { wrong: [{ code, what, cure }] };
}

/** Settings of a wrong shape, with one entry for every issue. */
export function wrongShape(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Settings<never> {
  return {
    wrong: issues.map(({ path, message }) => ({
      code: 'SETTING_WRONG',
      what: `${String(path[0])} must be ${message}`,
      cure: CORRECT_IT,
    })),
  };
}
