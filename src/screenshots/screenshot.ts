/** Why a picture could not be read. */
export type PictureTrouble =
  /** Not a PNG, JPEG or WebP, or broken, or moving. */
  | 'not-an-image'
  | 'too-big'
  | 'too-slow'
  /** Too many are waiting already. */
  | 'busy'
  | 'failed';

/** What became of a picture: the text in it (none is a text too), 0 to 1 how surely it was read; or why there is none. */
export type Screenshot =
  | { readonly text: string; readonly sure: number; readonly trouble: null }
  | { readonly text: null; readonly sure: 0; readonly trouble: PictureTrouble };

export function unread(trouble: PictureTrouble): Screenshot {
  return { text: null, sure: 0, trouble };
}

/** Whether it is one: what a picture may have taken over is not believed. */
export function isScreenshot(said: unknown): said is Screenshot {
  const { text, sure, trouble } = said as Screenshot;
  return trouble === null ? typeof text === 'string' && sure >= 0 && sure <= 1 : typeof trouble === 'string';
}
