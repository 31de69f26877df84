/** Checks the digits by which card numbers and bank accounts tell themselves from any other number. */

/** Tells whether the last digit of a number fits the others, as on every payment card. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let d = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) d = d > 4 ? d * 2 - 9 : d * 2;
    sum += d;
  }
  return sum % 10 === 0;
}

/** Tells whether the two digits behind the country fit the rest of an IBAN (ISO 7064, mod 97). */
export function isIban(text: string): boolean {
  const iban = text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  if (iban.length < 15 || iban.length > 34) return false;
  let rest = 0;
  for (const letter of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
