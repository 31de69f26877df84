/** Reads other apps' cards: the words that stand on them, in reading order, whatever kind of card it is. */
import { readHtml } from './html.ts';
import { DATA } from './tokens.ts';

/** The words of a card; null for the bot's own, which it knows already. */
export interface CardWords {
  /** The first line, which stands for its title; null where it has no words. */
  readonly heading: string | null;
  readonly text: string;
}

type CardNode = Readonly<Record<string, unknown>>;

/** The deepest nesting that is followed, and the largest numbers of elements and of characters that are read. */
const DEEPEST = 12;
const MOST_ELEMENTS = 500;
const LONGEST = 8000;
/** The keys under which cards of any kind keep words, in reading order. */
const WORDS = [
  'title',
  'activityTitle',
  'subtitle',
  'activitySubtitle',
  'text',
  'activityText',
  'codeSnippet',
] as const;
/** The keys under which they keep other elements, in reading order. */
const WITHIN = ['body', 'items', 'pages', 'facts', 'sections', 'actions', 'buttons', 'potentialAction'] as const;
/** Keys of a card's stand-in where it can't be shown; it says the same once more. */
const INSTEAD = ['fallbackText', 'summary', 'speak', 'altText'] as const;
/** Buttons, by their types in the kinds of cards: those that open a page have an address, others at most a card behind them. */
const BUTTON = /^Action\.|^(?:openUrl|imBack|messageBack|invoke|signin|OpenUri|HttpPOST|ActionCard)$/;

/** Reads a card's content. */
export function readCard(content: unknown): CardWords | null {
  const reader = new CardReader();
  const lines = reader.linesOf(nodeOf(content), 0);
  if (reader.isOurs) return null;
  const said =
    lines.length > 0
      ? lines
      : INSTEAD.map((key) => wordsIn(nodeOf(content)[key]))
          .filter(isSaid)
          .slice(0, 1);
  const text = said.join('\n').slice(0, LONGEST).toWellFormed().trim();
  return { heading: said[0]?.split('\n')[0] ?? null, text };
}

/** Goes through a card, element by element. */
class CardReader {
  isOurs = false;
  #left = MOST_ELEMENTS;

  linesOf(node: CardNode, depth: number): string[] {
    if (depth > DEEPEST || this.#left <= 0) return [];
    this.#left -= 1;
    const type = String(node.type ?? node['@type'] ?? '');
    if (DATA in nodeOf(node.data)) this.isOurs = true;
    if (BUTTON.test(type)) return [linkOf(node), ...this.linesOf(nodeOf(node.card), depth + 1)].filter(isSaid);
    const within = (list: unknown): string[] => listIn(list).flatMap((one) => this.linesOf(one, depth + 1));
    if (Array.isArray(node.inlines)) return [listIn(node.inlines).map(runOf).join('')].filter(isSaid);
    // A table's columns have widths; its words are in the rows.
    if (Array.isArray(node.rows)) return within(node.rows);
    const beside = [...listIn(node.columns), ...listIn(node.cells)];
    if (beside.length > 0) return besideEachOther(beside.map((one) => this.linesOf(one, depth + 1)));
    return [
      ...(isFact(node) ? [factOf(node)] : WORDS.map((key) => wordsIn(node[key])).filter(isSaid)),
      ...WITHIN.flatMap((key) => within(node[key])),
    ];
  }
}

/** Parts that stand beside each other become one line, where each is a line itself. */
function besideEachOther(columns: readonly (readonly string[])[]): string[] {
  const said = columns.filter((lines) => lines.length > 0);
  return said.every((lines) => lines.length === 1) ? [said.flat().join(' | ')].filter(isSaid) : said.flat();
}

/** Whether an element is a fact: a name with a value, or a question with the answer that stands in it. */
function isFact({ value }: CardNode): boolean {
  return typeof value === 'string' && value !== '';
}

function factOf({ title, name, key, label, value }: CardNode): string {
  const names = [title, label, name, key].map((text) => wordsIn(text)).filter(isSaid);
  return [...names.slice(0, 1), wordsIn(value)].filter(isSaid).join(': ');
}

/** The title and the address of a button that opens a page; nothing of other buttons. */
function linkOf({ type, title, name, url, value, targets }: CardNode): string {
  const address = type === 'openUrl' ? value : (url ?? listIn(targets)[0]?.uri);
  if (typeof address !== 'string' || !/^https?:\/\//i.test(address)) return '';
  return `${wordsIn(title) || wordsIn(name)} (${address})`.trim();
}

/** A stretch of a line: a text, or an object with one. */
function runOf(run: CardNode): string {
  return wordsIn(run.text, false);
}

/** The words of a text on a card: some kinds hold HTML, others a little Markdown, and dates as formulas. */
function wordsIn(value: unknown, isWhole = true): string {
  if (typeof value !== 'string') return '';
  const text = /<\/?[a-z][^>]{0,500}>/i.test(value) ? readHtml(value, () => false).text : value;
  const shown = text
    .replace(/\{\{(?:DATE|TIME)\(([^,)]{0,60})(?:,[^)]{0,40})?\)\}\}/g, '$1')
    .replace(/\[([^\][]{1,300})\]\((https?:[^()\s]{1,2000})\)/g, '$1 ($2)')
    .replace(/\*\*([^*]{1,500})\*\*/g, '$1');
  return isWhole ? shown.trim() : shown;
}

function isSaid(text: string): boolean {
  return text !== '';
}

function nodeOf(value: unknown): CardNode {
  if (typeof value === 'string') return { text: value };
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as CardNode) : {};
}

function listIn(value: unknown): CardNode[] {
  return Array.isArray(value) ? value.slice(0, MOST_ELEMENTS).map(nodeOf) : [];
}
