/** The sign that stands in a text for a secret that was taken out. */

/** The words that stand in the place of a secret. */
export type SecretKind = 'password' | 'key' | 'token' | 'code' | 'card number' | 'number';

/** Notes that something was masked, and gives the sign for it: `[password masked]`. */
export type Hide = (kind: SecretKind) => string;
