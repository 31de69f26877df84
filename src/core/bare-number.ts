/** Tells messages that hold the number of an error and nothing that says which program shows it. */

/** Words beside a number that tell nothing of the program. */
const EMPTY = new Set(
  'a an the it its this that says say shows show showing i get got getting gives give me my just only with and of no nr is was what means mean there here again now error errors err code codes number message fehler fehlercode fehlernummer meldung erreur errore erro error código codigo número numero fout foutcode melding błąd kod'.split(
    ' ',
  ),
);
/** A number of Windows has two to four digits, and may belong to any of its programs. */
const NUMBER = /^\d{2,4}$/;
/** Such a number in hexadecimal. */
const HEXADECIMAL = /^(?:0x)?[\da-f]{8}$/;

/** The number, in lower case, that a text consists of; null where it says anything else besides. */
export function bareNumber(text: string): string | null {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [number, ...rest] = words.filter((word) => !EMPTY.has(word));
  return number !== undefined && rest.length === 0 && (NUMBER.test(number) || HEXADECIMAL.test(number)) ? number : null;
}

/** Whether a word beside a number tells nothing of the program that shows it. */
export function isEmptyWord(word: string): boolean {
  return EMPTY.has(word);
}

/** Whether a text is the plain number of an error, which several programs share. */
export function isSharedNumber(text: string): boolean {
  return NUMBER.test(bareNumber(text) ?? '');
}

/** Whether a text is an error's code, and says nothing else of it. */
export function isCodeAlone(text: string, code: string): boolean {
  const words =
    text
      .toLowerCase()
      .replace(code.toLowerCase(), ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => EMPTY.has(word));
}
