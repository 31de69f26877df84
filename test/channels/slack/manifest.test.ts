/** The manifests against the limits of Slack's manifest schema. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../fakes/content.ts';

interface Limit {
  /** The least and the most characters or entries. */
  readonly least?: number;
  readonly most?: number;
  readonly matches?: RegExp;
  readonly one?: readonly string[];
  /** The fields that may stand there; all others are refused. */
  readonly fields?: readonly string[];
  readonly required?: readonly string[];
}

/**
 * Every limit that Slack's published schema sets for what a manifest may hold. Its source:
 * https://github.com/slackapi/manifest-schema, schemas/manifest.schema.2.0.0.json. `*` stands for every entry.
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  '': {
    fields: ['_metadata', 'display_information', 'features', 'oauth_config', 'settings'],
    required: ['display_information'],
  },
  _metadata: { fields: ['schema_version', 'min_version', 'major_version', 'minor_version'] },
  display_information: {
    fields: ['name', 'description', 'background_color', 'long_description'],
    required: ['name'],
  },
  'display_information.name': { least: 1, most: 35 },
  'display_information.description': { least: 1, most: 140 },
  'display_information.background_color': { matches: /^#[0-9a-f]{3}([0-9a-f]{3})?$/i },
  'display_information.long_description': { least: 175, most: 4000 },
  features: { fields: ['app_home', 'bot_user', 'shortcuts', 'slash_commands', 'unfurl_domains', 'agent_view'] },
  'features.app_home': {
    fields: ['home_tab_enabled', 'messages_tab_enabled', 'messages_tab_read_only_enabled'],
  },
  'features.bot_user': { fields: ['display_name', 'always_online'], required: ['display_name'] },
  'features.bot_user.display_name': { least: 1, most: 80 },
  'features.shortcuts': { least: 1, most: 10 },
  'features.shortcuts.*': {
    fields: ['name', 'type', 'callback_id', 'description'],
    required: ['name', 'type', 'callback_id', 'description'],
  },
  'features.shortcuts.*.name': { least: 1, most: 24 },
  'features.shortcuts.*.type': { one: ['message', 'global'] },
  'features.shortcuts.*.callback_id': { least: 1, most: 255 },
  'features.shortcuts.*.description': { least: 1, most: 150 },
  'features.slash_commands': { least: 1, most: 50 },
  'features.slash_commands.*': {
    fields: ['command', 'url', 'description', 'usage_hint', 'should_escape'],
    required: ['command', 'description'],
  },
  'features.slash_commands.*.command': { least: 2, most: 32, matches: /^\// },
  'features.slash_commands.*.url': { most: 3000, matches: /^https?:\/\// },
  'features.slash_commands.*.description': { least: 1, most: 2000 },
  'features.slash_commands.*.usage_hint': { least: 1, most: 1000 },
  'features.agent_view': { fields: ['agent_description', 'suggested_prompts', 'actions'] },
  'features.agent_view.agent_description': { most: 300 },
  'features.agent_view.suggested_prompts': { most: 4 },
  'features.agent_view.suggested_prompts.*': { fields: ['title', 'message'], required: ['title', 'message'] },
  oauth_config: { fields: ['redirect_urls', 'scopes', 'token_management_enabled', 'pkce_enabled'] },
  'oauth_config.scopes': { fields: ['user', 'bot', 'user_optional', 'bot_optional'] },
  'oauth_config.scopes.bot': { most: 255 },
  'oauth_config.scopes.bot.*': { most: 50 },
  settings: {
    fields: [
      ...['event_subscriptions', 'interactivity', 'org_deploy_enabled', 'socket_mode_enabled'],
      'token_rotation_enabled',
    ],
  },
  'settings.event_subscriptions': { fields: ['request_url', 'user_events', 'bot_events', 'metadata_subscriptions'] },
  'settings.event_subscriptions.request_url': { most: 3500, matches: /^https?:\/\// },
  'settings.event_subscriptions.bot_events': { most: 100 },
  'settings.event_subscriptions.bot_events.*': { most: 50 },
  'settings.interactivity': {
    fields: ['is_enabled', 'request_url', 'message_menu_options_url'],
    required: ['is_enabled'],
  },
  'settings.interactivity.request_url': { most: 3500, matches: /^https?:\/\// },
};

/** Lists what a manifest has beyond the limits. */
function faultsOf(value: unknown, path = ''): string[] {
  const { least = 0, most = Number.POSITIVE_INFINITY, matches, one, fields, required = [] } = LIMITS[path] ?? {};
  const faults: string[] = [];
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : least;
  if (length < least || length > most) faults.push(`${path}: ${length} is not ${least} to ${most}`);
  if (matches && !matches.test(String(value))) faults.push(`${path}: ${String(value)}`);
  if (one && !one.includes(String(value))) faults.push(`${path}: ${String(value)}`);
  if (Array.isArray(value)) {
    if (new Set(value.map((entry) => JSON.stringify(entry))).size < value.length)
      faults.push(`${path}: twice the same`);
    return [...faults, ...value.flatMap((entry) => faultsOf(entry, `${path}.*`))];
  }
  if (typeof value !== 'object' || value === null) return faults;
  const keys = Object.keys(value);
  for (const key of keys) if (!fields?.includes(key)) faults.push(`${path}.${key} is not known`);
  for (const key of required) if (!keys.includes(key)) faults.push(`${path}.${key} is missing`);
  return [
    ...faults,
    ...Object.entries(value).flatMap(([key, inner]) => faultsOf(inner, path === '' ? key : `${path}.${key}`)),
  ];
}

describe('Slack: the manifests', () => {
  const manifest = (name: string) => parse(readFileSync(join(ROOT, 'deploy', 'slack', name), 'utf8'));

  for (const name of ['manifest.yaml', 'manifest-socket.yaml'])
    it(`keep every limit of Slack's schema: ${name}`, () => {
      assert.deepEqual(faultsOf(manifest(name)), []);
    });

  it('would be refused beyond the limits', () => {
    const over = (change: (of: ReturnType<typeof manifest>) => void): string[] => {
      const changed = manifest('manifest.yaml');
      change(changed);
      return faultsOf(changed);
    };
    assert.match(
      over((m) => (m.features.shortcuts[0].name = 'Get help with this message')).join(),
      /26 is not 1 to 24/,
    );
    assert.match(over((m) => (m.display_information.name = 'x'.repeat(36))).join(), /36 is not 1 to 35/);
    assert.match(over((m) => (m.settings.colour = 'blue')).join(), /settings\.colour is not known/);
    assert.match(over((m) => (m.features.slash_commands[0].url = 'ftp://x')).join(), /ftp/);
    assert.match(over((m) => m.settings.event_subscriptions.bot_events.push('app_mention')).join(), /twice/);
    assert.match(over((m) => delete m.features.bot_user.display_name).join(), /display_name is missing/);
  });
});
