/** Measures the screenshot reader: how many errors it reads right, how fast, and with how much memory. */
import { readdirSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Browser } from 'playwright-core';
import { SILENT } from '../../src/core/log.ts';
import type { Reading } from '../../src/core/reading.ts';
import { readSeen } from '../../src/core/seen.ts';
import { createScreenshotReader } from '../../src/screenshots/reader.ts';
import { openBrowser } from '../fakes/browser.ts';
import { SHIPPED_SETTINGS } from '../fakes/content.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Camera, FONTS, SCALES, SCENES, type Shot, THEMES } from '../fakes/screenshots.ts';
import { Service } from '../fakes/service.ts';
import { Progress } from './progress.ts';
import { usageOf } from './usage.ts';

const program = new Command('node test/bench/screenshots.ts')
  .description(
    'Measures the screenshot reader: every scene, theme, scale and font, with the errors of the content in turn.',
  )
  .option('--scenes <list>', `some of ${SCENES.join(', ')}; with commas`, SCENES.join(','))
  .option('--rounds <n>', 'so often through all of them, with other errors each time', '1')
  .option('--no-memory', 'leave out the service’s memory, which takes half a minute')
  .option('--json', 'one JSON object instead of the table')
  .option('--strict', 'end with 1 if a target is missed')
  .parse();
const options = program.opts<{ scenes: string; rounds: string; memory: boolean; json?: boolean; strict?: boolean }>();

interface Taken extends Omit<Shot, 'title'> {
  readonly wanted: string | null;
  readonly got: string | null;
  readonly ms: number;
}

const { content, read } = await shipped();
const isProblem = ({ intent }: Reading): boolean => content.intents.get(intent ?? '')?.kind === 'problem';

/** Every error a client shows, in turn over the intents, that would be recognised if it was pasted. */
const messages = (() => {
  const problems = [...content.intents.values()].filter((i) => i.kind === 'problem');
  const most = Math.max(...problems.map((i) => i.says.length));
  return Array.from({ length: most }, (_, n) => problems.flatMap((i) => i.says[n] ?? []))
    .flat()
    .map((says) => says.replace(/\{[a-z-]+\}/g, 'contoso.com'))
    .filter((text) => text.includes(' ') && read(text).decision === 'answer' && isProblem(read(text)));
})();

const shots: Omit<Shot, 'title'>[] = [];
for (let round = 0; round < Number(options.rounds); round++)
  for (const scene of SCENES.filter((s) => options.scenes.split(',').includes(s)))
    for (const theme of THEMES)
      for (const scale of SCALES)
        for (const font of FONTS) {
          const message = messages[shots.length % messages.length]!;
          shots.push({ message, scene, theme, scale, font, turned: [-3, -1.5, 1.5, 3][shots.length % 4] });
        }

const progress = new Progress(process.stderr, shots.length + 1);
const browser = await openBrowser();
const taken = await readAll(browser);
progress.next('memory of the service');
const memory = options.memory ? await memoryOfService(browser) : null;
progress.end();
await browser.close();

const straight = taken.filter((t) => t.scene !== 'photo');
const p = (part: number): number =>
  taken.map((t) => t.ms).sort((a, b) => a - b)[Math.min(taken.length - 1, Math.floor(taken.length * part))]!;
const figures = {
  shots: taken.length,
  straight: shareOf(straight),
  askew: shareOf(taken.filter((t) => t.scene === 'photo')),
  p50Ms: Math.round(p(0.5)),
  p95Ms: Math.round(p(0.95)),
  maxMs: Math.round(p(1)),
  memory,
};
const targets = [
  { what: 'straight ones that lead to the right intent ≥ 95%', met: !(figures.straight < 0.95) },
  { what: 'p50 ≤ 1,500 ms', met: figures.p50Ms <= 1500 },
  {
    what: 'memory of the service back where it was (10 MB more at most), and under 200 MB',
    met: memory === null || (memory.afterMb <= 200 && memory.afterMb <= memory.beforeMb + 10),
  },
];
if (options.json) process.stdout.write(`${JSON.stringify({ ...figures, targets })}\n`);
else process.stdout.write(report());
process.exitCode = options.strict && targets.some((t) => !t.met) ? 1 : 0;

