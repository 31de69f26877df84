/** Tells what may be a secret from words, codes, addresses and other things that people write in the same places. */

/** A word as it stands in a text: where it begins and ends, and whether quotation marks or code marks were around it. */
export interface FoundValue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly quoted: boolean;
}

/** The longest password that is looked for, in characters. */
const LONGEST = 128;
/** Marks that may open a password, each with the one that closes it. */
const PAIRS: readonly (readonly [open: RegExp, close: string])[] = [
  [/^\*{1,3}(?=[^\s*])/, '*'],
  [/^`{1,3}(?=[^\s`])/, '`'],
  [/^["“”„](?=\S)/, '"“”'],
  [/^['‘‚](?=\S)/, "'’‘"],
  [/^[«‹] ?/, '»›'],
  [/^「/, '」'],
  [/^『/, '』'],
  [/^\((?=\S)/, ')'],
  [/^_(?=[^\s_])/, '_'],
];
/** The same marks, where only something strong between them is no placeholder or remark. */
const FRAMED = /^(?:<([^\s<>]{4,64})>|\[([^\s[\]]{4,64})\])/;
/** The characters of a password without marks around it. */
const RUN = /^[^\s"“”„«»「」『』<[，。、；！？）]+/u;
/** The marks that stand behind a password and are no part of it. */
const PUNCTUATION = /(?:[.,;:?)}\]’'*`_…>|]|،|؟|！|？)+$/u;
/** Marks of the end of a Latin password in a script without spaces. */
const OTHER_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}（(]/u;

const CODE =
  /^(?:0x[0-9a-f]{1,16}|aadsts\d+|kb\d{6,8}|\d{1,4}(?:st|nd|rd|th|x|h|hrs?|mins?|am|pm|s|d|days?|weeks?|gb|mb|kb|%|er|te)|v?\d+(?:[.,:/-]\d+)+|[A-Z]{2,10}(?:[_-][A-Z0-9]{1,12}){1,8}|[A-Z]{2,8}-?\d{3,}|[0-9A-F]{1,2}(?:[:-][0-9A-F]{2}){5})$/;
const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const ADDRESS =
  /^(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?:https?|sip|sips|file|ftp|mailto|ms-settings):\S*|www\.\S+|(?:\\\\|[a-z]:\\|~\/|\.{0,2}\/)\S*|HK[A-Z_]{2,30}\\\S*|[\w-]+(?:\.[\w-]+){1,5}\.(?:com|org|net|example|local|io|de|fr))$/i;
/** Words with hyphens or an apostrophe: "sign-in", "isn't"; two words with a stroke: "username/password". */
const WORDS = /^\p{L}+(?:[-'’/]\p{L}+)*$/u;

/** Reads the value at a place of a text; null where there is none. `ends` are word endings of scripts without spaces. */
export function valueAt(text: string, from: number, ends: RegExp): FoundValue | null {
  const rest = text.slice(from, from + LONGEST + 4);
  for (const [open, close] of PAIRS) {
    const opened = open.exec(rest)?.[0];
    if (opened === undefined) continue;
    const inside = rest.slice(opened.length);
    const line = inside.split('\n', 1)[0]!;
    const end = [...close].map((mark) => line.indexOf(mark)).filter((at) => at > 0);
    if (end.length === 0) continue;
    const value = line.slice(0, Math.min(...end)).trimEnd();
    // A pair within a pair: **"X"**.
    const inner = valueAt(text, from + opened.length, ends);
    if (inner?.quoted && inner.to <= from + opened.length + value.length) return inner;
    const at = from + opened.length;
    return value === '' ? null : { from: at, to: at + value.length, text: value, quoted: true };
  }
  const framed = FRAMED.exec(rest);
  const inFrame = framed?.[1] ?? framed?.[2];
  if (inFrame !== undefined && isUnmistakable(inFrame))
    return { from: from + 1, to: from + 1 + inFrame.length, text: inFrame, quoted: true };
  const opened = /^["“„'‘*`_(]{1,3}/.exec(rest)?.[0].length ?? 0;
  let run = RUN.exec(rest.slice(opened))?.[0] ?? '';
  if (/^[\p{Script=Latin}\p{N}\p{P}\p{S}]/u.test(run)) {
    const other = OTHER_SCRIPT.exec(run.slice(1));
    if (other) run = run.slice(0, other.index + 1);
  } else {
    const end = ends.exec(run.slice(1));
    if (end) run = run.slice(0, end.index + 1);
  }
  run = run.replace(PUNCTUATION, '');
  const at = from + opened;
  return run === '' ? null : { from: at, to: at + run.length, text: run, quoted: false };
}

/** Tells whether a value looks like a password and like no word, code or address. */
export function isStrong(text: string): boolean {
  if (text.length < 4 || isHarmless(text) || WORDS.test(text)) return isCamel(text);
  const bare = text.replace(/[.,;:!?)]+$/u, '');
  const letters = /\p{L}/u.test(bare);
  if (letters && /\p{N}/u.test(bare)) return true;
  return (letters || /\p{N}/u.test(bare)) && /[!@#$%^&*+=?~§€£]/u.test(text.slice(1)) && !/^[\d.,]+[%€£$+]$/.test(text);
}

/** A word with a number behind a sign: "Error#500". */
const NUMBERED = /^\p{L}+[#№]\d+$/u;

/** Tells whether a value can hardly be anything but a password: letters, figures and a sign that stands in no name or number. */
export function isUnmistakable(text: string): boolean {
  return (
    text.length >= 7 &&
    !NUMBERED.test(text) &&
    isStrong(text) &&
    /\p{L}/u.test(text) &&
    /\p{N}/u.test(text) &&
    /[!@#$%^&*+=?~§€£]/u.test(text)
  );
}

/** Tells whether a value is nothing but figures, as many as a PIN or a password has. */
export function isDigits(text: string): boolean {
  return /^\d{4,12}$/.test(text);
}

/** Tells whether a value is a code, an id, an address or a row of dots: known things that are no secret. */
export function isHarmless(text: string): boolean {
  return (
    CODE.test(text) ||
    (/^0x/i.test(text) && /^0x[0-9a-f]{1,16}$/i.test(text)) ||
    GUID.test(text) ||
    ADDRESS.test(text) ||
    !/[\p{L}\p{N}]/u.test(text) ||
    (/^(.)\1*$/u.test(text) && !/\p{N}/u.test(text))
  );
}

/** Tells whether a word has small and capital letters as no word has: "tRoubadOr". */
function isCamel(text: string): boolean {
  return /^\p{L}{8,}$/u.test(text) && (text.slice(1).match(/\p{Lu}/gu)?.length ?? 0) >= 2 && /\p{Ll}/u.test(text);
}
