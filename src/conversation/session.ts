/** The session: everything a turn's dialogs share while the turn is worked out. */
import {
  type Audience,
  type Content,
  type Intent,
  isGeneric,
  KNOWN_PERSON,
  LOCKED_OUT,
  type Pack,
  type Slots,
  type Step,
} from '../core/content.ts';
import type { Case, ConversationState, OpenTicket } from '../core/conversation.ts';
import { type ConversationEvent, type PersonSide, ticketConversation } from '../core/desk.ts';
import { Effects } from '../core/effects.ts';
import { type LessonKind, lessonOf } from '../core/lesson.ts';
import type { Message } from '../core/message.ts';
import { isUnverified, type Person } from '../core/person.ts';
import { PHRASE_KEYS, type PhraseKey } from '../core/phrase-keys.ts';
import type { Read, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/reply.ts';
import { plain, type Rich } from '../core/text.ts';
import type { CaseSummary, Ticket } from '../core/ticket.ts';
import { summaryOf, ticketOf } from './case-summary.ts';
import { asSent } from './consent.ts';
import { toldAtFirst } from './first-words.ts';
import { graveIn, gravesOf, knownGraves, weighed } from './grave.ts';
import type { Sayable } from './interpretation/choices.ts';
import { DARK, type Interpretation, type Light } from './interpretation/interpretation.ts';
import { Interpreter } from './interpretation/interpreter.ts';
import { partsOf } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { ReplyBuilder } from './reply-builder.ts';
import { Walk } from './walk.ts';

/** The state of a conversation that has not begun. */
export const FRESH: ConversationState = {
  dialogs: [],
  audience: 'person',
  case: null,
  question: null,
  asked: 0,
  unhelped: 0,
  unanswered: 0,
  misread: [],
  lastTicket: null,
  lastAt: null,
  helped: null,
  awaited: null,
  desk: null,
  wrongCodes: 0,
  code: null,
  checkBack: null,
  ended: null,
  product: null,
  language: null,
};

/** The longest report, in characters, that further words are added to. */
const LONGEST_REPORT = 4000;

/** The number of unhelpful steps after which an agent is offered. */
export const UNHELPED_UNTIL_OFFER = 3;

/** The time after the end of a case within which something said can make it worse. */
const GRAVE_WITHIN_MS = 24 * 60 * 60 * 1000;
/** Meanings that count for nothing beside something grave; an answer to the open question is still one. */
const OUTWEIGHED: readonly string[] = ['words', 'problem', 'facts', 'smalltalk', 'waiting', 'wordless'];
/** Numbers and addresses by which people can be reached: a text with it answers a question for words, whatever else it tells. */
const AN_ADDRESS = /[@\d]/;

/** A text of several words, or with a number: "before" is no answer. */
const SEVERAL_WORDS = /\p{L}.*[\s\d@].*[\p{L}\d]/u;

/** The time after which a fix "for now" is asked about again. */
const CHECK_BACK_MS = 24 * 60 * 60 * 1000;

/** The person's side of the conversation that a message came in. */
export function personSideOf({ conversation, channel, address, person }: Message, helped: Person | null): PersonSide {
  return { conversation, channel, address, person: helped ?? person };
}

/** A reader that reads each text once: several parts of a turn ask for the same one. */
function remembering(read: Read): Read {
  const known = new Map<string, Reading>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const fresh = read(text);
    known.set(text, fresh);
    return fresh;
  };
}

/** The words in a text that programs show: those that stand out in it. */
function shownIn(rich: Rich): readonly string[] {
  const spans = rich.flatMap((paragraph) => paragraph.spans);
  return spans.filter(({ style }) => style === 'bold').map(({ text }) => text);
}

/** A case at its end. */
export interface Over {
  readonly case: Case;
  readonly outcome: Outcome;
}

