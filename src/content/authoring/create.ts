/**
 * Plans the files that `firstline new` writes: a new pack, intent or walkthrough, linked so that `check` accepts it at
 * once.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Audience, COMMON, type Content, type Pack } from '../../core/content.ts';
import { Fault } from '../../core/fault.ts';
import { type FolderKind, filesOf, packsIn, type Sources } from '../folders.ts';
import { linkWalkthrough } from './link.ts';
import { checkPackName, checkTitle, inSentence, splitName, titleOf } from './names.ts';
import { filled, type TemplateWords } from './templates/fill.ts';

/** A new pack, intent or walkthrough, as the command line asks for it. */
export interface Order {
  readonly name: string;
  readonly title?: string;
  /** The readers of a walkthrough; people if left out. */
  readonly audience?: Audience;
  /** The id of an existing walkthrough for a new intent. */
  readonly walkthrough?: string;
  /** The intent that a new walkthrough is for; if left out, the intent of the same name. */
  readonly for?: string;
}

/** The folder to write to, and the content that exists already. */
export interface WritingPlace {
  /** The folder that gets the files, with `intents/` and `dialogs/` in it. */
  readonly folder: string;
  /** All content folders, this one included. */
  readonly sources: Sources;
  readonly content: Content;
}

/** A file to write: its path below the folder, its text, and a few words about it for the author. */
export interface Draft {
  readonly path: string;
  readonly text: string;
  readonly what: string;
  /** True for an existing file that gets one line more. */
  readonly changes?: true;
}

/** The files to write, and a message to try them with. */
export interface Plan {
  readonly pack: string;
  readonly drafts: readonly Draft[];
  readonly say: string;
}

/**
 * Plans a new pack with its first intents and walkthroughs.
 * @throws {Fault} NAME_WRONG, TITLE_WRONG, PACK_EXISTS, NAME_TAKEN
 */
export function newPack({ name, title: given }: Order, place: WritingPlace): Plan {
  checkPackName(name);
  const title = checkTitle(given ?? titleOf(name));
  if (packsIn(place.sources).includes(name))
    throw new Fault(
      'PACK_EXISTS',
      `There is a pack "${name}" already; nothing was written.`,
      `Choose another name, or add to it: npx firstline new intent ${name}/some-problem`,
    );
  const taken = new Map(
    [...place.content.packs.values()].flatMap((p) => p.about.names.map((n) => [n.toLowerCase(), p.id] as const)),
  );
  const product = name.replaceAll('-', ' ');
  // People may write a title of plain words as well as the name.
  const called = /^[\p{L}\p{N} -]+$/u.test(title) ? [title.toLowerCase()] : [];
  const names = [...new Set([product, ...singularOf(product), ...called])].filter(
    (word) => !taken.has(word) && word.length > 1 && !NO_NAMES.includes(word),
  );
  if (names.length === 0)
    throw new Fault(
      'NAME_TAKEN',
      `"${product}" is what people call the product of the pack "${taken.get(product)}"; nothing was written.`,
      `Choose another name, or add to that pack: npx firstline new intent ${taken.get(product)}/some-problem`,
    );
  const ids = { generic: `${name}-generic`, problem: `${name}-no-connection`, first: `${name}-first-questions` };
  for (const id of [ids.generic, ids.problem]) checkFree('intents', id, place);
  for (const id of [ids.first, ids.problem]) checkFree('dialogs', id, place);
  const words: TemplateWords = { name, title, names, product: names[0]! };
  return {
    pack: name,
    say: `${names[0]}: it doesn't work`,
    drafts: [
      draft(
        `intents/${name}/pack.yaml`,
        filled('pack', words),
        'the pack: its words, and what can be known about a case',
      ),
      draft(
        `intents/${name}/${ids.generic}.yaml`,
        filled('generic', words),
        'for "it doesn\'t work" with nothing more said',
      ),
      draft(`intents/${name}/${ids.problem}.yaml`, filled('problem', words), 'one problem, as an example'),
      draft(`dialogs/${name}/phrases.yaml`, filled('phrases', words), 'what the bot says in its own words'),
      draft(
        `dialogs/${name}/${ids.first}.yaml`,
        filled('first-questions', words),
        'a walkthrough that finds out what is wrong',
      ),
      draft(`dialogs/${name}/${ids.problem}.yaml`, filled('no-connection', words), 'a walkthrough through the problem'),
    ],
  };
}

/**
 * Plans a new intent, with a walkthrough of its own unless it is given one.
 * @throws {Fault} NAME_WRONG, TITLE_WRONG, PACK_UNKNOWN, PACK_FAULTY, NAME_TAKEN, WALKTHROUGH_UNKNOWN
 */
export function newIntent(order: Order, place: WritingPlace): Plan {
  const { pack, id } = splitName('intent', order.name, packsIn(place.sources));
  const known = packOf(pack, place);
  const title = checkTitle(order.title ?? titleOf(id));
  checkFree('intents', id, place);
  if (order.walkthrough !== undefined && !place.content.walkthroughs.has(order.walkthrough))
    throw new Fault(
      'WALKTHROUGH_UNKNOWN',
      `There is no walkthrough "${order.walkthrough}"; nothing was written.`,
      `Leave out --walkthrough, and one is written for it.`,
    );
  const audience = place.content.walkthroughs.get(order.walkthrough ?? '')?.audience ?? order.audience ?? 'person';
  const intent = intentDraft(known, id, title, audience, order.walkthrough ?? id, place);
  if (order.walkthrough !== undefined) return { pack, say: saying(known, title), drafts: [intent] };
  checkFree('dialogs', id, place);
  return { pack, say: saying(known, title), drafts: [intent, walkthroughDraft(known, id, title, audience)] };
}

