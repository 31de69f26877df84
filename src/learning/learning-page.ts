/** The console's page “Learning”: authors go through what was not understood, and make content of it. */
import { join } from 'node:path';
import { z } from 'zod';
import type { AlikeGroup, NearExample } from '../core/alike.ts';
import {
  type ConsoleEvent,
  type ConsolePage,
  type ConsoleUser,
  Download,
  type PageRequest,
  type PageRoute,
} from '../core/console.ts';
import type { Content } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { KeptLesson, LessonUse } from '../core/lesson.ts';
import type { Explanation } from '../core/reading.ts';
import type { Store } from '../core/store.ts';
import {
  type DraftLesson,
  type DraftWords,
  draftOf,
  nameOfDraft,
  subjectOf,
  textsToTry,
  tooNearOther,
  wordsOfDraft,
} from './draft.ts';
import { Grouping } from './grouping.ts';
import type { OwnFolder, WrittenFile } from './own-folder.ts';
import { type RunTrial, Trials } from './trials.ts';

/** The number of lessons that are grouped, of groups that are shown, and of lessons of a group; the latest come first. */
const MOST_LESSONS = 2000;
const MOST_GROUPS = 200;
const MOST_OF_GROUP = 60;
const LONGEST_WORDING = 2000;
const LONGEST_ID = 200;

/** The parts of the service that the page needs. */
export interface LearningParts {
  readonly store: Pick<
    Store,
    | 'lessons'
    | 'lessonsById'
    | 'useLessons'
    | 'takeLessons'
    | 'note'
    | ('trial' | 'keepTrial' | 'trialRun' | 'beginTrial' | 'renewTrial' | 'endTrial')
  >;
  readonly content: () => Content;
  readonly tell: (event: ConsoleEvent) => void;
  readonly now: () => Date;
  /** Masks secrets in what an author writes. */
  readonly mask: (text: string) => string;
  readonly groups: (texts: readonly string[]) => Promise<readonly AlikeGroup[]>;
  /** The nearest example of each of the nearest intents, for each text. */
  readonly near: (texts: readonly string[]) => Promise<readonly (readonly NearExample[])[]>;
  readonly explain: (text: string) => Promise<Explanation>;
  /** The files by which words become content: in the company's folder as it is, or as if nothing stood in it yet (`fresh`). */
  readonly files: (words: DraftWords, fresh: boolean) => Promise<readonly WrittenFile[]>;
  /** The id that a new problem of this title gets. */
  readonly seedId: (title: string) => string;
  readonly patchOf: (files: readonly WrittenFile[]) => Promise<string>;
  readonly runTrial: RunTrial;
  /** The company's own folder of content; null where there is none. */
  readonly own: Pick<OwnFolder, 'shown' | 'state' | 'take'> | null;
  /** Steps that cure nobody and questions whose answer is always the same, with the evidence. */
  readonly evidence: () => Promise<object>;
}

const Id = z.string().max(LONGEST_ID);
const Ids = z.strictObject({ ids: z.array(Id).min(1).max(500) });
const One = z.strictObject({ id: Id });
const Near = z.strictObject({ ids: z.array(Id).min(1).max(100), intent: Id.nullable() });
const Wordings = z
  .array(z.strictObject({ id: Id, wording: z.string().trim().min(1).max(LONGEST_WORDING).nullable() }))
  .min(1)
  .max(500);
const Use = z.strictObject({
  lessons: Wordings,
  use: z.discriminatedUnion('use', [
    z.strictObject({ use: z.enum(['example', 'other']), intent: Id }),
    z.strictObject({ use: z.literal('seed'), pack: Id, title: z.string().trim().min(1).max(100) }),
    z.strictObject({ use: z.literal('leave') }),
  ]),
});
const Take = z.strictObject({ draft: z.string().max(64) });

/** Makes the page for authors. */
export function learningPage(parts: LearningParts): ConsolePage {
  return {
    name: 'learning',
    title: 'Learning',
    roles: ['author'],
    folder: join(import.meta.dirname, 'page'),
    module: 'learning.js',
    styles: 'learning.css',
    routes: new LearningRoutes(parts).all,
  };
}

