/** The registration of Microsoft Teams: its settings, and how to make the channel, without loading botbuilder. */
import type { Registration } from '../../core/channel.ts';
import { type TeamsSettings, teamsSettings } from './settings.ts';

/** The registration of Teams; `create` loads botbuilder. */
export const TEAMS: Registration<TeamsSettings> = {
  name: 'teams',
  title: 'Teams',
  settings: teamsSettings,
  async create(settings, host) {
    const { createTeams } = await import('./create.ts');
    return createTeams(settings, host);
  },
  takes: () => true,
  summary(settings) {
    if (settings === null) return 'not connected; how: deploy/teams/README.md';
    if (settings.identity === null) return 'for the playground on this machine only (TEAMS=local)';
    return 'on, at /api/messages; npx firstline doctor teams looks at the connection';
  },
  desk: { read: readPlace, meant: 'a Teams channel (teams:<team>/19:…@thread.tacv2, or teams: and its link)' },
};

/** Reads `<team>/<channel>`, or the link that Teams copies of a channel; ids may be encoded as they are in links. */
function readPlace(written: string): string | null {
  const link = URL.parse(written);
  const channel = /^\/l\/channel\/([^/]+)/.exec(link?.pathname ?? '')?.[1];
  const place = link && channel ? `${link.searchParams.get('groupId') ?? ''}/${channel}` : written;
  try {
    const decoded = decodeURIComponent(place);
    return /^[^\s/]+\/19:[^\s/]+$/.test(decoded) ? decoded : null;
  } catch {
    return null;
  }
}
