import type { Content } from '../core/content.ts';
import { type ConversationState, NOTHING_ELSE, type TurnResult } from '../core/conversation.ts';
import {
  CODE_MINUTES,
  type News,
  type Party,
  type Pass,
  readCode,
  type Timer,
  ticketConversation,
} from '../core/desk.ts';
import type { Job } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import type { PhraseKey } from '../core/phrases.ts';
import type { Read } from '../core/reading.ts';
import { BARE, type Choice } from '../core/reply.ts';
import { byName } from './hear.ts';
import type { Lead, Received } from './receive.ts';
import { Mouth } from './say.ts';
import { FRESH, partyOf } from './session.ts';
import { Walk } from './walk.ts';

/** So many wrong codes in a row, and no more are taken here for a while. */
const MOST_WRONG_CODES = 5;
/** Somebody is busy with another problem: they are asked about the last one so much later. */
const LATER_MS = 4 * 60 * 60 * 1000;
/** What a person at the desk can choose, whatever was said last. */
const DOINGS = ['walk-on', 'where', 'case-code', 'leave-queue'] as const;
type Doing = (typeof DOINGS)[number];
const CHOICE_WORDS: Readonly<Record<Doing, PhraseKey>> = {
  'walk-on': 'choice-walk-on',
  where: 'choice-where',
  'leave-queue': 'choice-leave-queue',
  'case-code': 'choice-code',
};

type HeardAgain = Extract<Received, { kind: 'heard' }>;

/**
 * While agents have the case, and for whatever nobody wrote: what the person writes goes to the ticket, what the ticket tells is
 * said to the person, and codes open a case in another place. Null: none of it, the dialogue goes on as usual.
 */
export function withAgents(
  content: Content,
  read: Read,
  state: ConversationState,
  message: Message,
): TurnResult | HeardAgain | null {
  const a = new Aside(content, read, state, message);
  if (message.kind === 'news') return message.news ? a.hear(message.news) : a.close();
  if (message.kind === 'result' && state.code && message.result?.job === state.code) return a.codeMade();
  if (message.kind === 'result' && message.result?.kind === 'carry') return a.carried();
  if (message.kind === 'said') {
    if (/^\s*(case )?code\s*[.?!]?\s*$/i.test(message.text)) return a.makeCode();
    const code = readCode(message.text);
    // While something else is asked, ten letters may be its answer.
    if (code && (state.question?.slot ?? null) === null) return a.giveCode(code);
  }
  if (message.kind === 'pressed' && message.choice === 'case-code') return a.makeCode();
  const { desk } = state;
  return desk && desk.state !== 'closed' && !desk.walks ? a.passOn() : null;
}

/** One turn beside the dialogue: what is said, what is passed on, and the state after it. */
class Aside {
  readonly #content: Content;
  readonly #read: Read;
  readonly #message: Message;
  readonly #mouth: Mouth;
  #state: ConversationState;
  readonly #passes: Pass[] = [];
  readonly #jobs: Job[] = [];
  readonly #timers: Timer[] = [];
  readonly #ends: TurnResult['ends'][number][] = [];
  #asks = false;

  constructor(content: Content, read: Read, state: ConversationState, message: Message) {
    this.#content = content;
    this.#read = read;
    this.#message = message;
    this.#mouth = new Mouth(content);
    this.#state = { ...state, helped: state.helped ?? message.person };
  }

