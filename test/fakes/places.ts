/** The places in a conversation where people answer in their own words, as states to go on from. */
import type { Content, Slots } from '../../src/core/content.ts';
import type { ConversationState, Turn } from '../../src/core/conversation.ts';
import type { Message } from '../../src/core/message.ts';
import { message, moment } from './samples.ts';

/** An ordinary person's facts. */
const ORDINARY: Slots = { device: 'windows', windows: '10', client: 'sfb-2016', hosting: 'on-premises' };
const HOUR = 60 * 60 * 1000;

/** Makes the states of all places: `plain` is a turn without a desk, `desk` one with a desk. */
export class Places {
  readonly #content: Content;
  readonly #plain: Turn;
  readonly #desk: Turn;
  #clock = 0;

  constructor(content: Content, plain: Turn, desk: Turn) {
    this.#content = content;
    this.#plain = plain;
    this.#desk = desk;
  }

  /** A message written a moment after everything before. */
  next(text: string, given: Partial<Message> = {}): Message {
    this.#clock += 1000;
    return message(text, { at: moment(this.#clock), ...given });
  }

  async all(): Promise<Readonly<Record<string, ConversationState>>> {
    const clock = await this.#at('clock-skew', 'clock', 'clock-windows', ORDINARY);
    const forget = await this.#at('personal-certificate', 'certificate', 'forget', ORDINARY);
    const own: Slots = { hosting: 'on-premises' };
    const opened = await this.#say(null, '', { kind: 'opened' });
    const places = {
      start: opened,
      'did-you-mean': this.#which(opened),
      hosting: await this.#at('server-unavailable', 'hosting', 'hosting'),
      device: await this.#at('server-unavailable', 'server-unavailable', 'device', own),
      windows: await this.#slot('windows'),
      affected: await this.#at('server-unavailable', 'server-unavailable', 'affected', own),
      changed: await this.#at('personal-certificate', 'certificate', 'changed', { ...own, device: 'windows' }),
      internet: await this.#at('server-unavailable', 'server-unavailable', 'internet', own),
      'clock-right': await this.#at('clock-skew', 'clock', 'compare', own),
      domain: await this.#at('mobile-connect', 'sign-in', 'mobile-domain', { ...own, device: 'mobile' }),
      'do-clock': clock,
      'do-delete-info': forget,
      risk: await this.#at('mac-sign-in', 'sign-in', 'delete-mac-info', { ...own, device: 'mac', client: 'sfb-mac' }),
      switch: await this.#say(
        clock,
        "Lync on my iPhone says: Can't connect to the server. Check your network connection.",
      ),
      'after-fixed': await this.#press(forget, 'fixed'),
      'after-hand-over': await this.#press(forget, 'human'),
      preview: await this.#press(forget, 'human', this.#desk),
    };
    this.#clock += 5 * HOUR;
    return { ...places, resume: await this.#say(clock, '', { kind: 'opened' }) };
  }

  async #say(state: ConversationState | null, text: string, given: Partial<Message> = {}, turn = this.#plain) {
    return (await turn(state, this.next(text, given))).state;
  }

  async #press(state: ConversationState, choice: string, turn = this.#plain): Promise<ConversationState> {
    return this.#say(state, '', { kind: 'pressed', choice, asked: state.asked }, turn);
  }

  /** The state of a person who stands at a step. */
  async #at(intent: string, walkthrough: string, step: string, slots: Slots = {}): Promise<ConversationState> {
    const state = await this.#say(null, 'Cannot sign in because the server is temporarily unavailable.');
    const { hash } = this.#content.walkthroughs.get(walkthrough)!;
    const { title } = this.#content.intents.get(intent)!;
    const frames = [{ walkthrough, step, hash }];
    return this.#press({ ...state, case: { ...state.case!, intent, title, frames, slots, history: [] } }, 'repeat');
  }

  /** The state of a person who is asked for a slot, because a step is for some only. */
  async #slot(id: string): Promise<ConversationState> {
    const state = await this.#at('personal-certificate', 'certificate', 'windows-2010', { device: 'windows' });
    if (state.question?.slot !== id) throw new Error(`${id} is not asked here`);
    return state;
  }

  #which(state: ConversationState): ConversationState {
    const intents = ['bad-credentials', 'server-unavailable'];
    const guesses = intents.map((intent) => ({ intent, confidence: 0.4 }));
    const choices = intents.map((id) => ({ id, title: this.#content.intents.get(id)!.title }));
    const options = { guesses, report: 'lync does not let me in' };
    return {
      ...state,
      dialogs: [{ id: 'which', state: { options, stepIndex: 0, values: { instanceId: '' } } }],
      question: {
        asked: state.asked,
        slot: null,
        choices: [...choices, { id: 'none-of-these', title: 'None of these' }],
        controls: [{ id: 'human', title: 'Talk to a person' }],
      },
    };
  }
}
