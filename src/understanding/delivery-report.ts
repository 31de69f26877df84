/**
 * Takes delivery reports apart (RFC 3463 and 3464, and the lines of servers' logs): their codes, who refused, for whom
 * and when. Whatever is pasted may be one, so every pattern is bounded.
 */
import type { ReportLabel } from '../core/content.ts';
import type { Span } from '../core/reading.ts';

/** A code in a text: `5.1.1` with or without the reply code before it, or a reply code alone. */
export interface DeliveryCode extends Span {
  readonly status: string | null;
  readonly reply: string | null;
  /** Whether it stands as only such a code does; one that doesn't may be a version, a date, a number. */
  readonly isSure: boolean;
}

/** The facts of a report besides its codes; null where the text does not say. */
export interface ReportFacts {
  readonly server: string | null;
  /** Whether another server refused than the one that wrote the report. */
  readonly side: 'own' | 'other' | null;
  readonly recipient: string | null;
  readonly time: string | null;
}

/** Labels that programs print before a part of a report, by what follows them. */
export type Labels = Readonly<Record<ReportLabel, readonly string[]>>;

const MOST_CODES = 60;
const LOOKED_BACK = 40;

const STATUS = String.raw`[45]\.[0-7]\.\d{1,3}(?![\w]|[.,]\d)`;
/** Both codes side by side: "550 5.1.1", "550-5.1.1", "550; #5.1.1". */
const BOTH = new RegExp(String.raw`(?<![\w.,])([45]\d\d)[ \t]{0,3}[-;:,]?\s{0,3}#?(${STATUS})`, 'g');
const ALONE = new RegExp(String.raw`(?<![\w.,])(#?)(${STATUS})`, 'g');
/** The replies that servers give to a message; the others are those of the web, too. */
const REPLY = /(?<![\w.,])(?:421|432|45[0-4]|521|53[0458]|541|55[0-6])(?!\w|[.,:]\d|\s?[%€$°])/g;

