/** Finds a delivery report or a bare code in a text, and the row of the packs' tables that says what it means. */
import type { CodeRow, CodeTable, Pack, ReportPart, Slots } from '../core/content.ts';
import type { Span } from '../core/reading.ts';
import { codesIn, type DeliveryCode, factsOf, type Labels, marksOf, masked } from './delivery-report.ts';
import type { Passage } from './passages.ts';
import { PhrasePlaces } from './phrase-places.ts';
import type { Found } from './signatures.ts';
import { simplify } from './simplify.ts';

/** A report in a text, and what it means. */
export interface ReadReport extends Span {
  readonly intent: string;
  readonly slots: Slots;
  /** The line that decided: the one with the code. */
  readonly line: Span;
  /** The text around the report. */
  readonly rest: string;
}

/** The part of a text beside a code, in characters, that belongs to it: servers tell why in the lines around it. */
const BEFORE = 300;
const BEHIND = 700;
/** The part of a text, in characters, in which a word makes a bare code one. */
const NEAR = 120;
/** The number of words beside a code in a text that is nothing else, and such words. */
const BARE = 3;
const ASKED =
  /^(?:error|err|code|fehler|erreur|codigo|código|what|is|was|mean|means|heißt|the|help|please|hi|hello)$/iu;
const LONGEST_LINE = 240;
/** The text before a code that begins a line, or what is quoted. */
const LINE_BEGINS = /(?:^|\n|[:"'“„«»(])[^\p{L}\p{N}\n]*$/u;
/** The words before the code of another server that is carried along, and how many characters before. */
const ARROW = /->[^\n]*$/;
const AN_ARROW = 40;
/** How well a row fits, best first. */
const RANKS = { text: 0, both: 1, code: 2, reply: 3, classText: 4, class: 5, bareReply: 6, rest: 7 } as const;
/** The worst rank of a row that belongs to the code behind another one. */
const KNOWN = RANKS.reply;

/** A code with the row that fits it. */
interface Fit {
  readonly code: DeliveryCode | null;
  readonly row: CodeRow;
  readonly rank: number;
  readonly table: CodeTable;
}

/** Finds delivery reports by the tables of codes of all packs. */
export class ReportFinder {
  readonly #tables: readonly ReadTable[];

  constructor(packs: Iterable<Pack>) {
    this.#tables = [...packs].flatMap(({ codes }) => (codes ? [new ReadTable(codes)] : []));
  }

  /** The programs' own words that were found; those of a report are of another problem where the person never sent the mail. */
  withoutDisowned(text: string, found: readonly Found[]): readonly Found[] {
    const tables = this.#tables.filter((table) => found.some(({ intent }) => table.meanings.has(intent)));
    const table = tables.find((some) => some.disownedIn(text) !== null);
    if (!table) return found;
    return found.map((f) => (table.meanings.has(f.intent) ? { ...f, intent: table.disownedIn(text)! } : f));
  }

  /** The report in a text; null where there is none. */
  find(text: string): ReadReport | null {
    if (this.#tables.length === 0) return null;
    const all = codesIn(text);
    for (const table of this.#tables) {
      const told = table.find(text, all);
      if (told) return told;
    }
    return null;
  }
}

/** Parts of a report that hold for whoever sent the mail, and for nobody else. */
const OF_THE_ROW: readonly ReportPart[] = ['says', 'work', 'means'];

/** Adds a report to the programs' own words that were found; what stands inside of it is the report's. */
export function withReport(
  found: readonly Found[],
  report: ReadReport | null,
  passages: readonly Passage[],
): readonly Found[] {
  if (!report) return found;
  const inside = wordsOf(passages, report);
  const others = found.filter((f) => f.intent !== report.intent && (f.to <= inside.from || f.from >= inside.to));
  return [{ intent: report.intent, share: 1, ...wordsOf(passages, report.line) }, ...others];
}

/** The words, by number, of the passages that a part of the text touches; all of them where it touches none. */
function wordsOf(passages: readonly Passage[], part: Span): Span {
  let words = 0;
  let from: number | null = null;
  let to = 0;
  for (const passage of passages) {
    const touches = passage.from < part.to && passage.to > part.from;
    if (touches) from ??= words;
    words += passage.words.length;
    if (touches) to = words;
  }
  return from === null || from === to ? { from: 0, to: words } : { from, to };
}

/** A table of codes, prepared for the search. */
class ReadTable {
  readonly #table: CodeTable;
  readonly #texts: ReadonlyMap<CodeRow, readonly string[]>;
  readonly #frames: PhrasePlaces;
  readonly #beside: PhrasePlaces;
  readonly #labels: Labels;
  readonly #markIn: (text: string) => number | null;
  readonly #disowned: readonly string[];
  /** The problems that the table knows. */
  readonly meanings: ReadonlySet<string>;

  constructor(table: CodeTable) {
    this.#table = table;
    this.#texts = new Map(table.rows.map((row) => [row, row.texts.map(bare)]));
    this.#frames = new PhrasePlaces(table.frames);
    this.#beside = new PhrasePlaces(table.beside);
    this.#labels = { writer: [], refuser: [], recipient: [], time: [], ...table.labels };
    this.#markIn = marksOf(this.#labels);
    this.#disowned = table.disowned?.says.map((words) => ` ${bare(words)} `) ?? [];
    this.meanings = new Set(table.rows.map(({ means }) => means));
  }

  /** The problem of a report that the person says they never sent; null where they don't. */
  disownedIn(text: string): string | null {
    if (this.#disowned.length === 0) return null;
    const simple = ` ${bare(text)} `;
    return this.#disowned.some((words) => simple.includes(words)) ? this.#table.disowned!.means : null;
  }

  find(text: string, all: readonly DeliveryCode[]): ReadReport | null {
    const marks = [this.#frames.first(text), this.#markIn(text)].filter((at) => at !== null);
    const isReport = marks.length > 0;
    const best = this.#best(text, all, isReport);
    if (!best) return null;
    const { code, row, table } = best;
    const span = isReport
      ? { from: lineStart(text, Math.min(...marks, code?.from ?? text.length)), to: text.length }
      : { from: code!.from, to: code!.to };
    const line = code ? lineOf(text, code.from) : span;
    const report = isReport ? text.slice(span.from) : pieceOf(text, line);
    const disowned = this.disownedIn(text);
    const slots = this.#slots(table, row, code, { report, line: code ? pieceOf(text, line) : '' });
    const ofRow = disowned === null ? [] : OF_THE_ROW.map((part) => table.fills[part]);
    return {
      intent: disowned ?? row.means,
      slots: Object.fromEntries(Object.entries(slots).filter(([slot]) => !ofRow.includes(slot))),
      line,
      rest: `${text.slice(0, span.from)}\n${text.slice(span.to)}`,
      ...span,
    };
  }

  /** The code that tells most, with its row: one of its own before a class, and the code that another one wraps. */
  #best(text: string, all: readonly DeliveryCode[], isReport: boolean): Fit | null {
    const fits = all.flatMap((code): Fit[] => {
      const fit = this.#fit(code, isReport ? around(text, code) : pieceOf(text, lineOf(text, code.from)));
      if (!fit) return [];
      const isTold = code.status === null && fit.rank <= RANKS.reply;
      const begins = (): boolean => isUnlikeDate(code) && LINE_BEGINS.test(text.slice(0, code.from));
      const isOwn = fit.rank === RANKS.both || (fit.rank === RANKS.code && begins());
      return code.isSure || isTold || isOwn || this.#isMeant(text, code, isReport) ? [fit] : [];
    });
    if (isReport || fits.length > 0) {
      const row = this.#byText(bare(text));
      if (row) return { code: fits[0]?.code ?? null, row, rank: RANKS.text, table: this.#table };
    }
    const behind = fits.filter(({ code }) => ARROW.test(text.slice(Math.max(0, code!.from - AN_ARROW), code!.from)));
    const best = bestOf(fits.filter((fit) => !behind.includes(fit))) ?? bestOf(behind);
    return best?.row.wraps ? (bestOf(behind.filter(({ rank }) => rank <= KNOWN)) ?? best) : best;
  }

  /** Whether a code that could be a version or a date is one: in a report, beside the words for it, or alone. */
  #isMeant(text: string, code: DeliveryCode, isReport: boolean): boolean {
    if (isReport)
      return code.status !== null || /^\s*$/.test(text.slice(text.lastIndexOf('\n', code.from) + 1, code.from));
    const beside = text.slice(Math.max(0, code.from - NEAR), code.to + NEAR);
    if (this.#beside.standIn(beside)) return true;
    const rest = `${text.slice(0, code.from)} ${text.slice(code.to)}`.match(/[\p{L}\p{N}]+/gu) ?? [];
    return (
      code.status !== null &&
      rest.length <= BARE &&
      rest.every((word) => ASKED.test(word) || this.#beside.standIn(word))
    );
  }

  #byText(simple: string): CodeRow | null {
    return (
      this.#table.rows.find((row) => row.codes.length === 0 && this.#texts.get(row)!.some((t) => simple.includes(t))) ??
      null
    );
  }

  /** The row that fits a code best; null where the table has none. */
  #fit(code: DeliveryCode, near: string): Fit | null {
    const simple = bare(near);
    let best: (Fit & { readonly told: number }) | null = null;
    for (const row of this.#table.rows) {
      const texts = this.#texts.get(row)!;
      // Of two texts beside a code the longer one says more.
      const told = Math.max(0, ...texts.filter((t) => simple.includes(t)).map((t) => t.length));
      if (row.codes.length === 0 || (texts.length > 0 && told === 0)) continue;
      const rank = Math.min(...row.codes.map((pattern) => rankOf(pattern, code, texts.length > 0)));
      const isBetter = best === null || rank < best.rank || (rank === best.rank && told > best.told);
      if (Number.isFinite(rank) && isBetter) best = { code, row, rank, told, table: this.#table };
    }
    return best;
  }

  #slots({ fills }: CodeTable, row: CodeRow, code: DeliveryCode | null, told: { report: string; line: string }): Slots {
    const { server, side, recipient, time } = factsOf(told.report, this.#labels);
    const parts: Readonly<Record<ReportPart, string | null>> = {
      code: code && [code.reply, code.status].filter((part) => part !== null).join(' '),
      line: told.line === '' ? null : masked(told.line.trim().slice(0, LONGEST_LINE)),
      server,
      side,
      recipient: recipient && masked(recipient),
      time,
      says: row.says,
      work: row.work,
      means: row.means,
    };
    return Object.fromEntries(
      Object.entries(fills).flatMap(([part, slot]) => {
        const value = parts[part as ReportPart];
        return value === null ? [] : [[slot, value]];
      }),
    );
  }
}

/** The best of some rows, the first one where several are as good; a code that is surely one, and has its reply, first. */
function bestOf(fits: readonly Fit[]): Fit | null {
  const by = ({ rank, code }: Fit): number => rank + (code?.isSure ? 0 : 0.5) + (code?.reply ? 0 : 0.1);
  return fits.reduce<Fit | null>((a, b) => (a === null || by(b) < by(a) ? b : a), null);
}

/** Whether a code has a number in it that is too large for a day, a month or a year: "5.7.507". */
function isUnlikeDate({ status }: DeliveryCode): boolean {
  return /\.\d{3}$/.test(status ?? '');
}

/** How well a pattern of a row fits a code; infinite where it does not. */
function rankOf(pattern: string, { status, reply }: DeliveryCode, hasTexts: boolean): number {
  if (!pattern.includes('.')) {
    if (pattern !== reply) return Number.POSITIVE_INFINITY;
    return hasTexts ? RANKS.reply : RANKS.bareReply;
  }
  const [kind, subject, detail] = pattern.split('.') as [string, string, string];
  // A refusal for good may carry the code of what was a delay before: "550 4.4.7".
  const [first, second, third] = status?.split('.') ?? [reply![0]!, '*', '*'];
  if (detail === '*') {
    const is = reply?.[0] ?? first;
    if (kind !== is || (subject !== '*' && subject !== second)) return Number.POSITIVE_INFINITY;
    return subject === '*' ? RANKS.rest : hasTexts ? RANKS.classText : RANKS.class;
  }
  const [from, to = from] = detail.split('-').map(Number) as [number, number?];
  if (kind !== first || subject !== second || third === '*') return Number.POSITIVE_INFINITY;
  if (Number(third) < from || Number(third) > to) return Number.POSITIVE_INFINITY;
  return hasTexts ? RANKS.both : RANKS.code;
}

function around(text: string, { from, to }: DeliveryCode): string {
  return text.slice(Math.max(0, from - BEFORE), to + BEHIND);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The line that a place stands on, as far as it belongs to a code there. */
function lineOf(text: string, at: number): Span {
  const end = text.indexOf('\n', at);
  return { from: Math.max(lineStart(text, at), at - BEFORE), to: Math.min(end < 0 ? text.length : end, at + BEHIND) };
}

function pieceOf(text: string, { from, to }: Span): string {
  return text.slice(from, to);
}

/** A text by its words alone, to be compared. */
function bare(text: string): string {
  return simplify(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
