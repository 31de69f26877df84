/** Measures this tree alone, without a commit to compare with. */
import type { Content } from '../../src/core/content.ts';
import type { Read } from '../../src/core/reading.ts';
import { measureClassify } from './classify.ts';
import { httpPhases, measureHttp } from './http.ts';
import { measureInstall } from './install.ts';
import { measureJournal } from './journal.ts';
import { measureMasking } from './masking.ts';
import type { Options, Part } from './options.ts';
import { measurePage, PAGE_PHASES } from './page.ts';
import { fileTask, measurePeers, PEERS, shippedTask } from './peers/peers.ts';
import { withPostgres } from './postgres.ts';
import { Progress } from './progress.ts';
import type { Results } from './results.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { measureStart } from './startup.ts';
import { errorTexts } from './texts.ts';
import { measureTurn } from './turn.ts';

/** Measures the parts that were asked for, one after the other. */
export async function measureAlone({ parts, quick, texts }: Options): Promise<Results> {
  const task = texts && fileTask(texts.train, texts.on, texts.noneLabel);
  const messages = quick ? 5000 : 20_000;
  const http = quick ? { seconds: 1, rounds: 6 } : { seconds: 2, rounds: 12 };
  const phases: Record<Part, number> = {
    classify: 1,
    masking: 1,
    turn: 1,
    journal: 2,
    start: 1,
    http: httpPhases(http),
    page: PAGE_PHASES,
    peers: PEERS,
    install: 1,
  };
  const progress = new Progress(
    process.stderr,
    parts.reduce((sum, part) => sum + phases[part], 0),
  );
  // Loaded only when needed: its model may have to be trained first.
  const known = async (): Promise<{ content: Content; read: Read }> =>
    (await import('../fakes/knowledge.ts')).shipped();
  const results: Results = {};
  if (parts.includes('classify')) {
    progress.next('classify');
    const { content, read } = await known();
    results.classify = measureClassify(content, read, messages);
  }
  if (parts.includes('masking')) {
    progress.next('masking');
    results.masking = measureMasking();
  }
  if (parts.includes('turn')) {
    progress.next('turn');
    const { content, read } = await known();
    results.turn = await measureTurn(content, read, messages);
  }
  if (parts.includes('journal')) {
    progress.next('journal over SQLite');
    const { content, read } = await known();
    const sqlite = await withSqliteFile((database) => measureJournal(content, read, database, messages));
    progress.next('journal over PostgreSQL');
    const postgres = await withPostgres((database) => measureJournal(content, read, database, messages));
    results.journal = { sqlite, postgres };
  }
  if (parts.includes('start')) {
    progress.next('start');
    results.start = await measureStart(quick ? 3 : 5);
  }
  if (parts.includes('http')) {
    const { content } = await known();
    results.http = await measureHttp(errorTexts(content), http, progress.next);
  }
  if (parts.includes('page')) {
    const { content } = await known();
    const size = quick ? { seconds: 3, filled: 20_000 } : { seconds: 10, filled: 200_000 };
    results.page = await measurePage(errorTexts(content), size, progress.next);
  }
  if (parts.includes('peers')) results.peers = await measurePeers(task ?? shippedTask(), quick ? 5 : 20, progress.next);
  if (parts.includes('install')) {
    progress.next('npm ci --omit=dev in a copy');
    results.install = await measureInstall();
  }
  progress.end();
  return results;
}
