/** Masks secrets in texts before anything is stored. */

/**
 * Masks passwords as people write them, tokens, keys and card numbers. Best effort, on purpose a little too eager;
 * every pattern is linear in the text: what it begins to match, it also consumes. `from` a screen, the dots of a
 * password field may have been read as letters.
 */
export function redact(text: string, from: 'person' | 'screen' = 'person'): { text: string; masked: boolean } {
  let masked = false;
  const hide = (what: string): string => {
    masked = true;
    return `[${what} masked]`;
  };
  const out = text
    .replace(PEM, () => hide('key'))
    .replace(/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, (jwt) => (/\.[\w-]{8}/.test(jwt) ? hide('token') : jwt))
    .replace(/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, () => hide('key'))
    .replace(TOKEN, () => hide('token'))
    .replace(/\b(bearer|basic)(\s+)([\w.~+/-]{12,}=*)/gi, (whole, kind: string, gap: string, value: string) =>
      // "Basic authentication" is a setting people talk about.
      /^[a-z]+(?:-[a-z]+)*$/i.test(value) && !/[a-z][A-Z]/.test(value) ? whole : `${kind}${gap}${hide('token')}`,
    )
    .replace(
      /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{1,64}):[^\s/]{1,128}@/gi,
      (_, head: string) => `${head}:${hide('password')}@`,
    )
    .replace(QUOTED, (whole, head: string, value: string, end: string) => {
      if (isWord(value)) return whole;
      // Text in brackets may be a remark: "my password (which I changed) is fine".
      if (end === ')' && /\s/.test(value))
        return `${head}${value.replace(/\S+/g, (word) => (isSecret(word) ? hide('password') : word))}${end}`;
      return `${head}${hide('password')}${end}`;
    })
    .replace(TOLD, (whole, head: string, value: string, at: number, all: string) =>
      isWord(value) || isLabel(all, at + head.length, head) || (from === 'screen' && DOTS.test(value))
        ? whole
        : `${head}${hide('password')}`,
    )
    .replace(BARE, (whole, head: string, value: string, at: number, all: string) =>
      isSecret(value) && !(head.includes('\n') && TICKED.test(all.slice(Math.max(0, at - 24), at)))
        ? `${head}${hide('password')}`
        : whole,
    )
    .replace(/\b(pin(?:[ -]?code)? is )\d(?: ?\d){2,11}/gi, (_, head: string) => `${head}${hide('password')}`)
    .replace(CARD, (digits) => (luhn(digits.replace(/\D/g, '')) ? hide('card number') : digits));
  return { text: out, masked };
}

const PEM = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----))*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g;
const TOKEN =
  /\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bsk-[\w-]{20,}|\bAIza[\w-]{30,}/g;

/**
 * Words for a password in the languages people write to the bot. `pin` and `pass` mean other things too, so they need a
 * colon.
 */
const PASSWORD =
  'passwor[dt]|passwd|passcode|passphrase|pwd|pw|kennwort|contrase[ñn]a|mot de passe|mdp|senha|wachtwoord|l[öo]senord|passord|adgangskode|salasana|has[łl]o|heslo|parola|şifre|пароль|パスワード|密码|密碼|비밀번호|secret|api[ _-]?key|client[ _-]?secret|access[ _-]?token|refresh[ _-]?token|account[ _-]?key|shared[ _-]?access[ _-]?key';
const SHORT = 'pin(?:[ -]?code)?|pass|token|sig';
const IS = 'is now|is still|should be|is|was|ist|lautet|est|es|è|é|är|er|jest';
const MARK = '[:=：]|->|=>';
/** Not in the middle of a word, in any script. */
const EDGE = '(?<![\\p{L}\\p{N}])';

/** "password": "hunter2", password='hun ter2', my password is "hunter2", <password>hunter2</password> */
const QUOTED = new RegExp(
  `(${EDGE}(?:${PASSWORD}|${SHORT})(?:["']?\\s{0,3}(?:${MARK})\\s{0,3}["'\u201c\u2018]|\\s{1,3}(?:${IS})\\s{1,3}["'\u201c\u2018]|\\s{0,3}["\u201c(]|>))([^"'\u201d\u2019)<\\n]{3,128})(["'\u201d\u2019)<])`,
  'giu',
);

