/** The names of Teams' messages in the store. */

/** Names a message: by its place, and Teams' id of it. */
export function refOf(place: string, id: string): string {
  return `${place}|${id}`;
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
