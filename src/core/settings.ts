/** Settings as channels read them: what is wrong with one, and how to correct it. */
import type { Env, Settings } from './channel.ts';
import type { FaultCode } from './faults.ts';

/** The cure of a setting with a value it can't have. */
export const CORRECT_IT = 'Correct it in the environment, or leave it out to get the default.';

/** The settings of these names that are set: an empty one is not. */
export function given(env: Env, names: Iterable<string>): Record<string, string> {
  const set = [...names].map((name) => [name, env[name] ?? ''] as const).filter(([, value]) => value !== '');
  return Object.fromEntries(set);
}

/** Settings that can't be as they are, with the reason. */
export function wrong(what: string, cure: string, code: FaultCode = 'SETTING_WRONG'): Settings<never> {
  return { wrong: [{ code, what, cure }] };
}

/** Settings whose shape is wrong: one entry for every issue. */
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
