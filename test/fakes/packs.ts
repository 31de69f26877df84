/** Holds a small pack without a fault, for tests to break in one place at a time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Root, Sources } from '../../src/content/folders.ts';
import { type Loaded, readContent } from '../../src/content/load.ts';
import { freshFolder } from './folder.ts';

/** Texts of files by their path from the root; null for a file that is not there. */
export type Files = Readonly<Record<string, string | null>>;

/** The path of the pack's `pack.yaml`. */
export const PACK = 'intents/vpn/pack.yaml';
/** The path of the pack's intent. */
export const INTENT = 'intents/vpn/slow.yaml';
/** The path of the pack's walkthrough. */
export const WALK = 'dialogs/vpn/fix.yaml';

const intent = (title: string): string => `title: ${title}
type: client
examples:
  - ${title} today
  - ${title} again
cause: It is off.
resolution:
  person: Switch it on.
  admin: [Look at it.]
walkthrough: { person: fix }
`;

/** The pack's files. Tests refer to their lines by number, so add lines at the end only. */
export const WHOLE: Readonly<Record<string, string>> = {
  [PACK]: `title: VPN
generic: vpn-generic
about:
  names: [vpn, tunnel]
  does: [connect]
categories: { client: Computer }
slots:
  device:
    title: Device
    question: What are you on?
    values:
      windows: { title: Windows, says: [windows] }
      mac: { title: A Mac, says: [mac] }
`,
  'intents/vpn/vpn-generic.yaml': intent('The VPN fails'),
  [INTENT]: intent('It is slow'),
  [WALK]: `title: Fixing
audience: person
steps:
  first:
    ask: Is it on?
    choices:
      yes: { title: "Yes", go: try }
      no: { title: "No", go: try }
    skip: try
  try:
    tell: Switch it on.
    fixed: done
    not: support
  done: { end: fixed }
  support: { end: handed-over }
`,
  'dialogs/vpn/phrases.yaml': 'knows: the VPN\n',
};

/** Writes files into a folder of its own, and answers its path. */
export function folderOf(files: Files): string {
  const root = freshFolder();
  for (const [name, text] of Object.entries(files)) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** Reads the whole pack with some files changed, and a company's folders laid over it. */
export function readWith(files: Files, own: readonly Files[] = [], packs: Sources['packs'] = null): Loaded {
  const roots: Root[] = [{ path: folderOf({ ...WHOLE, ...files }), shown: '' }];
  for (const [i, folder] of own.entries()) roots.push({ path: folderOf(folder), shown: `own${i === 0 ? '' : i + 1}/` });
  return readContent({ roots, packs, organisation: null });
}

/** The faults of a reading, as check prints them. */
export function toldOf({ faults }: Pick<Loaded, 'faults'>): string[] {
  return faults.map(({ file, line, what, meant }) => `${file}:${line}  ${what}${meant ? `; ${meant}` : ''}`);
}
