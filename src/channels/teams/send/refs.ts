/** The names of Teams' messages in the store. */

/** Names a message: by its place, and Teams' id of it. */
export function refOf(place: string, id: string): string {
  return `${place}|${id}`;
}

/** Stands at the end of the id of a message that one person alone sees: Teams wants to be told so with every call. */
const ALONE = '?alone';

/** Marks the id of a message that one person alone sees. */
export function alone(id: string): string {
  return id + ALONE;
}

/** Tells whether one person alone sees a message. */
export function isAlone(id: string): boolean {
  return id.endsWith(ALONE);
}

/** Teams' own id of a message, whoever sees it. */
export function wireId(id: string): string {
  return isAlone(id) ? id.slice(0, -ALONE.length) : id;
}

/** Takes a message's name apart. */
export function partsOf(ref: string): { readonly place: string; readonly id: string } {
  const at = ref.lastIndexOf('|');
  return { place: ref.slice(0, at), id: ref.slice(at + 1) };
}

/**
 * Names the first message of a thread, as messages of that thread name the thread; null where Teams does not tell.
 * Teams calls the message by the thread's number; the activity's id may be an older name of the same.
 */
export function threadRef(channel: string, id: string, activity: string): string | null {
  const root = /;messageid=([^;]+)/.exec(id)?.[1] ?? activity;
  return root === '' ? null : refOf(`${channel};messageid=${root}`, root);
}
