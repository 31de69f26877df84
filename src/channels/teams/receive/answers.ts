import type { Card } from '../send/render.ts';

/** What an invoke is answered with; Teams shows it to whoever caused it. */
export type Answer = { readonly statusCode?: number; readonly [key: string]: unknown };

/** A card in the place of the pressed one. */
export function cardAnswer(card: Card): Answer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** A sentence that only the one who pressed sees. */
export function noteAnswer(note: string): Answer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: note };
}

/** A dialog with a card in it. */
export function dialogAnswer(title: string, card: Card): Answer {
  const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  return { task: { type: 'continue', value: { title, height: 'small', width: 'small', card: content } } };
}
