/** Collects what the rules check: everything that was read, and what is known of the rest. */
import type { Content, Pack, Walkthrough } from '../../../core/content.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import type { Link } from '../../step-reader.ts';
import { meant } from '../meant.ts';

/** The packs of files, by the id in the file's name. */
export type Named = ReadonlyMap<string, string>;

/** Everything that was read. Rules pass over names whose file could not be read: that file has its faults already. */
export interface Ground {
  readonly content: Content;
  /** The file of a pack, an intent, a walkthrough, or of a pack's answers. */
  readonly fileOf: (value: object) => SourceFile;
  /** All files of the packs that are switched on, whether or not they could be read. */
  readonly named: { readonly intents: Named; readonly walkthroughs: Named };
  /** Files that could not be read at all. */
  readonly unread: readonly SourceFile[];
  /** Every link that a walkthrough has to another step or walkthrough, with its place in the file. */
  readonly linksOf: (walkthrough: Walkthrough) => readonly Link[];
  /** Whether a pack that is switched off may lead to a walkthrough or step of this name. */
  readonly isNamedElsewhere: (name: string) => boolean;
}

/**
 * Reports a name that nothing has; passes over the name of something that could not be read. Answers whether it exists.
 */
export function mustExist(
  ground: Ground,
  kind: 'intents' | 'walkthroughs',
  name: string,
  told: { readonly file: SourceFile; readonly path: Path; readonly what: string },
): boolean {
  const known = ground.content[kind];
  if (known.has(name)) return true;
  if (!ground.named[kind].has(name) && !ground.content.off[kind].has(name))
    told.file.fault(told.path, told.what, meant(name, ground.named[kind].keys()));
  return false;
}

/** The pack of an intent or walkthrough; a stand-in if the pack itself could not be read. */
export function packOf({ content }: Ground, { pack }: { readonly pack: string }): Pack {
  return content.packs.get(pack)!;
}
