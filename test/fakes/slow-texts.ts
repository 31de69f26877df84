/** Texts made to slow down what looks for secrets: each as long as a message can be, and full of what may begin one. */
import { LONGEST_TEXT } from '../../src/core/message.ts';

const PIECES = [
  ...['-', '-----BEGIN A', '-----BEGIN RSA PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----a-a--'],
  ...['eyJ', 'eyJ-', 'eyJaaaaaaaa.', 'AKIA0 ', 'xoxb-', 'ghp_', 'github_pat_', 'sk-', 'bearer ', 'basic basi'],
  ...['a://', 'http://a:', 'ht://a:b', 'a+b-c.', 'password ', 'password is ', 'password"', 'pw:', 'mot de passe '],
  ...['4', '4 ', '4-4 ', '1234567890123456789 ', '4111 1111 ', ' ', '\n', '"', 'pw is now '],
];

/** The same piece over and over, up to the longest text there is. */
export function filled(piece: string): string {
  return piece.repeat(Math.ceil(LONGEST_TEXT / piece.length)).slice(0, LONGEST_TEXT);
}

/** All of them. */
export const SLOW_TEXTS: readonly string[] = [
  ...PIECES.map(filled),
  `bearer${filled(' ')}`,
  `password${filled(' ')}`,
  `https://a:${filled('b')}`,
];
