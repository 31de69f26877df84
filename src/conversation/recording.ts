/** Recording: notes with every turn what became of the person's cases, for the figures. */
import type { AgentsPart, CaseRecord } from '../core/case-record.ts';
import type { Content } from '../core/content.ts';
import type { Case, ConversationState, TurnResult } from '../core/conversation.ts';
import type { Message } from '../core/message.ts';
import { pathOf } from './path.ts';
import type { Over } from './session.ts';

/**
 * The time for which an earlier case's record is kept beside the last one: the store counts it within minutes. And the
 * largest number of records.
 */
const KEPT_MS = 60 * 60 * 1000;
const MOST_RECORDS = 5;
/** The silence after which words that are not recognised begin another case. */
const SILENCE_MS = 24 * 60 * 60 * 1000;

/** The result of a turn, with the records of the conversation's cases as they are after it. */
export function recorded(
  content: Content,
  before: ConversationState,
  message: Message,
  result: TurnResult,
  over: readonly Over[],
): TurnResult {
  const { records: now = [] } = result.state;
  // A case that arrives brings its record along, beside those of the cases before it.
  const records = message.event?.kind === 'arrived' ? [...(before.records ?? []), ...now] : now;
  const turn = new Recording(content, before, message, result, records);
  turn.words();
  for (const ended of over) turn.ended(ended);
  turn.open();
  turn.agents();
  turn.checkedBack();
  turn.rated();
  const after = turn.kept();
  if (after.length === 0) return result;
  const noted = { ...result, state: { ...result.state, records: after } };
  // The case's record tells how it ended.
  const record = after.at(-1)!.id;
  return result.lessons ? { ...noted, lessons: result.lessons.map((lesson) => ({ ...lesson, record })) } : noted;
}

/** The records while a turn is worked into them. */
class Recording {
  readonly #content: Content;
  readonly #before: ConversationState;
  readonly #message: Message;
  readonly #result: TurnResult;
  #records: readonly CaseRecord[];

  constructor(
    content: Content,
    before: ConversationState,
    message: Message,
    result: TurnResult,
    records: readonly CaseRecord[],
  ) {
    this.#content = content;
    this.#before = before;
    this.#message = message;
    this.#result = result;
    this.#records = records;
  }

