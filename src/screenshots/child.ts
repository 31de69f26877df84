/**
 * The process that opens people's pictures. Whatever a picture does to this process, it does to nothing else. It takes
 * pictures from the service one by one and gives back their text, and ends with the service, or when a picture takes
 * too much memory.
 */
import { examine } from './examine.ts';
import { prepare } from './prepare.ts';
import { openTesseract, recognise } from './recognise.ts';
import { type Screenshot, unread } from './screenshot.ts';

/**
 * The most memory the process may take, in bytes: as much as 25 million pixels and tesseract need together, and a third
 * more.
 */
const MOST_MEMORY = 640 * 1024 * 1024;
const LOOK_MS = 50;
/** The exit code for "this picture takes too much memory". */
const TOO_MUCH = 77;

process.on('disconnect', () => process.exit());
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_MEMORY) process.exit(TOO_MUCH);
}, LOOK_MS);

const tesseract = openTesseract();

async function read(bytes: Uint8Array): Promise<Screenshot> {
  const found = await examine(bytes);
  if (typeof found === 'string') return unread(found);
  const prepared = await prepare(found.picture, found.width, found.height);
  if (typeof prepared === 'string') return unread(prepared);
  return { ...(await recognise(await tesseract, prepared)), trouble: null };
}

process.on('message', async (bytes: Uint8Array) => {
  process.send!(await read(bytes));
});
