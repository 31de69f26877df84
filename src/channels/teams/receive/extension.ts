/** The message extension "Get help with this message". */
import { z } from 'zod';
import type { Incoming } from '../../../core/message.ts';
import { unreadParts } from '../../../core/message-part.ts';
import type { Say } from '../../../core/phrases.ts';
import type { OpenCase } from '../../../core/store.ts';
import { type Card, noteCard } from '../send/render.ts';
import { CLOUDS } from '../workspace/clouds.ts';
import type { TeamsAddress } from '../workspace/places.ts';
import type { Private } from '../workspace/private.ts';
import type { Whereabouts } from '../workspace/whereabouts.ts';
import type { Activity } from './activity.ts';
import { type Answer, dialogAnswer } from './answers.ts';
import { Body, readBody } from './body.ts';
import { incomingFrom } from './parse.ts';

const Payload = z.object({
  messagePayload: Body.extend({ id: z.string().max(200) }),
});

const MOST_IMAGES = 5;

/** The parts the extension is made of. */
export interface ExtensionParts {
  readonly appId: string;
  readonly keep: (message: Incoming) => Promise<boolean>;
  readonly openCases: (person: string) => Promise<readonly OpenCase[]>;
  readonly private: Private;
  readonly whereabouts: Whereabouts;
  readonly client?: string | null;
  readonly say: Say;
}

/** Takes a message that a person points at to their private chat, as if they had pasted it there. */
export class Extension {
  readonly #parts: ExtensionParts;

  constructor(parts: ExtensionParts) {
    this.#parts = parts;
  }

  /** Takes in an invoke of the extension; answers with a dialog. */
  async take(activity: Activity, address: TeamsAddress): Promise<Answer> {
    const result = Payload.safeParse(activity.value);
    const payload = result.data?.messagePayload;
    const { text, images, parts } = payload ? readBody(payload, true) : { text: '', images: [], parts: [] };
    const unread = unreadParts(parts);
    const { private: chat, whereabouts, openCases, keep, say } = this.#parts;
    if (!payload || (text === '' && images.length + unread.length === 0)) return this.#dialog(say('teams-help-empty'));
    const there = await chat.open(address, null);
    if (!there) return this.#dialog(say('teams-no-private'));
    const conversation = await whereabouts.conversationFor(there, await openCases(there.user.person));
    // A message is taken up once, however often Teams sends the invoke.
    const fresh = await keep(
      incomingFrom(activity, there, {
        id: `help:${payload.id}`,
        conversation,
        text,
        images: images.slice(0, MOST_IMAGES),
        parts: unread,
      }),
    );
    return this.#dialog(say(fresh ? 'teams-help-taken' : 'teams-help-known'));
  }

  #dialog(sentence: string): Answer {
    const card: Card = noteCard(sentence);
    const { appId, client = CLOUDS.public.client, say } = this.#parts;
    const open = {
      type: 'Action.OpenUrl',
      title: say('teams-help-open'),
      url: `${client}l/chat/0/0?users=28:${encodeURIComponent(appId)}`,
    };
    return dialogAnswer(say('teams-help'), appId === '' || client === null ? card : { ...card, actions: [open] });
  }
}
