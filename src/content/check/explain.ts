/** Explains in an author's words what is wrong with the shape of a file. */
import type { z } from 'zod';
import type { Path, ShapeFault } from '../content-fault.ts';
import { about } from './labels.ts';
import { meantOf, nearest } from './meant.ts';
import { keysAt } from './shape-keys.ts';
import { type AsWritten, notWhatIsMeant } from './wrong-kind.ts';

/** A value under check: its shape, and the text its author wrote at each place. */
export interface Checked {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** The text of the file at a path; empty if nothing stands there. */
  readonly written: (path: Path) => string;
}

type Issue = z.core.$ZodIssue;

/** The beginnings of zod's own sentences; all others are written in the shapes, for authors. */
const ZODS_OWN = /^(Invalid|Too (small|big)|Unrecognized|Expected|Required)/;

/** Puts zod's issues into an author's words, one fault each. */
export function explainIssues(issues: readonly Issue[], checked: Checked): ShapeFault[] {
  const unknown = new Map(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? [[issue as Issue, unknownKeys(issue, checked)] as const] : [],
    ),
  );
  const misspelt = new Set([...unknown.values()].flat().map(({ instead }) => JSON.stringify(instead)));
  return issues.flatMap((issue): readonly ShapeFault[] => {
    if (isMissing(issue.path, checked.value) && misspelt.has(JSON.stringify(issue.path))) return [];
    return unknown.get(issue) ?? explained(issue, issue.path, checked);
  });
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, { schema, value }: Checked): ShapeFault[] {
  const known = keysAt(schema, value, issue.path);
  const used = Object.keys(valueAt(value, issue.path) ?? {});
  return issue.keys.map((key) => {
    const free = known.filter((k) => !used.includes(k));
    const near = nearest(key, free);
    return {
      path: [...issue.path, key],
      what: about(issue.path, `nobody reads "${key}"`),
      meant: near === undefined ? meantOf(key, free, 24) : `"${near}" was probably meant`,
      ...(near === undefined ? {} : { instead: [...issue.path, near], name: near }),
    } as ShapeFault;
  });
}

function explained(issue: Issue, path: Path, checked: Checked): ShapeFault[] {
  const value = valueAt(checked.value, path);
  const shown = `"${String(value)}"`;
  if (isMissing(path, checked.value)) return [missing(path)];
  if (issue.code === 'invalid_union') return unionOf(issue, path, checked);
  if (issue.code === 'invalid_type') return [notWhatIsMeant([issue.expected], path, value, asWritten(path, checked))];
  if (issue.code === 'custom') return [misspeltStep(path, value) ?? { path, what: about(path, issue.message) }];
  if (!ZODS_OWN.test(issue.message))
    return [
      {
        path,
        what: about(path, `${shown} can't stand here: ${sentence(issue.message)}`),
        ...slug(value, issue.message),
      },
    ];
  switch (issue.code) {
    case 'invalid_key': {
      const name = String(path.at(-1));
      const why = issue.issues[0]?.message ?? 'it is no name';
      return [
        {
          path,
          what: about(path.slice(0, -1), `"${name}" can't be a name: ${why}`),
          ...slug(name, why),
          name: idOf(name),
        },
      ];
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      return [{ path, what: about(path, `${shown} is not known`), ...optional(meantOf(String(value), known)) }];
    }
    case 'too_small':
      if (issue.origin === 'string')
        return [{ path, what: about(path, 'there are no words in it'), meant: 'write them, or take the line out' }];
      if (issue.origin === 'array')
        return [{ path, what: about(path, 'the list is empty'), meant: 'write an entry, or take the line out' }];
      return [{ path, what: about(path, `${String(value)} is too little, it is ${issue.minimum} or more`) }];
    case 'too_big':
      return [{ path, what: about(path, `${String(value)} is too much, it is ${issue.maximum} or less`) }];
    default:
      return [{ path, what: about(path, `${shown} can't stand here`) }];
  }
}

function asWritten(path: Path, { schema, value, written }: Checked): AsWritten {
  return { written: written(path), keys: keysAt(schema, value, path) };
}

/** The faults of a value that may have one of several shapes: those of the shape it was probably meant to have. */
function unionOf(issue: z.core.$ZodIssueInvalidUnion, path: Path, checked: Checked): ShapeFault[] {
  const meantOne = issue.errors.find((issues) => issues.length > 0 && !issues.every(isOfAnotherKind));
  if (meantOne) {
    const inside = meantOne.map((one) => ({ ...one, path: [...path, ...one.path] }) as Issue);
    return explainIssues(inside, checked);
  }
  return [notWhatIsMeant(kindsOf(issue), path, valueAt(checked.value, path), asWritten(path, checked))];
}

/** Whether a value is of quite another kind than a shape, so that this shape was hardly meant. */
function isOfAnotherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  return (
    issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && issue.errors.every((issues) => issues.every(isOfAnotherKind)))
  );
}

function kindsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_type') return [issue.expected];
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(kindsOf) : [];
}

/** The purpose of each key that has to be there, in words. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ['title', 'what people read as its name'],
  ['audience', 'person or admin: who it is for'],
  ['steps', 'what is asked and told, one step after the other'],
  ['person', 'what helps, in words for the person'],
  ['admin', 'a list of what administrators can do'],
  ['intent', 'which other problem it is'],
  ['tell', 'how to tell the two apart'],
  ['text', 'the words people read'],
  ['then', 'the step that comes after the visit'],
  ['needs', 'who may read it'],
  ['because', 'why, in a sentence'],
]);

function missing(path: Path): ShapeFault {
  const key = String(path.at(-1));
  const what = about(path.slice(0, -1), `"${key}" is missing`);
  return { path, what, ...optional(NEEDED.get(key) && `write "${key}:" and behind it ${NEEDED.get(key)}`) };
}

function isMissing(path: Path, value: unknown): boolean {
  return path.length > 0 && valueAt(value, path) === undefined;
}

/** The value at a path; undefined if there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null ? (here as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** A shape's message about a value ("is a day") as the end of a sentence. */
function sentence(message: string): string {
  return /^(is|names|has) /.test(message)
    ? `it ${message.replace(/^is /, 'has to be ').replace(/^names /, 'has to name ')}`
    : message;
}

/** An id to use in place of words that are none, as a suggestion. */
function slug(value: unknown, why: string): { meant?: string } {
  if (typeof value !== 'string' || !/^(an id|names a step)/.test(why)) return {};
  const id = idOf(value);
  return optional(id && id !== value ? `"${id}" would do` : undefined);
}

/** An id made of some words; empty if they have no letters that an id can have. */
function idOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function optional(meant: string | undefined): { meant?: string } {
  return meant ? { meant } : {};
}

/** The fault of a step whose first key is nearly one that a step can begin with. */
function misspeltStep(path: Path, value: unknown): ShapeFault | undefined {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  for (const key of keys) {
    const near = nearest(key, ['ask', 'slot', 'tell', 'visit', 'end']);
    if (near === undefined) continue;
    const what = about(path, `nobody reads "${key}"`);
    return { path: [...path, key], what, meant: `"${near}" was probably meant`, name: near };
  }
  return undefined;
}
