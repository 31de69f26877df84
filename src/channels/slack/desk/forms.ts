import { z } from 'zod';
import type { FormSent } from '../receive/payloads.ts';
import { type Block, plainText } from '../send/blocks.ts';
import { beginning } from '../send/sentences.ts';
import { WORDS } from '../words.ts';

/** The modal's name, by which what it sends is known again. */
export const FORM = 'desk:form';
/** The block of its one field: what is wrong with it is shown there. */
export const FIELD = 'words';

// Slack's limits.
const LONGEST_TITLE = 24;
const LONGEST_LABEL = 200;
const LONGEST_WORDS = 3000;

const Kept = z.object({
  ticket: z.string(),
  id: z.string(),
  channel: z.string(),
  /** The ticket's head. */
  head: z.string(),
});
/** Which ticket a form is for, and where its head stands. */
export type FormFor = z.output<typeof Kept>;

/** Something to write, in a window of its own. */
export function formView(what: FormFor, title: string, label: string): Block {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(what),
    title: plainText(beginning(title, LONGEST_TITLE)),
    submit: plainText(WORDS.desk.send),
    close: plainText(WORDS.desk.cancel),
    blocks: [
      {
        type: 'input',
        block_id: FIELD,
        label: plainText(beginning(label || title, LONGEST_LABEL)),
        element: { type: 'plain_text_input', action_id: FIELD, multiline: true, max_length: LONGEST_WORDS },
      },
    ],
  };
}

/** What was written, and for which ticket; null for a form that is none of ours. */
export function readForm({ view }: FormSent): { readonly what: FormFor; readonly text: string } | null {
  const what = Kept.safeParse(parsed(view.private_metadata));
  return what.success ? { what: what.data, text: view.state.values[FIELD]?.[FIELD]?.value?.trim() ?? '' } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