/** "my password is hunter2", "pw: hunter2", "password is: hunter2": the text up to the next space. */
const TOLD = new RegExp(
  `(${EDGE}(?:(?:${PASSWORD})(?:\\s{1,3}(?:${IS})(?![\\p{L}\\p{N}])\\s{0,3}:?\\s{0,3}|\\s{0,3}(?:${MARK})\\s{0,3}|(?<=[码碼])[是为]?)|(?:${SHORT})\\s{0,3}(?:${MARK})\\s{0,3}))([^\\s"'\u201c\u201d<\\[]{3,128})`,
  'giu',
);

/** "password hunter2": only a word that looks like a password. */
const BARE = new RegExp(`(${EDGE}(?:${PASSWORD})\\s{1,3})([^\\s"'<\\[]{6,128})`, 'giu');

/** Card numbers as they are printed on cards, or in one piece. Phone numbers, dates and GUIDs are written otherwise. */
const CARD =
  /(?<![\w.+-])(?=[3-6]|2[2-7])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{5}|\d{13,19})(?![\w-]|\.\d)/g;

/** Words that are never masked: "my password is wrong" gives nothing away, and the bot needs such words. */
const WORDS = new Set(
  `wrong incorrect correct expired expiring right good fine not invalid accepted rejected refused denied working saved stored
  cached reset changed locked forgotten unknown being the same okay new old too going asked required needed never always about
  from still now set because and but for that this what when only also just very long short empty blank missing greyed grayed
  different known entered case out protected visible hidden typed prompted asking
  falsch richtig korrekt abgelaufen gesperrt vergessen ungültig geändert nicht neu unbekannt leer
  incorrecte expiré oublié invalide faux pas correcte bloqué incorrecta correcta caducada caducado inválida bloqueada
  errada errado incorreta expirou sbagliata errata scaduta bloccata verkeerd onjuist fout verlopen juist
  неверный неправильный истёк истек забыт fel felaktigt glömt`.split(/\s+/),
);

/** The next label of a form or its button, on the line after a password's: it is told by its words, or by its colon. */
const LABEL =
  /^(?:(?:save|remember|show|hide|forgot(?:ten)?|reset|change|confirm|repeat|new|old|current|enter)(?: (?:my|your|the|this|new|old))? (?:password|credentials|passcode|pin)(?![\p{L}\p{N}])|remember me(?![\p{L}\p{N}])|(?:keep me|stay) signed in(?![\p{L}\p{N}])|(?:sign|log)[ -]?(?:in|on) (?:as|with|to|address|options)(?![\p{L}\p{N}]))/iu;
const NEXT_LABEL = /^\p{Lu}[\p{L}-]*(?: [\p{L}-]+){0,3} ?:(?=\s|$)/u;
const BUTTON =
  /^(?:OK|Cancel|Next|Back|Close|Help|Submit|Continue|Advanced|Available|Domain|Username|User name|Email|(?:Sign|Log)[ -]?[Ii]n|(?:Sign|Log)[ -]?[Oo]n|Abbrechen|Weiter|Anmelden|Annuler|Suivant|Cancelar|Siguiente)[^\S\n]*(?:\n|$)/u;
/** A code, which is what a person or a program tells of a password, and none. */
const CODE = /^0x[0-9a-f]{8}(?![\p{L}\p{N}])/iu;
/** The dots that stand for a password, as they are read in a picture. */
const DOTS = /^[^\p{L}\p{N}]*[0OoeQ]{2,}[^\p{L}\p{N}]*$/u;
/** The beginning of a label that ends with the word "password". */
const TICKED = /(?:save|remember|show|hide|forgot|reset|change|confirm) (?:(?:my|your|the|this) )?$/i;

/** Tells whether a form's label or a code stands at a place after "Password:", and no password. */
function isLabel(text: string, at: number, head: string): boolean {
  const rest = text.slice(at, at + 80);
  return LABEL.test(rest) || NEXT_LABEL.test(rest) || CODE.test(rest) || (head.includes('\n') && BUTTON.test(rest));
}

function isWord(value: string): boolean {
  return WORDS.has(value.toLowerCase().replace(/[^\p{L}]+$/u, '')) || /^\W+$/u.test(value);
}

function isSecret(value: string): boolean {
  const code = /^(?:0x[0-9a-fA-F]+|[A-Z]{2,8}-?\d+|[\d.,:/-]+)[).,;:]*$/;
  return /\p{L}/u.test(value) && /\p{N}/u.test(value) && !code.test(value);
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
