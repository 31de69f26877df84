/** Reads `dialogs/<pack>/secrets.yaml`: the words that people put beside passwords, keys and codes. */
import { NO_SECRETS, SECRET_ROLES, type SecretWords } from '../core/secrets.ts';
import { SecretsShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The words of a file; none if its shape is wrong. */
export function readSecrets(source: SourceFile): SecretWords {
  return source.parse(SecretsShape) ?? NO_SECRETS;
}

/** The words of two files together. */
export function joinedSecrets(one: SecretWords, other: SecretWords): SecretWords {
  return Object.fromEntries(
    SECRET_ROLES.map((role) => [role, [...one[role], ...other[role]]]),
  ) as unknown as SecretWords;
}
