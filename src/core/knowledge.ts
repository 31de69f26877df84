/**
 * The knowledge in use: the content, and the reader that understands texts by it. A running service may load changed
 * content.
 */
import type { Content } from './content.ts';
import type { Read } from './reading.ts';

/** Content with the reader that was made for it. */
export interface Knowledge {
  readonly content: Content;
  readonly read: Read;
}

/** Gives the knowledge in use; asked anew at every message, never kept. */
export interface Knows {
  readonly current: Knowledge;
}
