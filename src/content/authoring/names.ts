/** Names of new packs, intents and walkthroughs: their right form, and whether they are free. */
import { closest } from 'fastest-levenshtein';
import { COMMON } from '../../core/content.ts';
import { Fault } from '../../core/fault.ts';

const RIGHT = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST_TITLE = 80;
/** File names with a meaning of their own, which no intent and no walkthrough may have. */
const TAKEN = ['pack', 'phrases', 'answers', 'said', 'secrets'];

/** The name in its right form: lower-case words with hyphens; empty if no word is left. */
export function rightForm(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * Refuses a name that a new pack can't have.
 * @throws {Fault} NAME_WRONG
 */
export function checkPackName(name: string): void {
  checkForm('pack', name, '');
  if (name === COMMON)
    throw new Fault('NAME_WRONG', 'The pack "common" is what all packs share.', 'Choose another name.');
}

/**
 * Takes `<pack>/<name>` apart; `packs` are the existing ones.
 * @throws {Fault} NAME_WRONG, PACK_UNKNOWN
 */
export function splitName(what: string, name: string, packs: readonly string[]): { pack: string; id: string } {
  const [pack = '', id = '', ...more] = name.split('/');
  const example = packs.find((known) => known !== COMMON) ?? 'printers';
  if (id === '' || more.length > 0)
    throw new Fault(
      'NAME_WRONG',
      `"${name}" does not say in which pack the ${what} is to be.`,
      `Write the pack and the name: npx firstline new ${what} ${packs.includes(pack) ? pack : example}/${rightForm(id || pack) || 'some-name'}`,
    );
  if (!packs.includes(pack))
    throw new Fault(
      'PACK_UNKNOWN',
      `There is no pack "${pack}".`,
      `Write one that there is (${packs.filter((known) => known !== COMMON).join(', ')}: "${closest(pack, [...packs])}" was perhaps meant), or make it first: npx firstline new pack ${rightForm(pack) || 'printers'}`,
    );
  checkForm(what, id, `${pack}/`);
  if (TAKEN.includes(id))
    throw new Fault(
      'NAME_WRONG',
      `"${id}" is the name of another kind of file.`,
      `Choose another name for the ${what}.`,
    );
  return { pack, id };
}

/**
 * The title, trimmed, if it can stand in every text.
 * @throws {Fault} TITLE_WRONG
 */
export function checkTitle(title: string): string {
  const right = title.trim();
  if (right === '' || right.length > LONGEST_TITLE || /[{}<>*`\p{C}]/u.test(right))
    throw new Fault(
      'TITLE_WRONG',
      `"${title}" can't be a title.`,
      `A title is one line of 1 to ${LONGEST_TITLE} characters, without { } < > * and \`.`,
    );
  return right;
}

/** The title made from a name: `paper-jam` is "Paper jam". */
export function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return `${words[0]!.toUpperCase()}${words.slice(1)}`;
}

/** A title as it stands inside a sentence: "Paper jam" becomes "paper jam", and "VPN" stays as it is. */
export function inSentence(title: string): string {
  return /^\p{Lu}[\p{Ll}\s]/u.test(title) ? `${title[0]!.toLowerCase()}${title.slice(1)}` : title;
}

function checkForm(what: string, name: string, before: string): void {
  if (RIGHT.test(name)) return;
  throw new Fault(
    'NAME_WRONG',
    `"${name}" can't be the name of ${what === 'intent' ? 'an' : 'a'} ${what}.`,
    `A name is lower-case words with hyphens: npx firstline new ${what} ${before}${rightForm(name) || 'some-name'}`,
  );
}
