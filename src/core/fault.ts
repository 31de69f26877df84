/** Something broken, told so that whoever reads it can mend it: a code to search for, the cause, and the cure. */
export class Fault extends Error {
  readonly code: string;
  readonly cure: string;

  /** `code` is stable and listed in the README; `what` is the cause in a sentence; `cure` says what to do. */
  constructor(code: string, what: string, cure: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'Fault';
    this.code = code;
    this.cure = cure;
  }
}
