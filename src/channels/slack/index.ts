/** The registration of Slack: its settings, and how to make the channel, without loading the SDK. */
import type { Registration } from '../../core/channel.ts';
import { type SlackSettings, slackSettings } from './settings.ts';

/** A channel's id, or a link that Slack copies of a channel. */
const CHANNEL = /^(?:https:\/\/[^/\s]+\/(?:archives|client\/[^/\s]+)\/)?([CG][A-Z0-9]{2,})(?:[/?][^\s]*)?$/;

/** The registration of Slack; `create` loads the SDK. */
export const SLACK: Registration<SlackSettings> = {
  name: 'slack',
  title: 'Slack',
  settings: slackSettings,
  async create(settings, host) {
    const { SlackChannel } = await import('./slack.ts');
    return new SlackChannel({ settings, host });
  },
  takes: () => true,
  summary(settings) {
    if (settings === null) return 'not connected; how: deploy/slack/README.md';
    const ways = [
      ...(settings.signingSecret ? ['HTTP, at /slack/events'] : []),
      ...(settings.appToken ? ['Socket Mode'] : []),
    ];
    return `on, over ${ways.join(' and ')}; npx firstline doctor slack looks at the connection`;
  },
  desk: {
    read: (place) => CHANNEL.exec(place)?.[1] ?? null,
    meant: 'a Slack channel (slack:C0123ABC, or slack: and its link)',
  },
};
