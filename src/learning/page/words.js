/** Words of the page “Learning” that several of its parts say: kinds of lessons, readings, ends of cases, counts and days. */
import { say } from '../frame/words.js';

/** The name of a kind of lesson. */
export const kindText = (kind) => say(`learning-kind-${kind}`);
/** The decision of the reader on a text. */
export const decisionText = (decision) => say(`learning-decision-${decision}`);
/** The ways in which a text with a known meaning can be read, the best first. */
export const STANDINGS = ['right', 'asked', 'unknown', 'wrong'];
export const standingText = (standing) => say(`learning-standing-${standing}`);

/** The end of the case, in words; null where it is not known. */
export function becameText(became, titleOf) {
  if (!became) return null;
  const { intent, outcome, agents } = became;
  const ended = agents ? say(`learning-agents-${agents}`) : outcome ? say(`learning-outcome-${outcome}`) : null;
  return (
    [intent ? say('learning-turned-out', { problem: titleOf(intent) }) : null, ended].filter(Boolean).join(', ') || null
  );
}

export const percent = (part) => `${Math.round(part * 100)}%`;
/** A sentence for one thing or for several: the keys of both. */
export const counted = (n, one, several) => say(n === 1 ? one : several, { n });

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
export const dayOf = (at) => day.format(new Date(at));
