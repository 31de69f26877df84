/** Compares the results of the benchmark with what Firstline promises. */
import { median } from './figures.ts';
import { httpRatio } from './http-ratios.ts';
import { SYNC_MS } from './page.ts';
import type { PeerFigures, PeersFigures } from './peers/peers.ts';
import type { Results } from './results.ts';

/** A promise of Firstline, and whether this run bears it out. */
export interface FigureTarget {
  readonly what: string;
  readonly met: boolean;
}

const MOST_CLASSIFY_MS = 0.4;
/** Text by text it is 1 to 10; what grows with the square of the length is far above. */
const MOST_MASKING_RATIO = 100;
/** The most CPU a message, in times the baseline's: at an ordinary day's load, and in a rush. */
const MOST_CPU = { teams: { day: 1, rush: 0.9 }, web: { day: 0.7, rush: 0.65 } } as const;
const A_RUSH = 64;
const MOST_START_MS = 2000;
const MOST_IDLE_MB = 180;
const MOST_INSTALL_MB = 360;

/** The targets of the parts that were measured. */
export function targetsOf({ classify, masking, start, http, page, peers, install }: Results): FigureTarget[] {
  const targets: FigureTarget[] = [];
  if (classify)
    targets.push({ what: `classify: p50 below ${MOST_CLASSIFY_MS} ms`, met: classify.ordinary.p50 < MOST_CLASSIFY_MS });
  if (masking)
    targets.push({
      what: `masking: no text takes more than ${MOST_MASKING_RATIO} times as long as an ordinary one of its length`,
      met: masking.slowest <= masking.ordinary * MOST_MASKING_RATIO,
    });
  if (http) {
    for (const load of http.loads) {
      const most = MOST_CPU[load.way][load.atOnce >= A_RUSH ? 'rush' : 'day'];
      const cpu = httpRatio(load, (l) => l.cpuMs);
      const way = load.way === 'teams' ? 'Teams' : 'page';
      if (cpu !== null)
        targets.push({
          what: `${way}, ${load.atOnce} at once: CPU a message at most ${most} of the baseline's`,
          met: cpu.median <= most,
        });
    }
    const rush = http.loads.findLast(({ way }) => way === 'teams')!;
    const peak = (of: 'firstline' | 'baseline'): number =>
      median(rush.rounds.map((round) => round[of].peak ?? Number.NaN));
    if (!Number.isNaN(peak('firstline')))
      targets.push({ what: 'HTTP: with no more memory than the baseline', met: peak('firstline') <= peak('baseline') });
  }
  for (const { name, loads } of page ?? [])
    if (name.includes(`${SYNC_MS} ms`) && typeof loads !== 'string')
      for (const { atOnce, open, figures } of loads.filter((load) => load.open || load.atOnce <= 4)) {
        const most = (open ? 4 : 2) * SYNC_MS + 5;
        targets.push({
          what: `page with waits of ${SYNC_MS} ms for the disk, ${atOnce} at once${open ? ', open loop at half of what it can do' : ''}: p50 at most ${most} ms`,
          met: figures.p50 <= most,
        });
      }
  if (start) {
    targets.push({ what: `ready within ${MOST_START_MS / 1000} s`, met: start.median < MOST_START_MS });
    if (start.idleRss !== null)
      targets.push({ what: `idle below ${MOST_IDLE_MB} MB`, met: start.idleRss < MOST_IDLE_MB });
  }
  if (install)
    targets.push({
      what: `production install: at most ${MOST_INSTALL_MB} MB besides the package node`,
      met: install.mb <= MOST_INSTALL_MB,
    });
  if (peers) {
    targets.push({
      what: 'peers: the statistical half alone is behind none in accuracy',
      met: ahead(peers, (f) => f.accuracy),
    });
    if (peers.engines.some(({ figures: f }) => typeof f !== 'string' && f.auroc !== null))
      targets.push({ what: 'peers: nor in telling what is not ours', met: ahead(peers, (f) => f.auroc ?? 0) });
  }
  return targets;
}

/** Whether the first engine, Firstline's from the texts alone, is behind no peer that could be measured. */
function ahead({ engines }: PeersFigures, of: (figures: PeerFigures) => number): boolean {
  const value = ({ figures: f }: PeersFigures['engines'][number]): number => (typeof f === 'string' ? 0 : of(f));
  return engines.filter(({ ours }) => !ours).every((peer) => value(engines[0]!) >= value(peer));
}
