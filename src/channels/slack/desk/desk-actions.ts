/** The buttons and menus of a ticket's head, and the values they carry. */
import { roleOf } from '../../../core/presentation.ts';
import type { Form, Reply } from '../../../core/reply.ts';
import { type Block, plainText } from '../send/blocks.ts';
import { beginning } from '../send/sentences.ts';

/** The beginning of the action ids that agents press; ids that people press begin with another word. */
export const DESK_ACTION = 'desk';
/** The beginning of the action ids of buttons that open a form. */
export const OPENS = `${DESK_ACTION}:words`;

// Slack's limits: characters of a label and of a placeholder, options of a menu.
const LONGEST_LABEL = 75;
const LONGEST_PLACEHOLDER = 150;
const MOST_OPTIONS = 100;

/**
 * The value of a button or option of a ticket's head. It names the ticket, so that no look-up is needed for a press.
 */
export interface DeskAction {
  readonly ticket: string;
  readonly id: string;
  /** The label of the form's field; empty for a button that opens no form. */
  readonly label: string;
}

const DESK_ACTION_VALUE = /^(ticket:[^|]{1,60})\|([^|]{1,80})(?:\|(.{0,100}))?$/s;

/** Writes the value of a button or option. */
export function writeDeskAction({ ticket, id, label }: DeskAction): string {
  return label === '' ? `${ticket}|${id}` : `${ticket}|${id}|${label.slice(0, 100).toWellFormed()}`;
}

/** Reads the value of a button or option; null for a value that is not of a ticket's head. */
export function readDeskAction(value: string): DeskAction | null {
  const match = DESK_ACTION_VALUE.exec(value);
  return match ? { ticket: match[1]!, id: match[2]!, label: match[3] ?? '' } : null;
}

/** The largest number of buttons, menus and dots of a ticket that are seen at once. */
const MOST_SHOWN = 6;
/** The largest number of entries behind the dots. */
const MOST_IN_DOTS = 5;

/**
 * Draws the actions of a ticket: buttons in one row, menus in the next. Where they are more than six, the last buttons
 * stand behind three dots, two at least. `key` differs with every change of the head, so
 * that Slack's client forgets what was chosen in a menu.
 */
export function deskActionsOf({ choices, forms }: Reply, ticket: string, key: string): Block[] {
  const words = forms.filter((f) => f.options.length === 0);
  const menus = forms.filter((f) => f.options.length > 0);
  const [first, ...others] = choices.map(({ id, title }) =>
    button(`${DESK_ACTION}:do:${id}`, title, writeDeskAction({ ticket, id, label: '' }), roleOf({ id }) === 'primary'),
  );
  const opening = words.map(({ id, title, label }) =>
    button(`${OPENS}:${id}`, title, writeDeskAction({ ticket, id, label })),
  );
  const shown = [...(first ? [first] : []), ...opening];
  const room = MOST_SHOWN - menus.length - shown.length;
  const near = others.length <= room ? others : others.slice(0, Math.max(0, Math.min(room - 1, others.length - 2)));
  const far = choices.slice(1 + near.length, 1 + near.length + MOST_IN_DOTS);
  const dots = far.length === 0 ? [] : [dotsOf(far, ticket)];
  const rows = [[...shown, ...near, ...dots], menus.map((form) => menuOf(form, ticket))];
  return rows
    .filter((elements) => elements.length > 0)
    .map((elements, i) => ({ type: 'actions', block_id: `${DESK_ACTION}:${key}:${i}`, elements }));
}

function button(action_id: string, title: string, value: string, isPrimary = false): Block {
  const style = isPrimary ? { style: 'primary' } : {};
  return { type: 'button', action_id, text: plainText(beginning(title, LONGEST_LABEL)), value, ...style };
}

/** Draws the three dots, behind which a form can't open: only what is done at once stands there. */
function dotsOf(choices: Reply['choices'], ticket: string): Block {
  const options = choices.map(({ id, title }) => ({
    text: plainText(beginning(title, LONGEST_LABEL)),
    value: writeDeskAction({ ticket, id, label: '' }),
  }));
  return { type: 'overflow', action_id: `${DESK_ACTION}:more`, options };
}

function menuOf({ id, title, options }: Form, ticket: string): Block {
  return {
    type: 'static_select',
    action_id: `${DESK_ACTION}:take:${id}`,
    placeholder: plainText(beginning(title, LONGEST_PLACEHOLDER)),
    options: options.slice(0, MOST_OPTIONS).map((o) => ({
      text: plainText(beginning(o.title, LONGEST_LABEL)),
      value: writeDeskAction({ ticket, id: o.id, label: '' }),
    })),
  };
}
