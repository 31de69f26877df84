/** What a message is called in the store: where it stands, and Teams' id of it. */
export function refOf(place: string, id: string): string {
  return `${place}|${id}`;
}

/** Where a message stands, and Teams' id of it. */
export function partsOf(ref: string): { readonly place: string; readonly id: string } {
  const at = ref.lastIndexOf('|');
  return { place: ref.slice(0, at), id: ref.slice(at + 1) };
}

/**
 * The first message of a thread, as whoever answers in it names the thread. Teams calls the message by the thread's number; the
 * activity's id may be an older name of the same.
 */
export function threadRef(channel: string, id: string, activity: string): string | null {
  const root = /;messageid=([^;]+)/.exec(id)?.[1] ?? activity;
  return root === '' ? null : refOf(`${channel};messageid=${root}`, root);
}
