/** Makes a channel's host over a real store, with some of its methods replaced by a test's own. */
import type { Phrases } from '../../src/core/content.ts';
import type { Erasures } from '../../src/core/erasures.ts';
import type { Host } from '../../src/core/host.ts';
import { SILENT } from '../../src/core/log.ts';
import { UNMETERED } from '../../src/core/meter.ts';
import { DEFAULT_RETENTION } from '../../src/core/retention.ts';
import type { Store } from '../../src/core/store.ts';
import { createHosts } from '../../src/journal/host.ts';
import { SHIPPED_PHRASES, say } from './say.ts';

/** A channel's host; without a store, no person is known and nothing was said. */
export function hostOf(
  channel: string,
  store: Store | null,
  { erasures, ...given }: Partial<Host> & { readonly erasures?: Erasures } = {},
  phrases: () => Phrases = () => SHIPPED_PHRASES,
): Host {
  const real = store
    ? createHosts({
        store,
        accept: async () => true,
        desksIn: () => new Map(),
        named: false,
        phrases,
        now: () => new Date(),
        log: given.log ?? SILENT,
        ...(erasures ? { erasures } : {}),
      })(channel)
    : NOBODY;
  return { ...real, ...given };
}

const NOBODY: Host = {
  accept: async () => true,
  came: () => undefined,
  helped: async () => null,
  openCases: async () => [],
  withAgents: async () => false,
  forget: async () => 0,
  whenErased: () => undefined,
  begun: async () => false,
  lines: async () => [],
  lastTurns: null,
  whose: async () => null,
  posted: async () => null,
  picture: async () => null,
  keepPicture: async () => undefined,
  links: { ticketOf: async () => null, keep: async () => undefined, find: async () => null },
  accounts: null,
  organisation: () => null,
  retention: DEFAULT_RETENTION,
  say,
  now: () => new Date(),
  desks: new Map(),
  named: false,
  log: SILENT,
  meter: UNMETERED,
};
