import { CHANNELS } from '../channels/index.ts';
import { contentSources } from './sources.ts';

/** Every fault of the content, and what is probably a mistake. */
export async function check(options: { strict?: boolean; upgrade?: boolean; dryRun?: boolean }): Promise<void> {
  if (options.upgrade || options.dryRun) await (await import('./upgrade.ts')).upgradeContent(options);
  if (options.dryRun) return;
  const [{ readContent }, { readDesks }, { readConfig }] = await Promise.all([
    import('../content/load.ts'),
    import('../content/desks.ts'),
    import('../config.ts'),
  ]);
  const { content, faults: inContent, hints } = readContent(contentSources());
  // The desks too, where they are in a file.
  const { desk } = readConfig();
  const inDesks = desk && 'file' in desk ? readDesks(desk.file, content, CHANNELS).faults : [];
  const faults = [...inContent, ...inDesks];
  const print = (kind: string, f: (typeof faults)[number]): void =>
    void process.stdout.write(`${f.file}:${f.line}  ${kind}${f.what}${f.meant ? `; ${f.meant}` : ''}\n`);
  for (const f of faults) print('', f);
  const hinted = hints(new Date().toISOString().slice(0, 10));
  for (const f of hinted) print('hint: ', f);
  const wrong = faults.length + (options.strict ? hinted.length : 0);
  if (wrong > 0) {
    process.stderr.write(`${faults.length} faults, ${hinted.length} hints\n`);
    process.exitCode = 1;
    return;
  }
  const { answered } = await import('../content/rules.ts');
  const steps = [...content.walkthroughs.values()].reduce((sum, w) => sum + w.steps.size, 0);
  const also = hinted.length === 0 ? '' : ` ${hinted.length} hints: they stop nothing, but it may understand less.`;
  process.stdout.write(
    `No faults: ${content.intents.size} intents, ${content.walkthroughs.size} walkthroughs, ${steps} steps.${also}\n`,
  );
  for (const line of answered(content)) process.stdout.write(`${line}\n`);
}
