/**
 * The agents who have the console open, and the ticket each is looking at: in the database, so that it counts over all instances, and
 * renewed as long as the browser's stream is there.
 */
import type { ConsoleUser, OpenTab } from '../core/console.ts';
import type { Store } from '../core/store.ts';

/** The time after which a console that is not renewed counts as closed, in milliseconds: three signs of life. */
const GONE_MS = 45_000;

/** The part of the store that presence is kept in. */
export type PresenceStore = Pick<Store, 'keepOpen' | 'closeOpen' | 'openConsoles'>;

/** A tab of a browser with the console in it, and its user. */
export interface Tab {
  /** Made by the browser. */
  readonly id: string;
  readonly user: ConsoleUser;
  /** The names of the pages that the user may see. */
  readonly pages: readonly string[];
}

/** Somebody who looks at a ticket. */
export interface Looker {
  readonly id: string;
  readonly name: string;
  readonly isWriting: boolean;
}

/** Keeps who is there. */
export class Presence {
  readonly #store: PresenceStore;
  readonly #now: () => Date;
  /** The ticket that each tab of this process shows. */
  readonly #shown = new Map<string, Pick<OpenTab, 'ticket' | 'isWriting'>>();

  constructor(store: PresenceStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** Notes that a tab is still open. */
  async renew({ id, user, pages }: Tab): Promise<void> {
    const { ticket, isWriting } = this.#shown.get(id) ?? { ticket: null, isWriting: false };
    const { id: person, name } = user.person;
    await this.#store.keepOpen({ id, person, name, pages, ticket, isWriting, at: this.#now().toISOString() });
  }

  /** Notes which ticket a tab shows now, and whether something is being written; answers the one before. */
  async look(tab: Tab, ticket: string | null, isWriting: boolean): Promise<string | null> {
    const before = this.#shown.get(tab.id)?.ticket ?? null;
    this.#shown.set(tab.id, { ticket, isWriting });
    await this.renew(tab);
    return before;
  }

  /** Notes that a tab was closed; answers the ticket that it showed. */
  async leave(id: string): Promise<string | null> {
    const before = this.#shown.get(id)?.ticket ?? null;
    this.#shown.delete(id);
    await this.#store.closeOpen(id, this.#since());
    return before;
  }

  /** The users who may see a page and have the console open, in whatever instance, each once. */
  async present(page: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const tabs = (await this.#store.openConsoles(this.#since())).filter(({ pages }) => pages.includes(page));
    return [...new Map(tabs.map(({ person: id, name }) => [id, { id, name }])).values()];
  }

  /** Everybody who looks at a ticket, by ticket; each once, and writing if in one of their tabs. */
  async lookers(): Promise<ReadonlyMap<string, readonly Looker[]>> {
    const by = new Map<string, Map<string, Looker>>();
    for (const { ticket, person: id, name, isWriting } of await this.#store.openConsoles(this.#since())) {
      if (ticket === null) continue;
      const here = by.get(ticket) ?? new Map<string, Looker>();
      here.set(id, { id, name, isWriting: isWriting || here.get(id)?.isWriting === true });
      by.set(ticket, here);
    }
    return new Map([...by].map(([ticket, here]) => [ticket, [...here.values()]]));
  }

  #since(): string {
    return new Date(this.#now().getTime() - GONE_MS).toISOString();
  }
}