  close(): TurnResult {
    const message = this.#message;
    const asked = this.#state.asked + (this.#asks ? 1 : 0);
    const to = message.shared ? this.#state.helped : null;
    const { reply, question } = this.#mouth.close(asked, to);
    const state = { ...this.#state, asked, ...(this.#asks ? { question } : {}), lastAt: message.at };
    const { passes, jobs, timers, ends } = {
      passes: this.#passes,
      jobs: this.#jobs,
      timers: this.#timers,
      ends: this.#ends,
    };
    return { ...NOTHING_ELSE, state, replies: reply ? [reply] : [], passes, jobs, timers, ends };
  }

  /** What the ticket, a timer, the sending or a code brings. */
  hear(news: News): TurnResult | HeardAgain {
    const { desk } = this.#state;
    switch (news.kind) {
      case 'due':
        return this.#due(news.name);
      case 'redeemed':
        return this.#moveTo(news.party);
      case 'arrived':
        return this.#arrived(news.state as ConversationState);
      case 'refused':
        this.#state = { ...this.#state, wrongCodes: (this.#state.wrongCodes ?? 0) + 1 };
        return this.#say('code-wrong');
    }
    if (!desk) return this.close();
    const ticket = desk.ticket;
    switch (news.kind) {
      case 'queued': {
        this.#set({ state: 'waiting', holder: null });
        const { place, when, closed } = news;
        const values = { place: String(place ?? 1), when: when ?? '' };
        this.#mouth.sayPhrase(when === null ? 'queued-untold' : closed ? 'queued-closed' : 'queued', values);
        return this.#offer();
      }
      case 'claimed':
      case 'handed':
        this.#quiet({ state: 'held', holder: news.by });
        if (desk.holder?.id === news.by.id) return this.#say('with-agent', { who: news.by.name ?? '', ticket });
        return this.#say(news.kind, { who: news.by.name ?? '' });
      case 'released':
        this.#quiet({ state: 'waiting', holder: null, closedAt: null });
        return this.#say('released');
      case 'late':
        this.#mouth.sayPhrase('late');
        return this.#offer();
      case 'unreached':
        this.#set({ state: 'waiting', holder: null });
        return this.#say(news.next ? 'unreached-next' : 'unreached', { ticket });
      case 'spoke':
        return this.#spoken(news);
      case 'respoke':
        this.#mouth.say([{ kind: 'text', spans: [{ text: news.text }] }]);
        this.#mouth.also({ speaker: { name: news.by.name ?? '', agent: true } });
        this.#mouth.also({ spot: { kind: 'instead', message: spokenId(ticket, news.message) } });
        return this.close();
      case 'unspoke':
        return this.#unspoken(ticket, news.message);
      case 'question':
        return this.#question(news.slot, news.by.name ?? '');
      case 'step':
        return this.#step(news);
      case 'closed': {
        const who = news.by?.name ?? '';
        this.#quiet({ state: 'closed', holder: news.by, closedAt: this.#message.at });
        const leads: Lead[] = [
          { key: `closed-${news.outcome}` as PhraseKey, values: { who, ticket } },
          ...(news.text === null ? [] : [{ key: 'closed-words' as const, values: { text: news.text } }]),
        ];
        return this.#again(leads, 'closed', { outcome: news.outcome });
      }
    }
    return this.close();
  }

  /** What the person does while agents have the case. The bot is silent between them. */
  passOn(): TurnResult | HeardAgain {
    const message = this.#message;
    const { question } = this.#state;
    const desk = this.#state.desk!;
    switch (message.kind) {
      case 'opened':
        this.#tell({ kind: 'asks' });
        return this.close();
      case 'edited':
        this.#tell({ kind: 'edited', message: message.about ?? '', text: message.text });
        return this.close();
      case 'deleted':
        this.#tell({ kind: 'deleted', message: message.about ?? '' });
        return this.close();
      case 'pressed':
        return this.#pressed(message.choice ?? '');
      case 'said':
        break;
      default:
        return this.close();
    }
    const named = question && message.images.length === 0 ? byName(message.text, question) : null;
    if (named?.kind === 'choice') return this.#pressed(named.id);
    if (message.text === '' && message.images.length === 0) return this.#say('empty');
    if (message.masked) this.#mouth.sayPhrase('masked');
    this.#tell(
      {
        kind: 'words',
        message: message.id,
        text: message.text,
        images: message.images,
        party: this.#party,
      },
      `words:${message.id}`,
    );
    if (desk.slot) {
      const value = this.#read(message.text).slots[desk.slot];
      if (value !== undefined)
        this.#tell({ kind: 'answered', slot: desk.slot, value, title: this.#titleOf(desk.slot, value) });
      this.#set({ slot: null });
    }
    // Said once, so that nobody wonders whether anybody hears; then the bot is quiet.
    if (desk.state === 'waiting' && question !== null) this.#mouth.sayPhrase('passed-on');
    this.#state = { ...this.#state, question: null };
    return this.close();
  }

