/** The rules of every table: how its rows grow old, whether people's words stand in them, and whether a copy of the database has them. */
import type { AgingKind } from '../core/retention.ts';
import type { Tables } from './tables.ts';

/** The rules of one table. */
export interface TableRule {
  /**
   * A kind of `RETENTION`: its rows go at that age. `belongs`: they go with the conversation or the ticket that they hang on.
   * `ends`: they name the time of their own end. `few`: there are never more than two, whatever is stored.
   */
  readonly goes: AgingKind | 'belongs' | 'ends' | 'few';
  /** Whether words or names of people stand in it: its freed room is cleaned. */
  readonly hasWords: boolean;
  /** Whether `copy` takes it along; what is about one process or one browser is not. */
  readonly isCopied: boolean;
}

const BELONGS: TableRule = { goes: 'belongs', hasWords: true, isCopied: true };
const FEW: TableRule = { goes: 'few', hasWords: false, isCopied: true };

/** The rules of all tables. test/store/table-rules.test.ts fills each of them and sees it grow old. */
export const TABLE_RULES: Readonly<Record<keyof Tables, TableRule>> = {
  sequence: { ...BELONGS, hasWords: false },
  inbox: BELONGS,
  conversation: { goes: 'conversations', hasWords: true, isCopied: true },
  outbox: BELONGS,
  timer: BELONGS,
  job: BELONGS,
  image: { goes: 'pictures', hasWords: true, isCopied: true },
  ticket: { goes: 'tickets', hasWords: true, isCopied: true },
  ticket_entry: BELONGS,
  ticket_word: BELONGS,
  link: BELONGS,
  case_end: BELONGS,
  lesson: BELONGS,
  audit: { goes: 'tickets', hasWords: true, isCopied: true },
  erased: { goes: 'tickets', hasWords: false, isCopied: true },
  case_record: { goes: 'figures', hasWords: false, isCopied: true },
  case_path: { goes: 'figures', hasWords: false, isCopied: true },
  case_kind: { goes: 'figures', hasWords: false, isCopied: true },
  content_change: { goes: 'figures', hasWords: false, isCopied: true },
  counted: FEW,
  trial: FEW,
  trial_run: { ...FEW, isCopied: false },
  heartbeat: { ...FEW, isCopied: false },
  console_session: { goes: 'ends', hasWords: true, isCopied: false },
  console_open: { goes: 'ends', hasWords: true, isCopied: false },
};

/** The tables whose rule is so. */
export function tablesWith(is: (rule: TableRule) => boolean): readonly (keyof Tables)[] {
  return (Object.keys(TABLE_RULES) as (keyof Tables)[]).filter((table) => is(TABLE_RULES[table]));
}
