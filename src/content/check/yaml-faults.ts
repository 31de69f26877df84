/** Puts YAML's own errors into an author's words, each with the lines as they were probably meant. */
import type { YAMLError } from 'yaml';
import { COLON, quoted } from './wrong-kind.ts';
import { alignedWith, inQuotes, isKeyLine, partsOf, withoutTabs } from './yaml-repair.ts';

/** The fault of a broken line. */
export interface YamlFault {
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  readonly meant: string;
  /** The file as it was probably meant, line by line; null if that can't be told, so that the file stays unread. */
  readonly repaired: readonly string[] | null;
}

/** A text, with the errors YAML found in it. */
export interface Broken {
  readonly text: string;
  readonly lines: readonly string[];
  /** Sorted by their place in the text; at least one. */
  readonly errors: readonly YAMLError[];
  /** The position of the last quote that is never closed; null if all are. */
  readonly openQuote: number | null;
}

/** Explains the first of the errors; the others may only follow from it, and come up again if they don't. */
export function explainYaml({ text, lines, errors, openQuote }: Broken): YamlFault {
  const [error] = errors as [YAMLError, ...YAMLError[]];
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const line = lineAt(error.pos[0]);
  const written = lines[line - 1] ?? '';
  const value = partsOf(written)?.value ?? written.trim();
  const quotes = (what: string, at = line): YamlFault => ({
    line: at,
    what,
    meant: `put the sentence in quotes: ${quoted(partsOf(lines[at - 1] ?? '')?.value.replace(/^["']|["']$/g, '') ?? '')}`,
    repaired: inQuotes(lines, at - 1),
  });
  const lost = (what: string, meant: string): YamlFault => ({ line, what, meant, repaired: null });

  switch (error.code) {
    case 'TAB_AS_INDENT': {
      const more = lines.filter((l) => /^ *\t/.test(l)).length - 1;
      const what = `the line begins with a tab${more > 0 ? `, and so do ${more} more` : ''}`;
      // In a file that has spaces too, a tab could stand for any level.
      const isMixed = lines.some((l) => /^ +\S/.test(l));
      return { line, what, meant: 'use spaces, two for each level', repaired: isMixed ? null : withoutTabs(lines) };
    }
    case 'BAD_SCALAR_START':
      return quotes(`words can't begin with ${value[0]}`);
    case 'BLOCK_IN_FLOW':
    case 'BLOCK_AS_IMPLICIT_KEY': {
      if (error.message.includes('block sequence'))
        return lost(
          'an entry of a list ("- ") stands among lines with names',
          'give the list a name, or take the "- " away',
        );
      const many = errors.find((e) => e.code === 'MULTILINE_IMPLICIT_KEY' && e.pos[0] === error.pos[0]);
      const below = many ? lineAt(many.pos[1]) : line;
      if (below > line && isKeyLine(lines[below - 1]!))
        return {
          line: below,
          what: 'the line stands further in than the one above it',
          meant: `begin it right below the "${lines[line - 1]!.trim().split(':')[0]}" of line ${line}`,
          repaired: alignedWith(lines, below - 1, line - 1),
        };
      if (/^[{[]/.test(value)) return inBraces(text, lines, error, line);
      if (below > line)
        return {
          ...quotes(COLON, line),
          meant: 'put all of the sentence in quotes, or write | before it and begin it on the next line',
        };
      return quotes(COLON);
    }
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR': {
      if (error.message.includes('quote'))
        return quotes('the quote that begins here never ends', openQuote === null ? line : lineAt(openQuote));
      if (/^\s*[\w-]+:\S/.test(written))
        return {
          line,
          what: 'there is no space behind the colon',
          meant: `write "${written.trim().replace(':', ': ')}"`,
          repaired: lines.map((l, i) => (i === line - 1 ? l.replace(':', ': ') : l)),
        };
      return lost(
        `"${short(written)}" is no "name: …" line`,
        'put a colon and a space behind the name; what goes on with the text above has to stand further in',
      );
    }
    case 'UNEXPECTED_TOKEN': {
      const begins = value[0] ?? '';
      if (/^[|>]/.test(value))
        return {
          ...quotes(''),
          what: `nothing may stand behind ${begins}`,
          meant: 'begin the text on the next line, further in',
        };
      if (value.startsWith('- '))
        return {
          ...quotes(''),
          what: "a list can't begin on the line of its name",
          meant: 'begin it on the next line',
        };
      if (/^[{[]/.test(value) && isClosed(value, written, error, text))
        return quotes(`words that begin with ${begins} are read as ${begins === '{' ? '"name: …" lines' : 'a list'}`);
      if (/^[{[]/.test(value)) return inBraces(text, lines, error, line);
      if (/^["']/.test(value)) {
        const other = begins === '"' ? "'" : '"';
        return { ...quotes('words stand behind the closing quote'), meant: `put ${other} around the whole sentence` };
      }
      return quotes(`"${short(text.slice(...error.pos))}" can't stand here as it is`);
    }
    case 'BAD_INDENT': {
      const open = /Flow (sequence|map)/.exec(error.message);
      if (!open)
        return lost(
          'the line begins at another place than its neighbours',
          'begin all lines of one level at the same place',
        );
      const [opens, closes] = open[1] === 'map' ? ['{', '}'] : ['[', ']'];
      let last = line - 1;
      while (last > 1 && lines[last - 1]!.trim() === '') last -= 1;
      let first = last;
      while (first > 1 && !lines[first - 1]!.includes(opens)) first -= 1;
      const repaired = lines.map((l, i) => (i === last - 1 ? `${l.trimEnd()}${closes}` : l));
      return {
        line: first,
        what: `the ${opens} that begins here never ends`,
        meant: `put a ${closes} at its end`,
        repaired,
      };
    }
    case 'BAD_DQ_ESCAPE':
      return { ...quotes('a backslash in "…" begins a sign of its own'), meant: `put it in '…' instead` };
    case 'MULTIPLE_DOCS':
      return {
        line,
        what: '--- begins a second file within this one',
        meant: 'take the line out',
        repaired: lines.map((l, i) => (i === line - 1 ? l.replace(/^(---|\.\.\.)\s*/, '') : l)),
      };
    default:
      return lost(
        `this can't be read (${error.message.split('\n')[0]})`,
        'put the sentence in quotes, or look at the line above',
      );
  }
}

/** The fault of a sentence in `{ … }` or `[ … ]` with signs that mean something there. */
function inBraces(text: string, lines: readonly string[], error: YAMLError, line: number): YamlFault {
  const said = text.slice(...error.pos);
  const isColon = error.code !== 'UNEXPECTED_TOKEN' && !said.includes('\n') && said.includes(':');
  const repaired = isColon ? `${text.slice(0, error.pos[0])}${JSON.stringify(said)}${text.slice(error.pos[1])}` : null;
  return {
    line,
    what: `"${short(said)}" can't stand within { } or [ ] as it is`,
    meant: isColon ? `put the sentence in quotes: ${quoted(said)}` : 'put the whole sentence in quotes, once',
    repaired: repaired?.split('\n') ?? (lines.length === 0 ? [] : null),
  };
}

/** Whether the braces that a value begins with are closed before the place of YAML's error. */
function isClosed(value: string, written: string, error: YAMLError, text: string): boolean {
  const from = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const before = value.slice(0, Math.max(0, error.pos[0] - from - written.indexOf(value)));
  const count = (sign: RegExp): number => before.match(sign)?.length ?? 0;
  return count(/[{[]/g) <= count(/[}\]]/g);
}

function short(text: string): string {
  const line = text.trim().split('\n')[0]!;
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