async function readAll(from: Browser): Promise<Taken[]> {
  const camera = new Camera(from);
  const reader = createScreenshotReader({ log: SILENT });
  const all: Taken[] = [];
  for (const shot of shots) {
    progress.next(`${shot.scene} ${shot.theme} ${shot.scale} ${shot.font}`);
    const title = /Lync|Communicator/.test(shot.message) ? 'Microsoft Lync' : 'Skype for Business';
    const picture = await camera.take({ ...shot, title });
    const began = performance.now();
    const { text } = await reader.read(picture);
    const ms = performance.now() - began;
    const got = readSeen(content, read, '', text ? [text] : []).reading.intent;
    all.push({ ...shot, wanted: read(shot.message).intent, got, ms });
  }
  reader.close();
  return all;
}

/** The memory of the service and all its processes: idle, at the most while it reads, and idle again. */
async function memoryOfService(from: Browser) {
  const service = new Service();
  const address = await service.start({
    ...SHIPPED_SETTINGS,
    LOG_LEVEL: 'warn',
    NODE_OPTIONS: '--max-semi-space-size=4',
  });
  const camera = new Camera(from);
  const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));
  await pause(3000);
  const beforeMb = familyOf(service.pid);
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, familyOf(service.pid));
  }, 50);
  const cookie = (await fetch(address)).headers.getSetCookie()[0]!.split(';')[0]!;
  for (const scene of ['box', 'desktop', 'photo'] as const) {
    const how = { theme: 'light', scale: 2, font: 'open-sans', title: 'Skype for Business' } as const;
    const body = new Uint8Array(await camera.take({ ...how, message: messages[0]!, scene }));
    const { ref } = (await (
      await fetch(`${address}/web/images`, { method: 'POST', body, headers: { cookie } })
    ).json()) as { ref: string };
    await fetch(`${address}/web/messages`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ id: `message-${scene}`, kind: 'said', text: '', images: [{ ref }] }),
    });
    await pause(4000);
  }
  await pause(25_000);
  clearInterval(watch);
  const afterMb = familyOf(service.pid);
  await service.remove();
  return { beforeMb: Math.round(beforeMb), peakMb: Math.round(peakMb), afterMb: Math.round(afterMb) };
}

/** The memory of a process and its children, in megabytes. */
function familyOf(pid: number): number {
  const children = readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1] === String(pid);
    } catch {
      return false;
    }
  });
  return [pid, ...children.map(Number)].reduce((sum, one) => sum + (usageOf(one).rss ?? 0), 0);
}

function shareOf(some: readonly Taken[]): number {
  return some.filter((t) => t.got === t.wanted).length / some.length;
}

function report(): string {
  const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)}%`);
  const rows = (['scene', 'theme', 'scale', 'font'] as const).flatMap((by) =>
    [...Map.groupBy(taken, (t) => t[by])].map(([name, some]) => {
      const times = some.map((t) => t.ms).sort((a, b) => a - b);
      const p50 = Math.round(times[times.length >> 1]!);
      return `${by.padEnd(6)} ${String(name).padEnd(10)} ${percent(shareOf(some)).padStart(7)} right  p50 ${String(p50).padStart(5)} ms`;
    }),
  );
  const missed = taken
    .filter((t) => t.got !== t.wanted)
    .map((t) => `missed: ${t.scene} ${t.theme} ${t.scale} ${t.font}: ${t.got} for ${t.wanted}: ${t.message}`);
  const { straight: share, askew, p50Ms, p95Ms, maxMs } = figures;
  return [
    ...rows,
    ...missed,
    '',
    `${taken.length} pictures: straight ${percent(share)} right, askew ${percent(askew)}; p50 ${p50Ms} ms, p95 ${p95Ms} ms, longest ${maxMs} ms`,
    ...(memory
      ? [
          `memory of the service: ${memory.beforeMb} MB before, ${memory.peakMb} MB at the most, ${memory.afterMb} MB after`,
        ]
      : []),
    '',
    ...targets.map((t) => `${t.met ? 'PASS' : 'FAIL'}  ${t.what}`),
    '',
  ].join('\n');
}
