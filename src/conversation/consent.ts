/** Consent: the parts of a case summary that the person lets go to the desk. */
import type { Content } from '../core/content.ts';
import type { Case, OpenTicket } from '../core/conversation.ts';
import { plain, type Rich } from '../core/text.ts';
import type { CaseSummary } from '../core/ticket.ts';
import type { ReplyBuilder } from './reply-builder.ts';

/** The part of a session that this file needs. */
interface Packing {
  readonly content: Content;
  readonly builder: ReplyBuilder;
  readonly desk: OpenTicket | null;
  case: Case | null;
  summary(c: Case): CaseSummary;
}

/** A part of the summary that the person can leave out: its words for the person, and the summary without it. */
export interface Part {
  readonly id: string;
  readonly shown: Rich;
  readonly without: (summary: CaseSummary) => CaseSummary;
}

/** The part that is the whole transcript: anything left out would stand in it as well. */
export const WRITTEN = 'transcript';

/** The number of characters of the report that the person is shown; agents get all of it. */
const SHOWN = 200;
/** The shortest value that is masked in texts, in characters; shorter ones would be found inside other words. */
const SHORTEST_MASKED = 4;

/** Lists the parts of a summary. */
export function partsOf(s: Packing, summary: CaseSummary): readonly Part[] {
  const { builder } = s;
  const part = (id: string, shown: Rich, without: Part['without']): Part => ({ id, shown, without });
  const { report, problem, slots, history } = summary;
  return [
    ...(report === ''
      ? []
      : [
          part('report', builder.phrase('send-report', { text: cut(report) }), (p) => ({
            ...p,
            report: '',
            evidence: null,
            telling: [],
          })),
        ]),
    ...(problem
      ? [
          part('problem', builder.phrase('send-problem', { problem: problem.title }), (p) => ({
            ...p,
            problem: null,
            guesses: [],
            telling: [],
            workOrder: [],
          })),
        ]
      : []),
    ...Object.entries(slots).map(([id, value]) => part(id, factOf(s, id, value), (p) => withoutSlot(s, p, id))),
    ...(history.length === 0
      ? []
      : [
          part('trail', builder.phrase('send-trail', { count: String(history.length) }), (p) => ({
            ...p,
            history: [],
          })),
        ]),
    part(WRITTEN, builder.phrase('send-written'), (p) => p),
  ];
}

/** The summary with the person's additions and without the parts they left out. */
export function withChanges(s: Packing, added: readonly string[], leftOut: readonly string[]): CaseSummary {
  const whole = s.summary(s.case!);
  const left = partsOf(s, whole).filter((p) => leftOut.includes(p.id));
  return { ...left.reduce((p, one) => one.without(p), whole), added, leftOut: namesOf(s, leftOut) };
}

/**
 * The current summary of a ticket that agents have already: with the person's additions, and without the parts they
 * left out.
 */
export function asSent(s: Packing): CaseSummary {
  const { added = [], leftOut = [], kept } = s.desk ?? {};
  // A case that was started over has lost its slots, but the values left out before still have to be masked.
  const struck = Object.fromEntries(Object.entries(kept?.slots ?? {}).filter(([id]) => leftOut.includes(id)));
  s.case = { ...s.case!, slots: { ...struck, ...s.case!.slots } };
  return withChanges(s, added, leftOut);
}

/** Names the parts that are left out, never their content. */
export function namesOf(s: Packing, ids: readonly string[]): string[] {
  return ids.map((id) => slotOf(s, id)?.title ?? plain(s.builder.phrase(`part-${id}` as 'part-report')));
}

/** Shortens a text to one line of at most `most` characters. */
export function cut(text: string, most = SHOWN): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

function factOf(s: Packing, id: string, value: string): Rich {
  const slot = slotOf(s, id);
  const title = slot?.values.find((v) => v.id === value)?.title ?? value;
  return [{ kind: 'text', spans: [{ text: `${slot?.title ?? id}: ${title}` }] }];
}

/** The summary without a fact, and without its value where that stands in the person's words. */
function withoutSlot(s: Packing, summary: CaseSummary, id: string): CaseSummary {
  const value = summary.slots[id] ?? '';
  const slots = Object.fromEntries(Object.entries(summary.slots).filter(([k]) => k !== id));
  const history = summary.history.filter(
    (t) => t.answer !== value && t.answer !== slotOf(s, id)?.values.find((v) => v.id === value)?.title,
  );
  if (value.length < SHORTEST_MASKED || slotOf(s, id)?.kind === 'choice') return { ...summary, slots, history };
  const escaped = value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const hide = (text: string): string => text.replace(new RegExp(escaped, 'gi'), '…');
  return {
    ...summary,
    slots,
    history: history.map((t) => ({ ...t, asked: hide(t.asked), answer: hide(t.answer) })),
    report: hide(summary.report),
    evidence: summary.evidence && hide(summary.evidence),
    telling: (summary.telling ?? []).filter((word) => !value.toLowerCase().includes(word)),
    workOrder: summary.workOrder.map(hide),
  };
}

function slotOf(s: Packing, id: string) {
  return [...s.content.packs.values()].flatMap((p) => p.slots).find((slot) => slot.id === id);
}
