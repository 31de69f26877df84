/** Forms on cards, each behind a button of its own. */
import type { Say } from '../../../core/phrases.ts';
import type { Form } from '../../../core/reply.ts';
import { DATA, fieldOf } from '../receive/tokens.ts';
import type { Element } from './elements.ts';

const LONGEST_WORDS = 4000;
/** The number of options of a list that are shown; a list begins with what is likely. */
const MOST_OPTIONS = 25;
/** The longest an option may be, in characters, and how short it is made where the card would become too large. */
const LONGEST_OPTION = 70;
const SHORTEST_OPTION = 20;

/** Draws a form: a text to write, or a list to choose from. `room` is that of the card's body, in characters. */
export function formOf(form: Form, token: (choice: string) => string, room: number, say: Say): Element {
  const longest = Math.max(SHORTEST_OPTION, Math.min(LONGEST_OPTION, Math.round(room / 100)));
  return {
    type: 'Action.ShowCard',
    title: form.title,
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [fieldFor(form, longest, say)],
      actions: [sendOf(token(form.id), say)],
    },
  };
}

function fieldFor({ id, label, options }: Form, longest: number, say: Say): Element {
  const field = { id: fieldOf(id), label, isRequired: true, errorMessage: say('teams-desk-empty') };
  if (options.length === 0) return { type: 'Input.Text', isMultiline: true, maxLength: LONGEST_WORDS, ...field };
  const choices = options
    .slice(0, MOST_OPTIONS)
    .map((option) => ({ title: option.title.slice(0, longest).toWellFormed(), value: option.id }));
  return { type: 'Input.ChoiceSet', style: 'compact', placeholder: say('channel-choose'), choices, ...field };
}

function sendOf(token: string, say: Say): Element {
  const title = say('channel-send');
  const data = { [DATA]: token };
  return {
    type: 'Action.Execute',
    verb: DATA,
    title,
    style: 'positive',
    data,
    fallback: { type: 'Action.Submit', title, data },
  };
}
