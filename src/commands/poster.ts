/** `firstline poster`: makes a page to print, with the address of the chat page and its QR code. */
import { writeFile } from 'node:fs/promises';
import { Fault } from '../core/fault.ts';
import { createSay } from '../core/phrases.ts';
import { contentSources } from './sources.ts';

/**
 * Writes the poster to a file, or to standard output.
 * @throws {Fault} ADDRESS_WRONG or FILE_UNWRITABLE
 */
export async function poster({ url, out }: { url: string; out?: string }): Promise<void> {
  const address = addressOf(url);
  const [{ loadContent }, { posterOf }] = await Promise.all([
    import('../content/load.ts'),
    import('../channels/web/poster.ts'),
  ]);
  const { phrases, organisation } = loadContent(contentSources());
  const page = posterOf(
    address,
    createSay(() => phrases),
    organisation.organisation ?? null,
  );
  if (new URL(address).protocol === 'http:')
    process.stderr.write('The address begins with http: people are only safe there with https. [WEB_CHAT_PLAIN]\n');
  if (out === undefined) return void process.stdout.write(page);
  try {
    await writeFile(out, page);
  } catch (cause) {
    throw new Fault('FILE_UNWRITABLE', `${out} can't be written.`, 'Choose another place for it.', { cause });
  }
  process.stderr.write(`Written to ${out}: open it in a browser and print it.\n`);
}

/** The address, whole and without anything that only one browser should have. */
function addressOf(url: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
  const parsed = URL.canParse(whole) ? new URL(whole) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.hash !== '')
    throw new Fault(
      'ADDRESS_WRONG',
      `"${url}" is no address of a chat page.`,
      'Give it as people open it, such as https://help.example.com.',
    );
  return parsed.href;
}
