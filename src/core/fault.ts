/** The one error class of Firstline. */
import type { FaultCode } from './faults.ts';

/** Something broken, with what its reader needs to mend it: a code to search for, the cause, and the cure. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly cure: string;
  /** The time after which the same may be tried again, in seconds; null where nobody knows it. */
  readonly afterS: number | null;

  /** `code` is stable and registered in faults.ts; `what` is the cause in a sentence; `cure` says what to do. */
  constructor(code: FaultCode, what: string, cure: string, options?: ErrorOptions & { readonly afterS?: number }) {
    super(what, options);
    this.name = 'Fault';
    this.code = code;
    this.cure = cure;
    this.afterS = options?.afterS ?? null;
  }
}
