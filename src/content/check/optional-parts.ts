/** Lists the parts of a pack that it works without, and works better with. */
import { COMMON, type Content, type Pack } from '../../core/content.ts';

/** A part that a pack lacks, and what it is good for. */
export interface Lacking {
  readonly pack: Pack;
  readonly what: string;
  readonly meant: string;
}

const PARTS: readonly {
  readonly what: string;
  readonly meant: string;
  readonly isLacking: (pack: Pack, common: Pack | undefined) => boolean;
}[] = [
  {
    what: 'the pack does not say what people call its product (about, names)',
    meant: 'with names, texts that call it by one are known to be about it, and other packs leave them alone',
    isLacking: ({ about }) => about.names.length === 0,
  },
  {
    what: 'the pack does not say what people do with its product (about, does)',
    meant:
      'write such as "print" or "sign in"; without, every failure in a text that names it counts as one of its own',
    isLacking: ({ about }) => about.names.length > 0 && about.does.length === 0,
  },
  {
    what: 'the pack has no intent for "it doesn\'t work" with nothing more said (generic)',
    meant: 'with one, whoever says no more than that is asked what happens',
    isLacking: ({ generic }) => generic === null,
  },
  {
    what: 'the pack does not say in the greeting what it helps with (knows)',
    meant: 'write dialogs/<pack>/phrases.yaml with "knows: …", as it goes on from "I help with"',
    isLacking: ({ phrases }) => phrases.knows === undefined,
  },
  {
    what: 'the pack has no categories, so its problems have no type',
    meant: 'with them, agents see where the cause lies, and desks can be chosen by it',
    isLacking: ({ categories }, common) => Object.keys({ ...common?.categories, ...categories }).length === 0,
  },
];

/** The parts that packs with problems lack; the common pack needs none of them. */
export function lackingParts({ packs, intents }: Content): Lacking[] {
  const withProblems = new Set([...intents.values()].filter(({ kind }) => kind === 'problem').map(({ pack }) => pack));
  return [...packs.values()]
    .filter(({ id }) => id !== COMMON && withProblems.has(id))
    .flatMap((pack) =>
      PARTS.filter(({ isLacking }) => isLacking(pack, packs.get(COMMON))).map(({ what, meant }) => ({
        pack,
        what,
        meant: meant.replace('<pack>', pack.id),
      })),
    );
}
