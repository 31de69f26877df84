/** Generates moves of a person (texts, presses, waits) for tests that hold over all of them. */
import fc from 'fast-check';
import type { Content } from '../../src/core/content.ts';
import type { Talk } from './talk.ts';

/** One act of a person in a conversation. */
export type Move =
  | { readonly say: string }
  | { readonly press: number }
  | { readonly id: string }
  | { readonly stale: true }
  | { readonly open: true }
  | { readonly wait: number };

/** Texts: a seventh of the content's signatures and examples, and texts that no person would write. */
export function textsOver(content: Content): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      ...[...content.intents.values()].flatMap((i) => [...i.says, ...i.examples]).filter((_, i) => i % 7 === 0),
    ),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      '',
      ' ',
      '\u0000',
      '\ud800',
      '😀😀',
      'مرحبا لا أستطيع تسجيل الدخول',
      '<b>&amp;</b>',
      '<!channel> <@U1>',
      '{domain} {x}',
      '__proto__',
      'constructor',
      '1',
      '99',
      '0',
      '-1',
      'back',
      'skip',
      'stop',
      'start over',
    ),
  );
}

/** Moves: such texts, buttons of the last reply and of none, and time that passes. */
export function movesOver(content: Content): fc.Arbitrary<Move> {
  return fc.oneof(
    { weight: 3, arbitrary: textsOver(content).map((say) => ({ say })) },
    { weight: 6, arbitrary: fc.nat(20).map((press) => ({ press })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('fixed', 'not', 'back', 'tried', 'cannot', 'human', '__proto__', 'nonsense', '')
        .map((id) => ({ id })),
    },
    { weight: 1, arbitrary: fc.constantFrom<Move>({ stale: true }, { open: true }, { wait: 5 }, { wait: 200 }) },
  );
}

/** Does one move in a conversation. */
export async function play(talk: Talk, move: Move): Promise<void> {
  if ('say' in move) await talk.say(move.say);
  else if ('id' in move) await talk.press(move.id);
  else if ('stale' in move) await talk.press('fixed', 0);
  else if ('open' in move) await talk.open();
  else if ('wait' in move) talk.wait(move.wait);
  else {
    const all = talk.last?.replies.at(-1) ? [...talk.reply.choices, ...talk.reply.controls] : [];
    if (all.length > 0) await talk.press(all[move.press % all.length]!.id);
    else await talk.say('hello');
  }
}
