/** Takes the names of people out of a text. */
import type { Person } from './person.ts';

/** Stands where the name of a person stood. */
const NAME = '[name]';
/** The shortest part of a name that is taken out by itself, in letters. */
const SHORTEST_PART = 3;

/** A text without the names of these people: whole ones in any letters, parts of them as they are written. */
export function withoutNames(text: string, people: readonly (Person | null)[]): string {
  const names = [...new Set(people.flatMap((person) => person?.name?.trim() || []))].sort(
    (a, b) => b.length - a.length,
  );
  let out = text;
  for (const name of names) {
    out = out.replace(wordOf(name, 'giu'), NAME);
    for (const part of name.split(/[^\p{L}\p{N}'’-]+/u))
      if (part.length >= SHORTEST_PART && /^\p{Lu}/u.test(part)) out = out.replace(wordOf(part, 'gu'), NAME);
  }
  return out;
}

function wordOf(name: string, flags: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, flags);
}
