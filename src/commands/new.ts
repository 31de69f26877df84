/** `firstline new`: writes the files of a new pack, intent or walkthrough, and says what to do next. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readContentConfig } from '../config.ts';
import type { Order, Plan } from '../content/authoring/create.ts';
import { Fault } from '../core/fault.ts';
import { makeFolder } from '../store/file-place.ts';
import { writeSchemas } from './schema.ts';
import { contentSources, ROOT } from './sources.ts';

/** The kinds of content that can be made. */
export type Kind = 'pack' | 'intent' | 'walkthrough';

/** Writes new content into `in`, the last folder of CONTENT, or the checkout. No existing file is overwritten. */
export async function create(kind: Kind, { in: folder, ...order }: Order & { readonly in?: string }): Promise<void> {
  const [{ newPack, newIntent, newWalkthrough }, { readContent }] = await Promise.all([
    import('../content/authoring/create.ts'),
    import('../content/load.ts'),
  ]);
  const config = readContentConfig();
  const given = folder ?? config.folders.at(-1);
  const target = given === undefined ? ROOT : resolve(given);
  const isKnown = target === ROOT || config.folders.some((known) => resolve(known) === target);
  const folders = isKnown || given === undefined ? config.folders : [...config.folders, given];
  // Packs that are switched off count: their names are taken too.
  const sources = contentSources({ folders, packs: null, organisation: null });
  const make = { pack: newPack, intent: newIntent, walkthrough: newWalkthrough }[kind];
  const plan = make(order, { folder: target, sources, content: readContent(sources).content });
  write(target, plan);
  await writeSchemas(target);
  tell(plan, {
    before: given === undefined ? '' : `${given.replace(/[\\/]+$/, '')}/`,
    content: isKnown ? null : folders.join(','),
    off: config.packs !== null && !config.packs.includes(plan.pack) ? [...config.packs, plan.pack].join(',') : null,
  });
}

/**
 * Writes all files, or none.
 * @throws {Fault} FILE_EXISTS, before anything is written
 */
function write(folder: string, { drafts }: Plan): void {
  for (const { path, changes } of drafts)
    if (!changes && existsSync(join(folder, path)))
      throw new Fault('FILE_EXISTS', `${path} is there already; nothing was written.`, 'Choose another name.');
  for (const { path, text, changes } of drafts) {
    makeFolder(dirname(join(folder, path)));
    writeFileSync(join(folder, path), text, { flag: changes ? 'w' : 'wx' });
  }
}

function tell(
  { drafts, say, pack }: Plan,
  { before, content, off }: { before: string; content: string | null; off: string | null },
): void {
  const message = say.replace(/["$`\\!]/g, '');
  const width = Math.max(...drafts.map(({ path }) => path.length)) + before.length;
  const settings = [content === null ? '' : `CONTENT=${content} `, off === null ? '' : `PACKS=${off} `].join('');
  const lines = [
    ...drafts.map(
      ({ path, what, changes }) => `${changes ? 'changed' : 'wrote  '} ${`${before}${path}`.padEnd(width)}  ${what}`,
    ),
    '',
    'Open them in an editor: what stands behind a # explains each part. Then:',
    `  ${settings}npx firstline check   # what is wrong, and where; there is no fault now`,
    `  ${settings}npx firstline chat    # talk to the bot: write "${message}"`,
    `  echo "${message}" | ${settings}npx firstline classify   # what it takes a message for`,
  ];
  if (content !== null) lines.push('', `Set CONTENT=${content} for the service too, so that it knows this folder.`);
  if (off !== null)
    lines.push('', `Only some packs are switched on: set PACKS=${off}, so that "${pack}" is one of them.`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
