/** The files that the browser gets: the frame, the shared styles, the library that draws, and those of each page. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { ConsolePage } from '../core/console.ts';

/** A file in memory, ready to be sent. */
export interface ConsoleFile {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
/** The modules of lit-html that pages may import, from `../lit/`. */
const LIT = [
  'lit-html.js',
  'directive.js',
  'directive-helpers.js',
  ...['class-map', 'if-defined', 'keyed', 'live', 'ref', 'repeat'].map((name) => `directives/${name}.js`),
  'async-directive.js',
];
/** The files of uPlot, which plots, from `../plot/`. */
const PLOT = ['uPlot.esm.js', 'uPlot.min.css'];
const PAGE = join(import.meta.dirname, 'page');
const SHARED = join(import.meta.dirname, '..', 'browser');

/** Reads every file that is served; the paths are the whole list, so that no request can name another. */
export function consoleFiles(pages: readonly ConsolePage[]): ConsoleFile[] {
  // Node itself would load a build without a browser, one folder down.
  const lit = join(dirname(createRequire(import.meta.url).resolve('lit-html')), '..');
  const own = [...inFolder(PAGE, 'frame'), ...inFolder(SHARED, 'shared')];
  const theirs = pages.flatMap(({ folder, name }) => inFolder(folder, name));
  const plot = dirname(createRequire(import.meta.url).resolve('uplot/dist/uPlot.esm.js'));
  return [
    ...own,
    ...theirs,
    ...LIT.map((file) => readAt(`lit/${file}`, join(lit, ...file.split('/')))),
    ...PLOT.map((file) => readAt(`plot/${file}`, join(plot, file))),
  ];
}

/** The page around every page; `{{…}}` are filled in. */
export const SHELL = readFileSync(join(PAGE, 'shell.html'), 'utf8');

function inFolder(folder: string, as: string): ConsoleFile[] {
  const names = readdirSync(folder).filter((name) => extname(name) in TYPES);
  return names.map((name) => readAt(`${as}/${name}`, join(folder, name)));
}

function readAt(path: string, file: string): ConsoleFile {
  return { path: `/console/files/${path}`, type: TYPES[extname(file)]!, body: readFileSync(file) };
}
