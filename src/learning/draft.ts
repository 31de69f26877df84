/** The draft: everything that authors chose and nobody took yet, as words to add to the content. */
import { createHash } from 'node:crypto';
import type { NearExample } from '../core/alike.ts';
import type { Content } from '../core/content.ts';
import type { KeptLesson, LessonUse } from '../core/lesson.ts';
import type { TrialOrder } from '../core/trial.ts';

/** A lesson in the draft. */
export type DraftLesson = KeptLesson & { readonly use: Exclude<LessonUse, { readonly use: 'leave' }> };

/** The words of a draft, by where they go. */
export interface DraftWords {
  readonly examples: readonly { readonly intent: string; readonly texts: readonly string[] }[];
  readonly seeds: readonly { readonly pack: string; readonly title: string; readonly texts: readonly string[] }[];
}

/** The lessons that are to become content. */
export function draftOf(lessons: readonly KeptLesson[]): readonly DraftLesson[] {
  return lessons.filter((lesson): lesson is DraftLesson => lesson.use !== null && lesson.use.use !== 'leave');
}

/** The words of a draft, the earliest first. */
export function wordsOfDraft(draft: readonly DraftLesson[]): DraftWords {
  const examples = new Map<string, string[]>();
  const seeds = new Map<string, { pack: string; title: string; texts: string[] }>();
  for (const { use } of [...draft].sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1)))
    if (use.use === 'seed') {
      const key = JSON.stringify([use.pack, use.title]);
      const seed = seeds.get(key) ?? { pack: use.pack, title: use.title, texts: [] };
      if (!seed.texts.includes(use.wording)) seed.texts.push(use.wording);
      seeds.set(key, seed);
    } else {
      const texts = examples.get(use.intent) ?? [];
      if (!texts.includes(use.wording)) texts.push(use.wording);
      examples.set(use.intent, texts);
    }
  return { examples: [...examples].map(([intent, texts]) => ({ intent, texts })), seeds: [...seeds.values()] };
}

/** The name of a draft and the content it is for: it changes with every word of either. */
export function nameOfDraft(draft: readonly DraftLesson[], { hash }: Pick<Content, 'hash'>): string {
  const uses = draft.map(({ id, use }) => [id, use]).sort(([a], [b]) => (a! < b! ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([hash, uses]))
    .digest('hex')
    .slice(0, 16);
}

/** The texts that a trial reads: those of the draft with what they are to be taken for, and those that are left. */
export function textsToTry(
  draft: readonly DraftLesson[],
  open: readonly KeptLesson[],
  seedId: (title: string) => string,
): Pick<TrialOrder, 'draft' | 'open'> {
  return {
    draft: draft.map(({ id, use }) => ({
      ...{ id, text: use.wording },
      intent: use.use === 'seed' ? seedId(use.title) : use.intent,
    })),
    open: open.map(({ id, text }) => ({ id, text })),
  };
}

/** An example of another intent that stands too near to some words. */
export interface TooNearOther extends NearExample {
  /** `same`: nearly the same words; `nearer`: it is nearer than every example of the intent they are for. */
  readonly kind: 'same' | 'nearer';
}

/** The likeness from which on two texts differ only by a word nobody notices, and below which nearness is chance. */
const SAME = 0.85;
const NEAR = 0.4;

/** Tells whether words stand nearer to another intent than to the one they are for (null: to a new one). */
export function tooNearOther(near: readonly NearExample[], intent: string | null): TooNearOther | null {
  const own = near.find((one) => one.intent === intent)?.likeness ?? 0;
  const other = near.find((one) => one.intent !== intent);
  if (!other || other.likeness < NEAR) return null;
  if (other.likeness >= SAME && other.likeness >= own) return { ...other, kind: 'same' };
  return other.likeness > own ? { ...other, kind: 'nearer' } : null;
}

/** The subject of the commit, which names what was added and nobody's words. */
export function subjectOf({ examples, seeds }: DraftWords): string {
  const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
  const texts = examples.reduce((sum, { texts: some }) => sum + some.length, 0);
  const parts = [
    ...(texts > 0 ? [`${count(texts, 'example', 'examples')} of ${count(examples.length, 'intent', 'intents')}`] : []),
    ...(seeds.length > 0 ? [count(seeds.length, 'new problem', 'new problems')] : []),
  ];
  return `Add ${parts.join(' and ')} learned from messages`;
}
