/** Reads the files of packs into values, and remembers which file each value came from. */
import {
  COMMON,
  type Content,
  type Intent,
  type Pack,
  type Phrases,
  type SavedReply,
  type Walkthrough,
} from '../core/content.ts';
import { NO_SECRETS } from '../core/secrets.ts';
import { readAnswers } from './answers.ts';
import type { Ground } from './check/rules/ground.ts';
import { withoutPack } from './check/unread.ts';
import { readCodes } from './codes.ts';
import { readConsoleWords } from './console-words.ts';
import type { ContentFault } from './content-fault.ts';
import { filesOf, packsIn, type Sources } from './folders.ts';
import { readIntent, readPack, standInPack } from './intents.ts';
import { markup } from './markup.ts';
import { readReplies } from './replies.ts';
import { checkSaid, readSaid } from './said.ts';
import { joinedSecrets, readSecrets } from './secrets.ts';
import { PhrasesShape } from './shapes.ts';
import { idOfFile, namesIn, SourceFile } from './source-file.ts';
import type { Link } from './step-reader.ts';
import { readWalkthrough } from './walkthroughs.ts';

/** The files of one pack. */
export interface PackFiles {
  readonly id: string;
  readonly pack: SourceFile;
  readonly phrases: SourceFile | null;
  readonly answers: SourceFile | null;
  readonly said: SourceFile | null;
  readonly replies: SourceFile | null;
  readonly console: SourceFile | null;
  readonly codes: SourceFile | null;
  readonly secrets: SourceFile | null;
  readonly intents: readonly SourceFile[];
  readonly walkthroughs: readonly SourceFile[];
}

/** The files of `intents/<pack>/` that are no intents. */
const NO_INTENTS: readonly string[] = ['pack', 'codes'];
/** The files of `dialogs/<pack>/` that are no walkthroughs. */
const NO_WALKTHROUGHS: readonly string[] = ['phrases', 'answers', 'said', 'secrets', 'replies', 'console'];

/** Opens the files of one pack; the fault of a pack without a `pack.yaml` is added to `missing`. */
export function openPack(sources: Sources, id: string, missing: ContentFault[]): PackFiles {
  const opened = (kind: 'intents' | 'dialogs'): SourceFile[] =>
    [...filesOf(sources, kind, id).values()].map(([first, ...over]) => new SourceFile(first, over));
  const [inIntents, inDialogs] = [opened('intents'), opened('dialogs')];
  const pack = inIntents.find((file) => file.id === 'pack');
  if (!pack) missing.push(withoutPack(sources, id));
  return {
    id,
    pack: pack ?? SourceFile.absent(`intents/${id}/pack.yaml`),
    phrases: inDialogs.find((file) => file.id === 'phrases') ?? null,
    answers: inDialogs.find((file) => file.id === 'answers') ?? null,
    said: inDialogs.find((file) => file.id === 'said') ?? null,
    replies: inDialogs.find((file) => file.id === 'replies') ?? null,
    console: inDialogs.find((file) => file.id === 'console') ?? null,
    codes: inIntents.find((file) => file.id === 'codes') ?? null,
    secrets: inDialogs.find((file) => file.id === 'secrets') ?? null,
    intents: inIntents.filter((file) => !NO_INTENTS.includes(file.id)),
    walkthroughs: inDialogs.filter((file) => !NO_WALKTHROUGHS.includes(file.id)),
  };
}

/** Turns files into values, and remembers which came from which. */
export class ReadFiles {
  /** The files of sentences, by pack. */
  readonly phraseFiles = new Map<string, SourceFile>();
  readonly #sources: Sources;
  readonly #files: readonly PackFiles[];
  readonly #origin = new Map<object, SourceFile>();
  readonly #links = new Map<Walkthrough, readonly Link[]>();
  readonly #read = new Set<SourceFile>();

  constructor(sources: Sources, files: readonly PackFiles[]) {
    this.#sources = sources;
    this.#files = files;
  }

  readonly fileOf = (value: object): SourceFile => this.#origin.get(value)!;

