/** Puts the console together: its pages, in the order of the navigation, and what they hear of the rest of the service. */
import type { Console, ConsoleSettings, DeskAlerts } from '../console/index.ts';
import type { Sources } from '../content/folders.ts';
import type { Content } from '../core/content.ts';
import { type Desks, ticketOf } from '../core/desk.ts';
import type { Log } from '../core/log.ts';
import type { Incoming } from '../core/message.ts';
import type { Store } from '../core/store.ts';

/** The console without pages: its desk is a channel, and channels are there before the journal is. */
export async function createConsole({ oidc }: ConsoleSettings, log: Log) {
  const { Console, ConsoleDesk, DeskAlerts, LocalSignIn } = await import('../console/index.ts');
  // The library for signing in is loaded only where somebody signs in.
  const signIn = oidc ? new (await import('../console/oidc-sign-in.ts')).OidcSignIn(oidc, log) : new LocalSignIn();
  const frame = new Console(signIn);
  return { frame, desk: new ConsoleDesk((event) => frame.tell(event)), alerts: new DeskAlerts() };
}

/** Gives the console its pages. A page is registered by one more entry here. */
export async function addPages(
  { frame, alerts }: { frame: Console; alerts: DeskAlerts },
  parts: {
    store: Store;
    accept: (message: Incoming) => Promise<boolean>;
    content: () => Content;
    /** The folders that the content is read from. */
    sources: Sources;
    desks: Desks | null;
    /** The titles of the channels, by name. */
    channels: ReadonlyMap<string, string>;
    settings: ConsoleSettings;
    /** The address at which the service listens. */
    here: string;
    now: () => Date;
  },
): Promise<void> {
  const { store, accept, content, sources, desks, channels, settings, here, now } = parts;
  const [{ auditPage, deskPage }, { createDeskBook }, { outcomesPage }, { createLearning }] = await Promise.all([
    import('../console/index.ts'),
    import('../desk/book.ts'),
    import('../outcomes/index.ts'),
    import('./learning.ts'),
  ]);
  const book = createDeskBook({ store, accept, content });
  alerts.parts = {
    ...{ webhook: settings.webhook, now },
    isAnybodyThere: () => frame.present('desk').length > 0,
    entry: (ticket) => book.entry(ticket),
    link: (ticket) => new URL(`/console/desk/${ticket}`, settings.address ?? here).href,
  };
  frame.add(
    deskPage({
      ...{ book, now },
      isDesk: desks !== null,
      note: (line) => store.note(line),
      present: () => frame.present('desk'),
    }),
    outcomesPage({ store, content, channels, now }),
    createLearning({ store, content, sources, channels, now, tell: (event) => frame.tell(event) }),
    auditPage({ store, now }),
  );
}

/** The store, with open consoles being told of every ticket that a commit changes. */
export function watched(store: Store, frame: Pick<Console, 'tell'>): Store {
  return {
    ...store,
    async commit(handled, at, sends) {
      const committed = await store.commit(handled, at, sends);
      const tickets = committed ? handled.flatMap(({ conversation }) => ticketOf(conversation) ?? []) : [];
      if (tickets.length > 0) frame.tell({ page: 'desk', data: { kind: 'changed', tickets }, to: null });
      return committed;
    },
  };
}
