/** Turns the files of `intents/<pack>/`, a pack and its intents, into checked values. */
import { z } from 'zod';
import type { KnownAnswer } from '../core/content.ts';
import {
  type CodeTable,
  type Intent,
  NO_SCREENS,
  NO_TALK,
  type Pack,
  type Phrases,
  type SettingDefinition,
  type SlotDefinition,
  type SlotValue,
} from '../core/content.ts';
import { markup } from './markup.ts';
import { type Older, olderIntent, olderPack } from './older-format.ts';
import { IntentShape, PackShape, type SettingShape, type SlotShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The pack of a `pack.yaml`; null if its shape is wrong. `shared` are the common pack's slots, `phrases` the pack's own
 * sentences.
 */
export function readPack(
  source: SourceFile,
  id: string,
  {
    shared,
    sharedSettings,
    phrases,
    answers,
    codes,
  }: {
    readonly shared: readonly SlotDefinition[];
    readonly sharedSettings: readonly SettingDefinition[];
    readonly phrases: Phrases;
    readonly answers: readonly KnownAnswer[];
    readonly codes: CodeTable | null;
  },
): Pack | null {
  const data = parsed(source, PackShape, olderPack, id);
  if (!data) return null;
  const own = Object.entries(data.slots).map(([slot, shape]) =>
    readSlot(source, slot, shape, shared.find((s) => s.id === slot) ?? null),
  );
  const settings = Object.entries(data.settings);
  const answered = new Set([...Object.keys(data.slots), ...Object.keys(data.settings)]);
  return {
    id,
    title: data.title,
    generic: data.generic ?? null,
    thresholds: data.thresholds,
    about: data.about,
    others: data.others,
    screens: {
      ...data.screens,
      windows: Object.values(data.screens.windows).map(({ title, says }) => ({ title: title ?? null, says })),
    },
    talk: data.talk,
    hosts: data.hosts,
    categories: data.categories,
    slots: [
      ...own,
      ...settings.map(([setting, shape]) => slotOf(setting, shape)),
      ...shared.filter((s) => !answered.has(s.id)),
    ],
    settings: [
      ...settings.map(([setting, shape]) => readSetting(source, setting, shape)),
      ...sharedSettings.filter((s) => !answered.has(s.id)),
    ],
    ordinary: data.ordinary,
    guards: data.guards,
    sources: Object.fromEntries(
      Object.entries(data.sources).map(([key, s]) => [key, { title: s.title, resource: s.resource ?? null }]),
    ),
    review: data.review ?? null,
    phrases,
    answers,
    codeFamilies: Object.entries(data['code-families']).map(([family, shape]) => ({ id: family, ...shape })),
    codes,
  };
}

/** The values of a file. A file in an older format has that as its one fault, rather than every key that changed. */
function parsed<T extends z.ZodType>(
  source: SourceFile,
  shape: T,
  olderIn: (value: unknown) => Older | null,
  title: string,
): z.output<T> | null {
  const older = olderIn(source.parse(z.unknown()));
  if (!older) return source.parse(shape, { title });
  source.fault(older.path, older.what);
  return null;
}

/** A slot of a pack; one that the common pack has gets this pack's words and additional values. */
function readSlot(source: SourceFile, id: string, shape: SlotShape, shared: SlotDefinition | null): SlotDefinition {
  const title = shape.title ?? shared?.title;
  if (title === undefined && source.isSound(['slots', id]))
    source.fault(['slots', id], `slot "${id}": "title" is missing`, 'write "title:" and what it is called in a ticket');
  if (shared && shape.kind !== undefined && shape.kind !== shared.kind)
    source.fault(
      ['slots', id, 'kind'],
      `slot "${id}": intents/common/pack.yaml has it, of the kind "${shared.kind}"`,
      'take "kind" out, or call the slot something else',
    );
  const values = new Map<string, SlotValue>((shared?.values ?? []).map((value) => [value.id, value]));
  for (const [value, { title: name, says, answers, requests, visit, implies, also }] of Object.entries(shape.values)) {
    const [walkthrough = '', step = ''] = visit?.split('/') ?? [];
    const known = values.get(value);
    values.set(value, {
      id: value,
      title: name,
      says: [...new Set([...(known?.says ?? []), ...says])],
      answers: [...new Set([...(known?.answers ?? []), ...answers])],
      requests: [...new Set([...(known?.requests ?? []), ...requests])],
      visit: visit === undefined ? (known?.visit ?? null) : { walkthrough, step },
      implies: { ...known?.implies, ...implies },
      also: [...(known?.also ?? []), ...also],
    });
  }
  return {
    id,
    title: title ?? id,
    kind: shape.kind ?? shared?.kind ?? 'choice',
    question: shape.question === undefined ? (shared?.question ?? null) : markup(shape.question),
    unknown: shape.unknown ?? shared?.unknown ?? `the ${(title ?? id).toLowerCase()}`,
    why: shape.why === undefined ? (shared?.why ?? []) : markup(shape.why),
    deniable: shape.deniable ?? shared?.deniable ?? false,
    aside: shape.aside ?? shared?.aside ?? false,
    beside: [...new Set([...(shared?.beside ?? []), ...shape.beside])],
    unlike: [...new Set([...(shared?.unlike ?? []), ...shape.unlike])],
    setting: false,
    found: shape.found ?? shared?.found ?? null,
    grave: shape.grave.length > 0 ? shape.grave : (shared?.grave ?? []),
    values: [...values.values()],
  };
}

/** The setting of a pack. */
function readSetting(source: SourceFile, id: string, shape: SettingShape): SettingDefinition {
  const values = Object.keys(shape.values);
  if ((shape.kind === 'choice') !== values.length > 0)
    source.fault(
      ['settings', id],
      `setting "${id}": ${shape.kind === 'choice' ? 'a choice needs "values"' : 'only a choice has "values"'}`,
      'write "kind: choice" and below "values:" each value with its title',
    );
  if (/\*\*|`/.test(shape.neutral))
    source.fault(
      ['settings', id, 'neutral'],
      `setting "${id}": "neutral" is shown as it stands, with its ** and \``,
      'write plain words; what is around the placeholder may be bold',
    );
  return { id, title: shape.title, kind: shape.kind, improves: shape.improves, values };
}

/** The slot that a setting fills, so that texts and conditions use it like any other. */
function slotOf(id: string, { title, neutral, values }: SettingShape): SlotDefinition {
  return {
    id,
    title,
    question: null,
    kind: Object.keys(values).length > 0 ? 'choice' : 'text',
    values: Object.entries(values).map(([value, name]) => ({
      id: value,
      title: name,
      says: [],
      answers: [],
      requests: [],
      visit: null,
      implies: {},
      also: [],
    })),
    deniable: false,
    aside: false,
    beside: [],
    unlike: [],
    unknown: neutral,
    why: [],
    setting: true,
    found: null,
    grave: [],
  };
}

/** The keys that a problem must have, each with what belongs under it, in words. */
const NEEDED = {
  cause: 'in a sentence or two what is wrong',
  resolution: 'below it what helps ("person"), and what administrators can do ("admin")',
};

/** A stand-in for a pack that could not be read, so that its intents and walkthroughs can be. */
export function standInPack(
  id: string,
  around: {
    readonly shared: readonly SlotDefinition[];
    readonly sharedSettings: readonly SettingDefinition[];
    readonly phrases: Phrases;
    readonly answers: readonly KnownAnswer[];
    readonly codes: CodeTable | null;
  },
): Pack {
  return {
    id,
    title: id,
    generic: null,
    thresholds: { answer: 1, ask: 0 },
    about: { names: [], parts: [], does: [], fails: [], everyday: false },
    others: { programs: [], beside: [] },
    screens: NO_SCREENS,
    talk: NO_TALK,
    hosts: [],
    categories: {},
    slots: around.shared,
    settings: around.sharedSettings,
    ordinary: {},
    codeFamilies: [],
    guards: [],
    sources: {},
    review: null,
    phrases: around.phrases,
    answers: around.answers,
    codes: around.codes,
  };
}

/** The intent of a file; null if its shape is wrong. */
export function readIntent(source: SourceFile, pack: string): Intent | null {
  const data = parsed(source, IntentShape, olderIntent, source.id);
  if (!data) return null;
  if (data.kind === 'problem' && source.isSound(['kind'])) {
    const isHelped = data.walkthrough.person !== undefined || data.walkthrough.admin !== undefined;
    // A problem that nothing helps with is reported by the rules of intents.
    for (const key of isHelped ? (['cause', 'resolution'] as const) : (['cause'] as const))
      if (data[key] === undefined && source.isSound([key]))
        source.fault([], `"${key}" is missing`, `write "${key}:" and ${NEEDED[key]}`);
  }
  if (data.says.length + data.examples.length === 0 && source.isSound(['says']) && source.isSound(['examples']))
    source.fault(
      [],
      'nothing to recognise it by',
      'write how people put it ("examples"), or what a program shows ("says")',
    );
  return {
    id: source.id,
    pack,
    kind: data.kind,
    title: data.title,
    from: data.from ?? null,
    until: data.until ?? null,
    type: data.type ?? null,
    says: data.says,
    examples: data.examples,
    cause: markup(data.cause ?? ''),
    resolution: {
      person: markup(data.resolution?.person ?? ''),
      admin: (data.resolution?.admin ?? []).map(markup),
    },
    lookalikes: data.lookalikes,
    walkthrough: { person: data.walkthrough.person ?? null, admin: data.walkthrough.admin ?? null },
    anyProgram: data['any-program'],
    atOnce: data['at-once'],
    alarms: data.alarms,
    review: data.review ?? null,
    source: data.source,
  };
}
