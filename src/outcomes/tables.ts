/** The figures as tables: for the terminal, for CSV files and for the page, each with the same rows. */
import type { PromiseKept } from '../core/case-record.ts';
import { DIMENSIONS, type Dimension, type OutcomeFigures } from './figures.ts';
import type { Funnel, PartFigures } from './funnel.ts';
import type { FigureNames } from './names.ts';
import type { StepFigures } from './steps.ts';

/** A column: words, a number of cases, a share (0 to 1), or a time in seconds. */
export interface TableColumn {
  readonly id: string;
  readonly title: string;
  readonly kind: 'words' | 'count' | 'share' | 'seconds';
}

/** A table of figures; a cell is null where there is nothing to tell. */
export interface FigureTable {
  readonly name: string;
  readonly title: string;
  /** A sentence that says what the rows count. */
  readonly about: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** The names of the tables, in the order they are shown. */
export const TABLES = [
  ...(['funnel', 'desk', 'check-back', 'times', 'promises', 'ratings'] as const),
  ...(['problems', 'categories', 'packs', 'channels', 'days', 'per-day'] as const),
  ...(['steps', 'cures-nobody', 'same-answer'] as const),
] as const;
export type TableName = (typeof TABLES)[number];

/** The stages of the funnel, in order; their words are `stage-…` of the content. */
export const STAGES = [
  ...(['begun', 'recognised', 'walked', 'fixed', 'stayed'] as const),
  ...(['handed', 'resolved', 'reopened', 'unknown'] as const),
] as const satisfies readonly (keyof Funnel)[];

const DESK = [
  ...(['written', 'waiting', 'held', 'resolved', 'elsewhere', 'left', 'solved'] as const),
] as const satisfies readonly (keyof Funnel['desk'])[];
const CHECK_BACK = ['stays', 'silent', 'due'] as const satisfies readonly (keyof Funnel['checkBack'])[];
const PROMISES = ['kept', 'broken'] as const satisfies readonly PromiseKept[];
const PLURALS: Readonly<Record<Dimension, TableName>> = {
  problem: 'problems',
  category: 'categories',
  pack: 'packs',
  channel: 'channels',
};

/** Makes names, titles and columns in the words of the content: `table-…`, `table-…-about` and `column-…`. */
export function wordsOfTables({ say }: Pick<FigureNames, 'say'>) {
  const column =
    (kind: TableColumn['kind']) =>
    (id: string, key = `column-${id}`): TableColumn => ({ id, title: say(key), kind });
  return {
    table: (name: string): Pick<FigureTable, 'name' | 'title' | 'about'> => ({
      name,
      title: say(`table-${name}`),
      about: say(`table-${name}-about`),
    }),
    words: column('words'),
    count: column('count'),
    share: column('share'),
    seconds: column('seconds'),
  };
}

/** Makes all tables of one period. */
export function tablesOf(f: OutcomeFigures, names: FigureNames): readonly FigureTable[] {
  const { say } = names;
  const { table, words, count, share, seconds } = wordsOfTables(names);
  const stepColumns = [
    ...[words('walkthrough'), words('step'), words('title', 'column-text')],
    ...[count('reached'), count('cured'), count('on'), count('skipped'), count('handed'), count('left')],
  ];
  const pairs = <K extends string>(
    ids: readonly K[],
    counts: Readonly<Record<K, number>>,
    title: (id: K) => string,
  ): (readonly [string, number])[] => ids.map((id) => [title(id), counts[id]]);
  return [
    {
      ...table('funnel'),
      columns: [words('stage'), count('cases'), share('share')],
      rows: STAGES.map((id) => [say(`stage-${id}`), f.funnel[id], ratio(f.funnel[id], f.funnel.begun)]),
    },
    {
      ...table('desk'),
      columns: [words('standing'), count('cases'), share('share', 'column-share-handed')],
      rows: pairs(DESK, f.funnel.desk, (id) => say(`standing-${id}`)).map(([title, n]) => [
        title,
        n,
        ratio(n, f.funnel.handed),
      ]),
    },
    {
      ...table('check-back'),
      columns: [words('said'), count('cases')],
      rows: [
        ...pairs(CHECK_BACK, f.funnel.checkBack, (id) => say(`said-${id}`)),
        [say('said-again'), f.funnel.cameBack],
      ],
    },
    {
      ...table('times'),
      columns: [...[words('time'), count('cases')], ...[seconds('median'), seconds('ninetieth')]],
      rows: f.times.map((t) => [say(`time-${t.time}`), t.cases, t.median, t.ninetieth]),
    },
    {
      ...table('promises'),
      columns: [words('promise'), count('cases'), share('share', 'column-share-promised')],
      rows: pairs(PROMISES, f.promises, (id) => say(`promise-${id}`)).map(([title, n]) => {
        return [title, n, ratio(n, f.promises.kept + f.promises.broken)];
      }),
    },
    {
      ...table('ratings'),
      columns: [words('rating'), count('cases')],
      rows: Object.entries(f.ratings)
        .sort(([, a], [, b]) => b - a)
        .map(([rating, n]) => [rating, n]),
    },
    ...DIMENSIONS.map((by) => partTable(by, f.parts[by], names)),
    {
      ...table('days'),
      columns: [...[words('day'), count('cases')], ...f.perDay.standing.map(({ id }) => count(id!, `stage-${id}`))],
      rows: f.days.map((day, i) => {
        const counts = f.perDay.standing.map((series) => series.counts[i]!);
        return [day, counts.reduce((sum, n) => sum + n, 0), ...counts];
      }),
    },
    {
      ...table('per-day'),
      columns: [...[words('day'), words('by'), words('id')], words('title'), count('cases')],
      rows: DIMENSIONS.flatMap((by) =>
        f.perDay[by].flatMap(({ id, title, counts }) =>
          counts.flatMap((n, i) => (n === 0 ? [] : [[f.days[i]!, by, id, title, n]])),
        ),
      ),
    },
    {
      ...table('steps'),
      columns: stepColumns,
      rows: f.steps.map((s) => stepRow(s, names)),
    },
    {
      ...table('cures-nobody'),
      columns: stepColumns,
      rows: f.uncuring.map((s) => stepRow(s, names)),
    },
    {
      ...table('same-answer'),
      columns: [
        ...[words('walkthrough'), words('step'), words('title', 'column-question')],
        ...[words('answer'), count('times')],
      ],
      rows: f.sameAnswers.map((s) => [names.walkthrough(s.walkthrough), s.step, s.title, s.answer, s.times]),
    },
  ];
}

function partTable(by: Dimension, parts: readonly PartFigures[], names: FigureNames): FigureTable {
  const { table, words, count } = wordsOfTables(names);
  return {
    ...table(PLURALS[by]),
    columns: [words('id'), words('title', `column-${by}`), ...STAGES.map((id) => count(id, `stage-${id}`))],
    rows: parts.map((part) => [part.id, part.title, ...STAGES.map((id) => part[id])]),
  };
}

function stepRow(s: StepFigures, names: FigureNames): readonly (string | number | null)[] {
  return [names.walkthrough(s.walkthrough), s.step, s.title, s.reached, s.cured, s.on, s.skipped, s.handed, s.left];
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
