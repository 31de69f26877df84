/** The content as values: packs, intents, walkthroughs and slots, read from the files and checked. */
import type { Asks, Passing } from './asked.ts';
import type { SecretWords } from './secrets.ts';
import type { Rich } from './text.ts';
import type { TellsKind } from './told.ts';

/** The kind of reader: a person with a problem of their own, or an administrator who runs the service for others. */
export type Audience = 'person' | 'admin';

/**
 * Known slots of a case, by slot id: `{ client: 'lync-2010' }`. Values are ids of the pack's slot values, or foreign
 * text.
 */
export type Slots = Readonly<Record<string, string>>;

/** The slot values that a step or a variant is meant for: each slot named must hold one of its values. */
export type Condition = Readonly<Record<string, readonly string[]>>;

/**
 * The days on which something holds, first and last day included (UTC, `2026-12-31`); null means no limit on that side.
 */
export interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

/** One fact that can be known about a case, how the bot asks for it and how people say it. */
export interface SlotDefinition {
  readonly id: string;
  readonly title: string;
  readonly question: Rich | null;
  /** `choice` has a closed list of values; values of the other kinds are read from the text. */
  readonly kind: 'choice' | 'domain' | 'address' | 'code' | 'text';
  readonly values: readonly SlotValue[];
  /** Whether people deny values of this slot ("we don't use that cloud"): a denied value does not fill the slot. */
  readonly deniable: boolean;
  /** Whether people tell it beside what is wrong: a text that seems to be about nothing known is read once more without. */
  readonly aside: boolean;
  /** Words for other things: a value close to one of them is that thing's. */
  readonly beside: readonly string[];
  /** Beginnings of texts that are no answer where any words would be one: "at home" is no user name. */
  readonly unlike: readonly string[];
  /** The words that stand in a sentence while the slot is unknown: "your sign-in domain". */
  readonly unknown: string;
  /** Why it is asked; empty where the content does not say. */
  readonly why: Rich;
  /** Whether the organisation says it, once for everybody: nobody is asked for it. */
  readonly setting: boolean;
  /** The thing that fills it where the first words of a request have one; null where none does. */
  readonly found: Thing | null;
  /** The problems that this makes worse: in their cases it counts whenever people say it, asked or not. */
  readonly grave: readonly string[];
}

/** Something that only the organisation knows. Its value fills the slot of the same name in every case. */
export interface SettingDefinition {
  readonly id: string;
  readonly title: string;
  readonly kind: 'text' | 'link' | 'choice';
  /** The benefit for people once it is said. */
  readonly improves: string;
  /** The ids of the values of a `choice`. */
  readonly values: readonly string[];
}

/**
 * The slot that is `yes` where the channel knows who writes, so that somebody can reach them, and LOCKED_OUT where they said
 * that they can't get into their account: how to reach them is asked then, however many questions were. It stands in no ticket.
 */
export const KNOWN_PERSON = 'person-known';
export const LOCKED_OUT = 'no';

/** One value of a slot. */
export interface SlotValue {
  readonly id: string;
  readonly title: string;
  /** Words that mean it in any text. */
  readonly says: readonly string[];
  /** Words that mean it where it is asked. */
  readonly answers: readonly string[];
  /** Words that mean it in the first words of a request. */
  readonly requests: readonly string[];
  /** The step that people visit as soon as this value is known; null where there is none. */
  readonly visit: Target | null;
  /** The slots that are known once this value is. */
  readonly implies: Slots;
  /** The slots whose words may stand within this value's: "my tablet gets no mail" tells the phone as well. */
  readonly also: readonly string[];
}

/** Text that only people with these slot values may see, such as a cloud server's name. */
export interface Guard {
  readonly text: string;
  readonly needs: Condition;
  readonly because: string;
}

/**
 * Words for programs and things that no pack covers, one entry each; words among a pack's own names (`about`) don't
 * count.
 */
