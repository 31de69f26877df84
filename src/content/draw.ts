/** Draws a walkthrough for its author: as Mermaid, in Graphviz's language, or as SVG. */
import type { Content, Step, Target, Walkthrough } from '../core/content.ts';
import { plain } from '../core/text.ts';

/** A walkthrough as a drawing: boxes are steps, arrows are answers. */
interface Drawing {
  readonly title: string;
  readonly boxes: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: Step['kind'] | 'elsewhere';
    readonly fault: string | null;
  }[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    readonly loop: boolean;
  }[];
}

/** The walkthrough as boxes and arrows; dead ends, steps that nothing leads to and ways back are marked. */
export function drawingOf(content: Content, walkthrough: Walkthrough): Drawing {
  const name = (t: Target): string =>
    t.walkthrough === walkthrough.id ? t.step || walkthrough.start : `${t.walkthrough}/${t.step}`;
  const arrows: { from: string; to: string; label: string; loop: boolean }[] = [];
  const order = new Map([...walkthrough.steps.keys()].map((id, i) => [id, i]));
  const add = (from: string, target: Target, label: string): void => {
    const to = name(target);
    if (arrows.some((a) => a.from === from && a.to === to && a.label === label)) return;
    arrows.push({ from, to, label, loop: (order.get(to) ?? Number.POSITIVE_INFINITY) <= order.get(from)! });
  };
  for (const step of walkthrough.steps.values()) {
    if (step.kind === 'end') continue;
    if (step.kind === 'visit') {
      add(step.id, step.visit, 'visits');
      add(step.id, step.after, 'then');
      continue;
    }
    for (const choice of step.choices) add(step.id, choice.go, choice.title);
    if (step.kind === 'ask' && step.typed) add(step.id, step.typed, 'typed');
    if (!arrows.some((a) => a.from === step.id && a.to === name(step.otherwise)))
      add(step.id, step.otherwise, 'skipped');
  }
  const reached = new Set([walkthrough.start, ...arrows.map((a) => a.to)]);
  for (const other of content.walkthroughs.values())
    for (const step of other.steps.values())
      if (other !== walkthrough && step.kind !== 'end') {
        const all = step.kind === 'visit' ? [step.visit, step.after] : step.choices.map((c) => c.go);
        for (const t of all) if (t.walkthrough === walkthrough.id) reached.add(t.step || walkthrough.start);
      }
  const boxes = [...walkthrough.steps.values()].map((step) => ({
    id: step.id,
    kind: step.kind,
    label: `${step.id}\n${labelOf(step)}`,
    fault: !reached.has(step.id)
      ? 'never reached'
      : step.kind !== 'end' && !arrows.some((a) => a.from === step.id)
        ? 'dead end'
        : null,
  }));
  const elsewhere = new Set(arrows.map((a) => a.to).filter((to) => !walkthrough.steps.has(to)));
  return {
    title: walkthrough.title,
    boxes: [
      ...boxes,
      ...[...elsewhere].map((id) => ({ id, kind: 'elsewhere' as const, label: `→ ${id}`, fault: null })),
    ],
    arrows,
  };
}

function labelOf(step: Step): string {
  const text =
    step.kind === 'end'
      ? step.end
      : step.kind === 'visit'
        ? ''
        : plain(step.kind === 'tell' ? step.variants.at(-1)!.text : step.text);
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** The drawing in Mermaid, which Markdown pages show. */
export function toMermaid(drawing: Drawing): string {
  const number = new Map(drawing.boxes.map((b, i) => [b.id, `s${i}`]));
  const safe = (text: string): string => text.replace(/["#]/g, "'").replace(/[<>]/g, '').replace(/\n/g, '<br>');
  const shape = {
    ask: ['{{"', '"}}'],
    tell: ['["', '"]'],
    end: ['(["', '"])'],
    visit: ['[["', '"]]'],
    elsewhere: ['>"', '"]'],
  } as const;
  return [
    'flowchart TD',
    ...drawing.boxes.map(
      (b) =>
        `  ${number.get(b.id)}${shape[b.kind][0]}${safe(b.fault ? `${b.label}\n${b.fault}` : b.label)}${shape[b.kind][1]}`,
    ),
    ...drawing.arrows.map(
      (a) => `  ${number.get(a.from)} ${a.loop ? '-.->' : '-->'}|"${safe(a.label)}"| ${number.get(a.to)}`,
    ),
    '  classDef faulty stroke:#c00,stroke-width:3px',
    ...drawing.boxes.filter((b) => b.fault).map((b) => `  class ${number.get(b.id)} faulty`),
  ].join('\n');
}

/** The drawing in Graphviz's language; ways back are dashed, faults are red. */
export function toDot(drawing: Drawing): string {
  const text = (t: string): string => `"${t.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
  const shape = { ask: 'hexagon', tell: 'box', end: 'oval', visit: 'component', elsewhere: 'cds' } as const;
  return [
    'digraph {',
    `  label=${text(drawing.title)}; labelloc=t; fontname="Helvetica"; node [fontname="Helvetica", fontsize=11]; edge [fontname="Helvetica", fontsize=9];`,
    ...drawing.boxes.map(
      (b) =>
        `  ${text(b.id)} [shape=${shape[b.kind]}, label=${text(b.fault ? `${b.label}\n${b.fault}` : b.label)}${b.fault ? ', color=red, penwidth=3' : ''}];`,
    ),
    ...drawing.arrows.map(
      (a) => `  ${text(a.from)} -> ${text(a.to)} [label=${text(a.label)}${a.loop ? ', style=dashed' : ''}];`,
    ),
    '}',
  ].join('\n');
}

/** The drawing as SVG for browsers; Graphviz itself lays it out (compiled to WebAssembly, nothing to install). */
export async function toSvg(drawing: Drawing): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  return graphviz.dot(toDot(drawing));
}
