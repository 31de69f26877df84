/** Reads the messages that the page posts. */
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { type Incoming, PLAIN } from '../../core/message.ts';

/** The largest number of pictures in one message: as many as are read of it. */
const MOST_IMAGES = 4;

const Body = z.strictObject({
  /** The message's id, made by the page: a message that is sent twice, after a lost connection, counts once. */
  id: z.string().regex(/^[\w-]{8,64}$/, 'id: 8 to 64 letters, digits, - and _'),
  kind: z.enum(['said', 'pressed', 'opened']),
  text: z.string().default(''),
  choice: z.string().max(100).nullish(),
  asked: z.int().min(0).nullish(),
  /** Pictures that were sent before, by the names /web/images gave them. */
  images: z
    .array(z.strictObject({ ref: z.uuid() }))
    .max(MOST_IMAGES, `at most ${MOST_IMAGES} pictures`)
    .default([]),
});

/**
 * Reads the page's message.
 * @throws Fault MESSAGE_MALFORMED when it has another shape.
 */
export function parseMessage(body: unknown, conversation: string): Incoming {
  const result = Body.safeParse(body);
  if (!result.success)
    throw new Fault(
      'MESSAGE_MALFORMED',
      result.error.issues.map((i) => `${i.path.join('.')} ${i.message}`.trim()).join('; '),
      'Reload the page and send it again.',
    );
  const { id, kind, text, choice, asked, images } = result.data;
  return {
    ...PLAIN,
    id,
    conversation,
    channel: 'web',
    audience: 'person',
    kind,
    text: kind === 'pressed' ? text.slice(0, 200) : text,
    choice: choice ?? null,
    asked: asked ?? null,
    images: kind === 'said' ? images.map(({ ref }) => ({ ref, name: null })) : [],
  };
}
