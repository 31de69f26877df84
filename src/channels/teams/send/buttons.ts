/** Buttons on cards: how they look, stand in rows, and which of them are folded away. */
import type { Say } from '../../../core/phrases.ts';
import type { Choice } from '../../../core/reply.ts';
import { DATA } from '../receive/tokens.ts';
import type { Element } from './elements.ts';

/** The largest number of buttons that a card shows at once: Microsoft's design guide for cards asks for six at most. */
const MOST_SHOWN = 6;
/** The longest title of a button, in characters: Teams cuts longer ones. The whole title is in the tooltip. */
const LONGEST_TITLE = 60;
/**
 * The widest row of buttons, in characters, each button with its edges: so much fits the narrowest chat, and more would
 * be cut there.
 */
const LONGEST_ROW = 36;
const EDGES = 5;
const MOST_IN_A_ROW = 3;
const MORE = 'more';

/** The buttons of a card, each group with what matters most first. */
export interface ButtonGroups {
  /** Answers to the question, and forms. */
  readonly answers: readonly Element[];
  /** A box to type in, which has a button of its own; empty for none. */
  readonly typing: readonly Element[];
  /** The way on to a person; empty for none. */
  readonly human: readonly Element[];
  /** Controls that are needed often, and those that are not. */
  readonly near: readonly Element[];
  readonly far: readonly Element[];
  /** The way into the private chat; empty for none. */
  readonly leave: readonly Element[];
}

/**
 * Draws the buttons of a card. What there is no room for stands behind one button, the answers first; the way to a
 * person is always in sight. People can still type the title of a button they do not see.
 */
export function drawButtons({ answers, typing, human, near, far, leave }: ButtonGroups, say: Say): Element[] {
  const all = answers.length + typing.length + human.length + near.length + far.length + leave.length;
  const whole = all <= MOST_SHOWN && far.length === 0;
  let room = whole ? all : MOST_SHOWN - 1 - typing.length - human.length;
  const part = (buttons: readonly Element[]): { shown: readonly Element[]; hidden: readonly Element[] } => {
    const shown = buttons.slice(0, Math.max(0, room));
    room -= shown.length;
    return { shown, hidden: buttons.slice(shown.length) };
  };
  const [first, way, away] = [part(answers), part(near), part(leave)];
  const hidden = [...first.hidden, ...way.hidden, ...far, ...away.hidden];
  const more = whole ? [] : [{ type: 'Action.ToggleVisibility', title: say('channel-more'), targetElements: [MORE] }];
  const quiet = [...way.shown, ...more, ...human, ...away.shown];
  return [
    ...rowsOf(first.shown),
    ...typing,
    ...rowsOf(quiet).map((row, i) => (i === 0 ? { ...row, separator: true, spacing: 'Medium' } : row)),
    ...(whole ? [] : [{ type: 'Container', id: MORE, isVisible: false, items: rowsOf(hidden) }]),
  ];
}

/** Draws a button. Clients that don't know `Action.Execute` get the same button as `Action.Submit`. */
export function buttonOf({ title }: Choice, token: string): Element {
  const short = title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1).toWellFormed()}…`;
  const data = { [DATA]: token };
  return {
    type: 'Action.Execute',
    verb: DATA,
    title: short,
    ...(short === title ? {} : { tooltip: title }),
    data,
    associatedInputs: 'none',
    fallback: { type: 'Action.Submit', title: short, data, associatedInputs: 'none' },
  };
}

/** Puts buttons in rows that fit a narrow chat. */
function rowsOf(buttons: readonly Element[]): Element[] {
  const rows: Element[][] = [];
  let length = 0;
  for (const button of buttons) {
    const size = String(button.title).length + EDGES;
    const row = rows.at(-1);
    if (row && row.length < MOST_IN_A_ROW && length + size <= LONGEST_ROW) {
      row.push(button);
      length += size;
    } else {
      rows.push([button]);
      length = size;
    }
  }
  return rows.map((actions, i) => ({ type: 'ActionSet', actions, ...(i > 0 ? { spacing: 'Small' } : {}) }));
}
