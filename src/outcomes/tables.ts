/** The figures as tables: for the terminal, for CSV files and for the page, each with the same rows. */
import type { CaseTime, PromiseKept } from '../core/case-record.ts';
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

const words = (id: string, title: string): TableColumn => ({ id, title, kind: 'words' });
const count = (id: string, title: string): TableColumn => ({ id, title, kind: 'count' });
const share = (id: string, title: string): TableColumn => ({ id, title, kind: 'share' });
const seconds = (id: string, title: string): TableColumn => ({ id, title, kind: 'seconds' });

/** The stages of the funnel, in order, with their words. */
export const STAGES = [
  ['begun', 'Begun'],
  ['recognised', 'Recognised'],
  ['walked', 'Walked through'],
  ['fixed', 'Fixed by itself'],
  ['stayed', 'Stayed fixed'],
  ['handed', 'Handed over'],
  ['resolved', 'Resolved by agents'],
  ['reopened', 'Opened again'],
  ['unknown', 'Unknown'],
] as const satisfies readonly (readonly [keyof Funnel, string])[];

const DESK: Readonly<Record<keyof Funnel['desk'], string>> = {
  written: 'Written down, no desk',
  waiting: 'Waiting',
  held: 'With an agent',
  resolved: 'Resolved by an agent',
  elsewhere: 'Closed with another outcome',
  left: 'Left by the person',
  solved: 'Solved meanwhile',
};
const CHECK_BACK: Readonly<Record<keyof Funnel['checkBack'], string>> = {
  stays: 'Still works',
  silent: 'No answer',
  due: 'Not asked yet',
};
const PROMISES: Readonly<Record<PromiseKept, string>> = { kept: 'Kept', broken: 'Broken' };
const TIMES: Readonly<Record<CaseTime, string>> = {
  answer: 'To the first answer',
  fix: 'To the fix',
  person: 'From the hand-over to a person',
};
const PLURALS: Readonly<Record<Dimension, TableName>> = {
  problem: 'problems',
  category: 'categories',
  pack: 'packs',
  channel: 'channels',
};
const HEADINGS: Readonly<Record<Dimension, string>> = {
  problem: 'Problem',
  category: 'Category',
  pack: 'Pack',
  channel: 'Channel',
};