  /** "Give me a code": something nobody can guess has to be made first. */
  makeCode(): TurnResult {
    const message = this.#message;
    if (message.shared) {
      this.#mouth.discreetly();
      return this.#say('code-private');
    }
    const id = `${message.conversation}|${message.id}|code`;
    this.#jobs.push({ id, kind: 'code', images: [], from: null });
    this.#state = { ...this.#state, code: id };
    return this.close();
  }

  codeMade(): TurnResult {
    const message = this.#message;
    this.#state = { ...this.#state, code: null };
    const text = message.result?.found[0]?.text ?? '';
    const code = readCode(text);
    if (!code) return this.#say('failed');
    const until = new Date(Date.parse(message.at) + CODE_MINUTES * 60_000).toISOString();
    const news = { kind: 'issued', secret: code.secret, party: this.#party, until } as const;
    this.#passes.push({ to: code.conversation, id: message.id, news, via: this.#party });
    return this.#say('code-shown', { code: text, minutes: String(CODE_MINUTES) });
  }

  giveCode({ conversation, secret }: NonNullable<ReturnType<typeof readCode>>): TurnResult {
    if (this.#message.shared) {
      this.#mouth.discreetly();
      return this.#say('code-private');
    }
    if ((this.#state.wrongCodes ?? 0) >= MOST_WRONG_CODES) return this.#say('code-too-many');
    const news = { kind: 'wanted', secret, party: this.#party } as const;
    this.#passes.push({ to: conversation, id: this.#message.id, news, via: this.#party });
    return this.close();
  }

  /** Pictures an agent sent are here now. */
  carried(): TurnResult {
    const images = this.#message.result!.found.flatMap((f) => f.images);
    const { desk } = this.#state;
    if (images.length === 0 || !desk) return this.close();
    const who = desk.holder?.name ?? '';
    this.#mouth.sayPhrase('carried-file', { who, name: images.map((i) => i.name ?? '?').join(', ') });
    this.#mouth.also({ images });
    this.#mouth.also({ speaker: { name: who, agent: true } });
    // Without words beside them, it is they that went out or did not.
    const [, about, alone] = /\|spoke:(.*)\|carry(-alone)?$/.exec(this.#message.result!.job) ?? [];
    const conversation = ticketConversation(desk.ticket);
    if (about) this.#mouth.also({ receipt: { conversation, about, always: alone !== undefined } });
    return this.close();
  }

  #pressed(id: string): TurnResult | HeardAgain {
    const desk = this.#state.desk!;
    if ((DOINGS as readonly string[]).includes(id)) return this.#do(id as Doing);
    if (id === 'human') return this.#do('where');
    const choice = this.#state.question?.choices.find((c) => c.id === id);
    if (desk.slot && choice) {
      this.#tell({ kind: 'answered', slot: desk.slot, value: id, title: choice.title });
      this.#set({ slot: null });
      this.#state = { ...this.#state, question: null };
      return this.#say('answer-passed');
    }
    this.#mouth.sayPhrase('stale');
    return this.#do('where');
  }

  #do(id: Doing): TurnResult | HeardAgain {
    switch (id) {
      case 'case-code':
        return this.makeCode();
      case 'where':
        this.#tell({ kind: 'asks' });
        return this.close();
      case 'leave-queue':
        this.#tell({ kind: 'left' });
        this.#set({ state: 'closed', closedAt: this.#message.at });
        this.#state = { ...this.#state, question: null };
        return this.#say('queue-left');
      case 'walk-on': {
        const { kept } = this.#state.desk!;
        const c = this.#walkable();
        if (!c) return this.#say('nothing-to-walk');
        this.#tell({ kind: 'walks' });
        this.#set({ walks: true });
        this.#state = { ...this.#state, case: kept, dialogs: [], question: null };
        return this.#again([{ key: 'walking-on', values: {} }], 'play');
      }
    }
  }

  /** The case as it was handed over, if there is a step of it left to do. */
  #walkable(): ConversationState['case'] {
    const kept = this.#state.desk?.kept ?? null;
    if (!kept || kept.frames.length === 0) return null;
    if (!kept.frames.every((f) => this.#content.walkthroughs.get(f.walkthrough)?.steps.has(f.step))) return null;
    return new Walk(this.#content, this.#state.audience).settle(kept).next.kind === 'end' ? null : kept;
  }

  #spoken({ message: id, text, images, from, by }: Extract<News, { kind: 'spoke' }>): TurnResult {
    this.#quiet({ state: 'held', holder: by });
    const message = this.#message;
    if (images.length > 0)
      this.#jobs.push({ id: carryId(message.conversation, message.id, text === ''), kind: 'carry', images, from });
    if (text !== '') this.#mouth.say([{ kind: 'text', spans: [{ text }] }]);
    this.#mouth.also({ speaker: { name: by.name ?? '', agent: true } });
    this.#mouth.also({ receipt: { conversation: from.conversation, about: id, always: true } });
    return this.close();
  }

  /** Taken back, with the pictures that came with it. */
  #unspoken(ticket: string, message: string): TurnResult {
    const id = spokenId(ticket, message);
    this.#mouth.also({ spot: { kind: 'gone', message: id } });
    const words = this.close();
    const carried = [true, false].map((alone) => ({
      ...BARE,
      body: [],
      spot: { kind: 'gone', message: `job:${carryId(this.#message.conversation, id, alone)}` } as const,
    }));
    return { ...words, replies: [...words.replies, ...carried] };
  }

  #question(slotId: string, who: string): TurnResult {
    const slot = this.#slot(slotId);
    if (!slot?.question) return this.close();
    this.#quiet({ slot: slotId });
    this.#mouth.sayPhrase('agent-asks', { who });
    this.#mouth.say(slot.question);
    const values = slot.values.map(({ id, title }) => ({ id, title }));
    return this.#ask(values.length === 0 ? [] : [...values, this.#mouth.choice('unknown')], slotId);
  }

  /** An agent sends the person to a step: there the bot goes on with them. */
  #step({ place, by }: Extract<News, { kind: 'step' }>): TurnResult | HeardAgain {
    const walkthrough = this.#content.walkthroughs.get(place.walkthrough);
    const kept = this.#state.case ?? this.#state.desk?.kept;
    if (!walkthrough?.steps.has(place.step) || !kept) return this.close();
    this.#set({ walks: true, kept });
    const frames = [{ walkthrough: place.walkthrough, step: place.step, hash: walkthrough.hash }];
    this.#state = { ...this.#state, case: { ...kept, frames }, dialogs: [], question: null };
    return this.#again([{ key: 'agent-step', values: { who: by.name ?? '' } }], 'play');
  }

  #due(name: string): TurnResult | HeardAgain {
    const { checkBack, desk } = this.#state;
    if (!checkBack) return this.close();
    if (name === 'check-back') {
      const busy = this.#state.case !== null || (desk && desk.state !== 'closed');
      if (!busy) return this.#again([], 'check-back');
      this.#timers.push({ name, at: new Date(Date.parse(this.#message.at) + LATER_MS).toISOString() });
    }
    if (name === 'check-back-over') {
      // Nobody answered: that is no sign that it is solved.
      const { conversation, at } = this.#message;
      this.#ends.push({
        conversation,
        caseId: checkBack.id,
        intent: checkBack.intent,
        outcome: 'unknown',
        rating: null,
        at,
      });
      const open = (this.#state.dialogs[0] as { id?: string } | undefined)?.id === 'check-back';
      this.#state = { ...this.#state, checkBack: null, ...(open ? { dialogs: [], question: null } : {}) };
    }
    return this.close();
  }

  /** The code was given elsewhere: all of it goes there, and nothing stays here. */
  #moveTo(party: Party): TurnResult {
    const { asked, helped, ...rest } = this.#state;
    this.#passes.push({
      to: party.conversation,
      id: `${this.#message.id}:moved`,
      news: { kind: 'arrived', state: { asked, helped, ...rest } },
      via: party,
    });
    this.#state = { ...FRESH, asked, helped };
    return this.#say('code-used');
  }

  /** A case from another place goes on here. */
  #arrived(from: ConversationState): TurnResult | HeardAgain {
    const { asked, helped, lastAt } = this.#state;
    this.#state = {
      ...FRESH,
      ...from,
      asked,
      helped,
      lastAt,
      dialogs: [],
      question: null,
      awaited: null,
      code: null,
      wrongCodes: 0,
    };
    const { desk, case: c } = this.#state;
    const problem = c?.title || desk?.title || '';
    if (c && c.frames.length > 0) {
      if (desk && desk.state !== 'closed') this.#tell({ kind: 'moved', party: this.#party });
      return this.#again([{ key: 'code-arrived', values: { problem } }], 'play');
    }
    this.#mouth.sayPhrase('code-arrived', { problem });
    if (desk && desk.state !== 'closed') {
      this.#tell({ kind: 'moved', party: this.#party });
      this.#tell({ kind: 'asks' });
    }
    return this.close();
  }

  /** The walkthrough stops where it is: somebody else speaks now. */
  #quiet(desk: Partial<NonNullable<ConversationState['desk']>>): void {
    const { case: c, desk: before } = this.#state;
    this.#set({ ...desk, walks: false, kept: c ?? before?.kept ?? null });
    this.#state = { ...this.#state, case: null, dialogs: [], question: null };
  }

  #set(desk: Partial<NonNullable<ConversationState['desk']>>): void {
    this.#state = { ...this.#state, desk: { ...this.#state.desk!, ...desk } };
  }

  /** What can be done while waiting. */
  #offer(): TurnResult {
    const word = (id: Doing): Choice => this.#mouth.choice(id, CHOICE_WORDS[id]);
    return this.#ask(DOINGS.filter((id) => id !== 'walk-on' || this.#walkable() !== null).map(word));
  }

  #ask(choices: readonly Choice[], slot: string | null = null): TurnResult {
    this.#mouth.ask(choices, [], slot);
    this.#asks = true;
    return this.close();
  }

  #say(key: PhraseKey, values: Readonly<Record<string, string>> = {}): TurnResult {
    this.#mouth.sayPhrase(key, values);
    return this.close();
  }

  /** A dialog goes on from here; what was passed on so far goes with it. */
  #again(
    leads: readonly Lead[],
    dialog: string,
    options: HeardAgain['ask'] extends infer A ? (A extends { options: infer O } ? O : never) : never = {},
  ): HeardAgain {
    return {
      kind: 'heard',
      state: this.#state,
      message: this.#message,
      leads,
      ask: { dialog, options },
      passes: this.#passes,
    };
  }

  #tell(news: News, id = `${this.#message.id}:${news.kind}`): void {
    const to = ticketConversation(this.#state.desk?.ticket ?? '');
    this.#passes.push({ to, id, news, via: this.#party });
  }

  get #party(): Party {
    return partyOf(this.#message, this.#state.helped);
  }

  #slot(id: string) {
    return [...this.#content.packs.values()].flatMap((p) => p.slots).find((slot) => slot.id === id);
  }

  #titleOf(slot: string, value: string): string {
    return this.#slot(slot)?.values.find((v) => v.id === value)?.title ?? value;
  }
}

/** The job that brings an agent's pictures over; `alone` where no words came with them. */
function carryId(conversation: string, message: string, alone: boolean): string {
  return `${conversation}|${message}|carry${alone ? '-alone' : ''}`;
}

/** The message here that carries what an agent wrote there. */
function spokenId(ticket: string, message: string): string {
  return `${ticketConversation(ticket)}|spoke:${message}`;
}