/** Words right before a code that make it one. */
const SURELY =
  /(?:status|dsn|stat|smtp|ndr|error|err|code|fehler|fehlercode|statuscode|erreur|c[oó]digo|codice|foutcode)\W{0,3}(?:is|was|ist|de|d')?\W{0,3}$/i;
const SAID = /(?:said|returned|replied|response|error|<<<)\W{0,3}$/i;
/** Words right before three numbers that are no code. */
const NO_CODE =
  /(?:\bv|\bvers?|\bversi[oó]n[ei]?|\bversão|\bversie|\bbuild|\brelease|\bfirmware|\b(?:up(?:dated?|graded?)|patch) ?(?:to)?|\bchapter|\bsection|\bkapitel|\babschnitt|\bpart|\bpage|\bslide|\bfigure|\bfloor|\broom|\brule|\bip|\bpoint|\bnr|\bno|\$|€|£)\W{0,2}$/i;
const DAY_BEFORE = /\b(?:on|at|since|until|from|am|vom|bis|seit|den|dem|le|du|el|del|il|dal|op|em)\W{1,2}$/i;
const YEAR = /\.(?:[12]\d|3[0-9])$/;
const WEB = /\bhttps?\b|\bweb ?site|\bbrowser/i;

/** The fields of a report, and what servers write into logs. */
const MARKS =
  /^(?:Reporting-MTA|Final-Recipient|Original-Recipient|Diagnostic-Code|Remote-MTA|X-Failed-Recipients|Arrival-Date|Action)[ \t]{0,3}:|\b(?:dsn=\d|status=(?:bounced|deferred|undeliverable)|RCPT TO:\s?<|multipart\/report|message\/delivery-status)/im;

/** A sign without which a text has none of those, nor a label: most texts of people have none. */
const MARK_SIGN = /[:=/]/;

/** The codes of a text, in its order. */
export function codesIn(text: string): DeliveryCode[] {
  const found: DeliveryCode[] = [];
  const isFree = (at: number): boolean => !found.some(({ from, to }) => at >= from && at < to);
  const add = (match: RegExpExecArray, status: string | null, reply: string | null, isSure: boolean): void => {
    const from = match.index;
    if (found.length < MOST_CODES && isFree(from))
      found.push({ status, reply, isSure, from, to: from + match[0].length });
  };
  for (const match of text.matchAll(BOTH)) add(match, match[2]!, match[1]!, true);
  for (const match of text.matchAll(ALONE)) {
    const before = text.slice(Math.max(0, match.index - LOOKED_BACK), match.index);
    const isMarked = match[1] === '#' || SURELY.test(before);
    const isOther = NO_CODE.test(before) || (YEAR.test(match[2]!) && DAY_BEFORE.test(before));
    if (isMarked || !isOther) add(match, match[2]!, null, isMarked);
  }
  for (const match of text.matchAll(REPLY)) {
    const before = text.slice(Math.max(0, match.index - LOOKED_BACK), match.index);
    if (!WEB.test(before)) add(match, null, match[0], SURELY.test(before) || SAID.test(before));
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Makes the search for the place where a report begins in a text by its fields and labels; null where it has none. */
export function marksOf({ writer, refuser, recipient }: Labels): (text: string) => number | null {
  const patterns = [MARKS, ...labelled([...writer, ...refuser], HOST), ...labelled(recipient, ADDRESS)];
  return (text) => {
    if (!MARK_SIGN.test(text)) return null;
    const places = patterns.map((pattern) => pattern.exec(text)?.index).filter((at) => at !== undefined);
    return places.length === 0 ? null : Math.min(...places);
  };
}

const HOST = String.raw`[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){1,6}`;
const ADDRESS = String.raw`[^\s<>@"'(),;:\[\]]{1,200}@[^\s<>@"'(),;:\[\]]{3,120}`;

/** Where the server that refused is named. */
const REFUSER = [
  String.raw`^Remote-MTA:\s{0,3}(?:dns;\s{0,3})?(${HOST})`,
  String.raw`\bhost (${HOST})\s?\[[^\]\n]{2,45}\]`,
  String.raw`[#<]\s?<?(${HOST}) #?[45]\.\d\.\d`,
  String.raw`\brelay=(${HOST})\[`,
  String.raw`\bH=(${HOST}) \[`,
  String.raw`\btalking to (${HOST})`,
  String.raw`\bby (${HOST})\.? \[`,
  String.raw`\bremote server(?: at)? (${HOST})`,
  String.raw`^\W{0,3}(${HOST}) (?:gave this error|rejected your message)`,
].map((source) => new RegExp(source, 'im'));
const WRITER = [new RegExp(String.raw`^Reporting-MTA:\s{0,3}(?:dns;\s{0,3})?(${HOST})`, 'im')];
const RECIPIENT = [
  String.raw`^(?:Final|Original)-Recipient:\s{0,3}(?:rfc822;)?\s{0,3}<?(${ADDRESS})`,
  String.raw`^X-Failed-Recipients:\s{0,3}<?(${ADDRESS})`,
  String.raw`\bRCPT TO:\s?<(${ADDRESS})>`,
  String.raw`\bto=<(${ADDRESS})>`,
  String.raw`^\s{0,8}<(${ADDRESS})>:`,
].map((source) => new RegExp(source, 'im'));
const TIME = [
  /^(?:Last-Attempt-Date|Arrival-Date|Date):[ \t]{0,3}([^\n]{6,60})/im,
  /^(\p{L}{3} {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)/imu,
];
/** Lines of a head name whoever wrote; the daemon is no recipient. */
const HEAD_LINE = /^[^\s:]{1,14}\s?:/;
const DAEMON = /^[\w.-]{0,40}(?:daemon|master|no-?reply)@/i;

/** Reads who refused, for whom and when. */
export function factsOf(report: string, labels: Labels): ReportFacts {
  const refuser = first(report, [...REFUSER, ...labelled(labels.refuser, HOST)]);
  const writer = first(report, [...WRITER, ...labelled(labels.writer, HOST)]);
  const recipient = first(report, [...RECIPIENT, ...labelled(labels.recipient, ADDRESS)]) ?? firstAddress(report);
  return {
    server: refuser ?? writer,
    side: refuser !== null && refuser !== writer ? 'other' : writer !== null ? 'own' : null,
    recipient: recipient?.replace(/[.]+$/, '') ?? null,
    time: first(report, [...labelled(labels.time, String.raw`[^\n]{6,60}`), ...TIME])?.trim() ?? null,
  };
}

/** Patterns for a value behind one of the labels, on its line or the next one. */
function labelled(labels: readonly string[], value: string): RegExp[] {
  const names = labels.map((label) => label.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|');
  return labels.length === 0 ? [] : [new RegExp(String.raw`^\W{0,3}(?:${names})\W{0,3}:\s{0,4}<?(${value})`, 'imu')];
}

function first(text: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function firstAddress(report: string): string | null {
  const pattern = new RegExp(ADDRESS, 'i');
  for (const line of report.split('\n', 200)) {
    const found = HEAD_LINE.test(line) ? null : pattern.exec(line)?.[0];
    if (found && !DAEMON.test(found)) return found;
  }
  return null;
}

/** An address with its first letter and its domain alone: a ticket needs no more of a stranger. */
export function masked(text: string): string {
  return text.replace(new RegExp(ADDRESS, 'gi'), (address) => `${address[0]}…${address.slice(address.indexOf('@'))}`);
}
