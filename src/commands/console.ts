/** Puts the console together: its pages, in the order of the navigation, and the way of signing in. */
import type { Console } from '../console/index.ts';
import type { ConsolePage } from '../core/console.ts';

/** The console with all its pages. A page is registered by one more entry here. */
export async function createConsole(): Promise<Console> {
  const { Console, deskPage, LocalSignIn } = await import('../console/index.ts');
  const pages: readonly ConsolePage[] = [deskPage()];
  return new Console(pages, new LocalSignIn());
}
