/** Puts the console together: its pages, in the order of the navigation, and what they hear of the rest of the service. */
import type { Console, ConsoleSettings, Presence } from '../console/index.ts';
import type { Sources } from '../content/folders.ts';
import type { Content } from '../core/content.ts';
import { type Desks, ticketOf } from '../core/desk.ts';
import type { Erasures } from '../core/erasures.ts';
import type { Log } from '../core/log.ts';
import type { Incoming } from '../core/message.ts';
import type { Handled, Store } from '../core/store.ts';
import { PLACEHOLDER } from '../core/text.ts';

/**
 * The console without pages: its desk is a channel, and channels are there before the journal is. `accountsIn` makes the work
 * accounts of the chat page, null where no provider is set.
 */
export async function createConsole({ oidc }: ConsoleSettings, log: Log, now: () => number = Date.now) {
  const { Console, ConsoleDesk, DeskAlerts, DeskMails, LocalSignIn } = await import('../console/index.ts');
  // The library for signing in is loaded only where somebody signs in.
  const { signIn, accountsIn } = oidc
    ? (await import('../console/with-provider.ts')).withProvider(oidc, log, now)
    : { signIn: new LocalSignIn(), accountsIn: () => null };
  const frame = new Console(signIn);
  const desk = new ConsoleDesk((event) => frame.tell(event));
  const [alerts, mails] = [new DeskAlerts(), new DeskMails()];
  return { frame, desk, alerts, mails, accountsIn, channels: [desk, alerts, mails] };
}

/** The console before it has pages. */
type MadeConsole = Awaited<ReturnType<typeof createConsole>>;

/** Gives the console its pages. A page is registered by one more entry here. Answers who is there. */
export async function addPages(
  { frame, desk, alerts, mails }: MadeConsole,
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
    /** How long agents can undo what they did, in seconds; left out for what is usual. */
    holdS?: number;
  },
): Promise<Presence> {
  const { store, accept, content, sources, desks, channels, settings, here, now, holdS } = parts;
  const [{ auditPage, deskPage, Presence }, { createDeskBook }, { outcomesPage }, { createLearning }] =
    await Promise.all([
      import('../console/index.ts'),
      import('../desk/book.ts'),
      import('../outcomes/index.ts'),
      import('./learning.ts'),
    ]);
  const book = createDeskBook({ store, accept, content, ...(holdS === undefined ? {} : { holdS }) });
  const presence = new Presence(store, now);
  const looked = async (tickets: readonly string[]): Promise<void> => tellLookers(frame, presence, tickets);
  const words = (): Content['consoleWords'] => content().consoleWords;
  frame.equip({ sessions: store, presence, words, looked: (tickets) => void looked(tickets) });
  desk.stored = (conversation, ref) => store.image(conversation, ref);
  alerts.parts = {
    ...{ webhook: settings.webhook, mail: settings.mail, now },
    isAnybodyThere: async () => (await presence.present('desk')).length > 0,
    entry: (ticket) => book.entry(ticket),
    link: (ticket) => new URL(`/console/desk/${ticket}`, settings.address ?? here).href,
    unheard: (ticket) => book.unheard(ticket),
    say: (key, values) => filled(words()[key] ?? key, values),
  };
  mails.parts = alerts.parts;
  frame.add(
    deskPage({
      ...{ book, now, presence, looked },
      isDesk: desks !== null,
      note: (line) => store.note(line),
    }),
    outcomesPage({ store, content, channels, now }),
    createLearning({ store, content, sources, channels, now, tell: (event) => frame.tell(event) }),
    auditPage({ store, now }),
  );
  return presence;
}

/** Tells the open consoles of this process who looks at some tickets now. */
export async function tellLookers(
  frame: Pick<Console, 'tell'>,
  presence: Presence,
  tickets: readonly string[],
): Promise<void> {
  const all = await presence.lookers();
  const looking = Object.fromEntries(tickets.map((ticket) => [ticket, all.get(ticket) ?? []]));
  frame.tell({ page: 'desk', data: { kind: 'looking', looking }, to: null });
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values[name] ?? whole);
}

/** The store, with open consoles being told of every ticket that a turn changes, and all of this process of who is erased. */
export function watched(store: Store, frame: Pick<Console, 'tell'>, erasures: Erasures): Store {
  erasures.listen(({ tickets, places, emptied }) => {
    if (tickets.length > 0) frame.tell({ page: 'desk', data: { kind: 'gone', tickets }, to: null });
    const changed = emptied.flatMap((conversation) => ticketOf(conversation) ?? []);
    if (changed.length > 0) frame.tell({ page: 'desk', data: { kind: 'changed', tickets: changed }, to: null });
    // Words to learn from may be among what went.
    if (places.length + emptied.length > 0) frame.tell({ page: 'learning', data: { kind: 'changed' }, to: null });
  });
  const handledIn = (handled: readonly Handled[]): void => {
    const tickets = handled.flatMap(({ conversation }) => ticketOf(conversation) ?? []);
    if (tickets.length > 0) frame.tell({ page: 'desk', data: { kind: 'changed', tickets }, to: null });
  };
  return {
    ...store,
    async commit(handled, ...given) {
      const committed = await store.commit(handled, ...given);
      if (committed) handledIn(handled);
      return committed;
    },
    async acceptHandled(messages, handled, ...given) {
      const stored = await store.acceptHandled(messages, handled, ...given);
      if (stored) handledIn(handled);
      return stored;
    },
    async forget(...asked) {
      const forgotten = await store.forget(...asked);
      erasures.tell(forgotten);
      return forgotten;
    },
  };
}
