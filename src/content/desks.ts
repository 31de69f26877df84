/** Reads the desks of an organisation: the places where agents work, and which tickets go to which of them. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { Registration } from '../core/channel.ts';
import type { Content } from '../core/content.ts';
import { CONSOLE_CHANNEL, type Desk, type DeskRule, type Desks, type Hours } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import type { Route } from '../core/person.ts';
import type { ContentFault } from './content-fault.ts';
import { SourceFile } from './source-file.ts';

/** How each channel writes the places of its desks: `slack:C0123ABC`, `teams:<team>/<channel>`. */
export type DeskPlaces = readonly Pick<Registration, 'name' | 'desk'>[];

/** A desk in the browser: `web`, or `web:network` for one of several. */
const IN_CONSOLE = /^web(?::([a-z][a-z0-9-]{0,40}))?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const DEFAULT_REMIND = 15;

const Minutes = z
  .int('a whole number of minutes')
  .min(1, 'at least one minute')
  .max(7 * 24 * 60, 'at most a week');
/** Working hours of a day: `09:00-12:00, 13:00-17:00`. */
const Stretches = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().split('-') as [string, string]))
  .refine(
    (parts) => parts.every(([a, b]) => TIME.test(a) && TIME.test(b ?? '') && a < b),
    'such as 09:00-12:00, 13:00-17:00',
  );
const HoursShape = z.strictObject({
  zone: z.string().refine(isZone, 'a time zone such as Europe/Berlin'),
  closed: z.array(z.iso.date('a day such as 2026-12-25')).default([]),
  ...(Object.fromEntries(DAYS.map((day) => [day, Stretches.optional()])) as Record<
    (typeof DAYS)[number],
    z.ZodOptional<typeof Stretches>
  >),
});
const OneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((v) => (typeof v === 'string' ? [v] : v))
  .default([]);
const shapeWith = (places: DeskPlaces) =>
  z.strictObject({
    desks: z.record(
      z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'a name of small letters, digits and -'),
      z.strictObject({
        place: z.string().refine((text) => routeTo(places, text) !== null, meantBy(places)),
        hours: HoursShape.optional(),
        answer: Minutes.optional(),
        remind: Minutes.default(DEFAULT_REMIND),
        talk: z.enum(['marked', 'open'], { error: 'marked or open' }).default('marked'),
      }),
    ),
    routes: z
      .array(
        z.strictObject({
          desk: z.string(),
          category: OneOrMore,
          pack: OneOrMore,
          audience: OneOrMore,
          language: OneOrMore,
          open: z.boolean().default(false),
        }),
      )
      .default([]),
  });

/** Reads a file of desks and routes, reporting every fault at once. `packs` are the existing ones. */
export function readDesks(
  path: string,
  content: Pick<Content, 'packs'>,
  places: DeskPlaces,
): { desks: Desks; faults: readonly ContentFault[] } {
  const file = new SourceFile({ path, shown: basename(path) });
  const given = file.parse(shapeWith(places));
  const packs = [...content.packs.keys()];
  const known = { category: categoriesOf(content), audience: ['person', 'admin'] };
  const desks = new Map<string, Desk>();
  const routes: DeskRule[] = given?.routes ?? [];
  for (const [name, { place, hours, answer, remind, talk }] of Object.entries(given?.desks ?? {}))
    desks.set(name, {
      name,
      route: routeTo(places, place)!,
      hours: hours ? hoursOf(hours) : null,
      answer: answer ?? null,
      remind,
      talk,
    });
  if (given && desks.size === 0) file.fault(['desks'], 'desks: there is none');
  for (const [i, route] of routes.entries()) {
    if (!desks.has(route.desk)) file.fault(['routes', i, 'desk'], `routes.${i}.desk: there is no desk "${route.desk}"`);
    for (const key of ['category', 'audience'] as const)
      for (const value of route[key])
        if (!known[key].includes(value))
          file.fault(['routes', i, key], `routes.${i}.${key}: "${value}" is none of ${known[key].join(', ')}`);
    for (const pack of route.pack)
      if (!packs.includes(pack)) file.fault(['routes', i, 'pack'], `routes.${i}.pack: there is no pack "${pack}"`);
    if (route.open && desks.get(route.desk)?.hours === null)
      file.fault(
        ['routes', i, 'open'],
        `routes.${i}.open: the desk "${route.desk}" has no hours, so it is always open`,
      );
  }
  const seen = new Map<string, string>();
  for (const { name, route } of desks.values()) {
    const key = `${route.channel}|${route.address}`;
    if (seen.has(key))
      file.fault(['desks', name, 'place'], `desks.${name}.place: it is the place of "${seen.get(key)}" too`);
    seen.set(key, name);
  }
  return { desks: { desks, routes }, faults: file.faults };
}

/**
 * The desks of a file.
 * @throws {Fault} if the file can't be read or has faults; the first of them is named.
 */
export function loadDesks(path: string, content: Pick<Content, 'packs'>, places: DeskPlaces): Desks {
  let read: ReturnType<typeof readDesks>;
  try {
    read = readDesks(path, content, places);
  } catch (cause) {
    throw new Fault(
      'DESKS_UNREADABLE',
      `The desks can't be read from ${path}`,
      'Set DESKS to a file like deploy/desk/desks.example.yaml.',
      { cause },
    );
  }
  const [first] = read.faults;
  if (first)
    throw new Fault(
      'DESKS_FAULTY',
      `${first.file}:${first.line}  ${first.what} (${read.faults.length} in all)`,
      'Run "npx firstline check" with the same DESKS to see them all.',
    );
  return read.desks;
}

/**
 * The one desk of the setting `DESK=slack:C0123ABC`.
 * @throws {Fault} SETTING_WRONG
 */
export function oneDesk(place: string, places: DeskPlaces): Desks {
  const route = routeTo(places, place);
  if (!route)
    throw new Fault(
      'SETTING_WRONG',
      `DESK must be ${meantBy(places)}`,
      'Correct it in the environment, or leave it out.',
    );
  const desk: Desk = {
    name: 'desk',
    route,
    hours: null,
    answer: null,
    remind: DEFAULT_REMIND,
    talk: 'marked',
  };
  return { desks: new Map([[desk.name, desk]]), routes: [] };
}

/** The route to a desk, with an address its channel understands: `{ desk: … }` instead of the place of a message; null for no place. */
function routeTo(places: DeskPlaces, text: string): Route | null {
  const inConsole = IN_CONSOLE.exec(text);
  if (inConsole) return { channel: CONSOLE_CHANNEL, address: JSON.stringify({ desk: inConsole[1] ?? '' }) };
  const colon = text.indexOf(':');
  const channel = text.slice(0, colon);
  const desk = places.find(({ name }) => name === channel)?.desk?.read(text.slice(colon + 1)) ?? null;
  return desk === null ? null : { channel, address: JSON.stringify({ desk }) };
}

function meantBy(places: DeskPlaces): string {
  return ['web for the console', ...places.flatMap(({ desk }) => (desk ? [desk.meant] : []))].join(' or ');
}

/** The categories that problems can have, over all packs. */
function categoriesOf({ packs }: Pick<Content, 'packs'>): string[] {
  return [...new Set([...packs.values()].flatMap(({ categories }) => Object.keys(categories)))];
}

function hoursOf({ zone, closed, ...days }: z.output<typeof HoursShape>): Hours {
  const byNumber = DAYS.flatMap((day, i) => (days[day] ? [[i + 1, days[day]] as const] : []));
  return { zone, closed, days: Object.fromEntries(byNumber) };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
