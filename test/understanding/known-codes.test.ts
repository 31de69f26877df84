/**
 * Codes that programs show: each leads to its problem, or to a question that offers it, in all the ways people write one. The
 * codes are those of known-codes.yaml.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

/** Codes of one kind, and the problems that each of them may be about. */
interface Row {
  readonly means: readonly string[];
  readonly codes: string;
}

const file = readFileSync(join(import.meta.dirname, 'known-codes.yaml'), 'utf8');
const kinds = parse(file) as Readonly<Record<string, readonly Row[]>>;
const { turn } = await shipped();

type Form = (code: string) => string;

/** Words that people write around a code. */
const AROUND: readonly Form[] = [
  (code) => `error ${code}`,
  (code) => `Error code: ${code}.`,
  (code) => `i get error ${code} since this morning`,
  (code) => `what does error ${code} mean?`,
  (code) => `hi, i can't go on, error ${code}. thanks in advance`,
  (code) => `ich bekomme den Fehler ${code}`,
  (code) => `j'ai l'erreur ${code}`,
];
/** The decimal number of a hexadecimal code, as a program without hexadecimal numbers prints it. */
const decimal: Form = (code) => String(Number.parseInt(code, 16) - 2 ** 32);
const halves = (code: string, between: string): string => `${code.slice(0, 6)}${between}${code.slice(6)}`;

/** The ways in which people write codes, by kind; the first is the code as its program shows it. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  'sign-in': [
    (code) => `AADSTS${code}`,
    (code) => code,
    (code) => `aadsts ${code}`,
    (code) => `AADSTS-${code}`,
    (code) => `AADST${code}: and more text`,
    (code) => `AADSTS${code.replaceAll('0', 'O')}`,
    (code) => `SAP says AADSTS${code}`,
    (code) => `Fehler ${code} bei der Anmeldung`,
    ...AROUND.flatMap((around) => [(code: string) => around(`AADSTS${code}`)]),
  ],
  'self-reset': [(code) => code, (code) => code.replace('_', ' ').toLowerCase(), ...AROUND],
  hexadecimal: [
    (code) => code,
    (code) => code.slice(2).toLowerCase(),
    (code) => `0X${code.slice(2)}`,
    (code) => `(${code})`,
    (code) => halves(code, ' '),
    (code) => `error${halves(code, '-').toLowerCase()}`,
    (code) => `${code.slice(2)}h`,
    (code) => code.replaceAll('0', 'O').replace('Ox', '0x'),
    ...AROUND,
  ],
  small: [
    (code) => code,
    (code) => `printer error 0x${code.slice(2).replace(/^0+/, '').toLowerCase()}`,
    (code) => `error ${code.slice(2)}`,
  ],
  system: [
    (code) => `System error ${code} has occurred.`,
    (code) => `Systemfehler ${code} aufgetreten`,
    (code) => `my network drive says error ${code}`,
  ],
  vpn: [
    (code) => code,
    (code) => `VPN error ${code}`,
    (code) => `mein VPN zeigt Fehler ${code}`,
    (code) => `cannot connect to vpn, it says ${code}`,
  ],
  bounce: [
    (code) => code,
    (code) => `my mail came back with ${code}`,
    (code) => `${code.startsWith('4') ? 450 : 550} ${code}`,
    (code) => `Outlook says ${code}`,
    (code) => `meine Mail kam zurück mit ${code}`,
  ],
  browser: [(code) => code, (code) => code.toLowerCase(), (code) => code.replaceAll('_', ' '), ...AROUND],
};
/** The share of codes that must lead to their problem in each way of writing; as their program shows them, all must. */
const LEAST = 0.98;

/** Whether a text's problem is named, or offered. */
async function leads(text: string, { means }: Row): Promise<boolean> {
  const talk = await new Talk(turn).say(text);
  const named = talk.state?.case?.intent ?? null;
  return named === null ? means.some((intent) => talk.choices.includes(intent)) : means.includes(named);
}

describe('a code that a program shows', () => {
  const rowsOf = (kind: string): { row: Row; code: string }[] =>
    kinds[kind]!.flatMap((row) => row.codes.split(/\s+/).map((code) => ({ row, code })));

  it('is of a kind that people write in ways of its own', () => {
    assert.deepEqual(Object.keys(kinds).sort(), Object.keys(FORMS).sort());
  });

  for (const [kind, forms] of Object.entries(FORMS))
    for (const [i, form] of forms.entries()) {
      const codes = rowsOf(kind);
      it(`leads to its problem: ${kind}, as ${JSON.stringify(form(codes[0]!.code))}`, async () => {
        const missed: string[] = [];
        for (const { row, code } of codes) if (!(await leads(form(code), row))) missed.push(form(code));
        const most = i === 0 ? 0 : Math.floor((1 - LEAST) * codes.length + 0.5);
        assert.ok(missed.length <= most, `${missed.length} of ${codes.length}: ${missed.join(', ')}`);
      });
    }

  it('leads to its problem in decimal, where a signature has it', async () => {
    const codes = rowsOf('hexadecimal').filter(({ code }) => Number.parseInt(code, 16) >= 2 ** 31);
    const missed: string[] = [];
    for (const { row, code } of codes) if (!(await leads(`error ${decimal(code)}`, row))) missed.push(code);
    assert.ok(missed.length <= 0.02 * codes.length, missed.join(', '));
  });
});
