/** Jobs between conversations: carrying pictures over, and making case codes. */
import { randomInt } from 'node:crypto';
import { CODE_LETTERS } from '../core/desk.ts';
import type { FetchImage, FoundText, Image, JobResult, JobRow, MissingPart, RunJob } from '../core/job.ts';
import { partOf } from '../core/message-part.ts';
import type { Store } from '../core/store.ts';

/** The largest file that is carried over, in bytes. */
const LONGEST_FILE = 10 * 1024 * 1024;

/**
 * Makes the job that carries pictures and files over from another conversation: they are kept for this one until they
 * are sent.
 */
export function createCarryJob(fetch: FetchImage, store: Store, now: () => Date): RunJob {
  return async (row) => {
    const from = row.job.from ?? row;
    let trouble: JobResult['trouble'] = null;
    const images: Image[] = [];
    const missing: MissingPart[] = [];
    for (const [i, image] of row.job.images.entries()) {
      const bytes = await fetch({ ...row, ...from }, image);
      const why = typeof bytes === 'string' ? bytes : bytes.length > LONGEST_FILE ? 'too-big' : null;
      if (typeof bytes === 'string' || why !== null) {
        trouble = why;
        missing.push({ ...partOf('file', image.name, image.link), why: why ?? 'failed' });
      } else {
        // The same reference at every attempt, so that a second one keeps nothing twice.
        const ref = `carried:${row.job.id.slice(row.conversation.length + 1)}:${i}`;
        await store.keepImage(row.conversation, ref, bytes, now().toISOString());
        images.push({ ref, name: image.name });
      }
    }
    const carried = result(row, images.length === 0 ? [] : [{ text: '', by: null, sure: 1, images }], trouble);
    return missing.length === 0 ? carried : { ...carried, missing };
  };
}

/** Makes a code of ten letters and digits that nobody can guess. */
export const makeCode: RunJob = async (row) => {
  const letters = Array.from({ length: 10 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
  // Without a digit it could be a word.
  if (!/\d/.test(letters)) return makeCode(row);
  return result(row, [{ text: `${letters.slice(0, 5)}-${letters.slice(5)}`, by: null, sure: 1, images: [] }], null);
};

function result({ job }: JobRow, found: readonly FoundText[], trouble: JobResult['trouble']): JobResult {
  return { job: job.id, kind: job.kind, found, trouble };
}
