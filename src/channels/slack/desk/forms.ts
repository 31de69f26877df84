/** The modal in which an agent writes a text for a ticket, and how it is read again. */
import { z } from 'zod';
import type { Say } from '../../../core/phrases.ts';
import type { FormSent } from '../receive/payloads.ts';
import { type Block, plainText } from '../send/blocks.ts';
import { beginning } from '../send/sentences.ts';

/** The modal's callback id, by which its submission is recognised. */
export const FORM = 'desk:form';
/** The block of the modal's one field; errors are shown there. */
export const FIELD = 'words';

// Slack's limits, in characters; that of the title is also that of the two buttons.
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
/** The ticket a form is for, and the place of its head. */
export type FormFor = z.output<typeof Kept>;

/** Draws a modal with one field to write in. */
export function formView(what: FormFor, title: string, label: string, say: Say): Block {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(what),
    title: plainText(beginning(title, LONGEST_TITLE)),
    submit: plainText(beginning(say('channel-send'), LONGEST_TITLE)),
    close: plainText(beginning(say('slack-cancel'), LONGEST_TITLE)),
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

/** Reads the text of a submitted form, and its ticket; null for a form that is not the bot's. */
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
