import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { closedLoop } from '/work/wt-run/test/bench/loop.ts';
import { teamsTalks } from '/work/wt-run/test/bench/talk-teams.ts';
import { botTalks } from '/work/wt-run/test/bench/talk-bot.ts';
import { keptContent } from '/work/wt-run/src/content/kept.ts';
import { contentSources } from '/work/wt-run/src/commands/sources.ts';
import { CACHE } from '/work/wt-run/src/commands/model.ts';
import { errorTexts } from '/work/wt-run/test/bench/texts.ts';
const [,, which='teams', warm='5000', n1='3000', n64='4000'] = process.argv;
const root = process.env.TREE ?? '/work/wt-run'; const label = process.env.LABEL ?? which;
const dir = mkdtempSync('/tmp/profdb-');
const cmd = which === 'teams' ? [root+'/src/main.ts','start'] : [root+'/test/bench/baseline-bot.ts'];
const c = spawn(process.execPath, [...(process.env.NOSYNC ? ['--import','/tmp/nosync.mjs'] : []), ...cmd], { cwd: root, env: { ...process.env, PROF_NAME: process.env.PROF_NAME ?? which, PORT:'0', HOST:'127.0.0.1', DATABASE_URL:'sqlite:'+dir+'/f.db', LOG_LEVEL:'error', TEAMS:'local' }, stdio: ['ignore','pipe','inherit'] });
const url: string = await new Promise(r => { let o=''; c.stdout.on('data', d => { o+=d; const m=/http:\/\/[\w.]+:\d+/.exec(o); if (m) r(m[0]); }); });
const cpu = () => { const f = readFileSync(`/proc/${c.pid}/stat`,'utf8').split(') ')[1]!.split(' '); return (Number(f[11])+Number(f[12]))*10; };
const cpu2 = () => { const f = readFileSync(`/proc/${c.pid}/stat`,'utf8').split(') ')[1]!.split(' '); return [Number(f[11])*10, Number(f[12])*10]; };
const errors = errorTexts(keptContent(CACHE, contentSources({packs:null,folders:[],organisation:null})));
const talks = which === 'teams' ? await teamsTalks({ url, errors, conversations: 2048 } as any) : await botTalks({ url, errors, conversations: 2048 } as any);
await closedLoop(talks, { atOnce: 64, messages: Number(warm) });
for (const [atOnce, messages] of [[1, Number(n1)],[4, Number(n1)],[64, Number(n64)]] as const) {
  if (process.env.PROF) process.kill(c.pid!, 'SIGUSR2');
  const b = cpu2(); const r = await closedLoop(talks, { atOnce, messages });
  const e = cpu2(); console.log(label, atOnce, 'user', ((e[0]-b[0])/messages).toFixed(3), 'system', ((e[1]-b[1])/messages).toFixed(3), 'sum', ((e[0]+e[1]-b[0]-b[1])/messages).toFixed(3), JSON.stringify(r).slice(0,60));
  if (process.env.PROF) { process.kill(c.pid!, 'SIGUSR2'); await new Promise(r => setTimeout(r, 1500)); }
}
if (process.env.IDLE) { await new Promise(r => setTimeout(r, 3000)); const b = cpu2(); await new Promise(r => setTimeout(r, 20000)); const e = cpu2(); console.log(label, 'idle ms a second', (e[0]+e[1]-b[0]-b[1])/20); }
c.kill('SIGTERM'); process.exit(0);
