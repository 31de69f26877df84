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
  summary(settings) {
    if (settings === null) return 'not connected; how: deploy/teams/README.md';
    if (settings.identity === null) return 'for the playground on this machine only (TEAMS=local)';
    return 'on, at /api/messages; npx firstline doctor teams looks at the connection';
  },
  desk: { place: /^[^\s/]+\/19:[^\s/]+$/, meant: 'a Teams channel (teams:<team>/19:…@thread.tacv2)' },
};
