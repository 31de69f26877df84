const tree = process.argv[2]!;
const { know, createLog } = await import(`${tree}/src/commands/wiring.ts`);
const { ordinaryTexts } = await import(`${tree}/test/bench/texts.ts`);
const { content, read } = (await know(await createLog('error')) as any);
const some = ordinaryTexts(content).filter((_: any, i: number) => i % 13 === 0);
for (let i = 0; i < 2000; i++) read(some[i % some.length]);
const c0 = process.cpuUsage(); const times: number[] = [];
for (let k = 0; k < 3; k++) for (const t of some) { const b = performance.now(); read(t); times.push(performance.now() - b); }
const c1 = process.cpuUsage(c0); const per = (c1.user + c1.system) / times.length;
times.sort((a, b) => a - b);
if (globalThis.gc) globalThis.gc();
console.log(tree, some.length, 'cpu us/read', per.toFixed(0), 'p50', times[times.length >> 1]!.toFixed(3), 'p90', times[Math.floor(times.length * 0.9)]!.toFixed(3), 'cpu', (process.cpuUsage().user/1000).toFixed(0), 'rss', Math.round(process.memoryUsage().rss / 1e6));
