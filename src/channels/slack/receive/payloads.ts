/** The shapes of Slack's payloads, as far as they are read; the rest is ignored. */
import { z } from 'zod';

const File = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mode: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
  file_access: z.string().nullish(),
  /** Smaller copies that Slack makes of a picture, as JPEG or PNG: 1,024, 960, 800 and 720 pixels long. */
  thumb_1024: z.string().nullish(),
  thumb_960: z.string().nullish(),
  thumb_800: z.string().nullish(),
  thumb_720: z.string().nullish(),
  /** The first lines of a text that was pasted as a file. */
  preview: z.string().nullish(),
});
/** A file that came with a message. */
export type SlackFile = z.output<typeof File>;

const Attachment = z.object({
  text: z.string().nullish(),
  fallback: z.string().nullish(),
  /** Set for a message that was forwarded. */
  is_share: z.boolean().nullish(),
  is_msg_unfurl: z.boolean().nullish(),
});

const SlackSaid = z.object({
  user: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().nullish(),
  /** The writer of the thread's first message. */
  parent_user_id: z.string().nullish(),
  client_msg_id: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().nullish(),
  files: z.array(File).nullish(),
  attachments: z.array(Attachment).nullish(),
  user_team: z.string().nullish(),
  source_team: z.string().nullish(),
  team: z.string().nullish(),
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