/** A turn in progress: the message's interpretation, the reply, and the case as it changes. */
export class Session {
  readonly content: Content;
  readonly builder: ReplyBuilder;
  message: Message;
  interpretation: Interpretation;
  readonly before: ConversationState;
  audience: Audience;
  walk: Walk;
  case: Case | null;
  unhelped: number;
  unanswered: number;
  /** Texts that were not recognised: an agent should read them too. */
  misread: readonly string[];
  lastTicket: string | null;
  helped: Person | null;
  readonly effects = new Effects();
  /** The cases that ended in this turn, as they were at their end. */
  readonly over: Over[] = [];
  desk: OpenTicket | null;
  /** The pack that the conversation is about, once it is known. */
  product: string | null;
  /** The other language that the person writes, once they were told that the bot does not. */
  language: string | null;
  checkBack: Case | null;
  /** The last case at its end, where something could make it worse. */
  ended: Case | null;
  /** Facts that make the case worse, and that this message told. */
  graver: Slots = {};
  /** Whether there are desks to hand over to. */
  readonly desks: boolean;
  readonly #read: Read;
  readonly #interpreter: Interpreter;

  constructor(content: Content, read: Read, state: ConversationState, message: Message, desks: boolean) {
    this.desks = desks;
    this.desk = state.desk ?? null;
    this.checkBack = state.checkBack ?? null;
    this.ended = state.ended ?? null;
    this.product = state.product ?? null;
    this.language = state.language ?? null;
    this.content = content;
    this.message = message;
    this.before = state;
    this.builder = new ReplyBuilder(content);
    this.audience = message.audience === 'admin' ? 'admin' : state.audience;
    this.walk = new Walk(content, this.audience, message.at);
    // The organisation's settings may have changed since.
    this.case = state.case && { ...state.case, slots: { ...state.case.slots, ...content.organisation } };
    this.builder.speakFor(state.case?.intent ?? null);
    this.unhelped = state.unhelped;
    this.unanswered = state.unanswered;
    this.misread = state.misread ?? [];
    this.lastTicket = state.lastTicket;
    this.helped = state.helped;
    this.#read = remembering(read);
    this.#interpreter = new Interpreter(content, this.#read);
    this.interpretation = this.#interpreter.interpret(message, this.#light(state));
    this.#hearGrave();
  }

