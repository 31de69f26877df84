/** Invented secrets for tests, and the sets of texts they stand in. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'journal', 'masking');
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
/** The characters that a placeholder such as {w:36} is filled with. */
const ALPHABETS: Readonly<Record<string, string>> = {
  w: LOWER + UPPER + DIGITS,
  U: UPPER + DIGITS,
  l: LOWER + DIGITS,
  d: DIGITS,
  x: '0123456789abcdef',
  X: '0123456789ABCDEF',
  b: `${LOWER}${UPPER}${DIGITS}+/`,
  s: `${LOWER}${UPPER}${DIGITS}-_`,
  B: `${UPPER}234567`,
  B4: `${UPPER}234567`,
};
/** Strong passwords that fill an empty place, one after the other. */
const STRONG = [
  'Tr0ub4dor&3x',
  'Sommer2024!',
  'xK9#mvPq2',
  'hunter2',
  'Qwertz-4711',
  'p@ssW0rd!',
  'L1verpool',
  'gT7$kLm9',
  'Blau3Katze',
  'w1nter_is_here',
  '7Zwerge!',
  'Zx81Spectrum',
];

/** A text with the parts of it that nobody may ever read. */
export interface Case {
  readonly text: string;
  readonly secrets: readonly string[];
  /** Which half it belongs to: rules are made with the seen one alone. */
  readonly half: 'seen' | 'unseen';
  readonly line: string;
}

/** The files of texts: two of secrets, and one of traps, which have none; the later ones were written when the rules were there. */
export type CaseFile =
  | 'keys'
  | 'phrasings'
  | 'traps'
  | 'later-secrets'
  | 'later-traps'
  | 'third-secrets'
  | 'third-traps';

/** The texts of a file. */
export function casesOf(file: CaseFile): readonly Case[] {
  const lines = readFileSync(join(FOLDER, `${file}.txt`), 'utf8').split('\n');
  let words: readonly string[] = [];
  const cases: Case[] = [];
  let count = 0;
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue;
    const language = /^= \w+: (.*)$/.exec(line)?.[1];
    if (language) {
      words = language.split(', ');
      continue;
    }
    const half = count % 2 === 0 ? 'seen' : 'unseen';
    const fills = line.includes('«»') ? [STRONG, words] : [[]];
    for (const fill of fills) {
      let used = count;
      const filled = line.replaceAll('«»', () => `«${fill[used++ % fill.length]}»`);
      const marked = file === 'keys' || file.endsWith('-secrets') ? expanded(filled) : filled;
      const open = unescaped(marked);
      const secrets = [...open.matchAll(/«([^»\n ][^»]*)»/g)].map((m) => m[1]!);
      cases.push({
        text: file.endsWith('traps') ? open : open.replace(/«([^»\n ][^»]*)»/g, '$1'),
        secrets,
        half,
        line,
      });
    }
    count++;
  }
  return cases;
}

function unescaped(line: string): string {
  return line.replace(/\\\\|\\n/g, (found) => (found === '\\n' ? '\n' : '\\'));
}

/** A line with its placeholders filled, always with the same characters. */
function expanded(line: string): string {
  let state = createHash('sha256').update(line).digest();
  const random = (below: number): number => {
    state = createHash('sha256').update(state).digest();
    return state.readUInt32BE(0) % below;
  };
  const pick = (alphabet: string, length: number): string => {
    const text = Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
    // A key of nothing but letters would be a word.
    return length > 7 && alphabet.includes('5') && !/\d/.test(text) ? `${text.slice(0, -1)}5` : text;
  };
  const digits = (length: number): string => pick(DIGITS, length);
  const fours = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');
  return line
    .replace(/\{(\w+):(\d+)\}/g, (whole, alphabet: string, length: string) =>
      ALPHABETS[alphabet] ? pick(ALPHABETS[alphabet], Number(length)) : whole,
    )
    .replace(/\{g\}/g, () => [8, 4, 4, 4, 12].map((n) => pick('0123456789abcdef', n)).join('-'))
    .replace(/\{(k2?)\}/g, (_, kind: string) =>
      Array.from({ length: 8 }, () => String(random(65535) * 11).padStart(6, '0')).join(kind === 'k' ? '-' : ' '),
    )
    .replace(/\{card(4|d)?:(\d+):(\d+)\}/g, (_, form: string | undefined, begins: string, length: string) => {
      const number = luhned(begins + digits(Number(length) - begins.length - 1));
      return form === '4' ? fours(number) : form === 'd' ? fours(number).replaceAll(' ', '-') : number;
    })
    .replace(
      /\{iban(4)?:(\w\w):([A-Z]*)(\d+)d\}/g,
      (_, form: string | undefined, country: string, bank: string, length: string) => {
        const iban = ibanOf(country, bank + digits(Number(length) - (bank === 'X' ? 0 : 0)));
        return form ? fours(iban) : iban;
      },
    )
    .replace(
      /\{(ssn|nir4?|steuer|dni|nie|bsn|pesel|pnr|tckn|cpfd?|snils|cnid|mynumber|rrn|nino4?)\}/g,
      (_, kind: string) => {
        const d = digits;
        const made: Readonly<Record<string, string>> = {
          ssn: `${100 + random(560)}-${10 + random(80)}-${1000 + random(8999)}`,
          nir: `1850578006${d(3)}48`.slice(0, 15),
          nir4: `1 85 05 78 006 ${d(3)} 48`,
          steuer: `12 345 ${d(3)} 901`,
          dni: `${d(8)}Z`,
          nie: `${d(7)}L`,
          bsn: d(9),
          pesel: `8505${d(7)}`,
          pnr: `850517-${d(4)}`,
          tckn: `1${d(10)}`,
          cpf: `${d(3)}.${d(3)}.${d(3)}-${d(2)}`,
          cpfd: d(11),
          snils: `${d(3)}-${d(3)}-${d(3)} ${d(2)}`,
          cnid: `11010519850517${d(3)}X`,
          mynumber: `${d(4)} ${d(4)} ${d(4)}`,
          rrn: `850517-1${d(6)}`,
          nino: `QQ${d(6)}C`,
          nino4: `QQ ${d(2)} ${d(2)} ${d(2)} C`,
        };
        return made[kind]!;
      },
    );
}

function luhned(digits: string): string {
  for (let last = 0; last < 10; last++) {
    const number = digits + last;
    const sum = [...number].reverse().reduce((total, digit, i) => {
      const d = Number(digit) * (i % 2 === 1 ? 2 : 1);
      return total + (d > 9 ? d - 9 : d);
    }, 0);
    if (sum % 10 === 0) return number;
  }
  throw new Error('one of ten digits fits');
}

function ibanOf(country: string, account: string): string {
  const number = [...`${account}${country}00`].map((c) => Number.parseInt(c, 36)).join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${account}`;
}
