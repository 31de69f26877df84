import type { Content } from '../core/content.ts';
import type { Case, OpenTicket } from '../core/conversation.ts';
import { plain, type Rich } from '../core/text.ts';
import type { CaseSummary } from '../core/ticket.ts';
import type { ReplyBuilder } from './reply-builder.ts';

/** What packing needs of a turn. */
interface Packing {
  readonly content: Content;
  readonly builder: ReplyBuilder;
  readonly desk: OpenTicket | null;
  case: Case | null;
  summary(c: Case): CaseSummary;
}

/** Something a person can leave out of the summary: what it is called, and the summary without it. */
export interface Part {
  readonly id: string;
  readonly shown: Rich;
  readonly without: (summary: CaseSummary) => CaseSummary;
}

/** The part that is everything we wrote: what is left out stands in it as well. */
export const WRITTEN = 'transcript';

/** So much of the report is shown; all of it goes. */
const SHOWN = 200;
/** Shorter values would be found in other words. */
const SHORTEST_MASKED = 4;

/** What a summary holds, part by part. */
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
          })),
        ]),
    ...(problem
      ? [
          part('problem', builder.phrase('send-problem', { problem: problem.title }), (p) => ({
            ...p,
            problem: null,
            guesses: [],
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

/** The summary as the person wants it to be seen. */
export function withChanges(s: Packing, added: readonly string[], leftOut: readonly string[]): CaseSummary {
  const whole = s.summary(s.case!);
  const left = partsOf(s, whole).filter((p) => leftOut.includes(p.id));
  return { ...left.reduce((p, one) => one.without(p), whole), added, leftOut: namesOf(s, leftOut) };
}

/** The summary of what agents have already, as it is now: what the person added is in it, and what they left out is not. */
export function asSent(s: Packing): CaseSummary {
  const { added = [], leftOut = [], kept } = s.desk ?? {};
  // Started over, the case has forgotten what it was; their words have not.
  const struck = Object.fromEntries(Object.entries(kept?.slots ?? {}).filter(([id]) => leftOut.includes(id)));
  s.case = { ...s.case!, slots: { ...struck, ...s.case!.slots } };
  return withChanges(s, added, leftOut);
}

/** What was left out, by name and never by what it said. */
export function namesOf(s: Packing, ids: readonly string[]): string[] {
  return ids.map((id) => slotOf(s, id)?.title ?? plain(s.builder.phrase(`part-${id}` as 'part-report')));
}

/** A text in one line, cut at the end. */
export function cut(text: string, most = SHOWN): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

function factOf(s: Packing, id: string, value: string): Rich {
  const slot = slotOf(s, id);
  const title = slot?.values.find((v) => v.id === value)?.title ?? value;
  return [{ kind: 'text', spans: [{ text: `${slot?.title ?? id}: ${title}` }] }];
}

/** Without a fact, and without it where it stands in their words. */
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
    workOrder: summary.workOrder.map(hide),
  };
}

function slotOf(s: Packing, id: string) {
  return [...s.content.packs.values()].flatMap((p) => p.slots).find((slot) => slot.id === id);
}
