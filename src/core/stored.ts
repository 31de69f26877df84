/** Reads texts that channels wrote into the store in a form of their own: addresses, places of pictures. */

/** The object a text holds; null for none, or for what is none: another version may have stored it. */
export function readStored(text: string | null): object | null {
  try {
    const read: unknown = JSON.parse(text ?? 'null');
    return typeof read === 'object' && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}
