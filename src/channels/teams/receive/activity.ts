/** The shapes of Teams' activities, as far as they are read; the rest is ignored. */
import { z } from 'zod';
import { Fault } from '../../../core/fault.ts';

const Id = z.string().min(1).max(500);
/** The longest name that is kept, in characters. */
const LONGEST_NAME = 300;

/** A field that decides nothing alone: a value of another type, or too long, counts as none. */
const words = (most = Number.MAX_SAFE_INTEGER) => z.string().max(most).nullish().catch(null);
/** A name, cut where it is too long. */
const name = z
  .string()
  .transform((text) => text.slice(0, LONGEST_NAME).toWellFormed())
  .nullish()
  .catch(null);

const Account = z.object({
  id: Id,
  name,
  /** The person's id in the directory, the same for every app; bots have none. */
  aadObjectId: words(100),
});
/** A person or bot, as an activity names it. */
export type Account = z.output<typeof Account>;

/** The shape of an attachment. */
export const Attachment = z.object({
  contentType: words(),
  contentUrl: words(),
  content: z.unknown().optional(),
  name: words(),
});
/** A part of a message besides its text: its HTML, a picture, a file, another message. */
export type Attachment = z.output<typeof Attachment>;

/** The bot as a message names it: `isTargeted` where nobody else sees the message. */
const Recipient = Account.extend({ isTargeted: z.boolean().nullish().catch(null) });

const Entity = z.object({
  type: words(),
  mentioned: z.object({ id: words(), name: words() }).nullish().catch(null),
  text: words(),
  quotedReply: z
    .object({ senderId: words(), preview: words(), isReplyDeleted: z.boolean().nullish().catch(null) })
    .nullish()
    .catch(null),
});
/** A mention in a message, a message it quotes, or another mark. */
export type Entity = z.output<typeof Entity>;

const Activity = z.object({
  type: z.string(),
  id: Id.nullish(),
  name: words(),
  channelId: words(),
  serviceUrl: words(500),
  timestamp: words(),
  from: Account,
  recipient: Recipient,
  conversation: z.object({
    id: Id,
    conversationType: words(),
    tenantId: words(100),
    isGroup: z.boolean().nullish().catch(null),
  }),
  text: words(),
  textFormat: words(),
  value: z.unknown().optional(),
  replyToId: words(500),
  attachments: listOf(Attachment),
  entities: listOf(Entity),
  action: words(),
  channelData: z
    .object({
      eventType: words(),
      tenant: z
        .object({ id: words(100) })
        .nullish()
        .catch(null),
      team: z
        .object({ id: words(500), aadGroupId: words(100) })
        .nullish()
        .catch(null),
      channel: z
        .object({ id: words(500) })
        .nullish()
        .catch(null),
      /** The thread of a group chat in which the message stands, by its first message. */
      thread: z
        .object({ id: words(100) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

/** A list whose members of another shape are left out. */
export function listOf<T extends z.ZodType>(member: T) {
  return z
    .array(member.nullish().catch(null))
    .nullish()
    .catch(null)
    .transform((all): z.output<T>[] => (all ?? []).filter((one) => one !== null && one !== undefined) as z.output<T>[]);
}

/** An event of Teams: a message, a press, an installation. */
export type Activity = z.output<typeof Activity> & { readonly serviceUrl: string };

/**
 * Reads the body of a request. An activity that lacks its serviceUrl gets an empty one, which nothing vouches for.
 * @throws Fault ACTIVITY_MALFORMED for a body that is no activity.
 */
export function readActivity(body: unknown): Activity {
  const { data } = Activity.safeParse(body);
  if (!data)
    throw new Fault(
      'ACTIVITY_MALFORMED',
      'This is not an activity of Microsoft Teams.',
      'Nothing can be done about it.',
    );
  return { ...data, serviceUrl: data.serviceUrl ?? '' };
}
