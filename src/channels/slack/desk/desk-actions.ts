import { roleOf } from '../../../core/presentation.ts';
import type { Form, Reply } from '../../../core/reply.ts';
import { type Block, plainText } from '../send/blocks.ts';
import { beginning } from '../send/sentences.ts';

/** What agents press begins with this; what people press, with another word. */
export const DOING = 'desk';
/** A button that opens a form. */
export const OPENS = `${DOING}:words`;

// Slack's limits.
const LONGEST_LABEL = 75;
const LONGEST_PLACEHOLDER = 150;
const MOST_OPTIONS = 100;

/** What a button or an option of a ticket's head carries. It names the ticket: whoever presses need not be looked up by where. */
export interface DeskAction {
  readonly ticket: string;
  readonly id: string;
  /** What the field of the form is called, for a button that opens one. */
  readonly label: string;
}

const DOING_VALUE = /^(ticket:[^|]{1,60})\|([^|]{1,80})(?:\|(.{0,100}))?$/s;

export function writeDoing({ ticket, id, label }: DeskAction): string {
  return label === '' ? `${ticket}|${id}` : `${ticket}|${id}|${label.slice(0, 100).toWellFormed()}`;
}

export function readDoing(value: string): DeskAction | null {
  const match = DOING_VALUE.exec(value);
  return match ? { ticket: match[1]!, id: match[2]!, label: match[3] ?? '' } : null;
}

/**
 * What agents can do with a ticket: buttons in one row, menus in the next. `key` is another one for every change of the head: so
 * that a menu forgets what was taken from it.
 */
export function doingsOf({ choices, forms }: Reply, ticket: string, key: string): Block[] {
  const words = forms.filter((f) => f.options.length === 0);
  const menus = forms.filter((f) => f.options.length > 0);
  const [first, ...others] = choices.map(({ id, title }) =>
    button(`${DOING}:do:${id}`, title, writeDoing({ ticket, id, label: '' }), roleOf({ id }) === 'primary'),
  );
  const opening = words.map(({ id, title, label }) =>
    button(`${OPENS}:${id}`, title, writeDoing({ ticket, id, label })),
  );
  const buttons = [...(first ? [first] : []), ...opening, ...others];
  const rows = [buttons, menus.map((form) => menuOf(form, ticket))];
  return rows
    .filter((elements) => elements.length > 0)
    .map((elements, i) => ({ type: 'actions', block_id: `${DOING}:${key}:${i}`, elements }));
}

function button(action_id: string, title: string, value: string, isPrimary = false): Block {
  const style = isPrimary ? { style: 'primary' } : {};
  return { type: 'button', action_id, text: plainText(beginning(title, LONGEST_LABEL)), value, ...style };
}

function menuOf({ id, title, options }: Form, ticket: string): Block {
  return {
    type: 'static_select',
    action_id: `${DOING}:take:${id}`,
    placeholder: plainText(beginning(title, LONGEST_PLACEHOLDER)),
    options: options.slice(0, MOST_OPTIONS).map((o) => ({
      text: plainText(beginning(o.title, LONGEST_LABEL)),
      value: writeDoing({ ticket, id: o.id, label: '' }),
    })),
  };
}
