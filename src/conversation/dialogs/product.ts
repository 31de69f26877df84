/**
 * The dialog "which of these is it about?", asked once in a conversation where "it doesn't work" could mean several
 * products.
 */
import { isGeneric } from '../../core/content.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';
import { joined } from './which.ts';

/** The confidence, 0 to 1, from which on a report and the answer to it together mean one product. */
const LIKELY = 0.5;

/** Asks which product is meant. */
export async function askProduct(step: DialogStep): Result {
  const s = session(step);
  s.remember(step.options.report ?? '');
  const { reading, report } = step.options;
  if (reading && reading.decision !== 'answer' && s.message.text === report) s.learn('ask', report, reading);
  const { rejected } = step.options;
  s.builder.sayPhrase(rejected !== undefined ? 'rejected' : step.options.vague ? 'which-of-all' : 'which-product');
  const choices = (step.options.products ?? []).flatMap((id) => {
    if (rejected?.includes(id)) return [];
    const pack = s.content.packs.get(id);
    return pack ? [{ id, title: pack.title }] : [];
  });
  s.builder.ask([...choices, s.builder.choice('none-of-these')], ['human']);
  return WAIT;
}

/** Follows the answer: begins the product's generic intent, or reads the words anew. */
export async function followProduct(step: DialogStep): Result {
  const s = session(step);
  const { interpretation, message } = s;
  const { reading, report, products = [] } = step.options;
  if (interpretation.kind === 'choice' && interpretation.id === 'none-of-these') return step.replaceDialog('lost');
  // "Not the mail": the others are offered, as far as there are any.
  if (interpretation.kind === 'rejected') {
    const rejected = [...(step.options.rejected ?? []), ...interpretation.ids];
    if (products.every((id) => rejected.includes(id))) return step.replaceDialog('lost');
    return step.replaceDialog('product', { ...step.options, rejected });
  }
  const named = 'reading' in interpretation ? interpretation.reading.packs.named : [];
  const chosen = interpretation.kind === 'choice' ? interpretation.id : products.find((id) => named.includes(id));
  const pack = chosen === undefined ? undefined : s.content.packs.get(chosen);
  // A product's name alone answers the question; a name with an error says more.
  const more = interpretation.kind === 'problem' && !isGeneric(s.content, interpretation.reading.intent);
  if (pack?.generic && !more) {
    const earlier = reading && { ...reading, intent: pack.generic };
    return begin(step, pack.generic, earlier ?? null, report ?? message.text);
  }
  // "I can't log in" — "to Windows": the answer tells more of what was reported.
  const together = joined(s, report ?? '');
  const both = together === null ? null : s.readingOf(together);
  // An answer that names none of the products is about the likeliest one, where it changes nothing; where all were offered,
  // about the one that both together are likely to mean.
  const meant = both !== null && both.confidence >= LIKELY ? both.intent : null;
  const likeliest = step.options.vague ? meant : s.content.packs.get(products[0] ?? '')?.generic;
  if (both?.decision !== 'none' && isGeneric(s.content, both?.intent ?? null) && likeliest)
    return begin(step, likeliest, { ...both!, intent: likeliest }, together!);
  if (both !== null && both.decision !== 'none') s.hearInstead(together!);
  return step.replaceDialog('triage');
}
