/** Finds the texts in source code and in HTML that may be shown to people. */

/** A text in source code. The parts of a template that are filled in are written `{}`. */
export interface Literal {
  readonly text: string;
  readonly line: number;
  /** The functions in whose arguments it stands, the innermost last: `log.warn`, `new Fault`. */
  readonly calls: readonly string[];
  /** The code of its line before it. */
  readonly before: string;
}

/** The code before a slash that begins a regular expression, and divides nothing. */
const BEFORE_REGEX = /(^|[(,=:[!&|?{};+>]|\breturn|\bcase)\s*$/;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** The code before a parenthesis that is called. */
const CALLEE = /((?:new\s+)?[\w$.#?]+)(?:\[[^\]]*\])?$/;

/** The literals of TypeScript or JavaScript, with neither comments nor regular expressions. */
export function literalsOf(source: string): readonly Literal[] {
  const found: Literal[] = [];
  const calls: string[] = [];
  let at = 0;
  const lineOf = (index: number): number => source.slice(0, index).split('\n').length;
  const add = (text: string, begin: number): void => {
    const before = source.slice(source.lastIndexOf('\n', begin - 1) + 1, begin);
    found.push({ text, line: lineOf(begin), calls: [...calls], before });
  };

  const quoted = (quote: string): void => {
    const begin = at++;
    while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
    const text = source.slice(begin + 1, at++);
    // A text that is split is a list of words.
    if (!source.startsWith('.split(', at)) add(text, begin);
  };

  const template = (): void => {
    const begin = at++;
    let text = '';
    while (at < source.length && source[at] !== '`') {
      if (source.startsWith('${', at)) {
        at += 2;
        code('}');
        text += '{}';
      } else if (source[at] === '\\') at += 2;
      else text += source[at++];
    }
    at += 1;
    add(text, begin);
  };

  /** Reads code up to a closing bracket of its own. */
  const code = (end: string): void => {
    let open = 0;
    while (at < source.length) {
      const char = source[at]!;
      if (source.startsWith('//', at)) at = (source.indexOf('\n', at) + 1 || source.length + 1) - 1;
      else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
      else if (char === '"' || char === "'") quoted(char);
      else if (char === '`') template();
      else if (char === '/' && BEFORE_REGEX.test(source.slice(Math.max(0, at - 40), at))) {
        REGEX.lastIndex = at;
        at += REGEX.exec(source)?.[0].length ?? 1;
      } else if (char === end && open === 0) {
        at += 1;
        return;
      } else {
        if (char === '{') open += 1;
        if (char === '}') open -= 1;
        if (char === '(') calls.push(CALLEE.exec(source.slice(Math.max(0, at - 200), at))?.[1] ?? '');
        if (char === ')') calls.pop();
        at += 1;
      }
    }
  };
  code('');
  return found;
}

/** The texts of HTML: between tags, and in the attributes that people see or hear. */
export function textsOf(html: string): readonly string[] {
  const seen = html.replace(/<!--[\s\S]*?-->/g, '');
  const attributes = [...seen.matchAll(/\s(?:aria-label|title|placeholder|alt|value)="([^"]*)"/g)].map((m) => m[1]!);
  return [...seen.split(/<[^>]*>/), ...attributes].map((text) => text.trim()).filter((text) => text !== '');
}

/** Tells whether a text looks like a sentence or a label: words beside each other, a capital, or the end of a sentence. */
export function isForPeople(text: string): boolean {
  return /(?:^|[\s(“])\p{L}+(?:['’]\p{L}+)?[,.;:!?…]? \p{L}|\{\} \(?\p{L}|^\P{L}*\p{Lu}\p{Ll}+\P{L}*$|\p{L}{2,}[.!?…]$/u.test(
    text.trim(),
  );
}
