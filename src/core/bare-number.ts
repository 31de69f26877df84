/** Tells messages that hold the number of an error and nothing that says which program shows it. */

/** Words beside a number that tell nothing of the program. */
const EMPTY = new Set(
  `a an the it its this that says say shows show showing i get got getting gives give see seeing keep keeps me my just only with and of no nr is was what
  does means mean there here again now since error errors err code codes number message ich bekomme kriege habe zeigt kommt steht mit und nur die der das
  den eine einen was bedeutet heißt seit fehler fehlercode fehlernummer meldung j ai l le la un une dit affiche avec depuis que erreur errore erro error
  código codigo número numero me sale aparece dice fout foutcode melding błąd kod`.split(/\s+/),
);
/** A number of Windows has two to four digits, and may belong to any of its programs. */
const NUMBER = /^\d{2,4}$/;
/** Such a number in hexadecimal. */
const HEXADECIMAL = /^(?:0x)?[\da-f]{8}$/;

/** A number in hexadecimal that is written in two halves. */
const HALVES = /(?<![\p{L}\p{N}])0x ?([\da-f]{4})[ -]?([\da-f]{4})(?![\p{L}\p{N}])/u;

/** The number, in lower case, that a text consists of; null where it says anything else besides. */
export function bareNumber(text: string): string | null {
  const whole = text.toLowerCase().replace(HALVES, '0x$1$2');
  const words = whole.match(/[\p{L}\p{N}]+/gu) ?? [];
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
