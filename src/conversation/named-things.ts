/** Finds the answers about things that a step names: somebody who asks "where is that?" asks for one of them. */
import type { KnownAnswer } from '../core/content.ts';
import { plain, type Rich } from '../core/text.ts';

/** The most answers that are told at once. */
const MOST = 2;

/**
 * The answers about what a text names, in the order in which it names them. A thing is what stands there in bold, such as
 * **Credential Manager**, or a phrase of two words or more. `kind` comes before other kinds about the same thing.
 */
export function namedThings(
  text: Rich,
  answers: readonly KnownAnswer[],
  kind: Exclude<KnownAnswer['kind'], 'question'>,
): readonly KnownAnswer[] {
  const whole = ` ${simple(plain(text))} `;
  const bold = new Set(
    text.flatMap(({ spans }) => spans.filter(({ style }) => style === 'bold').map((span) => simple(span.text))),
  );
  const found = answers
    .filter((answer) => answer.kind !== 'question')
    .flatMap((answer) => {
      const places = answer.says
        .map(simple)
        .filter((say) => bold.has(say) || (say.includes(' ') && whole.includes(` ${say} `)))
        .map((say) => whole.indexOf(` ${say} `));
      return places.length === 0 ? [] : [{ answer, at: Math.min(...places) }];
    })
    .sort((a, b) => a.at - b.at || Number(b.answer.kind === kind) - Number(a.answer.kind === kind));
  const first = found.filter(({ at }, i) => found.findIndex((other) => other.at === at) === i);
  return first.slice(0, MOST).map(({ answer }) => answer);
}

/** Words in small letters, parted by one blank, without marks. */
function simple(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+'-]+/gu, ' ')
    .trim();
}
