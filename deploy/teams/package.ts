/**
 * `npm run package:teams`: makes the packages to upload in Teams, one as it is and one that asks for reading threads.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageFaults, packageFor, versionAt } from './app-package.ts';

const program = new Command('npm run package:teams --')
  .description('Makes the app package that is uploaded in Teams.')
  .option('--app-id <id>', "the bot's Application (client) ID", process.env.MicrosoftAppId)
  .option('--name <name>', 'who runs it, as Teams shows it')
  .option('--website <address>', 'their website; /privacy and /terms are expected on it')
  .option(
    '--targeted',
    'people may write to it so that nobody else sees it (with TEAMS_TARGETED=on)',
    process.env.TEAMS_TARGETED === 'on',
  )
  .option('--out <folder>', 'where to put it', 'data')
  .parse();
const {
  appId = '',
  name,
  website,
  targeted,
  out,
} = program.opts<{ appId?: string; name?: string; website?: string; targeted: boolean; out: string }>();
const bot = { appId, targeted, developer: { name: name ?? '', website: website ?? '' } };
const faults = packageFaults({ ...bot, readThreads: false });
if (faults.length > 0) program.error(faults.join('\n'));
const made = new Date();

mkdirSync(out, { recursive: true });
for (const [file, readThreads] of [
  ['firstline-teams.zip', false],
  ['firstline-teams-read-threads.zip', true],
] as const) {
  const version = versionAt(made, readThreads);
  writeFileSync(join(out, file), packageFor({ ...bot, readThreads, version }));
  process.stdout.write(
    `${join(out, file)}  ${version}${readThreads ? '  (asks each team and chat whether it may read their threads)' : ''}\n`,
  );
}
