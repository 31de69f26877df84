/** Keeps the groups for a while: grouping takes seconds, and what an author has just dealt with is only taken out of them. */
import type { AlikeGroup } from '../core/alike.ts';
import type { KeptLesson } from '../core/lesson.ts';

/** The time for which groups are kept while others write on, in milliseconds. */
const KEPT_MS = 60_000;

/** The parts that groups are made with. */
interface GroupingParts {
  readonly groups: (texts: readonly string[]) => Promise<readonly AlikeGroup[]>;
  readonly now: () => Date;
}

/** The groups of lessons, the most frequent first; the first lesson of each is the one most like the others. */
export class Grouping {
  readonly #parts: GroupingParts;
  #kept: {
    readonly at: number;
    readonly groups: readonly (readonly string[])[];
    readonly known: ReadonlySet<string>;
  } | null = null;

  constructor(parts: GroupingParts) {
    this.#parts = parts;
  }

  /** Groups lessons anew the next time. */
  forget(): void {
    this.#kept = null;
  }

  async of(lessons: readonly KeptLesson[]): Promise<readonly (readonly KeptLesson[])[]> {
    if (lessons.length === 0) return [];
    const now = this.#parts.now().getTime();
    const isOld = this.#kept === null || Math.abs(now - this.#kept.at) > KEPT_MS;
    if (isOld && lessons.some(({ id }) => !this.#kept?.known.has(id))) {
      const groups = await this.#parts.groups(lessons.map(({ text }) => text));
      this.#kept = {
        ...{ at: now, known: new Set(lessons.map(({ id }) => id)) },
        groups: groups.map(({ members }) => members.map((at) => lessons[at]!.id)),
      };
    }
    const there = new Map(lessons.map((lesson) => [lesson.id, lesson]));
    const { groups, known } = this.#kept!;
    // Lessons that came since stand by themselves until all is grouped anew.
    const fresh = lessons.flatMap(({ id }) => (known.has(id) ? [] : [[id]]));
    return [...groups, ...fresh]
      .map((group) => group.flatMap((id) => there.get(id) ?? []))
      .filter((group) => group.length > 0)
      .sort((a, b) => b.length - a.length);
  }
}
