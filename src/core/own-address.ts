/** Firstline's own address, as people write it in a command. */

/** The paths that Slack and Teams want, which people copy along. */
const COPIED = /\/(api\/messages|slack\/events)$/i;

/** Brings an address into shape: with its scheme, without the path for a platform's messages, and no slash at its end. */
export function ownAddress(written: string): string {
  const bare = written.trim().replace(/\/+$/, '').replace(COPIED, '').replace(/\/+$/, '');
  if (/^https?:\/\//i.test(bare)) return bare;
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:|\/|$)/i.test(bare);
  return `${local ? 'http' : 'https'}://${bare}`;
}
