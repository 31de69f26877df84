/** The content and what understands texts by it, as they are now: a running service may take changed content. */
import type { Content } from './content.ts';
import type { Read } from './reading.ts';

/** Content with the reader that was made for it. */
export interface Knowledge {
  readonly content: Content;
  readonly read: Read;
}

/** The knowledge in use; asked for anew at every message, never kept. */
export interface Knows {
  readonly current: Knowledge;
}
