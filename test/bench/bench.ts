/**
 * Measures how fast and how large Firstline is, in figures of this machine. Ways to ask:
 *
 *   npm run bench                          all figures of this tree: reading, masking, turns, journal, start, HTTP beside
 *                                          a bare Bot Framework bot, understanding beside its peers; some of them with --only
 *   npm run bench -- --only page           the chat page with 1, 4 and 64 messages at once: on SQLite empty and filled, with a
 *                                          slow disk (slow-sync.ts), and on PostgreSQL
 *   npm run bench -- --install             also the size of a production install, with its largest packages
 *   npm run bench -- --against <commit>    ratios of this tree (uncommitted changes included) to that commit
 *
 * Times depend on the machine and its other users, so only ratios taken in one run are worth comparing: "as fast as
 * today" means `--against` today's commit. Both trees then run at once, each with services, database and port of its
 * own, are warmed up by 5,000 messages, and are loaded at the same time, round after round. Each ratio comes with its
 * median, the quarters around it and its outermost rounds, and is called better or worse only if nearly all rounds
 * agree. Everything is started anew several times, since two processes of one program differ too. The commit is checked
 * out into a temporary folder that is gone afterwards, and driven only as anybody can: over HTTP and the command
 * `firstline`.
 *
 * --quick takes a third of the time; --json prints one JSON object; --html <file> also writes a page with plots; --strict ends
 * with 1 if a target is missed.
 */
import { optionsOf } from './options.ts';
import { print, tellingFaults } from './report.ts';

const options = optionsOf(process.argv.slice(2));
await tellingFaults(() => (options.against === null ? alone() : against(options.against)));

async function alone(): Promise<void> {
  const { measureAlone } = await import('./alone.ts');
  const { targetsOf } = await import('./targets.ts');
  const { tableOf } = await import('./table.ts');
  const results = await measureAlone(options);
  const targets = targetsOf(results);
  print({ ...results, targets }, options.json, () => tableOf(results, targets));
  if (options.html !== null) (await import('./html.ts')).writeHtml(options.html, results, tableOf(results, targets));
  if (options.strict && targets.some(({ met }) => !met)) process.exitCode = 1;
}

async function against(commit: string): Promise<void> {
  const { measureAgainst } = await import('./against/against.ts');
  const { THERE } = await import('./against/sides.ts');
  const { tableOfRatios } = await import('./against/table.ts');
  const results = await measureAgainst(commit, options.quick);
  print(results, options.json, () => tableOfRatios(results));
  // A part that the commit does not have yet is no fault; one that this tree does not have is.
  if (results.missing.some(({ why }) => !why.startsWith(THERE))) process.exitCode = 1;
}
