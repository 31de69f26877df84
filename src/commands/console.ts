/** Puts the console together: its pages, in the order of the navigation, and the way of signing in. */
import type { Console } from '../console/index.ts';
import type { ConsolePage } from '../core/console.ts';
import type { OutcomesParts } from '../outcomes/index.ts';

/** The console with all its pages. A page is registered by one more entry here. */
export async function createConsole(outcomes: OutcomesParts): Promise<Console> {
  const [{ Console, deskPage, LocalSignIn }, { outcomesPage }] = await Promise.all([
    import('../console/index.ts'),
    import('../outcomes/index.ts'),
  ]);
  const pages: readonly ConsolePage[] = [deskPage(), outcomesPage(outcomes)];
  return new Console(pages, new LocalSignIn());
}
