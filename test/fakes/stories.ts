/** Reads the stories of test/conversations, and plays them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Image } from '../../src/core/job.ts';
import type { Talk } from './talk.ts';

const Expectation = z.strictObject({
  /** `walkthrough/step`, or null for none. */
  at: z.string().nullable().optional(),
  outcome: z.enum(['fixed', 'fixed-for-now', 'handed-over']).nullable().optional(),
  /** Words that must, or must not, stand in the reply (case does not matter). */
  text: z.union([z.string(), z.array(z.string())]).optional(),
  without: z.union([z.string(), z.array(z.string())]).optional(),
  /** Words that must stand in the ticket that is written, as agents read it. */
  ticket: z.union([z.string(), z.array(z.string())]).optional(),
  /** Whether the ticket that is written takes the urgent route. */
  urgent: z.boolean().optional(),
  /** Choices that must be offered. */
  choices: z.array(z.string()).optional(),
});

const Story = z.strictObject({
  story: z.string(),
  as: z.enum(['person', 'admin']).default('person'),
  /** Whether it is played through the real page in the real browser too. */
  page: z.boolean().default(false),
  /** Whether it is a walk: played on the page, in Slack and in Teams by `npm run prove`. */
  everywhere: z.boolean().default(false),
  /** The day it is played on (`2027-01-31`), where the content is dated. */
  on: z.iso.date().optional(),
  turns: z.array(
    z.strictObject({
      say: z.string().optional(),
      /** The problem that is meant: it is named at once, or offered, and then it is chosen. */
      means: z.string().optional(),
      press: z.string().optional(),
      open: z.literal(true).optional(),
      /** A photo that nobody here can read, as iPhones take them; with the words of `say`, if there are any. */
      photo: z.literal(true).optional(),
      /** Hours that pass before the turn. */
      after: z.number().optional(),
      /** Presses a button of the question before the current one. */
      old: z.boolean().optional(),
      expect: Expectation.default({}),
    }),
  ),
});

/** A whole conversation, with its place in a file. */
export type Story = z.output<typeof Story> & { readonly file: string; readonly line: number };

/** Whole conversations as data: `test/conversations/*.yaml`. */
export function stories(): Story[] {
  const folder = join(import.meta.dirname, '..', 'conversations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => {
      const lines = new LineCounter();
      const document = parseDocument(readFileSync(join(folder, name), 'utf8'), { lineCounter: lines });
      if (document.errors[0]) throw new Error(`${name}: ${document.errors[0].message}`);
      return z
        .array(Story)
        .parse(document.toJS())
        .map((story, i) => {
          const node = document.getIn([i], true) as { range: [number] };
          return { ...story, file: name, line: lines.linePos(node.range[0]).line };
        });
    });
}

/** The time at which a story begins that is played on a day, in milliseconds. */
export function beginningOf(day: string): number {
  return Date.parse(`${day}T09:00:00Z`);
}

/** A photo in a format that is not read. */
const PHOTO: Image = { ref: 'photo', name: null, unreadable: 'heic' };

/** Does what the person does in one turn of a story. */
export async function act(talk: Talk, turn: Story['turns'][number]): Promise<void> {
  if (turn.after) talk.wait(turn.after);
  if (turn.open) await talk.open();
  else if (turn.photo) await talk.send({ text: turn.say ?? '', images: [PHOTO] });
  else if (turn.press !== undefined) await talk.press(turn.press, turn.old ? (talk.state?.asked ?? 1) - 1 : undefined);
  else await talk.say(turn.say ?? '');
  if (turn.means !== undefined && talk.choices.includes(turn.means)) await talk.press(turn.means);
}

/** The texts of an expectation as a list. */
export function words(text: string | readonly string[] | undefined): readonly string[] {
  return text === undefined ? [] : typeof text === 'string' ? [text] : text;
}