  /**
   * Notes what makes the case worse, the open one or the last one at its end: it counts whatever the message is besides.
   * "J. Peeters, and I did press approve" answers a question as well; what answers nothing is about this alone.
   */
  #hearGrave(): void {
    const { kind, text, at } = this.message;
    if (kind !== 'said' || this.audience === 'admin') return;
    const silence = Date.parse(at) - Date.parse(this.before.lastAt ?? at);
    const ended = this.case || this.atDesk || silence > GRAVE_WITHIN_MS ? null : this.ended;
    const c = this.case ?? ended;
    const { found, rest } = c ? weighed(this.content, c, text) : { found: {}, rest: '' };
    if (!c || Object.keys(found).length === 0) return;
    const { interpretation: meant, reading } = this;
    const isAnother = meant.kind === 'problem' && reading.decision === 'answer' && reading.intent !== c.intent;
    // Another problem begins anew; one that comes before everything else is more of the same: "and I let them onto my laptop".
    if (ended && isAnother && this.intent(reading.intent)?.atOnce !== true) return;
    this.graver = found;
    this.case = { ...c, slots: { ...c.slots, ...found } };
    if (ended && this.lastTicket !== null) this.case = { ...this.case, ticket: this.lastTicket };
    this.noteWords();
    const isAnswer = (kind: string, words: string): boolean =>
      !OUTWEIGHED.includes(kind) && (kind !== 'typed' || AN_ADDRESS.test(words));
    if (isAnswer(meant.kind, text) && !(meant.kind === 'control' && meant.id === 'repeat')) return;
    // "Called them, and I entered my password": the rest may answer what was asked.
    const mayAnswer = SEVERAL_WORDS.test(rest) || spokenWordsOf(this.content).told['one-word'].isIn(rest);
    const beside = !mayAnswer
      ? null
      : this.#interpreter.interpret({ ...this.message, text: rest }, this.#light(this.before));
    const about = { kind: 'facts', slots: found, corrects: false, reading } as const;
    this.interpretation = beside !== null && isAnswer(beside.kind, rest) ? beside : about;
  }

  /** Leads to the steps that this message's grave facts need; called once its answer was followed. */
  lead(): void {
    const told = Object.keys(this.graver);
    if (this.case && told.length > 0)
      this.case = { ...this.case, late: [...new Set([...(this.case.late ?? []), ...told])] };
  }

  /** Adds what a text tells that makes the case worse. */
  weigh(text: string): void {
    const c = this.case;
    if (!c || this.audience === 'admin') return;
    this.case = { ...c, slots: { ...c.slots, ...graveIn(this.content, c, text) } };
  }

  /** Whether a case comes before everything else: its problem does, or something is known that makes it so. */
  isGrave(c: Case): boolean {
    if (this.audience === 'admin') return false;
    return this.intent(c.intent)?.atOnce === true || knownGraves(gravesOf(this.content, c), c.slots).length > 0;
  }

  /** Says once, in the person's language, that the bot writes English; from then on answers have numbers. */
  noticeLanguage(): void {
    const { kind, text, numbered } = this.message;
    const foreign = kind === 'said' && this.language === null ? this.#read(text).foreign : null;
    if (foreign !== null) {
      const key = `language-${foreign}` as PhraseKey;
      this.builder.sayPhrase(PHRASE_KEYS.includes(key) ? key : 'language-other');
      this.language = foreign;
    }
    if (this.language !== null && !numbered) this.builder.numberChoices();
  }

  #light({ question, case: c, dialogs, unanswered }: ConversationState): Light {
    const step = c && c.frames.length > 0 ? this.walk.step(c) : null;
    const open = dialogs.at(-1) as
      | { id?: string; state?: { options?: { briefly?: boolean; silently?: boolean } } }
      | undefined;
    return {
      question,
      current: c?.intent ?? null,
      known: c?.slots ?? {},
      choices: this.#sayable(c, step, question?.slot ?? null),
      last: c ? this.walk.lastAnswered(c) : null,
      numbered: this.message.numbered === true || this.language !== null,
      walking: open?.id === 'play',
      matters: this.walk.matters(c),
      doing: c && step?.kind === 'tell' ? plain(this.walk.text(c, step)) : '',
      expected: c && step?.kind === 'tell' ? shownIn(this.walk.filled(c, step.expect)) : [],
      isWhole: open?.state?.options?.briefly !== true,
      asksWhether: open?.state?.options?.briefly === true && open.state.options.silently === true,
      again: unanswered > 0,
    };
  }

  /** The choices that are open with the words for them: those of the step, or of a slot that is asked before it. */
  #sayable(c: Case | null, step: Step | null, slot: string | null): readonly Sayable[] {
    if (!c || (step?.kind !== 'ask' && step?.kind !== 'tell')) return [];
    if (slot === null || (step.kind === 'ask' && step.slot === slot)) return step.choices;
    return (this.walk.slot(c, slot)?.values ?? []).map(({ id, answers }) => ({ id, says: answers }));
  }

  /** Whether the open step tells something to do. */
  get isDoing(): boolean {
    return this.case !== null && this.case.frames.length > 0 && this.walk.step(this.case).kind === 'tell';
  }

  /** Treats the message as if it said these words: a picture's text, or a text of somebody else. */
  hearInstead(text: string): void {
    this.message = { ...this.message, kind: 'said', text };
    this.interpretation = this.#interpreter.interpret(this.message, DARK);
  }

  /** The reading of the message's text, even where its interpretation has none. */
  get reading(): Reading {
    return 'reading' in this.interpretation ? this.interpretation.reading : this.#read(this.message.text);
  }

  /** The reading of a text. */
  readingOf(text: string): Reading {
    return this.#read(text);
  }

  intent(id: string | null): Intent | null {
    return (id !== null && this.content.intents.get(id)) || null;
  }

  /**
   * Makes a problem the current case; answers false when it has no walkthrough. Known slots stay known. A case that was
   * only "it doesn't work" becomes this one; any other case is abandoned.
   */
  take(intent: Intent, reading: Reading | null, said = this.message.text): boolean {
    // Texts that were not recognised belong to the report too.
    this.remember(said);
    const report = this.misread.join('\n');
    if (reading?.slots.audience === 'admin' && this.audience === 'person') this.becomeAdmin();
    const known = {
      ...this.case?.slots,
      ...this.#failing(report, (reading ?? (this.case ? null : this.#read(report)))?.slots ?? {}),
      ...this.content.organisation,
    };
    // One misfortune leads to the next: whoever takes over reads of both.
    const goesOn = this.intent(this.case?.intent ?? null)?.atOnce === true && intent.atOnce;
    if (this.case && !isGeneric(this.content, this.case.intent) && this.case.intent !== intent.id && !goesOn)
      this.abandon();
    this.product = intent.pack;
    this.builder.speakFor(intent.id);
    const { person, admin } = intent.walkthrough;
    const id = this.audience === 'admin' ? (admin ?? person) : person;
    this.case = {
      id: this.message.id,
      title: intent.title,
      intent: intent.id,
      guesses: reading?.guesses ?? this.case?.guesses ?? [],
      report: this.case?.report && this.case.report !== report ? `${this.case.report}\n\n${report}` : report,
      evidence: reading?.evidence ?? this.case?.evidence ?? null,
      slots: known,
      frames: id === null ? [] : [this.walk.frame({ walkthrough: id, step: '' })],
      history: this.case?.history ?? [],
      workOrder: [],
      accepted: [],
      mentioned: [],
      startedAt: this.case?.startedAt ?? this.message.at,
    };
    if (id !== null) this.case = { ...this.case, slots: this.walk.implied(known, this.case) };
    this.readRequest();
    this.weigh(this.case.report);
    this.unhelped = 0;
    this.unanswered = 0;
    this.misread = [];
    return id !== null;
  }

  /** The slots of a report without those that only its words for a part that works tell: "the phone works, the laptop still asks". */
  #failing(report: string, slots: Slots): Slots {
    const { works } = partsOf(report, spokenWordsOf(this.content).told) ?? {};
    if (works === undefined || Object.keys(slots).length === 0) return slots;
    const working = this.#read(works).slots;
    const rest = this.#read(report.replace(works, ' ')).slots;
    return Object.fromEntries(Object.entries(slots).filter(([id, v]) => working[id] !== v || rest[id] === v));
  }

  /** Adds what the first words of a request tell of the things that are asked back, and whether the channel knows who writes. */
  readRequest(): void {
    const c = this.case;
    const frame = c?.frames.at(-1);
    if (!c || !frame || this.walk.walkthrough(frame.walkthrough).questions === null) return;
    // A mail address that is given is a way to reach its person.
    const isKnown = !isUnverified(this.helped ?? this.message.person) || c.report.includes('@');
    const told = toldAtFirst(this.walk.slots(c), c.report, c.slots, spokenWordsOf(this.content));
    const isLockedOut = spokenWordsOf(this.content).told['locked-out'].isIn(c.report);
    const known = isLockedOut ? LOCKED_OUT : isKnown ? 'yes' : null;
    this.case = { ...c, slots: { ...c.slots, ...told, ...(known === null ? {} : { [KNOWN_PERSON]: known }) } };
  }

  /** Offers an agent with the next question; with a sentence about the trouble, unless `sorry` is false. */
  offerPerson(sorry = true): void {
    if (sorry) this.builder.sayPhrase('frustrated');
    this.unhelped = Math.max(this.unhelped, UNHELPED_UNTIL_OFFER);
  }

  /** Speaks to an administrator from now on. */
  becomeAdmin(): void {
    this.audience = 'admin';
    this.walk = new Walk(this.content, 'admin', this.message.at);
  }

  /** Closes the case and records its end, with a ticket where an agent should know. */
  finish(outcome: Outcome, ticket: Ticket['kind'] | null): void {
    const c = this.case;
    if (!c) return;
    if (ticket) {
      const fresh = ticketOf(ticket, this.atDesk ? asSent(this) : this.summary(c), this.message);
      const written = c.ticket === undefined || this.desks ? fresh : { ...fresh, id: c.ticket };
      this.effects.tickets.push(written);
      if (ticket === 'request') this.lastTicket = written.id;
      if (this.desks && !this.atDesk) this.request(written);
    }
    if (this.atDesk && outcome === 'fixed') {
      this.tell({ kind: 'solved' });
      this.desk = { ...this.desk!, state: 'closed', closedAt: this.message.at, walks: false };
    } else if (this.atDesk && outcome === 'fixed-for-now') this.tell({ kind: 'found', summary: asSent(this) });
    if (outcome === 'fixed-for-now') {
      this.checkBack = c;
      this.ring('check-back', CHECK_BACK_MS);
    }
    this.over.push({ case: c, outcome });
    this.ended = gravesOf(this.content, c).length > 0 ? c : null;
    this.effects.ends.push({
      conversation: this.message.conversation,
      caseId: c.id,
      intent: c.intent,
      outcome,
      rating: null,
      at: this.message.at,
    });
    this.builder.place(this.intent(c.intent)?.title ?? null, null, null);
    this.builder.end(outcome);
    this.case = null;
    this.unhelped = 0;
    this.unanswered = 0;
    this.misread = [];
  }

  /** Summarises everything known about a case. */
  summary(c: Case): CaseSummary {
    const person = this.helped ?? this.message.person;
    const read = this.#read(c.report);
    return summaryOf(c, this.content, this.walk, {
      ...{ audience: this.audience, channel: this.message.channel, person },
      // A report of numbers and codes is in no language; then the company account's counts.
      language: read.language ?? person?.account?.language?.slice(0, 2).toLowerCase() ?? null,
      telling: read.intent === c.intent ? read.telling : [],
    });
  }

  /** Whether agents have an open ticket of this conversation. */
  get atDesk(): boolean {
    return this.desk !== null && this.desk.state !== 'closed';
  }

  /** The person's side of a ticket. */
  get personSide(): PersonSide {
    return personSideOf(this.message, this.helped);
  }

  /** Sends a ticket to its own conversation, which brings it to a desk. */
  request(ticket: Ticket): void {
    const to = ticketConversation(ticket.id);
    this.effects.emit({
      to,
      id: `${this.message.id}:request`,
      event: { kind: 'request', ticket, personSide: this.personSide },
      route: this.personSide,
    });
  }

  /** Sends an event to the ticket of this conversation. */
  tell(event: ConversationEvent): void {
    if (!this.desk) return;
    const to = ticketConversation(this.desk.ticket);
    this.effects.emit({ to, id: `${this.message.id}:${event.kind}`, event, route: this.personSide });
  }

  /** Sets a timer; null cancels it. A second one of the same name replaces the first. */
  ring(name: string, ms: number | null): void {
    this.effects.ring(name, ms === null ? null : new Date(Date.parse(this.message.at) + ms).toISOString());
  }

  /** Keeps a text that was not recognised, for the agent who takes over. */
  remember(text: string): void {
    if (text !== '' && !this.misread.includes(text)) this.misread = [...this.misread, text].slice(-5);
  }

  /** Notes words that were not understood, or were taken for something else, for whoever writes the content. */
  learn(kind: LessonKind, text = this.message.text, reading = this.reading, message = this.message.id): void {
    // A press has nobody's words.
    if (text === '' || (this.message.kind !== 'said' && text === this.message.text)) return;
    const at = this.case?.frames.at(-1) ?? null;
    const lesson = lessonOf(
      {
        ...{ message, kind, text, reading: { ...reading, named: reading.packs.named } },
        step: at && { walkthrough: at.walkthrough, step: at.step },
        intent: this.case?.intent ?? reading.guesses[0]?.intent ?? null,
      },
      [this.message.person, this.helped, this.desk?.holder ?? null, ...this.message.mentioned],
    );
    this.effects.lessons.push(lesson);
  }

  /** Leaves the case as it is, with the outcome unknown. */
  abandon(): void {
    if (!this.case) return;
    this.over.push({ case: this.case, outcome: 'unknown' });
    this.effects.ends.push({
      conversation: this.message.conversation,
      caseId: this.case.id,
      intent: this.case.intent,
      outcome: 'unknown',
      rating: null,
      at: this.message.at,
    });
    this.case = null;
  }

  /** Adds the message to what the person reported: whoever takes over reads it in their words. */
  noteWords(): void {
    const c = this.case;
    const { text } = this.message;
    if (!c || this.message.kind !== 'said' || c.report.includes(text)) return;
    const report = `${c.report}\n\n${text}`;
    if (report.length <= LONGEST_REPORT) this.case = { ...c, report };
  }

  /** The packs with a generic "it doesn't work", in the order they are offered. */
  get products(): readonly Pack[] {
    return [...this.content.packs.values()].filter((pack) => pack.generic !== null);
  }

  /** A case of nothing but the person's words, for a person who wants an agent at once. */
  bareCase(): Case {
    if (this.message.kind === 'said') this.remember(this.message.text);
    const report = this.misread.join('\n');
    const reading = this.#read(report);
    return {
      id: this.message.id,
      title: '',
      intent: null,
      guesses: reading.guesses,
      report,
      evidence: null,
      slots: { ...reading.slots, ...this.content.organisation },
      frames: [],
      history: [],
      workOrder: [],
      accepted: [],
      mentioned: [],
      startedAt: this.message.at,
    };
  }
}
