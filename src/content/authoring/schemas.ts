/** JSON Schemas of the content files, so that editors complete, explain and check what an author writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PHRASE_KEYS } from '../../core/phrase-keys.ts';
import {
  AnswersShape,
  AskShape,
  CodesShape,
  ConsoleShape,
  EndShape,
  IntentShape,
  PackShape,
  PhrasesShape,
  RepliesShape,
  SaidShape,
  SecretsShape,
  TellShape,
  VisitShape,
  WalkthroughShape,
} from '../shapes.ts';

/** The kinds of content files, each with the folder its schema is in. */
export const SCHEMA_FOLDERS = {
  pack: 'intents',
  intent: 'intents',
  codes: 'intents',
  walkthrough: 'dialogs',
  phrases: 'dialogs',
  answers: 'dialogs',
  said: 'dialogs',
  replies: 'dialogs',
  console: 'dialogs',
  secrets: 'dialogs',
} as const;
/** A kind of content file. */
export type FileKind = keyof typeof SCHEMA_FOLDERS;

/** The first line of a content file: it tells editors which schema the file follows. */
export function schemaLine(kind: FileKind): string {
  return `# yaml-language-server: $schema=../.schemas/${kind}.json`;
}

/**
 * The schema files as they are written, by path below a content folder (`intents/.schemas/pack.json`). `root` is the
 * checkout: editors show its common sentences beside the ones that a pack puts in its own words.
 */
export function schemaFiles(root: string): ReadonlyMap<string, string> {
  const sentences = parse(readFileSync(join(root, 'dialogs', 'common', 'phrases.yaml'), 'utf8'));
  const schemas: Record<FileKind, object> = {
    pack: schemaOf(PackShape),
    intent: schemaOf(IntentShape),
    codes: schemaOf(CodesShape),
    walkthrough: walkthroughSchema(),
    phrases: phrasesSchema(sentences),
    answers: schemaOf(AnswersShape),
    said: schemaOf(SaidShape),
    replies: schemaOf(RepliesShape),
    console: consoleSchema(parse(readFileSync(join(root, 'dialogs', 'common', 'console.yaml'), 'utf8'))),
    secrets: schemaOf(SecretsShape),
  };
  return new Map(
    Object.entries(SCHEMA_FOLDERS).map(([kind, folder]) => [
      `${folder}/.schemas/${kind}.json`,
      `${JSON.stringify(schemas[kind as FileKind], null, 2)}\n`,
    ]),
  );
}

type Schema = z.core.JSONSchema.BaseSchema;

/** A shape as JSON Schema draft 7, the version editors know best. */
function schemaOf(shape: z.ZodType): Schema {
  return z.toJSONSchema(shape, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // An editor would write the default out, and an empty list or map tells an author nothing.
      if (typeof jsonSchema.default === 'object') delete jsonSchema.default;
      // The format "date" says the same as the pattern.
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  }) as Schema;
}

/** The kinds of steps: the keys each must have, and what an editor writes for a new one. */
const STEPS = [
  {
    title: 'ask',
    shape: AskShape,
    needs: [['ask'], ['slot']],
    start: { ask: '$1', choices: { yes: '$2', no: '$3', unknown: '$3' } },
  },
  { title: 'tell', shape: TellShape, needs: [['tell']], start: { tell: '$1', fixed: '$2', not: '$3' } },
  // biome-ignore lint/suspicious/noThenProperty: a key of the content
  { title: 'visit', shape: VisitShape, needs: [['visit']], start: { visit: '$1/', then: '$2' } },
  { title: 'end', shape: EndShape, needs: [['end']], start: { end: '$1' } },
] as const;

/**
 * The schema of a walkthrough. A step is one of four shapes; the walkthrough's own shape decides by the step's first
 * key, which no schema can express.
 */
function walkthroughSchema(): Schema {
  const schema = schemaOf(WalkthroughShape) as { properties: { steps: Schema } };
  schema.properties.steps.additionalProperties = {
    anyOf: STEPS.map(({ title, shape, needs }) => {
      const { $schema: _, ...step } = schemaOf(shape);
      const anyOf = needs.map((required) => ({ required: [...required] }));
      return { title, ...step, ...(anyOf.length > 1 ? { anyOf } : {}) };
    }),
    defaultSnippets: STEPS.map(({ title, shape, start }) => ({
      label: title,
      description: shape.description,
      body: start,
    })),
  } as Schema;
  return schema;
}

function consoleSchema(words: Readonly<Record<string, string>>): Schema {
  const { $schema, description } = schemaOf(ConsoleShape);
  const properties = Object.fromEntries(
    Object.entries(words).map(([key, text]) => [
      key,
      { type: 'string' as const, minLength: 1, description: `As it is shipped: ${text.trim()}` },
    ]),
  );
  return { $schema, description, type: 'object', properties, additionalProperties: false };
}

function phrasesSchema(sentences: Readonly<Record<string, string>>): Schema {
  const { $schema, description } = schemaOf(PhrasesShape);
  const properties = Object.fromEntries(
    PHRASE_KEYS.map((key) => [
      key,
      { type: 'string' as const, minLength: 1, description: `The common sentence: ${sentences[key]?.trim() ?? key}` },
    ]),
  );
  return { $schema, description, type: 'object', properties, additionalProperties: false };
}
