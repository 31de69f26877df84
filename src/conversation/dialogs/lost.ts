/**
 * The dialog for an unknown problem: "I don't know that one", and what can be done about it. It also shows the buttons
 * of the greeting.
 */
import type { Choice } from '../../core/reply.ts';
import type { Session } from '../session.ts';
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
    if (s.message.kind === 'said') s.remember(s.message.text);
    s.builder.sayPhrase(s.unanswered > 1 ? 'not-known-again' : 'not-known');
  }
  const { folded, shown = 0 } = step.options;
  s.builder.ask(folded ? [s.builder.choice(SOMETHING_ELSE)] : starters(s, shown), ['human']);
  if (s.unanswered > 1) s.builder.promoteHuman();
  return WAIT;
}

/** Follows the answer: begins the chosen product's generic intent, or reads the words anew. */
export async function followLost(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind !== 'choice') return step.replaceDialog(isMoreOfThat(s) ? 'lost' : 'triage');
  if (interpretation.id === SOMETHING_ELSE) {
    s.builder.sayPhrase('help');
    const shown = step.options.folded ? 0 : (step.options.shown ?? 0) + MOST_PRODUCTS;
    return step.replaceDialog('lost', { report: '', shown });
  }
  // Questions saved before there were several packs have one button with another id.
  const intent = s.intent(interpretation.id)?.id ?? s.products[0]?.generic;
  return intent ? begin(step, intent, null) : step.replaceDialog('triage');
}

/** The number of words up to which a text goes on about what was said before. */
const FEW_WORDS = 8;
/** The confidence, 0 to 1, below which such a text resembles a problem by chance. */
const BY_CHANCE = 0.35;

/**
 * Whether a few words only go on about what nobody recognised: alone they resemble some problem a little, together with
 * it none. "Well, it just swallows them" is still about the coffee machine.
 */
function isMoreOfThat(s: Session): boolean {
  const { message, interpretation: meant, misread } = s;
  if (message.kind !== 'said' || (meant.kind !== 'words' && meant.kind !== 'problem')) return false;
  const { decision, confidence, packs } = meant.reading;
  const isWeak = decision === 'ask' && confidence < BY_CHANCE && packs.named.length === 0;
  if (!isWeak || misread.length === 0 || message.text.split(/\s+/).length > FEW_WORDS) return false;
  return s.readingOf([...misread, message.text].join('\n')).decision === 'none';
}

/** The buttons for products, after those already shown; from the beginning again when there are no more. */
function starters({ products, builder }: Session, shown: number): Choice[] {
  const rest = shown < products.length ? products.slice(shown) : products;
  const some = rest.slice(0, MOST_PRODUCTS).map((pack) => builder.starter(pack));
  return products.length > 1 ? [...some, builder.choice(SOMETHING_ELSE)] : some;
}