/**
 * Plans a new walkthrough, and links the intent it is for.
 * @throws {Fault} NAME_WRONG, TITLE_WRONG, PACK_UNKNOWN, PACK_FAULTY, NAME_TAKEN, INTENT_UNKNOWN, INTENT_HAS_ONE,
 * INTENT_ELSEWHERE
 */
export function newWalkthrough(order: Order, place: WritingPlace): Plan {
  const { pack, id } = splitName('walkthrough', order.name, packsIn(place.sources));
  const known = packOf(pack, place);
  checkFree('dialogs', id, place);
  const audience = order.audience ?? 'person';
  const intent = place.content.intents.get(order.for ?? id);
  if (order.for !== undefined && intent?.kind !== 'problem')
    throw new Fault(
      'INTENT_UNKNOWN',
      `There is no problem "${order.for}" that a walkthrough could be for; nothing was written.`,
      `Leave out --for, and an intent is written for it.`,
    );
  const title = checkTitle(order.title ?? intent?.title ?? titleOf(id));
  const walkthrough = walkthroughDraft(known, id, title, audience);
  const plan = { pack, say: intent?.examples[0] ?? saying(known, title) };
  // `check` refuses a walkthrough that nothing leads to, so it gets an intent of its own or is linked from an existing
  // one.
  if (!intent) {
    checkFree('intents', id, place);
    return { ...plan, drafts: [walkthrough, intentDraft(known, id, title, audience, id, place)] };
  }
  const there = intent.walkthrough[audience];
  if (there !== null)
    throw new Fault(
      'INTENT_HAS_ONE',
      `The intent "${intent.id}" has a walkthrough ${audience === 'person' ? 'for people' : 'for administrators'} already, "${there}"; nothing was written.`,
      'Write the steps there, or name another intent with --for.',
    );
  const path = `intents/${intent.pack}/${intent.id}.yaml`;
  const text = existsSync(join(place.folder, path))
    ? linkWalkthrough(readFileSync(join(place.folder, path), 'utf8'), audience, id)
    : null;
  if (text === null)
    throw new Fault(
      'INTENT_ELSEWHERE',
      `${path} is not in the folder that is written to, or not written one key a line, so the intent can't be told of the walkthrough; nothing was written.`,
      'Name the folder the intent is in with --in.',
    );
  return { ...plan, drafts: [walkthrough, { path, text, what: 'leads to it now', changes: true }] };
}

/** Words of a title that name no product. */
const NO_NAMES: readonly string[] = [
  'the',
  'a',
  'an',
  'and',
  'of',
  'on',
  'in',
  'it',
  'our',
  'my',
  'your',
  'for',
  'with',
];

/** The singular of a plain English plural ("printers"), if it is one; "teams" and "windows" are names and stay. */
function singularOf(word: string): string[] {
  return /[^suiwme]s$/.test(word) ? [word.slice(0, -1)] : [];
}

function draft(path: string, text: string, what: string): Draft {
  return { path, text, what };
}

function intentDraft(
  pack: Pack,
  id: string,
  title: string,
  audience: Audience,
  walkthrough: string,
  { content }: WritingPlace,
) {
  const types = Object.keys({ ...pack.categories, ...content.packs.get(COMMON)?.categories });
  if (types.length === 0)
    throw new Fault(
      'PACK_FAULTY',
      `The pack "${pack.id}" has no categories, and every problem has one; nothing was written.`,
      `Add them to intents/${pack.id}/pack.yaml, such as "categories: { network: Network }".`,
    );
  const words = { ...wordsOf(pack, id, title, audience), type: types[0]!, types: types.join(', '), walkthrough };
  return draft(
    `intents/${pack.id}/${id}.yaml`,
    filled('intent', words),
    'the problem: how people put it, and what helps',
  );
}

function walkthroughDraft(pack: Pack, id: string, title: string, audience: Audience): Draft {
  const text = filled('walkthrough', wordsOf(pack, id, title, audience));
  return draft(`dialogs/${pack.id}/${id}.yaml`, text, 'the steps');
}

function wordsOf(pack: Pack, name: string, title: string, audience: Audience) {
  return { name, pack: pack.id, title, problem: inSentence(title), audience, product: productOf(pack) };
}

function productOf(pack: Pack): string {
  return pack.about.names[0] ?? pack.title;
}

function saying(pack: Pack, title: string): string {
  return `${productOf(pack)}: ${inSentence(title)}`;
}

function packOf(id: string, { content }: WritingPlace): Pack {
  const pack = content.packs.get(id);
  if (pack) return pack;
  throw new Fault(
    'PACK_FAULTY',
    `intents/${id}/pack.yaml is missing or has faults; nothing was written.`,
    'Run "npx firstline check" to see them.',
  );
}

/** Refuses an id that any pack has already, in any folder: ids are unique over all packs. */
function checkFree(kind: FolderKind, id: string, { sources }: WritingPlace): void {
  for (const pack of packsIn(sources)) {
    const there = filesOf(sources, kind, pack).get(`${id}.yaml`);
    if (there)
      throw new Fault(
        'NAME_TAKEN',
        `There is a file of that name already, ${there.at(-1)!.shown}; nothing was written.`,
        'Choose another name, or change that file.',
      );
  }
}
