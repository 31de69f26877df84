/**
 * One result of a doctor command: something fine, something wrong with its cure, or something not checked (`open`),
 * with how to have it checked.
 */
export interface Finding {
  readonly state: 'fine' | 'wrong' | 'open';
  readonly what: string;
  readonly cure?: string;
}