export interface Others {
  /** Programs of others: a text that names one of them and no pack gets a question instead of an answer. */
  readonly programs: readonly string[];
  /**
   * Things people mention beside a pack's product, working or failing: a clause with one of them is not about the
   * product unless it names it.
   */
  readonly beside: readonly string[];
}

/**
 * The words of a pack's product. A sentence is about the pack when it holds a name and, in one clause, an activity and
 * a failure.
 */
export interface About {
  /** The product's names. All of them are read as the first one. */
  readonly names: readonly string[];
  /**
   * Words that belong to this product alone (a command, a service, a header); `*` stands for any further letters and
   * digits.
   */
  readonly parts: readonly string[];
  /** Activities with the product: "sign in", "print". */
  readonly does: readonly string[];
  /** Words that say an activity fails, besides the words of the common pack. */
  readonly fails: readonly string[];
  /** Whether people write of it without its name, so that what is done with it is enough. */
  readonly everyday: boolean;
}

/** An answer, and the words in a question that it is found by. */
export interface KnownAnswer {
  readonly id: string;
  readonly kind: 'word' | 'how-to' | 'question';
  readonly says: readonly string[];
  /** Whether it is told in cases of other packs too; words and how-tos are. */
  readonly everywhere: boolean;
  /** The bot says the first wording whose condition holds; the last one always holds. */
  readonly variants: readonly { readonly when: Condition; readonly text: Rich }[];
}

/** An answer that agents send often. */
export interface SavedReply {
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  /** With `{placeholders}`: `person`, `agent`, `ticket`, `problem`, and slots. */
  readonly text: string;
  /** The ids of the problems it is for; empty for every ticket. */
  readonly for: readonly string[];
}

/** The parts of a delivery report that can fill slots. */
export const REPORT_PARTS = ['code', 'line', 'server', 'side', 'recipient', 'time', 'says', 'work', 'means'] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** The labels that programs print before a part of a report: "Generating server:". */
export const REPORT_LABELS = ['writer', 'refuser', 'recipient', 'time'] as const;
export type ReportLabel = (typeof REPORT_LABELS)[number];

/** One row of a table of codes. */
export interface CodeRow {
  readonly id: string;
  /** `5.1.1`, a range `5.7.606-649`, a class `5.1.*`, or a reply code `550`; none where the texts alone tell. */
  readonly codes: readonly string[];
  /** Texts that tell this row from others of the same code. */
  readonly texts: readonly string[];
  /** Whether it only wraps the code of another server, which counts instead. */
  readonly wraps: boolean;
  /** The intent that a report with this code is about. */
  readonly means: string;
  /** One sentence: whose move it is, and what the person can do now. */
  readonly says: string;
  /** The work of an administrator; null where there is none. */
  readonly work: string | null;
}

/** Codes that have a beginning in common, and what can be said of one that no intent has. */
export interface CodeFamily {
  readonly id: string;
  /** `CAA#####`, where `#` is any digit of the code. */
  readonly shapes: readonly string[];
  /** The intent that an unknown code of the family leads to. */
  readonly means: string;
  /** One sentence: where the codes of the family come from. */
  readonly says: string;
}

/** The codes of delivery reports, and the words by which a report is known (`codes.yaml`). */
export interface CodeTable {
  readonly pack: string;
  /** The words that reports begin with, in any language. */
  readonly frames: readonly string[];
  /** Words that people write beside a bare code. */
  readonly beside: readonly string[];
  readonly labels: Readonly<Partial<Record<ReportLabel, readonly string[]>>>;
  /** The slots that a report fills, by what is read from it. */
  readonly fills: Readonly<Partial<Record<ReportPart, string>>>;
  readonly rows: readonly CodeRow[];
  /** Words of people who did not send what came back, and the problem that is, whatever the code says; null for none. */
  readonly disowned: { readonly says: readonly string[]; readonly means: string } | null;
  /** The day on which somebody should review the rows. */
  readonly review: string | null;
  readonly source: readonly string[];
}

