/** The guides: every Markdown file of the project, its examples, its headings, and where its links lead. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './content.ts';

/** A Markdown file; `path` is from the checkout, with slashes. */
export interface Guide {
  readonly path: string;
  readonly text: string;
}

/** A fenced block: its language, and the line of the guide its text begins on. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** Folders that hold nobody's guides but those of packages and of what was run. */
const NOT_OURS = new Set(['node_modules', '.git', 'data']);

/** Every guide of the checkout. */
export function guides(): Guide[] {
  return markdownIn(ROOT).map((path) => ({
    path: relative(ROOT, path).replaceAll('\\', '/'),
    text: readFileSync(path, 'utf8'),
  }));
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The fenced blocks of a guide. */
export function blocksOf({ text }: Guide): Block[] {
  const lineAt = (index: number): number => text.slice(0, index).split('\n').length;
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 1: language, 2: inner, index }) => ({
    language: language!,
    text: inner!,
    line: lineAt(index) + 1,
  }));
}

/** The blocks of a guide that are whole content files, by the path in their first line: `# intents/printers/pack.yaml`. */
export function filesIn(guide: Guide): Map<string, Block> {
  const named = blocksOf(guide).flatMap((block): [string, Block][] => {
    const path = block.language === 'yaml' && /^# ((?:[\w-]+\/)?(?:intents|dialogs)\/\S+\.yaml)$/m.exec(block.text);
    return path && block.text.startsWith(path[0]) ? [[path[1]!, block]] : [];
  });
  return new Map(named);
}

/** The anchors GitHub gives the headings of a guide. */
export function anchorsOf(guide: Guide): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading] of withoutBlocks(guide).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return anchors;
}

/** Where the links and pictures of a guide lead, but for addresses on the web. */
export function linksOf(guide: Guide): string[] {
  const text = withoutBlocks(guide).replace(/`[^`\n]*`/g, '');
  const links = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|\b(?:src|href)="([^"]+)"/g)];
  return links.map(([, inMarkdown, inHtml]) => (inMarkdown ?? inHtml)!).filter((to) => !/^[a-z]+:/.test(to));
}

/** The paths of the project that a guide names in `code`: only those without a blank that has to be filled in. */
export function pathsIn(guide: Guide): string[] {
  const code = [...withoutBlocks(guide).matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner!);
  return code.filter((path) => /^(?:src|test|deploy|intents|dialogs|\.github|\.ci)\/[\w./-]*$/.test(path));
}

function withoutBlocks({ text }: Guide): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}
