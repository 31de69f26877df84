/** Parts that need a provider of identities; a file of its own, because its library is loaded only where one is set. */
import type { Log } from '../core/log.ts';
import { OidcSignIn } from './oidc-sign-in.ts';
import { PageAccounts } from './page-accounts.ts';
import { Provider } from './provider.ts';
import type { SessionStore } from './sessions.ts';
import type { OidcSettings } from './settings.ts';

/** The sign-in of the console, and the company accounts of the chat page, at the same provider. */
export function withProvider(settings: OidcSettings, log: Log, now: () => number) {
  const provider = new Provider(settings, log);
  return {
    signIn: new OidcSignIn(provider, now),
    accountsIn: (store: SessionStore) => (settings.isOfferedToPeople ? new PageAccounts(provider, store, now) : null),
  };
}