/** The words with which people say that something works again, in the terms of its own subject. */
export interface Recovered {
  /** Whole statements: "it prints", "they can hear me". */
  readonly says: readonly string[];
  /** The things that come back, and words for their return: "the drive", "is back". */
  readonly things: readonly string[];
  readonly back: readonly string[];
  /** Words for a thing that works, and words that add that this is new: "opens", "again". */
  readonly runs: readonly string[];
  readonly since: readonly string[];
  /** Signs of trouble, and words for their end: "the red cross", "is gone". */
  readonly troubles: readonly string[];
  readonly gone: readonly string[];
  /** Words beside one of these that tell of no success: "slowly", "half". */
  readonly spoils: readonly string[];
  /** Words that may stand beside without telling anything: "yes", "thanks". */
  readonly around: readonly string[];
  /** Statements that mean it only where nothing follows: "I'm in". */
  readonly open: readonly string[];
}

/** The recoveries of a pack that has no words for any. */
export const NO_RECOVERED: Recovered = {
  says: [],
  things: [],
  back: [],
  runs: [],
  since: [],
  troubles: [],
  gone: [],
  spoils: [],
  around: [],
  open: [],
};

/** How people ask back, take an answer back, and count. */
export interface Talk {
  /** The beginnings of questions, by what they ask for. */
  readonly asks: Readonly<Partial<Record<Asks, readonly string[]>>>;
  /** Words that take an answer back: "no wait", "I meant". */
  readonly corrects: readonly string[];
  /** How people choose several things at once: "both". */
  readonly several: readonly string[];
  /** Words that turn a sentence round: "but". */
  readonly but: readonly string[];
  /** Words that make a success doubtful. */
  readonly doubts: readonly string[];
  /** Words that say the whole trouble is over: "fixed". */
  readonly over: readonly string[];
  /** Words for an error that stand right before its number: "error code". */
  readonly errors: readonly string[];
  /** Words that say of this pack's things that they work again. */
  readonly works: Recovered;
  /** The words for the first of several things, for the second, and so on; and those for the last. */
  readonly first: readonly (readonly string[])[];
  readonly last: readonly string[];
  /** Phrases said in passing, by what they mean. */
  readonly passing: Readonly<Partial<Record<Passing, readonly string[]>>>;
  /** Words in answers that tell more than the answer, by their kind. */
  readonly told: Readonly<Partial<Record<TellsKind, readonly string[]>>>;
  /** Words for the bot's own choices, by the choice's id. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** The little words of languages, by ISO 639-1. */
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

/** The talk of a pack that has none of its own. */
export const NO_TALK: Talk = {
  asks: {},
  corrects: [],
  several: [],
  but: [],
  doubts: [],
  over: [],
  errors: [],
  works: NO_RECOVERED,
  first: [],
  last: [],
  passing: {},
  told: {},
  choices: {},
  languages: {},
};

/** A window that people send pictures of although it shows no error. */
export interface KnownWindow {
  /** Its name as the bot says it, "the sign-in window"; null for texts of no window in particular. */
  readonly title: string | null;
  /** The texts that stand in it however well everything works, with `{placeholders}`. */
  readonly says: readonly string[];
}

/** The contents of screens: windows without an error, and the words that tell an error from them. */
export interface Screens {
  readonly windows: readonly KnownWindow[];
  /** Words that say on a screen that something fails, besides those of `about`. */
  readonly fails: readonly string[];
  /** Programs in whose windows others are shown, as a browser does: one word each. */
  readonly frames: readonly string[];
}

/** The screens of a pack that knows none. */
export const NO_SCREENS: Screens = { windows: [], fails: [], frames: [] };

/** The content for one product; the pack `common` holds what all packs share. */
export interface Pack {
  readonly id: string;
  readonly title: string;
  /** The intent of "it doesn't work" with nothing more said; null where the pack has none. */
  readonly generic: string | null;
  /**
   * Confidences, 0 to 1. From `answer` on the bot names the problem, from `ask` on it offers it, below it says it
   * doesn't know.
   */
  readonly thresholds: { readonly answer: number; readonly ask: number };
  readonly about: About;
  /** Other programs and things people ask a helpdesk about. The lists of all packs count for every pack. */
  readonly others: Others;
  /** The contents of screens in pictures. The lists of all packs count for every pack. */
  readonly screens: Screens;
  /** How people talk. The lists of all packs count everywhere. */
  readonly talk: Talk;
  /** Hosts of the product's maker: never taken for the person's own domain. */
  readonly hosts: readonly string[];
  /** The places where the cause of a problem can lie: category id (an intent's `type`) to its title. */
  readonly categories: Readonly<Record<string, string>>;
  /** The pack's own slots and those of the common pack. */
  readonly slots: readonly SlotDefinition[];
  /** The facts that only the organisation knows: the pack's own settings and those of the common pack. */
  readonly settings: readonly SettingDefinition[];
  /** The slots of an ordinary person, for the rehearsal. */
  readonly ordinary: Slots;
  readonly guards: readonly Guard[];
  /**
   * The sources of the facts, by id. `resource` is the audience that must get the source as an answer somewhere:
   * `check` sees to it.
   */
  readonly sources: Readonly<Record<string, { readonly title: string; readonly resource: 'person' | 'admin' | null }>>;
  /** The day on which somebody should review the pack's facts. */
  readonly review: string | null;
  /** Sentences that this pack says in place of the common ones. */
  readonly phrases: Phrases;
  /** Answers to what people ask back. */
  readonly answers: readonly KnownAnswer[];
  /** The families of codes that programs show. */
  readonly codeFamilies: readonly CodeFamily[];
  /** The codes of delivery reports; null where the pack has none. */
  readonly codes: CodeTable | null;
}

/** Another intent that is easily taken for this one. */
export interface Lookalike {
  readonly intent: string;
  /** How to tell the two apart, for agents and authors; the walkthrough asks it. */
  readonly tell: string;
}

/** Formulas, which people always say in the same few words: the `says` of chatter. */
export function formulasOf({ intents }: Pick<Content, 'intents'>): string[] {
  return [...intents.values()].filter((i) => i.kind === 'chatter').flatMap((i) => i.says);
}

/**
 * A meaning that a message can have. `control` steers the conversation; `none` collects messages about other subjects,
 * `chatter` what people tell around any subject.
 */
export interface Intent extends Period {
  readonly id: string;
  readonly pack: string;
  readonly kind: 'problem' | 'control' | 'none' | 'chatter';
  readonly title: string;
  /** The id of a category of its pack or of the common pack. */
  readonly type: string | null;
  /** Signatures: the exact texts a client shows, with `{placeholders}`. */
  readonly says: readonly string[];
  /** Example sentences as people write them. */
  readonly examples: readonly string[];
  readonly cause: Rich;
  readonly resolution: { readonly person: Rich; readonly admin: readonly Rich[] };
  readonly lookalikes: readonly Lookalike[];
  readonly walkthrough: { readonly person: string | null; readonly admin: string | null };
  /** Whether it may be about any program: one that no pack is about doesn't make it somebody else's. */
  readonly anyProgram: boolean;
  /** Whether it comes before everything else: it ends another walkthrough unasked, and its tickets are urgent. */
  readonly atOnce: boolean;
  /** Signs of it in the middle of anything else: of the lists of an entry, one phrase each stands in the text, in their order. */
  readonly alarms: readonly (readonly (readonly string[])[])[];
  readonly review: string | null;
  readonly source: readonly string[];
}

/** The step an answer leads to, in the same walkthrough or in another one. */
export interface Target {
  readonly walkthrough: string;
  readonly step: string;
}

/** One answer to a step. */
export interface StepChoice {
  readonly id: string;
  readonly title: string;
  /** Other words people answer with. */
  readonly says: readonly string[];
  readonly go: Target;
  /** Slots that this answer fills besides the step's own. */
  readonly set: Slots;
  /** The intent of the case after this answer, where one message has several causes. */
  readonly means: string | null;
  /** Whether this answer says that the step was not done: a step of the same `once` is told later where it is needed. */
  readonly undone: boolean;
}

interface StepBase extends Period {
  readonly id: string;
  /**
   * The audience that can do this step. Admin steps are not shown to a person: they become the work order of the
   * hand-over.
   */
  readonly who: Audience | null;
  readonly for: Condition;
  /** Values that must be known already; they are not asked for. */
  readonly when: Condition;
  /** The next step when this one does not apply, is skipped, can't be done or was tried already. */
  readonly otherwise: Target;
}

/** The kinds of things that are found in what people write. */
export const THINGS = ['address', 'phone', 'path', 'name', 'id'] as const;

/** A thing that answers a question where it stands in what the person wrote. */
export interface Thing {
  readonly kind: (typeof THINGS)[number];
  /** Words of which one stands before it; it may stand anywhere where there are none. */
  readonly after: readonly string[];
  /** Words of which one stands somewhere in the text; none are needed where there are none. */
  readonly beside: readonly string[];
  /** Names that count wherever they stand, in small letters too: "sap". */
  readonly names: readonly string[];
  /** Words that are no part of a name: "password", of "my SAP password". */
  readonly without: readonly string[];
  /** Words that end a name and make the small words before them one: "system", of "in the time recording system". */
  readonly heads: readonly string[];
  /** Words just before a thing that make it another one: "mailbox", of "the mailbox x@contoso.com", where a person is asked for. */
  readonly except: readonly string[];
}

/** A step that asks something; the answer decides the next step and may fill a slot. */
export interface AskStep extends StepBase {
  readonly kind: 'ask';
  readonly text: Rich;
  /** Why it is asked; empty where neither the step nor its slot says. */
  readonly why: Rich;
  readonly slot: string | null;
  readonly choices: readonly StepChoice[];
  /** The next step after a typed answer (an address, a domain); null where answers are not typed. */
  readonly typed: Target | null;
  /** Whether the answer may stand in what the person wrote at first: then it is not asked. */
  readonly reported: boolean;
  /** The thing that answers it where the person wrote of one; null where it is always asked. */
  readonly found: Thing | null;
}

/** A step that tells one thing to do, then asks whether it helped. */
export interface TellStep extends StepBase {
  readonly kind: 'tell';
  /** The bot tells the first variant whose condition holds today; the last variant always holds. */
  readonly variants: readonly ({ readonly when: Condition; readonly text: Rich } & Period)[];
  readonly expect: Rich;
  readonly cost: Rich;
  /** Filled where something can go wrong: the bot then asks before it tells, and offers an agent instead. */
  readonly risk: Rich;
  /** The name of what is done, where several steps do the same; null otherwise. */
  readonly once: string | null;
  /** How long it takes, in minutes. */
  readonly minutes: number;
  readonly choices: readonly StepChoice[];
}

/** A step that ends the case; `return` goes back to the walkthrough that visited this one. */
export interface EndStep extends StepBase {
  readonly kind: 'end';
  readonly end: 'fixed' | 'fixed-for-now' | 'handed-over' | 'return';
  /** Whether the ticket takes the urgent route. */
  readonly urgent: boolean;
  /** Whether its text is said without the usual words: "Great, it works again" fits no one who was never locked out. */
  readonly alone: boolean;
  readonly text: Rich;
}

/**
 * A step that plays another walkthrough and comes back; `otherwise` is taken while that walkthrough's pack is switched
 * off.
 */
export interface VisitStep extends StepBase {
  readonly kind: 'visit';
  readonly visit: Target;
  readonly after: Target;
}

/** A step of a walkthrough; its `kind` says which. */
export type Step = AskStep | TellStep | EndStep | VisitStep;

/** How often a cause is behind a problem. */
export const OFTEN = ['very often', 'often', 'sometimes', 'rare'] as const;
export type Often = (typeof OFTEN)[number];

/** A cause that a walkthrough covers. Only the rehearsal, which plays people who have it, uses it. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  readonly often: Often;
  /** The answers of people with it, by slot or step (`step`, or `walkthrough/step`). */
  readonly shows: Readonly<Record<string, string>>;
  /** The steps that cure it; none where only agents can. */
  readonly cured: readonly Target[];
}

