/** The shapes of Slack's payloads, as far as they are read; the rest is ignored. */
import { z } from 'zod';

/** A field that decides nothing alone: a value of another type counts as none. */
const words = () => z.string().nullish().catch(null);
const flag = () => z.boolean().nullish().catch(null);
const number = () => z.number().nullish().catch(null);

const File = z.object({
  id: z.string(),
  name: words(),
  title: words(),
  /** `hosted`, `snippet`, `external`, `email`, `quip` and `canvas` (a canvas), `list`, `space` (a post), `tombstone`. */
  mode: words(),
  mimetype: words(),
  filetype: words(),
  /** `slack_audio` or `slack_video` for a clip recorded in Slack. */
  subtype: words(),
  size: number(),
  url_private: words(),
  url_private_download: words(),
  external_url: words(),
  permalink: words(),
  file_access: words(),
  /** Smaller copies that Slack makes of a picture, as JPEG or PNG: 1,024, 960, 800 and 720 pixels long. */
  thumb_1024: words(),
  thumb_960: words(),
  thumb_800: words(),
  thumb_720: words(),
  /** The first lines of a text that was pasted as a file. */
  preview: words(),
  preview_is_truncated: flag(),
  lines_more: number(),
  /** The text of a mail that was sent to a channel. */
  plain_text: words(),
  preview_plain_text: words(),
  subject: words(),
  /** Slack's own transcription of a clip. */
  transcription: z
    .object({
      status: words(),
      preview: z.object({ content: words(), has_more: flag() }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
/** The shape of a file, for answers that hold one. */
export const FileSchema = File;
/** A file that came with a message. */
export type SlackFile = z.output<typeof File>;

const Field = z.object({ title: words(), value: words() });
const Attachment = z.object({
  pretext: words(),
  author_name: words(),
  title: words(),
  title_link: words(),
  text: words(),
  fallback: words(),
  fields: listOf(Field),
  image_url: words(),
  is_animated: flag(),
  blocks: listOf(z.unknown()),
  files: listOf(File),
  /** Set for a message that was forwarded. */
  is_share: flag(),
  is_msg_unfurl: flag(),
  /** The message that was forwarded, where it has blocks. */
  message_blocks: listOf(
    z.object({
      message: z
        .object({ blocks: listOf(z.unknown()) })
        .nullish()
        .catch(null),
    }),
  ),
  /** The address that is previewed, or of the message that was forwarded. */
  from_url: words(),
  original_url: words(),
});
/** A message forwarded, a link previewed, or the body of an app's message. */
export type SlackAttachment = z.output<typeof Attachment>;

/** Makes the shape of a list whose members of another shape are left out. */
function listOf<T extends z.ZodType>(member: T) {
  return z
    .array(member.nullish().catch(null as never))
    .nullish()
    .catch(null)
    .transform((all): z.output<T>[] => (all ?? []).filter((one) => one !== null && one !== undefined) as z.output<T>[]);
}

const SlackSaid = z.object({
  user: words(),
  text: words(),
  ts: z.string(),
  thread_ts: words(),
  /** The writer of the thread's first message. */
  parent_user_id: words(),
  client_msg_id: words(),
  bot_id: words(),
  bot_profile: z.object({ team_id: words() }).nullish().catch(null),
  /** The name that a bot gives itself. */
  username: words(),
  subtype: words(),
  blocks: listOf(z.unknown()),
  files: listOf(File),
  attachments: listOf(Attachment),
  user_team: words(),
  source_team: words(),
  team: words(),
});
/** A message of a person or bot: in an event, in a thread's history or under a shortcut. */
export type SlackSaid = z.output<typeof SlackSaid>;
/** The shape of a message, for lists of them. */
export const SaidSchema = SlackSaid;

/** An event of a message: new, edited, deleted, or a mention. */
export const MessageEvent = SlackSaid.extend({
  channel: z.string(),
  channel_type: z.string().nullish(),
  /** The message after and before an edit or a deletion. */
  message: SlackSaid.nullish(),
  previous_message: SlackSaid.nullish(),
  deleted_ts: z.string().nullish(),
});
export type MessageEvent = z.output<typeof MessageEvent>;

/** The event of a person who opens App Home or the DM. */
export const HomeOpened = z.object({ user: z.string(), channel: z.string(), tab: z.string().nullish() });

/** The event of a person who opens a thread of the Assistant pane. */
export const ThreadStarted = z.object({
  assistant_thread: z.object({ user_id: z.string(), channel_id: z.string(), thread_ts: z.string() }),
});

const Option = z.object({ text: z.object({ text: z.string() }), value: z.string() });

/** A press of a button or menu. */
export const BlockActions = z.object({
  user: z.object({
    id: z.string(),
    name: z.string().nullish(),
    username: z.string().nullish(),
    team_id: z.string().nullish(),
  }),
  channel: z.object({ id: z.string() }).nullish(),
  container: z.object({ message_ts: z.string().nullish(), is_ephemeral: z.boolean().nullish() }).nullish(),
  message: z
    .object({
      ts: z.string(),
      thread_ts: z.string().nullish(),
      blocks: z.array(z.unknown()).nullish(),
      text: z.string().nullish(),
    })
    .nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string().nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        block_id: z.string().nullish(),
        action_ts: z.string().nullish(),
        value: z.string().nullish(),
        text: z.object({ text: z.string() }).nullish(),
        selected_option: Option.nullish(),
      }),
    )
    .min(1),
});
export type BlockActions = z.output<typeof BlockActions>;

/** A submitted form. */
export const FormSent = z.object({
  user: z.object({ id: z.string(), name: z.string().nullish(), team_id: z.string().nullish() }),
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))) }),
  }),
});
export type FormSent = z.output<typeof FormSent>;

/** A use of the message shortcut. */
export const MessageShortcut = z.object({
  user: z.object({ id: z.string(), name: z.string().nullish(), team_id: z.string().nullish() }),
  channel: z.object({ id: z.string() }),
  message: SlackSaid,
  response_url: words(),
  trigger_id: z.string(),
});

/** A use of the slash command. */
export const SlashCommand = z.object({
  user_id: z.string(),
  user_name: z.string().nullish(),
  channel_id: z.string(),
  text: z.string().nullish(),
  trigger_id: z.string(),
});
export type SlashCommand = z.output<typeof SlashCommand>;
