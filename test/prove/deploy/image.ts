/** Builds what the container image holds, without a container engine: the Dockerfile's own instructions, in a clean folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Stage, stagesOf } from '../../deploy/dockerfile.ts';
import { ROOT } from '../../fakes/content.ts';

/** The folder with the Node that the tests run on; in the image it is the base image's. */
export const NODE_FOLDER = join(ROOT, 'node_modules', 'node', 'bin');

/** The instruction that is left out where the checkout has its model already: it takes minutes, and another proof runs it. */
const TRAIN = 'node deploy/command/firstline.cjs train && ';
const MODELS = join('node_modules', '.cache', 'firstline');

/** A script that ends with 0 if the model of the content is kept. */
const IS_KEPT = [
  `const { keptModel } = await import('./src/commands/model.ts');`,
  `const { loadContent } = await import('./src/content/load.ts');`,
  `const { contentSources } = await import('./src/commands/sources.ts');`,
  `process.exit((await keptModel(loadContent(contentSources()))) ? 0 : 1);`,
].join(' ');

/** Runs the build stage in a folder; answers the stage that the image runs from. */
export async function buildImage(app: string): Promise<Stage> {
  const [build, run] = stagesOf(join(ROOT, 'deploy', 'container', 'Dockerfile')) as [Stage, Stage];
  mkdirSync(app, { recursive: true });
  for (const { name, rest } of build.instructions) {
    if (name === 'COPY') copy(rest.split(' '), app);
    if (name === 'RUN') await shell(await withoutTraining(rest, app), app);
  }
  return run;
}

function copy(paths: readonly string[], app: string): void {
  const to = paths.at(-1)!;
  for (const from of paths.slice(0, -1))
    cpSync(join(ROOT, from), to.endsWith('/') ? join(app, to, from) : join(app, to), { recursive: true });
}

/** The build's command without its training, where a model that the checkout keeps is of this content. */
async function withoutTraining(command: string, app: string): Promise<string> {
  if (!command.includes(TRAIN) || !existsSync(join(ROOT, MODELS))) return command;
  cpSync(join(ROOT, MODELS), join(app, MODELS), { recursive: true });
  const isKept = await shell(`node --input-type=module --eval "${IS_KEPT}"`, app).then(
    () => true,
    () => false,
  );
  return isKept ? command.replace(TRAIN, '') : command;
}

/** Runs a command to its end, with the image's Node first. */
export async function shell(command: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_/i.test(name)));
  const path = `${NODE_FOLDER}:${process.env.PATH}`;
  const child = spawn('sh', ['-c', command], { cwd, env: { ...own, PATH: path, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said}`);
  return said;
}

/** The space of a folder on the disk, in MB. */
export function megabytes(path: string): number {
  const { blocks } = lstatSync(path);
  const inside = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  return inside.reduce((sum, name) => sum + megabytes(join(path, name)), (blocks * 512) / 2 ** 20);
}
