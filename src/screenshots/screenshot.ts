/** The outcome of reading a picture. */

/** The reason why a picture could not be read. */
export type PictureTrouble =
  /** No PNG, JPEG or WebP, or broken, or animated. */
  | 'not-an-image'
  | 'too-big'
  | 'too-slow'
  /** Too many pictures are waiting already. */
  | 'busy'
  | 'failed';

/** The outcome of a picture: its text (which may be empty) with the confidence from 0 to 1; or the trouble. */
export type Screenshot =
  | { readonly text: string; readonly sure: number; readonly trouble: null }
  | { readonly text: null; readonly sure: 0; readonly trouble: PictureTrouble };

/** Makes the outcome of a picture that could not be read. */
export function unread(trouble: PictureTrouble): Screenshot {
  return { text: null, sure: 0, trouble };
}

/**
 * Tells whether an answer of the process is an outcome: a picture may have taken the process over, so its answers are
 * not trusted.
 */
export function isScreenshot(said: unknown): said is Screenshot {
  const { text, sure, trouble } = said as Screenshot;
  return trouble === null ? typeof text === 'string' && sure >= 0 && sure <= 1 : typeof trouble === 'string';
}
