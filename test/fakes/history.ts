/** Checks from outside whether a service lost, doubled or reordered messages. */

/**
 * Events on a platform's side, in time: messages it sent (again and again, if need be), and acknowledgements it got.
 */
export type Event =
  | { readonly kind: 'sent'; readonly id: string; readonly conversation: string }
  /** `by` is the instance; `fresh` is its word for the message: new, or here already. */
  | { readonly kind: 'acked'; readonly id: string; readonly by: number; readonly fresh: boolean };

/** A reply in the order the platform took them; `count` is the number that the conversation's state gave it. */
export interface Answer {
  readonly conversation: string;
  readonly id: string;
  /** Null for an apology, which does not count. */
  readonly count: number | null;
}

/** A flaw of a history, and the message it is about. */
export interface Flaw {
  readonly kind: 'lost' | 'doubled' | 'reordered' | 'miscounted' | 'invented';
  readonly conversation: string;
  readonly id: string;
}

type Acked = { readonly at: number; readonly by: number; readonly fresh: boolean };

/**
 * The flaws of a history, checked as Jepsen does, from outside: every acknowledged message is answered once, in the
 * order acknowledged, and the state has counted each exactly once. Order means: if a message was acknowledged before
 * another was ever sent, or one instance acknowledged both as new, one after the other, then they are answered in that
 * order.
 */
export function flaws(events: readonly Event[], answers: readonly Answer[]): Flaw[] {
  const sent = new Map<string, { at: number; conversation: string }>();
  const acked = new Map<string, Acked>();
  events.forEach((e, at) => {
    if (e.kind === 'sent' && !sent.has(e.id)) sent.set(e.id, { at, conversation: e.conversation });
    if (e.kind === 'acked' && !acked.has(e.id)) acked.set(e.id, { at, by: e.by, fresh: e.fresh });
  });
  const found: Flaw[] = [];
  const first = new Map<string, Answer>();
  for (const answer of answers) {
    const { conversation, id } = answer;
    if (sent.get(id)?.conversation !== conversation) found.push({ kind: 'invented', conversation, id });
    else if (first.has(id)) found.push({ kind: 'doubled', conversation, id });
    else first.set(id, answer);
  }
  for (const id of acked.keys())
    if (!first.has(id)) found.push({ kind: 'lost', conversation: sent.get(id)?.conversation ?? '?', id });
  for (const [conversation, said] of Map.groupBy(first.values(), (a) => a.conversation)) {
    found.push(...reordered(said, sent, acked));
    const counted = said.filter((a) => a.count !== null);
    counted.forEach((a, i) => {
      if (a.count !== i + 1) found.push({ kind: 'miscounted', conversation, id: a.id });
    });
  }
  return found;
}

function reordered(
  said: readonly Answer[],
  sent: ReadonlyMap<string, { at: number }>,
  acked: ReadonlyMap<string, Acked>,
): Flaw[] {
  const found: Flaw[] = [];
  // From the end: the earliest acknowledgements among all messages that were answered later.
  let earliest = Number.POSITIVE_INFINITY;
  const earliestFresh = new Map<number, number>();
  for (const { conversation, id } of said.toReversed()) {
    const ack = acked.get(id);
    const late = earliest < sent.get(id)!.at || (ack?.fresh && (earliestFresh.get(ack.by) ?? ack.at) < ack.at);
    if (late) found.push({ kind: 'reordered', conversation, id });
    if (!ack) continue;
    earliest = Math.min(earliest, ack.at);
    if (ack.fresh) earliestFresh.set(ack.by, Math.min(earliestFresh.get(ack.by) ?? ack.at, ack.at));
  }
  return found;
}
