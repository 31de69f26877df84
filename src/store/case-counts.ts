/** Reads the counts of cases: grouped by the database, so that little is read however many there are. */
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { AgentsPart, CaseCounts, CaseQuery, CaseTime, CheckedBack } from '../core/case-record.ts';
import type { Outcome } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that the figures come from. */
export function caseCounts(db: Kysely<Tables>): Pick<Store, 'caseCounts'> {
  return {
    async caseCounts(query: CaseQuery): Promise<CaseCounts> {
      const cases = await chosen(db.selectFrom('case_record'), query)
        .select(['day', 'channel', 'pack', 'category', 'intent', 'walked', 'outcome', 'agents'])
        .select(['reopened', 'checked', 'rating', sql<string | number>`count(*)`.as('cases')])
        // In the order of the index, so that nothing has to be sorted.
        .groupBy(['day', 'channel', 'pack', 'category', 'intent', 'walked', 'outcome', 'agents'])
        .groupBy(['reopened', 'checked', 'rating'])
        .execute();
      const paths = await db
        .with('way', (w) =>
          chosen(w.selectFrom('case_record'), query)
            .select(['path', sql<number>`case when outcome = 'handed-over' then 1 else 0 end`.as('handed')])
            .select(sql<string | number>`count(*)`.as('cases'))
            .where('path', 'is not', null)
            .groupBy(['path', 'handed']),
        )
        .selectFrom('way')
        .innerJoin('case_path', 'case_path.id', 'way.path')
        .select(['case_path.path', 'way.handed', 'way.cases'])
        .execute();
      return {
        cases: cases.map((row) => ({
          ...row,
          walked: row.walked === 1,
          outcome: row.outcome as Outcome | null,
          agents: row.agents as AgentsPart | null,
          reopened: row.reopened === 1,
          checked: row.checked as CheckedBack | null,
          cases: Number(row.cases),
        })),
        paths: paths.map((row) => ({ path: row.path, handed: row.handed === 1, cases: Number(row.cases) })),
        times: {
          answer: await timesOf(db, query, 'answer'),
          fix: await timesOf(db, query, 'fix'),
          person: await timesOf(db, query, 'person'),
        },
      };
    },
  };
}

/** How many cases took each time, the shortest first. */
async function timesOf(db: Kysely<Tables>, query: CaseQuery, time: CaseTime): Promise<CaseCounts['times'][CaseTime]> {
  const rows = await chosen(db.selectFrom('case_record'), query)
    .select([`${time} as time`, sql<string | number>`count(*)`.as('cases')])
    .where(time, 'is not', null)
    .groupBy(time)
    .orderBy(time)
    .execute();
  // PostgreSQL answers large numbers as text.
  return rows.map((row) => ({ time: Number(row.time), cases: Number(row.cases) }));
}

function chosen<O>(
  select: SelectQueryBuilder<Tables, 'case_record', O>,
  { from, to, channel, pack, intent }: CaseQuery,
): SelectQueryBuilder<Tables, 'case_record', O> {
  return select
    .where('day', '>=', from)
    .where('day', '<=', to)
    .$if(channel !== null, (q) => q.where('channel', '=', channel))
    .$if(pack !== null, (q) => q.where('pack', '=', pack))
    .$if(intent !== null, (q) => q.where('intent', '=', intent));
}