  get #state(): ConversationState {
    return this.#result.state;
  }

  get #last(): CaseRecord | undefined {
    return this.#records.at(-1);
  }

  /** Notes the person's words: a case begins with those that tell a problem, also where it is not recognised. */
  words(): void {
    const { kind, at, text } = this.#message;
    // Words of others say nothing of the person's case.
    if ((kind !== 'said' && kind !== 'pressed') || this.#state.lastAt !== at) return;
    const last = this.#last;
    const isOver = !last || last.outcome !== null || this.#isSilent;
    if (isOver && kind === 'said' && this.#state.misread?.at(-1) === text) this.#begin(at);
    else if (last) this.#change(last, { lastAt: at });
  }

  /** Notes that a case ended with the bot. */
  ended({ case: c, outcome }: Over): void {
    const record = this.#recordOf(c);
    const isFixed = outcome === 'fixed' || outcome === 'fixed-for-now';
    this.#change(record, {
      ...this.#about(c, isFixed),
      // A case that agents have is not given up by leaving the walkthrough.
      outcome: outcome === 'unknown' && record.outcome === 'handed-over' ? record.outcome : outcome,
      fixedAt: isFixed ? this.#message.at : null,
      // Only the check-back of this very fix counts.
      checked: outcome === 'fixed-for-now' ? 'due' : null,
      ...(outcome === 'handed-over' ? { handedAt: record.handedAt ?? this.#message.at } : {}),
      ...(outcome === 'handed-over' && !this.#state.desk ? { agents: 'written' as const } : {}),
    });
  }

  /** Notes how far the open case is. */
  open(): void {
    const c = this.#state.case;
    if (!c) return;
    const record = this.#recordOf(c);
    // "It does not work after all": the fix was none.
    const isBack = record.outcome === 'fixed' || record.outcome === 'fixed-for-now';
    this.#change(record, { ...this.#about(c, false), ...(isBack ? { outcome: null, fixedAt: null } : {}) });
  }

  /** Notes what agents did with the ticket. */
  agents(): void {
    const { at, event } = this.#message;
    const { desk } = this.#state;
    if (!desk) return;
    const record = this.#records.find((r) => r.startedAt !== null && r.startedAt === desk.kept?.startedAt);
    if (!record) return;
    const was = this.#before.desk?.ticket === desk.ticket ? this.#before.desk.state : null;
    const part: Partial<CaseRecord> = {};
    const note = (more: Partial<CaseRecord>): void => void Object.assign(part, more);
    if (desk.state === 'held') note({ agents: 'held', takenAt: record.takenAt ?? at });
    if (event?.kind === 'late') note({ promise: record.promise ?? 'broken' });
    if ((event?.kind === 'claimed' || event?.kind === 'handed') && event.kept !== undefined)
      note({ promise: record.promise ?? (event.kept ? 'kept' : 'broken') });
    if (desk.state === 'waiting') note({ agents: 'waiting', handedAt: record.handedAt ?? at });
    if (was === 'closed' && desk.state !== 'closed') note({ reopened: true, fixedAt: null });
    if (desk.state === 'closed' && was !== null && was !== 'closed') {
      const isSolved = record.outcome === 'fixed' || record.outcome === 'fixed-for-now';
      const closed: AgentsPart = event?.kind === 'closed' ? event.outcome : isSolved ? 'solved' : 'left';
      note({ agents: closed });
      if (event?.kind === 'closed' && (closed === 'fixed' || closed === 'fixed-for-now')) note({ fixedAt: at });
      // The first word of the agent may be the last one too.
      if (event?.kind === 'closed' && event.by !== null) note({ takenAt: record.takenAt ?? at });
    }
    this.#change(record, part);
  }

  /** Notes the check-back: set with a fix "for now", and answered or not. */
  checkedBack(): void {
    const [was, is] = [this.#before.checkBack ?? null, this.#state.checkBack ?? null];
    const of = (c: Case | null): CaseRecord | undefined =>
      c ? this.#records.find((r) => r.startedAt === c.startedAt) : undefined;
    const due = of(is);
    if (due && was?.startedAt !== is?.startedAt) this.#change(due, { checked: 'due' });
    const record = of(was);
    if (is !== null || !record) return;
    const end = this.#result.ends.find((e) => e.caseId === was?.id && e.rating === null);
    const checked = end?.outcome === 'fixed' ? 'stays' : end?.outcome === 'unknown' ? 'silent' : 'again';
    // Of a fix that nobody confirmed nobody knows how long it took.
    this.#change(record, { checked, ...(checked === 'stays' ? {} : { fixedAt: null }) });
  }

  rated(): void {
    for (const { rating, caseId } of this.#result.ends) {
      const record = this.#records.find((r) => r.caseId === caseId);
      if (rating !== null && record) this.#change(record, { rating });
    }
  }

  /** The records that may still change, or that may not be counted yet. */
  kept(): readonly CaseRecord[] {
    const { desk, checkBack } = this.#state;
    const awaited = [desk?.kept?.startedAt, checkBack?.startedAt];
    const since = Date.parse(this.#message.at) - KEPT_MS;
    const kept = this.#records.filter(
      (r) =>
        r === this.#last || Date.parse(r.lastAt) > since || (r.startedAt !== null && awaited.includes(r.startedAt)),
    );
    return kept.length === this.#records.length && kept.length <= MOST_RECORDS
      ? this.#records
      : kept.slice(-MOST_RECORDS);
  }

  /** The record of a case: its own, one that nothing was recognised in so far, or another one that begins now. */
  #recordOf(c: Case): CaseRecord {
    const own = this.#records.find((r) => r.startedAt === c.startedAt);
    if (own) return own;
    const last = this.#last;
    const isSame = last !== undefined && last.startedAt === null && last.outcome === null && !this.#isSilent;
    return isSame ? last : this.#begin(c.startedAt);
  }

  /** Whether the person was silent so long that what comes now is another matter. */
  get #isSilent(): boolean {
    const { lastAt } = this.#before;
    return lastAt !== null && Date.parse(this.#message.at) - Date.parse(lastAt) > SILENCE_MS;
  }

  #begin(beganAt: string): CaseRecord {
    const { conversation, id, at } = this.#message;
    const record: CaseRecord = {
      id: `${conversation}|${id}`,
      beganAt,
      lastAt: at,
      startedAt: null,
      caseId: null,
      intent: null,
      pack: null,
      category: null,
      path: '',
      outcome: null,
      fixedAt: null,
      handedAt: null,
      takenAt: null,
      agents: null,
      reopened: false,
      checked: null,
      rating: null,
    };
    this.#records = [...this.#records, record];
    return record;
  }

  /** The parts of a case that tell of its problem and of its way. */
  #about(c: Case, cured: boolean): Partial<CaseRecord> {
    const intent = this.#content.intents.get(c.intent ?? '');
    return {
      startedAt: c.startedAt,
      caseId: c.id,
      intent: c.intent,
      pack: intent?.pack ?? null,
      category: intent?.type ?? null,
      path: pathOf(this.#content, c, cured),
    };
  }

  #change(record: CaseRecord, by: Partial<CaseRecord>): void {
    this.#records = this.#records.map((r) => (r.id === record.id ? { ...r, ...by } : r));
  }
}
