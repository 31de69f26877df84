/** The shapes of Teams' activities, as far as they are read; the rest is ignored. */
import { z } from 'zod';
import { Fault } from '../../../core/fault.ts';

const Id = z.string().min(1).max(500);

const Account = z.object({
  id: Id,
  name: z.string().max(300).nullish(),
  /** The person's id in the directory, the same for every app; bots have none. */
  aadObjectId: z.string().max(100).nullish(),
});
/** A person or bot, as an activity names it. */
export type Account = z.output<typeof Account>;

const Attachment = z.object({
  contentType: z.string().nullish(),
  contentUrl: z.string().nullish(),
  content: z.unknown().optional(),
  name: z.string().nullish(),
});
/** A part of a message besides its text: its HTML, a picture, a file. */
export type Attachment = z.output<typeof Attachment>;

const Entity = z.object({
  type: z.string().nullish(),
  mentioned: z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
  text: z.string().nullish(),
});
/** A mention in a message, or another mark. */
export type Entity = z.output<typeof Entity>;

const Activity = z.object({
  type: z.string(),
  id: Id.nullish(),
  name: z.string().nullish(),
  channelId: z.string().nullish(),
  serviceUrl: z.string().max(500).nullish(),
  timestamp: z.string().nullish(),
  from: Account,
  recipient: Account,
  conversation: z.object({
    id: Id,
    conversationType: z.string().nullish(),
    tenantId: z.string().max(100).nullish(),
    isGroup: z.boolean().nullish(),
  }),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  value: z.unknown().optional(),
  replyToId: z.string().max(500).nullish(),
  attachments: z.array(Attachment).nullish(),
  entities: z.array(Entity).nullish(),
  action: z.string().nullish(),
  channelData: z
    .object({
      eventType: z.string().nullish(),
      tenant: z.object({ id: z.string().max(100).nullish() }).nullish(),
      team: z.object({ id: z.string().max(500).nullish(), aadGroupId: z.string().max(100).nullish() }).nullish(),
      channel: z.object({ id: z.string().max(500).nullish() }).nullish(),
    })
    .nullish(),
});

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
