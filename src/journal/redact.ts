/**
 * Masks secrets before anything is stored: passwords as people write them, tokens, keys, card numbers. Best effort, on purpose
 * a little too eager; every pattern is linear in the text.
 */
export function redact(text: string): { text: string; masked: boolean } {
  let masked = false;
  const hide = (what: string): string => {
    masked = true;
    return `[${what} masked]`;
  };
  const out = text
    .replace(/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g, () =>
      hide('key'),
    )
    .replace(/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]{0,})?/g, () => hide('token'))
    .replace(/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, () => hide('key'))
    .replace(
      /\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bsk-[\w-]{20,}|\bAIza[\w-]{30,}/g,
      () => hide('token'),
    )
    .replace(
      /\b(bearer|basic)(\s+)[\w.~+/-]{12,}=*/gi,
      (_, kind: string, gap: string) => `${kind}${gap}${hide('token')}`,
    )
    .replace(
      /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{1,64}):[^\s@/]{1,128}@/gi,
      (_, head: string) => `${head}:${hide('password')}@`,
    )
    .replace(PASSWORD, (whole, head: string, value: string) => (isWord(value) ? whole : `${head}${hide('password')}`))
    .replace(/(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.-])/g, (digits) =>
      luhn(digits.replace(/\D/g, '')) ? hide('card number') : digits,
    );
  return { text: out, masked };
}

/** "my password is hunter2", "pw: hunter2", "passwort=…", "pin 4711 8812": what follows the word, up to the next space. */
const PASSWORD =
  /\b((?:password|passwd|passcode|passphrase|pwd|pw|kennwort|passwort|contrase[ñn]a|mot de passe|secret|api[ _-]?key|client[ _-]?secret|access[ _-]?token)(?:\s{0,3}(?:is now|is still|is|was|=|:|->|=>)\s{0,3}|\s{0,3}["'(\u201c]))["'\u201c(]?([^\s"'\u201d),;]{3,128})/giu;

/** "my password is wrong" gives nothing away, so such words stay: the bot needs them. */
const WORDS = new Set(
  'wrong incorrect correct expired expiring right good fine not invalid accepted rejected refused denied working saved stored cached reset changed locked forgotten unknown being the same okay new old too going asked required needed never always about from still now was set because and but for that this what when only also just very long short empty blank missing greyed grayed different known ok'.split(
    ' ',
  ),
);

function isWord(value: string): boolean {
  return WORDS.has(value.toLowerCase().replace(/[.!?…]+$/, ''));
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let d = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) d = d > 4 ? d * 2 - 9 : d * 2;
    sum += d;
  }
  return sum % 10 === 0;
}
