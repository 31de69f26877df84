/** The services of the store and the journal for the channels. */
import type { Accounts } from '../core/accounts.ts';
import type { Phrases } from '../core/content.ts';
import type { ConversationState } from '../core/conversation.ts';
import { Erasures } from '../core/erasures.ts';
import type { Host, Resends } from '../core/host.ts';
import type { Log } from '../core/log.ts';
import type { Incoming } from '../core/message.ts';
import { type Meter, UNMETERED } from '../core/meter.ts';
import { createSay } from '../core/phrases.ts';
import { DEFAULT_RETENTION, type Retention } from '../core/retention.ts';
import type { Store } from '../core/store.ts';
import { forgotten } from './forget.ts';
import { createLinks } from './links.ts';

/** Makes the function that gives each channel, by its name, its host. */
export function createHosts(parts: {
  store: Store;
  accept: (message: Incoming, resends?: Resends) => Promise<boolean>;
  /** Is told that something arrived in a channel. */
  came?: (channel: string) => void;
  /** The desks of a channel: place to name. */
  desksIn: (channel: string) => ReadonlyMap<string, string>;
  /** Whether there are any desks. */
  named: boolean;
  /** Announces a picture, so that the reader of pictures can get ready. */
  pictureComes?: () => void;
  /** The sentences of the content in use, asked for each time: content may change while the service runs. */
  phrases: () => Phrases;
  /** The company accounts that people may sign in with; none unless given. */
  accounts?: Accounts | null;
  /** The name of the organisation; null where it has not said it. */
  organisation?: () => string | null;
  /** The ages at which what people write is deleted; the usual ones unless given. */
  retention?: Retention;
  /** The erasures of this process; none are heard of unless given. */
  erasures?: Erasures;
  /** Whether other instances may work on the same database. */
  several?: boolean;
  now: () => Date;
  log: Log;
  /** Counts what happens; nothing, unless given. */
  meter?: Meter;
}): (channel: string) => Host {
  const {
    store,
    accept,
    came,
    desksIn,
    named,
    pictureComes,
    phrases,
    accounts = null,
    organisation,
    retention = DEFAULT_RETENTION,
    erasures = new Erasures(),
    several = false,
    now,
    log,
    meter = UNMETERED,
  } = parts;
  const say = createSay(phrases);
  const links = createLinks(store, now);
  return (channel) => ({
    accept: (message, resends) => {
      came?.(channel);
      return accept(message, resends);
    },
    came: () => came?.(channel),
    helped: (conversation) => store.helped(conversation),
    openCases: (person) => store.openCases(person),
    withAgents: async (conversation) => {
      const { desk } = ((await store.state(conversation)) as Partial<ConversationState> | null) ?? {};
      return desk !== null && desk !== undefined && desk.state !== 'closed' && !desk.walks;
    },
    forget: (person) => forgotten(store, person),
    whenErased: (heard) =>
      erasures.listen(({ how, places, emptied }) => {
        // One who asked for it in the conversation is answered there, and the page clears itself.
        if (how === 'all') heard([...places, ...emptied]);
      }),
    begun: (conversation) => store.begun(conversation),
    lines: (conversation, after, most) => store.lines(conversation, after, most),
    lastTurns: several ? (conversations) => store.lastTurns(conversations) : null,
    whose: (ref) => store.whose(channel, ref),
    posted: (conversation, message) => store.posted(conversation, message, channel),
    picture: (conversation, ref) => store.image(conversation, ref),
    keepPicture: (conversation, ref, bytes) => {
      pictureComes?.();
      return store.keepImage(conversation, ref, bytes, now().toISOString());
    },
    links,
    accounts,
    organisation: () => organisation?.() ?? null,
    retention,
    say,
    now,
    desks: desksIn(channel),
    named,
    log,
    meter,
  });
}
