/**
 * The dialog for an unknown problem: "I don't know that one", and what can be done about it. It also shows the buttons
 * of the greeting.
 */
import type { Choice } from '../../core/reply.ts';
import type { Session } from '../session.ts';
import { isReopenable, reopen } from './closed.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { addToTicket } from './hand-over.ts';
import { begin } from './triage.ts';

/**
 * The number of products offered at once: with "something else" and "talk to a person" beside them, six buttons in all.
 */
const MOST_PRODUCTS = 4;
const SOMETHING_ELSE = 'something-else';

/** Says that the problem is unknown, unless the dialog begins with a report, and offers the products as buttons. */
export async function askLost(step: DialogStep): Result {
  const s = session(step);
  if (step.options.report === undefined && !addToTicket(s)) {
    s.unanswered += 1;
    if (s.message.kind === 'said') {
      s.remember(s.message.text);
      s.learn('none');
    }
    s.builder.sayPhrase(s.unanswered > 1 ? 'not-known-again' : 'not-known');
  }
  const { folded, shown = 0 } = step.options;
  // Words that nobody understands may be about the ticket that was closed a while ago.
  const again = isReopenable(s) ? [s.builder.choice('reopen', 'choice-reopen-last')] : [];
  const few = starters(s, shown, MOST_PRODUCTS - again.length);
  s.builder.ask([...again, ...(folded ? [s.builder.choice(SOMETHING_ELSE)] : few)], ['human']);
  if (s.unanswered > 1) s.builder.promoteHuman();
  return WAIT;
}

/** Follows the answer: begins the chosen product's generic intent, or reads the words anew. */
export async function followLost(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind !== 'choice') return step.replaceDialog('triage');
  if (interpretation.id === 'reopen')
    return reopen(s, '') ? step.endDialog() : step.replaceDialog('lost', { report: '' });
  if (interpretation.id === SOMETHING_ELSE) {
    s.builder.sayPhrase('help');
    const shown = step.options.folded ? 0 : (step.options.shown ?? 0) + MOST_PRODUCTS;
    return step.replaceDialog('lost', { report: '', shown });
  }
  // Questions saved before there were several packs have one button with another id.
  const intent = s.intent(interpretation.id)?.id ?? s.products[0]?.generic;
  return intent ? begin(step, intent, null) : step.replaceDialog('triage');
}

/** The buttons for products, after those already shown; from the beginning again when there are no more. */
function starters({ products, builder }: Session, shown: number, most = MOST_PRODUCTS): Choice[] {
  const rest = shown < products.length ? products.slice(shown) : products;
  const some = rest.slice(0, most).map((pack) => builder.starter(pack));
  return products.length > 1 ? [...some, builder.choice(SOMETHING_ELSE)] : some;
}
