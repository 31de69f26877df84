/** Secrets in what people write: the words they stand beside, and the function that masks them. */

/** The parts that words play beside a secret; dialogs/common/secrets.yaml says of each what it is for. */
export const SECRET_ROLES = [
  'passwords',
  'short',
  'acts',
  'keys',
  'codes',
  'digits',
  'errors',
  'recovery',
  'numbers',
  'logins',
  'owners',
  'pronouns',
  'between',
  'is',
  'to',
  'changed',
  'as',
  'proofs',
  'received',
  'ends',
  'labels',
  'talk',
] as const;

/** The words beside secrets, by the part they play. */
export type SecretWords = Readonly<Record<(typeof SECRET_ROLES)[number], readonly string[]>>;

/** The signs that stand in a text for the secrets that were masked in it. */
export const MASKED = /\[(?:password|key|token|code|card number|number) masked\]/;

/** The source of a text: what a person wrote, or what was read on a picture of a screen. */
export type TextSource = 'person' | 'screen';

/** A text without its secrets, and whether there were any. */
export interface Redacted {
  readonly text: string;
  readonly masked: boolean;
}

/** Masks the secrets in a text. `before` are the texts it follows, where one of them may announce what it is. */
export type Redact = (text: string, from?: TextSource, before?: Before) => Redacted;

/** The texts before a message: the last ones of its writer and of the other side, which are empty where there are none. */
export interface Before {
  readonly own: string;
  readonly others: string;
}

/** The words of content that has none. */
export const NO_SECRETS = Object.fromEntries(SECRET_ROLES.map((role) => [role, []])) as unknown as SecretWords;