/** A guided fix: named steps and the one it starts with. */
export interface Walkthrough {
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  readonly audience: Audience;
  readonly start: string;
  /** The step to go on at where it would end fixed and something grave is known; null where it has none. */
  readonly worse: string | null;
  /** The step to go on at where the part that is being mended works, and something else does not; null where it has none. */
  readonly partly: string | null;
  /** The most questions of its own that are asked, further ones being passed over; null where all are. */
  readonly questions: number | null;
  readonly causes: readonly Cause[];
  readonly steps: ReadonlyMap<string, Step>;
  /** Changes with the file, so that a saved conversation notices an edited walkthrough. */
  readonly hash: string;
  readonly review: string | null;
  readonly source: readonly string[];
}

/** The bot's own sentences, by key, as templates (`dialogs/common/phrases.yaml`). */
export type Phrases = Readonly<Record<string, Rich>>;

/** Everything Firstline knows, read and checked. */
export interface Content {
  readonly packs: ReadonlyMap<string, Pack>;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly walkthroughs: ReadonlyMap<string, Walkthrough>;
  readonly phrases: Phrases;
  /** The words of the console, by key (`dialogs/common/console.yaml`), in plain words. */
  readonly consoleWords: Readonly<Record<string, string>>;
  /** Answers that agents send often, of all packs, in the order of their files. */
  readonly savedReplies: readonly SavedReply[];
  /** The words that people put beside passwords, keys and codes, of all packs. */
  readonly secrets: SecretWords;
  /** Walkthroughs and intents of packs that are switched off, id to pack: they can be named, but not played. */
  /** The values of the organisation's own settings. */
  readonly organisation: Slots;
  readonly off: { readonly walkthroughs: ReadonlyMap<string, string>; readonly intents: ReadonlyMap<string, string> };
  /** Hash over everything the understanding is trained on: the key of its cached model. */
  readonly hash: string;
}