/** The page's handlers. */
class LearningRoutes {
  readonly #parts: LearningParts;
  readonly #trials: Trials;
  readonly #grouping: Grouping;
  /** One draft is taken after the other. */
  #taking: Promise<unknown> = Promise.resolve();

  constructor(parts: LearningParts) {
    this.#parts = parts;
    this.#grouping = new Grouping(parts);
    const told = (state: object): void => parts.tell({ page: 'learning', data: { kind: 'trial', ...state }, to: null });
    this.#trials = new Trials(parts.store, parts.runTrial, { told, now: parts.now });
  }

  get all(): readonly PageRoute[] {
    return [
      { method: 'get', path: '/groups', handle: (request) => this.#groups(request) },
      { method: 'post', path: '/explain', handle: (request) => this.#explain(request) },
      { method: 'post', path: '/near', handle: (request) => this.#near(request) },
      { method: 'post', path: '/use', handle: (request) => this.#use(request) },
      { method: 'post', path: '/drop', handle: (request) => this.#drop(request) },
      { method: 'get', path: '/draft', handle: () => this.#draft() },
      { method: 'post', path: '/trial', handle: (request) => this.#try(request) },
      { method: 'post', path: '/trial/stop', handle: (request) => this.#stop(request) },
      { method: 'get', path: '/patch', handle: (request) => this.#patch(request) },
      { method: 'post', path: '/take', handle: (request) => this.#take(request) },
      { method: 'get', path: '/steps', handle: () => this.#parts.evidence() },
    ];
  }

  async #groups({ user }: PageRequest): Promise<object> {
    const { store } = this.#parts;
    await this.#note(user, 'read');
    const [lessons, draft] = [await store.lessons('open', MOST_LESSONS), await store.lessons('draft', MOST_LESSONS)];
    const groups = await this.#grouping.of(lessons);
    return {
      lessons: lessons.length,
      isMore: lessons.length === MOST_LESSONS,
      drafted: draft.length,
      groups: groups.slice(0, MOST_GROUPS).map((members) => ({
        ...{ id: members[0]!.id, text: members[0]!.text, count: members.length },
        latest: members.reduce((last, { at }) => (at > last ? at : last), ''),
        kinds: Object.fromEntries(
          [...Map.groupBy(members, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]),
        ),
        lessons: members.slice(0, MOST_OF_GROUP).map(shown),
      })),
      ...this.#choices(),
    };
  }

  /** The intents and packs that can be chosen, with their titles. */
  #choices(): object {
    const { intents, packs, walkthroughs } = this.#parts.content();
    const titled = [...intents.values()].filter(({ kind }) => kind !== 'chatter');
    return {
      intents: titled.map(({ id, title, kind, pack, walkthrough }) => ({
        ...{ id, title, kind, pack },
        // Without one, nothing is walked through: a generic problem, or one that only a person solves.
        walks: walkthrough.person !== null || walkthrough.admin !== null,
      })),
      packs: [...packs.values()].map(({ id, title, generic }) => ({ id, title, isOffered: generic !== null })),
      walkthroughs: Object.fromEntries([...walkthroughs.values()].map(({ id, title, pack }) => [id, { title, pack }])),
    };
  }

  /** The text is asked for by its lesson: nobody reads other texts here. */
  async #explain({ body }: PageRequest): Promise<object> {
    const [lesson] = await this.#lessons([checked(One, body).id]);
    const { reading, ...rest } = await this.#parts.explain(lesson!.text);
    const { decision, guesses, evidence } = reading;
    return { decision, evidence, guesses: guesses.slice(0, 3), ...rest };
  }

  async #near({ body }: PageRequest): Promise<object> {
    const { ids, intent } = checked(Near, body);
    const lessons = await this.#lessons(ids);
    const near = await this.#parts.near(lessons.map(({ text }) => text));
    const [first = []] = near;
    return {
      // The intents that stand nearest to the first of the words, to choose from.
      nearest: first,
      warnings: lessons.flatMap(({ id }, i) => {
        const other = tooNearOther(near[i]!, intent);
        return other === null ? [] : [{ id, ...other }];
      }),
    };
  }

  async #use({ user, body }: PageRequest): Promise<object> {
    const { lessons: given, use } = checked(Use, body);
    const { store, now, tell, mask } = this.#parts;
    const lessons = await this.#lessons(given.map(({ id }) => id));
    const wordingOf = new Map(given.map(({ id, wording }) => [id, wording]));
    const uses = lessons.map(({ id, text }): { id: string; use: LessonUse } => {
      if (use.use === 'leave') return { id, use };
      const wording = wordingOf.get(id) ?? null;
      return { id, use: { ...use, wording: wording === null ? text : mask(wording) } };
    });
    await this.#check(uses.map((one) => one.use));
    // Before it is done: what nobody could write down is not done either.
    await this.#note(user, use.use);
    const changed = await store.useLessons(uses, now().toISOString());
    tell({ page: 'learning', data: { kind: 'changed' }, to: null });
    return { changed };
  }

  /**
   * Refuses uses that the content does not allow.
   * @throws {Fault} LEARNING_REFUSED
   */
  async #check(uses: readonly LessonUse[]): Promise<void> {
    const { content } = this.#parts;
    for (const use of uses) {
      if (use.use === 'leave') continue;
      if (use.use === 'seed') {
        await this.#files({ examples: [], seeds: [{ pack: use.pack, title: use.title, texts: [use.wording] }] }, true);
        continue;
      }
      const kind = content().intents.get(use.intent)?.kind;
      if (kind !== (use.use === 'example' ? 'problem' : 'none'))
        throw refused(
          `“${use.intent}” is no ${use.use === 'example' ? 'problem' : 'collection of other things'} of the content.`,
        );
    }
  }

  async #drop({ user, body }: PageRequest): Promise<object> {
    const { ids } = checked(Ids, body);
    const { store, now, tell } = this.#parts;
    await this.#note(user, 'drop');
    const changed = await store.useLessons(
      ids.map((id) => ({ id, use: null })),
      now().toISOString(),
    );
    this.#grouping.forget();
    tell({ page: 'learning', data: { kind: 'changed' }, to: null });
    return { changed };
  }

  async #draft(): Promise<object> {
    const { near, own, content } = this.#parts;
    const draft = await this.#drafted();
    const all = draft.length === 0 ? [] : await near(draft.map(({ use }) => use.wording));
    const state = await this.#trials.state();
    const name = nameOfDraft(draft, content());
    return {
      name,
      changes: draft.map((lesson, i) => ({
        ...shown(lesson),
        use: lesson.use,
        warning: tooNearOther(all[i]!, lesson.use.use === 'seed' ? null : lesson.use.intent),
      })),
      trial: state && { ...state, isThis: state.draft === name, words: await this.#wordsIn(state.result?.open.named) },
      own: own && { shown: own.shown, state: await own.state() },
      ...this.#choices(),
    };
  }

  /** The words of lessons that a result names, as far as they are still there. */
  async #wordsIn(named: readonly { readonly id: string }[] = []): Promise<Readonly<Record<string, string>>> {
    const lessons =
      named.length === 0 ? [] : await this.#parts.store.lessonsById(named.slice(0, 100).map(({ id }) => id));
    return Object.fromEntries(lessons.map(({ id, text }) => [id, text]));
  }

  async #try({ user }: PageRequest): Promise<object> {
    const { store, content, seedId } = this.#parts;
    const draft = await this.#drafted();
    if (draft.length === 0) throw refused('The draft is empty.');
    const files = await this.#files(wordsOfDraft(draft), true);
    const open = await store.lessons('open', MOST_LESSONS);
    const order = { files: files.map(({ path, after: text }) => ({ path, text })), ...textsToTry(draft, open, seedId) };
    await this.#note(user, 'try');
    const name = nameOfDraft(draft, content());
    await this.#trials.begin(name, order);
    return { name };
  }

  async #stop({ user }: PageRequest): Promise<object> {
    await this.#note(user, 'stop');
    await this.#trials.stop();
    return {};
  }

  async #patch({ user }: PageRequest): Promise<Download> {
    const draft = await this.#drafted();
    await this.#note(user, 'patch');
    const patch = await this.#parts.patchOf(await this.#filesOf(draft));
    return new Download(this.#patchName(), 'text/x-patch; charset=utf-8', patch);
  }

  #take(request: PageRequest): Promise<object> {
    const taken = this.#taking.then(() => this.#takeNow(request));
    this.#taking = taken.catch(() => undefined);
    return taken;
  }

