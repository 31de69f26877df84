/** The figures for leads: what the commands and the console put together. */
export { outcomeFigures } from './figures.ts';
export { namesOf } from './names.ts';
export { type OutcomesParts, outcomesPage } from './outcomes-page.ts';
export { queryOf } from './query.ts';
export { TABLES, tablesOf } from './tables.ts';
export { tableCsv, tablesText } from './written.ts';
