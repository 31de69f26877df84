/** The ages at which what people wrote is deleted, by kind of data. */

/** Kinds of data with an age of their own: pictures, the conversations of people, tickets, and the figures of cases. */
export const AGING = ['pictures', 'conversations', 'tickets', 'figures'] as const;
export type AgingKind = (typeof AGING)[number];

/** An age as it was written: so many hours, days, weeks or years. */
export interface Age {
  readonly count: number;
  readonly unit: AgeUnit;
}

/** The units of ages, each named as browsers know it. */
export type AgeUnit = 'hour' | 'day' | 'week' | 'year';

/** The age at which each kind of data is deleted, counted from its last change; null for never. */
export type Retention = Readonly<Record<AgingKind, Age | null>>;

/** The ages where none are set: a day for pictures, 90 days for conversations, two years for tickets, ten for figures. */
export const DEFAULT_RETENTION: Retention = {
  pictures: { count: 1, unit: 'day' },
  conversations: { count: 90, unit: 'day' },
  tickets: { count: 2, unit: 'year' },
  figures: { count: 10, unit: 'year' },
};

const LETTERS: Readonly<Record<string, AgeUnit>> = { h: 'hour', d: 'day', w: 'week', y: 'year' };
const HOUR_MS = 3_600_000;
const MILLISECONDS: Readonly<Record<AgeUnit, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  year: 365 * 24 * HOUR_MS,
};

/**
 * Reads ages such as `pictures=1d, conversations=90d, tickets=never`; kinds that are left out keep their default.
 * Answers what is wrong with the text, in words, where it can't be read.
 */
export function readRetention(text: string): { readonly ages: Retention } | { readonly wrong: string } {
  const ages: Record<AgingKind, Age | null> = { ...DEFAULT_RETENTION };
  const named = new Set<string>();
  for (const part of text.split(',')) {
    const [, kind = '', age = ''] = /^\s*([\w-]+)\s*=\s*([\w-]+)\s*$/.exec(part) ?? [];
    if (!isAging(kind)) return { wrong: `${EXAMPLE}; "${part.trim()}" names none of ${AGING.join(', ')}` };
    if (named.has(kind)) return { wrong: `${EXAMPLE}; ${kind} is named twice` };
    named.add(kind);
    const [, count = '', letter = ''] = /^([1-9]\d{0,3})([hdwy])$/.exec(age) ?? [];
    const unit = LETTERS[letter];
    if (age !== 'never' && !unit) return { wrong: `${EXAMPLE}; "${age}" is no age: write 12h, 90d, 6w, 2y or never` };
    ages[kind] = unit ? { count: Number(count), unit } : null;
  }
  return { ages };
}

const EXAMPLE = 'ages such as pictures=1d,conversations=90d,tickets=2y';

/** The longer one of two ages; null, which is never, is the longest. */
export function longerOf(one: Age | null, other: Age | null): Age | null {
  if (one === null || other === null) return null;
  return one.count * MILLISECONDS[one.unit] < other.count * MILLISECONDS[other.unit] ? other : one;
}

/** The time before which something is older than an age. */
export function olderThan({ count, unit }: Age, now: Date): string {
  return new Date(now.getTime() - count * MILLISECONDS[unit]).toISOString();
}

function isAging(kind: string): kind is AgingKind {
  return (AGING as readonly string[]).includes(kind);
}