  async #takeNow({ user, body }: PageRequest): Promise<object> {
    const { draft: name } = checked(Take, body);
    const { store, content, own, patchOf, now, tell } = this.#parts;
    const draft = await this.#drafted();
    const trial = await this.#trials.state();
    if (draft.length === 0) throw refused('The draft is empty.');
    if (nameOfDraft(draft, content()) !== name || trial?.draft !== name || !trial.result)
      throw new Fault(
        'LEARNING_UNTRIED',
        'The draft or the content changed since its effect was shown.',
        FAULTS.LEARNING_UNTRIED.cure,
      );
    if (trial.result.faults.length > 0) throw refused('With this draft the content has faults.');
    const files = await this.#filesOf(draft);
    const at = now().toISOString();
    const isReady = files.length > 0 && own !== null && (await own.state()) === 'ready';
    await this.#note(user, 'take');
    const subject = subjectOf(wordsOfDraft(draft));
    const committed = isReady ? await own.take(files, { by: user.person.name, subject, day: at.slice(0, 10) }) : null;
    await store.takeLessons(
      draft.map(({ id }) => id),
      at,
    );
    tell({ page: 'learning', data: { kind: 'changed' }, to: null });
    return {
      patch: await patchOf(files),
      file: this.#patchName(),
      committed: committed && { ...committed, folder: own!.shown },
    };
  }

  #patchName(): string {
    return `learning-${this.#parts.now().toISOString().slice(0, 10)}.patch`;
  }

  async #drafted(): Promise<readonly DraftLesson[]> {
    return draftOf(await this.#parts.store.lessons('draft', MOST_LESSONS));
  }

  #filesOf(draft: readonly DraftLesson[]): Promise<readonly WrittenFile[]> {
    return this.#files(wordsOfDraft(draft), false);
  }

  /** @throws {Fault} LEARNING_REFUSED, or LEARNED_FILE */
  async #files(words: DraftWords, fresh: boolean): Promise<readonly WrittenFile[]> {
    try {
      return await this.#parts.files(words, fresh);
    } catch (error) {
      // The same rules as those of `firstline new` for the name, the title or the pack.
      if (error instanceof Fault && FAULTS[error.code].status === null) throw refused(error.message, error);
      throw error;
    }
  }

  /** @throws {Fault} LEARNING_REFUSED where one of them is gone or was taken */
  async #lessons(ids: readonly string[]): Promise<readonly KeptLesson[]> {
    const found = new Map(
      (await this.#parts.store.lessonsById([...new Set(ids)])).map((lesson) => [lesson.id, lesson]),
    );
    const lessons = ids.flatMap((id) => found.get(id) ?? []);
    if (lessons.length === 0) throw refused('These words are not there any more: they were taken, left, or deleted.');
    return lessons;
  }

  async #note({ person }: ConsoleUser, what: string): Promise<void> {
    const at = this.#parts.now().toISOString();
    await this.#parts.store.note({ at, who: person.id, name: person.name, what: `learning:${what}`, ticket: null });
  }
}

/** @throws {Fault} MALFORMED */
function checked<T>(shape: z.ZodType<T>, body: unknown): T {
  const { data } = shape.safeParse(body);
  if (data === undefined)
    throw new Fault('MALFORMED', 'That is nothing this page asks for, or too long.', 'Reload the page and try again.');
  return data;
}

function refused(what: string, cause?: unknown): Fault {
  return new Fault('LEARNING_REFUSED', what, FAULTS.LEARNING_REFUSED.cure, { cause });
}

/** A lesson as the page shows it. */
function shown({ id, kind, text, at, read, intent, became }: KeptLesson): object {
  return { id, kind, text, at, read, intent, became };
}
