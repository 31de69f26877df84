/** `npm run playground`: opens the Agents Playground against a Firstline that runs with TEAMS=local. */
import { spawn } from 'node:child_process';
import { Command } from 'commander';
import { startPlayground } from './playground-server.ts';

const program = new Command('npm run playground --')
  .description('Opens a Teams client that needs no account against a running Firstline (TEAMS=local npm start).')
  .option('--firstline <address>', 'where it runs', `http://127.0.0.1:${process.env.PORT || 3978}`)
  .option('--port <number>', 'where the playground listens', '56150')
  .option('--no-open', 'only print the address')
  .parse();
const { firstline, port, open } = program.opts<{ firstline: string; port: string; open: boolean }>();

const answer = await fetch(`${firstline}/api/messages`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
}).catch(() => null);
// An address that calls an empty activity malformed is Firstline's Teams route.
if (answer?.status !== 400)
  program.error(
    answer === null
      ? `There is no Firstline at ${firstline}. Start one in another terminal: TEAMS=local npm start`
      : `The Firstline at ${firstline} has no Teams route. Start it with TEAMS=local: TEAMS=local npm start`,
  );
const playground = await startPlayground(`${firstline}/api/messages`, {
  port: Number(port),
  log: 'data/playground.log',
});
process.stdout.write(
  `The Agents Playground is open: ${playground.url}\nPaste an error into the personal chat. Ctrl+C closes it.\n`,
);
if (open) {
  const [command, ...before] = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'] }[
    process.platform as string
  ] ?? ['xdg-open'];
  spawn(command!, [...before, playground.url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
playground.process.once('exit', () => process.exit(1));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void playground.stop().then(() => process.exit(0)));
