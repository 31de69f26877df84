/** The answers to Teams' invokes. */
import type { Card } from '../send/render.ts';

/** The answer to an invoke; Teams shows it to the person who caused it. */
export type Answer = { readonly statusCode?: number; readonly [key: string]: unknown };

/** Answers with a card that takes the place of the pressed one. */
export function cardAnswer(card: Card): Answer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** Answers with a sentence that only the person who pressed sees. */
export function noteAnswer(note: string): Answer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: note };
}

/** Answers with a dialog that shows a card. */
export function dialogAnswer(title: string, card: Card): Answer {
  const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  return { task: { type: 'continue', value: { title, height: 'small', width: 'small', card: content } } };
}
