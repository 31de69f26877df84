/** The registration of the chat page: its settings, and how to make the channel. */
import type { Registration } from '../../core/channel.ts';
import { type WebSettings, webSettings } from './settings.ts';

/** The registration of the chat page. It is on unless `WEB_CHAT=off`, and has no sign-in of its own. */
export const WEB: Registration<WebSettings> = {
  name: 'web',
  title: 'Chat page',
  settings: webSettings,
  async create(settings, host) {
    const [{ WebChannel }, limits] = await Promise.all([
      import('./web.ts'),
      settings.for === 'public' ? import('./limits.ts') : null,
    ]);
    return new WebChannel(settings, host, limits && new limits.Limits());
  },
  takes: (settings) => settings.for !== 'off',
  summary(settings) {
    if (settings?.plainHttp)
      return 'public, and without TLS too (WEB_CHAT=open is its old name: set WEB_CHAT=public); everybody who reaches the port can open it';
    return {
      loopback: 'open that address in a browser on this machine, and paste an error',
      public: 'public, through a proxy with TLS; npx firstline poster prints its address; npx firstline doctor web',
      off: 'off (WEB_CHAT=off)',
    }[settings?.for ?? 'off'];
  },
  desk: null,
};