  /**
   * Everything that can be read; a pack that can't be is replaced by a stand-in, so that its intents and walkthroughs
   * can.
   */
  content(hash: string): Content {
    const packs = new Map<string, Pack>();
    const intents = new Map<string, Intent>();
    const walkthroughs = new Map<string, Walkthrough>();
    let common: Phrases = {};
    let secrets = NO_SECRETS;
    let consoleWords: Content['consoleWords'] = {};
    const savedReplies: SavedReply[] = [];
    for (const files of this.#files) {
      const own = this.#phrases(files);
      if (files.id === COMMON) common = own;
      if (files.answers) this.#read.add(files.answers);
      if (files.codes) this.#read.add(files.codes);
      if (files.console) {
        this.#read.add(files.console);
        if (files.id === COMMON) consoleWords = readConsoleWords(files.console);
        else
          files.console.fault([], 'the console is the same for all packs', 'write it in dialogs/common/console.yaml');
      }
      if (files.replies) {
        this.#read.add(files.replies);
        for (const reply of readReplies(files.replies, files.id)) {
          this.#origin.set(reply, files.replies);
          savedReplies.push(reply);
        }
      }
      if (files.secrets) {
        secrets = joinedSecrets(secrets, readSecrets(files.secrets));
        this.#read.add(files.secrets);
      }
      const around = {
        shared: packs.get(COMMON)?.slots ?? [],
        sharedSettings: packs.get(COMMON)?.settings ?? [],
        phrases: files.id === COMMON ? {} : own,
        answers: files.answers ? readAnswers(files.answers) : [],
        codes: files.codes ? readCodes(files.codes, files.id) : null,
      };
      const pack = readPack(files.pack, files.id, around) ?? standInPack(files.id, around);
      this.#note(packs, files.pack, pack);
      if (files.answers) this.#origin.set(pack.answers, files.answers);
      if (files.codes && pack.codes) this.#origin.set(pack.codes, files.codes);
      for (const file of files.intents) {
        const intent = readIntent(file, files.id);
        if (intent) this.#note(intents, file, intent);
      }
    }
    const off = this.#off();
    const named = this.#named('intents');
    const sentences = this.phraseFiles.get(COMMON);
    for (const { id, pack: packFile, phrases, said: saidFile, walkthroughs: files } of this.#files) {
      const said = saidFile ? readSaid(saidFile) : {};
      for (const file of files) {
        const isSure = [packFile, phrases, sentences].every((f) => !f || f.isSound());
        const around = {
          pack: packs.get(id)!,
          intents,
          phrases: common,
          off,
          named,
          isSure,
          said: said[file.id] ?? {},
        };
        const read = readWalkthrough(file, around);
        if (!read) continue;
        this.#note(walkthroughs, file, read.walkthrough);
        this.#links.set(read.walkthrough, read.links);
      }
      if (!saidFile) continue;
      this.#read.add(saidFile);
      if (files.every((file) => this.#read.has(file))) checkSaid(said, saidFile, walkthroughs);
    }
    const words = { phrases: common, consoleWords, savedReplies, secrets };
    return { packs, intents, walkthroughs, ...words, organisation: {}, off, hash };
  }

  /** The ground that the rules check. */
  ground(content: Content, files: readonly SourceFile[]): Ground {
    let elsewhere: ReadonlySet<string> | null = null;
    return {
      content,
      fileOf: this.fileOf,
      named: { intents: this.#named('intents'), walkthroughs: this.#named('walkthroughs') },
      unread: files.filter((file) => !this.#read.has(file) && file.text !== ''),
      linksOf: (walkthrough) => this.#links.get(walkthrough) ?? [],
      isNamedElsewhere: (name) => {
        elsewhere ??= new Set(this.#textsOff().flatMap((text) => [...namesIn(text).keys()]));
        return elsewhere.has(name) || elsewhere.has(`${name}/`);
      },
    };
  }

  #phrases({ id, phrases: file }: PackFiles): Phrases {
    if (!file) return {};
    this.phraseFiles.set(id, file);
    this.#read.add(file);
    const own: Record<string, Phrases[string]> = {};
    for (const [key, text] of Object.entries(file.parse(PhrasesShape) ?? {})) own[key] = markup(text);
    return own;
  }

  #note<T extends { readonly id: string }>(into: Map<string, T>, file: SourceFile, value: T): void {
    const other = into.get(value.id);
    if (other)
      file.fault(
        [],
        `"${value.id}" is the name of another file too: ${this.fileOf(other).file}`,
        'call one of them differently, and whatever leads to it',
      );
    this.#origin.set(value, file);
    this.#read.add(file);
    if (!other) into.set(value.id, value);
  }

  #named(kind: 'intents' | 'walkthroughs'): ReadonlyMap<string, string> {
    return new Map(this.#files.flatMap((files) => files[kind].map((file) => [file.id, files.id] as const)));
  }

  #packsOff(): string[] {
    const on = this.#files.map(({ id }) => id);
    return packsIn(this.#sources).filter((id) => !on.includes(id));
  }

  /** The ids of files in packs that are switched off, each with its pack. */
  #off(): Content['off'] {
    const ids = (kind: 'intents' | 'dialogs'): ReadonlyMap<string, string> =>
      new Map(
        this.#packsOff().flatMap((pack) =>
          [...filesOf(this.#sources, kind, pack).keys()].map((name) => [idOfFile(name), pack] as const),
        ),
      );
    return { walkthroughs: ids('dialogs'), intents: ids('intents') };
  }

  #textsOff(): string[] {
    return this.#packsOff().flatMap((pack) =>
      (['intents', 'dialogs'] as const).flatMap((kind) =>
        [...filesOf(this.#sources, kind, pack).values()].map(([first, ...over]) => new SourceFile(first, over).text),
      ),
    );
  }
}
