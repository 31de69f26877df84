/**
 * Errors as the log writes them. Libraries hang requests, rows and texts on their errors, and some quote what they read:
 * only the parts listed here are written.
 */

/** An error in the log. */
export interface LoggedError {
  readonly type: string;
  /** Missing where the words of the error may quote what somebody wrote. */
  readonly message?: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly cure?: string;
  /** The lines of code, innermost first. */
  readonly stack: string;
  readonly cause?: LoggedError;
}

/** The largest number of causes below an error, and of lines of code of each. */
const MOST_CAUSES = 3;
const MOST_FRAMES = 12;
/** The errors whose words are left out of the log. */
const WORDLESS = new WeakSet<object>();

/** Marks an error so that the log leaves out its words, and those of its causes. */
export function withoutWords(error: unknown): unknown {
  if (typeof error === 'object' && error !== null) WORDLESS.add(error);
  return error;
}

/** The parts of an error that go into the log; anything that is no error is told by its type alone. */
export function loggedError(error: unknown, depth = 0, wordless = false): LoggedError | string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `(${typeof error})`;
  const { name, message, stack = '', code, statusCode, status = statusCode, cure, cause } = error as Error & Extra;
  // The engine quotes the text that is no JSON.
  const isQuoting = wordless || WORDLESS.has(error) || error instanceof SyntaxError;
  const below = depth < MOST_CAUSES && cause instanceof Error ? loggedError(cause, depth + 1, isQuoting) : undefined;
  return {
    type: error.constructor.name || name,
    ...(isQuoting ? {} : { message }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof cure === 'string' ? { cure } : {}),
    // The words stand at the top of the stack as well, on as many lines as they have.
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at\s/.test(line))
      .filter((line) => !message.includes(line))
      .slice(0, MOST_FRAMES)
      .join('\n'),
    ...(typeof below === 'object' ? { cause: below } : {}),
  };
}

/** The fields that errors of libraries may carry besides their words. */
interface Extra {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly cure?: unknown;
  readonly cause?: unknown;
}
