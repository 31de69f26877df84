/** One thing a doctor looked at: fine, wrong with its cure, or not looked at (and how to have it looked at). */
export interface Finding {
  readonly state: 'fine' | 'wrong' | 'open';
  readonly what: string;
  readonly cure?: string;
}
