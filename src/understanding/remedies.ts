/** Separates the remedies that a person has tried in vain from the words that tell what is wrong. */

/** Words for "I have tried …", which stand before the remedy or after it. */
const BEFORE = new Set('tried tryed trying probado intentado essayé tentei tentado provato'.split(' '));
const AFTER = new Set('versucht probiert ausprobiert geprobeerd'.split(' '));
/** "Tried to sign in" and "tried again" are no remedies: the result follows. */
const NO_REMEDY =
  /^(?:to )?(?:signin|connect\w*|access|open|start|launch|join|use|enter|reach|get (?:in|into|on|online)|again|once|twice|later|\S+ times|iniciar|entrar|acceder|conectar\w*|se connecter|me connecter)\b/;
/** Words from which on a sentence tells what happened. */
const HAPPENED = new Set(
  `but still says said say saying tells told shows showed showing gives gave gets getting keeps however cant cannot wont doesnt didnt couldnt unable fails failed nothing neither
  although though because since same
  aber trotzdem immer sagt zeigt kommt pero sigue dice mais dit toujours mas diz continua ma ancora maar`
    .trim()
    .split(/\s+/),
);
const WHO = new Set('i we he she they it ich wir er sie es'.split(' '));

/**
 * Whether each word of a sentence's clauses tells what is wrong, and not of a remedy tried in vain; null if all of them
 * do. A person who has tried without the proxy, with another password and with a new certificate names three things
 * that it is not.
 */
export function isTold(clauses: readonly (readonly string[])[]): readonly boolean[] | null {
  if (!clauses.some((clause) => clause.some((word) => BEFORE.has(word) || AFTER.has(word)))) return null;
  let tried = false;
  return clauses.flatMap((clause) => {
    const after = clause.some((word) => AFTER.has(word));
    if (after) tried = true;
    let since = after ? 0 : -1;
    return clause.map((word, at) => {
      if (BEFORE.has(word) && !NO_REMEDY.test(clause.slice(at + 1, at + 4).join(' '))) {
        tried = true;
        since = at;
      } else if (tried && !after && (HAPPENED.has(word) || (WHO.has(word) && (since < 0 || at - since > 1))))
        tried = false;
      return !tried;
    });
  });
}
