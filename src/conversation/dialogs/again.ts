/** Asks the open question once more, after something that did not answer it. */
import type { Session } from '../session.ts';
import type { DialogContext } from './botbuilder.ts';

/** Whether the case has a step to go on with; a case made for an agent has none. */
export function isWalking({ case: c }: Session): boolean {
  return c !== null && c.frames.length > 0;
}

/** Asks the open question once more; in fewer words where `briefly` and the dialog knows how. */
export async function askAgain(dc: DialogContext, s: Session, briefly = false): Promise<void> {
  const open = dc.activeDialog;
  // The greeting or "I don't recognise that" was said already: only the question is repeated.
  if (open?.id === 'lost') await dc.replaceDialog('lost', { report: '' });
  else if (open)
    await dc.replaceDialog(open.id, { ...(open.state as { options?: object }).options, briefly, silently: false });
  else if (isWalking(s)) await dc.beginDialog('resume');
}
