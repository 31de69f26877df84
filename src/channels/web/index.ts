/** The registration of the chat page: its settings, and how to make the channel. */
import { z } from 'zod';
import type { Registration, Settings } from '../../core/channel.ts';
import { given, wrongShape } from '../../core/settings.ts';
import type { WebSettings } from './web.ts';

const Shape = z.object({
  HOST: z.string().default('127.0.0.1'),
  WEB_CHAT: z.enum(['loopback', 'open', 'off'], { error: 'loopback, open or off' }).default('loopback'),
});

/** The registration of the chat page. It is on unless `WEB_CHAT=off`, and has no sign-in of its own. */
export const WEB: Registration<WebSettings> = {
  name: 'web',
  title: 'Chat page',
  settings(env): Settings<WebSettings> {
    const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
    if (!result.success) return wrongShape(result.error.issues);
    const { HOST: boundTo, WEB_CHAT: who } = result.data;
    return { settings: { boundTo, for: who } };
  },
  async create(settings, host) {
    const { WebChannel } = await import('./web.ts');
    return new WebChannel(settings, host);
  },
  summary(settings) {
    return {
      loopback: 'open that address in a browser on this machine, and paste an error',
      open: 'open that address in a browser, and paste an error; everybody who reaches the port can',
      off: 'off (WEB_CHAT=off)',
    }[settings?.for ?? 'off'];
  },
  desk: null,
};