/** The id of the pack whose intents, slots and sentences all other packs share. */
export const COMMON = 'common';

/** The id of the intent that stands for all none-intents, which share one class; empty where no pack has one. */
export function noneOf(content: Pick<Content, 'intents'>): string {
  const nones = [...content.intents.values()].filter((intent) => intent.kind === 'none');
  return (nones.find((intent) => intent.pack === COMMON) ?? nones[0])?.id ?? '';
}

/** The title of an intent's category, from its pack or the common one; null where it has none. */
export function categoryOf(
  { packs, intents }: Pick<Content, 'packs' | 'intents'>,
  intent: string | null,
): string | null {
  const { pack, type } = (intent !== null && intents.get(intent)) || { pack: '', type: null };
  if (type === null) return null;
  return packs.get(pack)?.categories[type] ?? packs.get(COMMON)?.categories[type] ?? null;
}

/** Whether a period includes the day of `at` (ISO 8601). */
export function inForce({ from, until }: Period, at: string): boolean {
  const today = at.slice(0, 10);
  return (from === null || from <= today) && (until === null || today <= until);
}

/** Whether an intent is the generic one ("it doesn't work", nothing more said) of some pack. */
export function isGeneric({ packs }: Pick<Content, 'packs'>, intent: string | null): boolean {
  return intent !== null && [...packs.values()].some((pack) => pack.generic === intent);
}
