/** What channels write into the store in words of their own (addresses, where a picture is), and read again. */

/** The object a text holds; null for none, or for what is none: another version may have stored it. */
export function readStored(text: string | null): object | null {
  try {
    const read: unknown = JSON.parse(text ?? 'null');
    return typeof read === 'object' && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}
