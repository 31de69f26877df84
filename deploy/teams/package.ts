/**
 * `npm run package:teams`: makes the packages to upload in Teams, one as it is and one that asks for reading threads.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageFor } from './app-package.ts';

const program = new Command('npm run package:teams --')
  .description('Makes the app package that is uploaded in Teams.')
  .option('--app-id <id>', "the bot's Application (client) ID", process.env.MicrosoftAppId)
  .option('--name <name>', 'who runs it, as Teams shows it')
  .option('--website <address>', 'their website; /privacy and /terms are expected on it')
  .option('--out <folder>', 'where to put it', 'data')
  .parse();
const {
  appId = '',
  name,
  website,
  out,
} = program.opts<{ appId?: string; name?: string; website?: string; out: string }>();
if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(appId))
  program.error(
    "Which bot? Set MicrosoftAppId, or add --app-id: the Application (client) ID of the bot's registration.",
  );
if ((name === undefined) !== (website === undefined)) program.error('--name and --website belong together.');
if (website !== undefined && !/^https:\/\/./.test(website)) program.error('--website must begin with https://');

mkdirSync(out, { recursive: true });
for (const [file, readThreads] of [
  ['firstline-teams.zip', false],
  ['firstline-teams-read-threads.zip', true],
] as const) {
  const developer = name !== undefined && website !== undefined ? { name, website } : undefined;
  writeFileSync(join(out, file), packageFor({ appId, readThreads, developer }));
  process.stdout.write(
    `${join(out, file)}${readThreads ? '  (asks each team and chat whether it may read their threads)' : ''}\n`,
  );
}
