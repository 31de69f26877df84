/** The case summary and the ticket that carries it. */
import { createHash } from 'node:crypto';
import { type Audience, type Content, KNOWN_PERSON } from '../core/content.ts';
import type { Case } from '../core/conversation.ts';
import { CODE_LETTERS } from '../core/desk.ts';
import type { Message } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import { plain } from '../core/text.ts';
import type { CaseSummary, Ticket } from '../core/ticket.ts';
import type { Walk } from './walk.ts';
import { workOrderOf } from './work-order.ts';

/** Summarises everything known about a case, for an agent who was not there. */
export function summaryOf(
  c: Case,
  content: Content,
  walk: Walk,
  asks: {
    audience: Audience;
    channel: string;
    person: Person | null;
    language: string | null;
    telling: readonly string[];
  },
): CaseSummary {
  const { audience, channel, person, language, telling } = asks;
  const intent = c.intent === null ? undefined : content.intents.get(c.intent);
  const work = intent ? intent.resolution.admin.map((text) => plain(walk.filled(c, text))) : [];
  return {
    audience,
    channel,
    report: c.report,
    problem: intent ? { intent: intent.id, title: intent.title, type: intent.type } : null,
    guesses: c.guesses,
    evidence: c.evidence,
    telling: c.evidence === null ? telling : [],
    slots: Object.fromEntries(
      Object.entries(c.slots).filter(
        ([id, value]) => value !== 'unknown' && id !== KNOWN_PERSON && !(id in content.organisation),
      ),
    ),
    history: c.history.map(({ step, asked, answer, how }) => ({ step, asked, answer, how })),
    workOrder: workOrderOf(walk.workOrder(c), work),
    startedAt: c.startedAt,
    urgent: c.urgent === true,
    person,
    added: [],
    leftOut: [],
    language,
  };
}

/**
 * The ticket a message leads to. Its number follows from the message, so that handling the message again gives the same
 * one.
 */
export function ticketOf(kind: Ticket['kind'], summary: CaseSummary, message: Message): Ticket {
  const digest = createHash('sha256').update(`${message.conversation}\n${message.id}`).digest();
  const number = [...digest.subarray(0, 8)].map((byte) => CODE_LETTERS[byte % 32]).join('');
  return {
    id: `F-${number.slice(0, 4)}-${number.slice(4)}`,
    conversation: message.conversation,
    kind,
    summary,
    at: message.at,
  };
}
