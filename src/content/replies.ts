/** Reads `dialogs/<pack>/replies.yaml`: answers that agents send often. */
import type { SavedReply } from '../core/content.ts';
import { RepliesShape } from './shapes.ts';
import type { SourceFile } from './source-file.ts';

/** The replies of a file, in its order; none if its shape is wrong. */
export function readReplies(source: SourceFile, pack: string): readonly SavedReply[] {
  return Object.entries(source.parse(RepliesShape) ?? {}).map(([id, reply]) => ({
    id,
    pack,
    title: reply.title,
    text: reply.text.trim(),
    for: reply.for,
  }));
}
