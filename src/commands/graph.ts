/** `firstline graph`: draws walkthroughs. */
import { Fault } from '../core/fault.ts';
import { contentSources } from './sources.ts';

/** Prints one walkthrough as a drawing, or a list of all walkthroughs. */
export async function graph(id: string | undefined, options: { format: 'mermaid' | 'dot' | 'svg' }): Promise<void> {
  const { readContent } = await import('../content/load.ts');
  const { content } = readContent(contentSources());
  if (id === undefined) {
    for (const w of content.walkthroughs.values())
      process.stdout.write(`${w.id}  ${w.title} (${w.audience}, ${w.steps.size} steps)\n`);
    return;
  }
  const walkthrough = content.walkthroughs.get(id);
  if (!walkthrough)
    throw new Fault('WALKTHROUGH_UNKNOWN', `There is no walkthrough "${id}".`, 'Run "npx firstline graph" for a list.');
  const { drawingOf, toDot, toMermaid, toSvg } = await import('../content/draw.ts');
  const drawing = drawingOf(content, walkthrough);
  const drawn =
    options.format === 'svg' ? await toSvg(drawing) : options.format === 'dot' ? toDot(drawing) : toMermaid(drawing);
  process.stdout.write(`${drawn}\n`);
}
