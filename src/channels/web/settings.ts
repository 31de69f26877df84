/** The settings of the chat page. */
import { z } from 'zod';
import type { Env, Settings } from '../../core/channel.ts';
import { given, wrong, wrongShape } from '../../core/settings.ts';
import { createTrust } from './caller.ts';

/** The page's settings, checked. */
export interface WebSettings {
  /**
   * The people who may open the page: those on this machine, everybody, or nobody (then agents' answers are kept until
   * it is on again).
   */
  readonly for: 'loopback' | 'public' | 'off';
  /** Whether a public page is also given to those who come without TLS (`WEB_CHAT=open`, its name of before). */
  readonly plainHttp: boolean;
  /** The proxies whose word about a request is believed: addresses, networks, or names of such. */
  readonly proxies: readonly string[];
}

const Shape = z.object({
  WEB_CHAT: z.enum(['loopback', 'public', 'open', 'off'], { error: 'loopback, public or off' }).default('loopback'),
  TRUSTED_PROXY: z.string().default(''),
});

/** Reads the page's settings from the environment. */
export function webSettings(env: Env): Settings<WebSettings> {
  const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
  if (!result.success) return wrongShape(result.error.issues);
  const { WEB_CHAT: who, TRUSTED_PROXY: list } = result.data;
  const proxies = list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  try {
    createTrust(proxies);
  } catch {
    return wrong(
      `TRUSTED_PROXY is "${list}"`,
      'Give it addresses or networks with commas, such as 127.0.0.1, 10.0.0.0/8.',
    );
  }
  return { settings: { for: who === 'open' ? 'public' : who, plainHttp: who === 'open', proxies } };
}
