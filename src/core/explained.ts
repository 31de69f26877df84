/** Puts the explanation of a reading into lines, for people: the terminal and the report of an evaluation show the same. */
import type { Explanation } from './reading.ts';
import type { OnScreen, Seen } from './seen.ts';

/** One line of an explanation: the thing it is about ("words"), and what is said of it. */
export interface ExplainedLine {
  readonly about: string;
  readonly says: string;
}

/** The chance of other things from which on it is told. */
const SLIGHT = 0.05;

/** An explanation in lines: what was cut away, the signatures and words that counted, the rules that changed something. */
export function explainedLines({
  cut,
  signatures,
  words,
  other,
  rules,
  enough,
  reading,
}: Explanation): ExplainedLine[] {
  const percent = (n: number): string => `${Math.round(n * 100)}%`;
  const signed = (of: readonly { readonly word: string; readonly weight: number }[]): string =>
    of.map(({ word, weight }) => `${word} ${weight > 0 ? '+' : ''}${weight.toFixed(2)}`).join(', ');
  const both = (w: Pick<Explanation['other'], 'for' | 'against'>): string =>
    [signed(w.for), signed(w.against)].filter((t) => t !== '').join('; ');
  const threshold =
    reading.decision === 'ask' && enough > 1
      ? 'asked: the text names another program, nothing that is ours, or only some trouble with it'
      : `named from ${percent(Math.min(enough, 1))}`;
  return [
    ...cut.map((says) => ({ about: 'cut away', says })),
    ...signatures.map((s) => ({ about: 'shown text', says: `${s.intent} ${percent(s.share)}: ${s.words}` })),
    ...words.map((w) => ({
      about: 'words',
      says: `${w.intent}: ${both(w)}`,
    })),
    ...(other.chance < SLIGHT
      ? []
      : [
          {
            about: 'other',
            says: [`${percent(other.chance)} about other things`, both(other)].filter((t) => t !== '').join(': '),
          },
        ]),
    ...rules.map(({ rule, before, after }) => ({
      about: 'rule',
      says: `${rule}: ${before.intent} ${percent(before.confidence)} → ${after.intent} ${percent(after.confidence)}`,
    })),
    ...(reading.guesses.length === 0 ? [] : [{ about: 'threshold', says: threshold }]),
  ];
}

/** The contents of a picture as they were seen: its verdict, the passages that count, and those that don't. */
export interface ScreenSeen {
  readonly shown: OnScreen;
  readonly kept: readonly string[];
  readonly dropped: readonly string[];
}

/** Sorts the passages of a picture's text by whether they are in the text that was read; of some, a part is. */
export function screenSeen(picture: string, { text, shown }: Seen): ScreenSeen {
  const kept = text.split(/\n{2,}/).filter((passage) => passage !== '' && picture.includes(passage));
  const dropped = picture.split(/\n{2,}/).filter((passage) => passage.trim() !== '' && !kept.includes(passage));
  return { shown, kept, dropped };
}

/** A picture in lines: the verdict first, since a window without an error is read no further. */
export function screenLines({ shown, kept, dropped }: ScreenSeen): ExplainedLine[] {
  const verdict = {
    error: 'may show an error',
    window: `a window without an error: ${shown.kind === 'window' ? shown.title : ''}`,
    other: `another program: ${shown.kind === 'other' ? shown.program : ''}`,
    nothing: 'nothing that tells of a problem',
  }[shown.kind];
  return [
    { about: 'picture', says: verdict },
    ...kept.map((says) => ({ about: 'kept', says: says.replaceAll('\n', ' ') })),
    ...dropped.map((says) => ({ about: 'dropped', says: says.replaceAll('\n', ' ') })),
  ];
}
