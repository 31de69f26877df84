/**
 * The proof of work that the server asks for while very many conversations begin: the number that makes the hash of the
 * puzzle's text begin with so many zero bits. It takes an old phone a second or two.
 *
 * @typedef {import('../proof.ts').Puzzle} Puzzle
 */

/** The number of hashes asked of the browser at a time: one by one, waiting would take longer than hashing. */
const AT_ONCE = 256;

/** Finds the answer to a puzzle. @param {Puzzle} puzzle @returns {Promise<number>} */
export async function solve({ text, bits }) {
  const encoder = new TextEncoder();
  for (let from = 0; ; from += AT_ONCE) {
    const hashes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => crypto.subtle.digest('SHA-256', encoder.encode(`${text} ${from + i}`))),
    );
    const found = hashes.findIndex((hash) => new DataView(hash).getUint32(0) >>> (32 - bits) === 0);
    if (found >= 0) return from + found;
  }
}