/** Makes all tables of one period. */
export function tablesOf(f: OutcomeFigures, names: FigureNames): readonly FigureTable[] {
  return [
    {
      ...{ name: 'funnel', title: 'Funnel', about: 'How many of the cases begun in the period came how far.' },
      columns: [words('stage', 'Stage'), count('cases', 'Cases'), share('share', 'Of all')],
      rows: STAGES.map(([id, title]) => [title, f.funnel[id], ratio(f.funnel[id], f.funnel.begun)]),
    },
    {
      ...{ name: 'desk', title: 'Handed over', about: 'How the cases that were handed over stand now.' },
      columns: [words('standing', 'Now'), count('cases', 'Cases'), share('share', 'Of those handed over')],
      rows: pairs(f.funnel.desk, DESK).map(([title, n]) => [title, n, ratio(n, f.funnel.handed)]),
    },
    {
      ...{ name: 'check-back', title: 'A day later', about: 'What people said a day after a fix for now.' },
      columns: [words('said', 'Said'), count('cases', 'Cases')],
      rows: [...pairs(f.funnel.checkBack, CHECK_BACK), ['Broken again', f.funnel.cameBack]],
    },
    {
      ...{ name: 'times', title: 'Times', about: 'How long it took the cases that got that far.' },
      columns: [
        ...[words('time', 'Time'), count('cases', 'Cases')],
        ...[seconds('median', 'Median'), seconds('ninetieth', 'Nine of ten within')],
      ],
      rows: f.times.map((t) => [TIMES[t.time], t.cases, t.median, t.ninetieth]),
    },
    {
      ...{
        name: 'promises',
        title: 'Promises',
        about:
          'Whether an agent came by the time that people were told first; desks without a promise are not counted.',
      },
      columns: [words('promise', 'Promise'), count('cases', 'Cases'), share('share', 'Of those promised')],
      rows: pairs(f.promises, PROMISES).map(([title, n]) => [title, n, ratio(n, f.promises.kept + f.promises.broken)]),
    },
    {
      ...{ name: 'ratings', title: 'Ratings', about: 'How people rated the cases that ended; most say nothing.' },
      columns: [words('rating', 'Rating'), count('cases', 'Cases')],
      rows: Object.entries(f.ratings)
        .sort(([, a], [, b]) => b - a)
        .map(([rating, n]) => [rating, n]),
    },
    ...DIMENSIONS.map((by) => partTable(by, f.parts[by])),
    {
      ...{ name: 'days', title: 'Days', about: 'The cases begun on each day (UTC), by how they stand now.' },
      columns: [
        ...[words('day', 'Day'), count('cases', 'Cases')],
        ...f.perDay.standing.map(({ id, title }) => count(id!, title)),
      ],
      rows: f.days.map((day, i) => {
        const counts = f.perDay.standing.map((series) => series.counts[i]!);
        return [day, counts.reduce((sum, n) => sum + n, 0), ...counts];
      }),
    },
    {
      ...{
        name: 'per-day',
        title: 'Each day',
        about: 'The cases begun on each day, by problem, category, pack, channel.',
      },
      columns: [
        ...[words('day', 'Day'), words('by', 'By'), words('id', 'Id')],
        words('title', 'Title'),
        count('cases', 'Cases'),
      ],
      rows: DIMENSIONS.flatMap((by) =>
        f.perDay[by].flatMap(({ id, title, counts }) =>
          counts.flatMap((n, i) => (n === 0 ? [] : [[f.days[i]!, by, id, title, n]])),
        ),
      ),
    },
    {
      ...{ name: 'steps', title: 'Steps', about: 'What became of the cases that reached each step.' },
      columns: STEP_COLUMNS,
      rows: f.steps.map((s) => stepRow(s, names)),
    },
    {
      ...{
        name: 'cures-nobody',
        title: 'Cures nobody',
        about: 'Things to do that were tried often and fixed no case.',
      },
      columns: STEP_COLUMNS,
      rows: f.uncuring.map((s) => stepRow(s, names)),
    },
    {
      ...{ name: 'same-answer', title: 'Always the same answer', about: 'Questions answered often, always the same.' },
      columns: [
        ...[words('walkthrough', 'Walkthrough'), words('step', 'Step'), words('title', 'Question')],
        ...[words('answer', 'Answer'), count('times', 'Times')],
      ],
      rows: f.sameAnswers.map((s) => [names.walkthrough(s.walkthrough), s.step, s.title, s.answer, s.times]),
    },
  ];
}

function partTable(by: Dimension, parts: readonly PartFigures[]): FigureTable {
  const title = HEADINGS[by];
  return {
    name: PLURALS[by],
    title: { problem: 'Problems', category: 'Categories', pack: 'Packs', channel: 'Channels' }[by],
    about: `The stages of the funnel for each ${by}.`,
    columns: [words('id', 'Id'), words('title', title), ...STAGES.map(([id, stage]) => count(id, stage))],
    rows: parts.map((part) => [part.id, part.title, ...STAGES.map(([id]) => part[id])]),
  };
}

const STEP_COLUMNS: readonly TableColumn[] = [
  ...[words('walkthrough', 'Walkthrough'), words('step', 'Step'), words('title', 'Text')],
  ...[count('reached', 'Reached'), count('cured', 'Cured'), count('on', 'Went on'), count('skipped', 'Skipped')],
  ...[count('handed', 'To a person'), count('left', 'Left')],
];

function stepRow(s: StepFigures, names: FigureNames): readonly (string | number | null)[] {
  return [names.walkthrough(s.walkthrough), s.step, s.title, s.reached, s.cured, s.on, s.skipped, s.handed, s.left];
}

function pairs<K extends string>(
  counts: Readonly<Record<K, number>>,
  titles: Readonly<Record<K, string>>,
): readonly (readonly [string, number])[] {
  return (Object.keys(titles) as K[]).map((key) => [titles[key], counts[key]]);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
