/** What the rules look at: everything that was read, and what is known of the rest. */
import type { Content, Pack, Walkthrough } from '../../../core/content.ts';
import type { Path } from '../../content-fault.ts';
import type { SourceFile } from '../../source-file.ts';
import type { Link } from '../../step-reader.ts';
import { meant } from '../meant.ts';

/** Files by the id of what is in them, each with its pack. */
export type Named = ReadonlyMap<string, string>;

/** Everything that was read. Rules say nothing of what is named and could not be read: its file has its faults already. */
export interface Ground {
  readonly content: Content;
  /** The file of a pack, an intent, a walkthrough, or of a pack's sentences. */
  readonly fileOf: (value: object) => SourceFile;
  /** All files of the packs that are switched on, read or not. */
  readonly named: { readonly intents: Named; readonly walkthroughs: Named };
  /** Files of which nothing could be read. */
  readonly unread: readonly SourceFile[];
  /** Everything a walkthrough says another step or walkthrough comes after, with its place. */
  readonly linksOf: (walkthrough: Walkthrough) => readonly Link[];
  /** Whether a pack that is switched off may lead to something of this name. */
  readonly isNamedElsewhere: (name: string) => boolean;
}

/** Tells the fault of a name that nothing has; says nothing where it is the name of something that could not be read. */
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

/** The pack of something that was read; it may be a stand-in for one that was not. */
export function packOf({ content }: Ground, { pack }: { readonly pack: string }): Pack {
  return content.packs.get(pack)!;
}
