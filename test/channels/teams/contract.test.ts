import { TEAMS } from '../../../src/channels/teams/index.ts';
import type { TeamsAddress } from '../../../src/channels/teams/workspace/places.ts';
import { channelContract, type Shown } from '../../contracts/channel.contract.ts';
import type { Fate, Taken } from '../../fakes/teams.ts';
import { KIM, TENANT, TeamsWorld } from '../../fakes/teams-world.ts';

/** Kim's chat, as Teams calls it. */
const CHAT = 'a:kim';
const GUID = '11111111-2222-3333-4444-555555555555';

channelContract({
  name: 'teams',
  registration: {
    registration: TEAMS,
    unset: 'off',
    names: [
      'HOST',
      'TEAMS',
      'MicrosoftAppId',
      'MicrosoftAppPassword',
      'MicrosoftAppTenantId',
      'MicrosoftAppType',
      'TEAMS_CLOUD',
      'TEAMS_READ_THREADS',
      'TEAMS_REACTIONS',
      'TEAMS_TARGETED',
      'TEAMS_CARD_KEY',
    ],
    right: { MicrosoftAppId: GUID, MicrosoftAppPassword: 'a secret', MicrosoftAppTenantId: GUID },
    wrong: [
      [{ MicrosoftAppId: 'my bot' }, 'MicrosoftAppId'],
      [{ MicrosoftAppPassword: '' }, 'MicrosoftAppPassword'],
      [{ MicrosoftAppTenantId: '' }, 'MicrosoftAppTenantId'],
      [{ MicrosoftAppTenantId: 'contoso' }, 'MicrosoftAppTenantId'],
      [{ MicrosoftAppType: 'MultiTenant' }, 'MicrosoftAppType'],
      [{ MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' }, 'TEAMS_CARD_KEY'],
      [{ TEAMS: 'local' }, 'TEAMS'],
      [{ TEAMS: 'remote' }, 'TEAMS'],
      [{ TEAMS: 'local', MicrosoftAppId: '', HOST: '0.0.0.0' }, 'HOST'],
      [{ TEAMS_READ_THREADS: 'yes' }, 'TEAMS_READ_THREADS'],
      [{ TEAMS_CLOUD: 'gcc' }, 'TEAMS_CLOUD'],
      [{ TEAMS_REACTIONS: 'yes' }, 'TEAMS_REACTIONS'],
      [{ TEAMS_TARGETED: '1' }, 'TEAMS_TARGETED'],
      [{ TEAMS_CARD_KEY: 'short' }, 'TEAMS_CARD_KEY'],
    ],
  },
  async open(host) {
    const world = await TeamsWorld.open({ host, readThreads: true });
    const { teams, channel } = world;
    await channel.start();
    const isPost = ({ method, path }: Taken): boolean => method === 'POST' && path.endsWith('/activities');
    const failing = (fate: Fate) => (): void => {
      teams.fate = (taken) => (isPost(taken) ? fate : { status: 201 });
    };
    const gone: TeamsAddress = {
      serviceUrl: teams.url,
      place: '19:gone@thread.tacv2;messageid=1',
      kind: 'channel',
      tenant: TENANT,
      bot: { id: `28:${GUID}`, name: 'Firstline' },
      user: { id: KIM.id, name: KIM.name, person: `teams:${TENANT}:${KIM.aadObjectId}` },
      team: { id: '19:gone@thread.tacv2', group: null },
      activity: null,
    };
    const goneFrom: TeamsAddress[] = [
      gone,
      { ...gone, team: null },
      { ...gone, kind: 'group', place: '19:gone@thread.v2' },
      { ...gone, serviceUrl: 'nowhere' },
    ];
    const taken = (answer: Promise<{ status: number }>): Promise<boolean> =>
      answer.then(({ status }) => status === 200).catch(() => false);
    return {
      channel,
      server: world.address,
      connections: { without: 'Teams comes over HTTP' },
      ways: {
        say(text, key) {
          const content = `<p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`;
          const attachments = [{ contentType: 'text/html', content }];
          return taken(world.send(world.recorded('personal', { id: `contract-${key}`, text, attachments })));
        },
        press: ({ title }) => taken(world.press(CHAT, title)),
        again: true,
      },
      called: KIM.id,
      shown: () => (teams.delivered.get(CHAT) ?? []).map(({ activity }) => shownBy(activity)),
      attempts: () => teams.requests.filter(isPost).length,
      failures: {
        refuses: { begin: failing({ status: 403 }), outcomes: ['refused'] },
        'asks for a pause': { begin: failing({ status: 429, headers: { 'retry-after': '1' } }), outcomes: ['later'] },
        'is out of order': { begin: failing({ status: 502 }), outcomes: ['unknown'] },
        'breaks off': { begin: failing('reset'), outcomes: ['unknown'] },
      },
      cut: { before: failing('reset'), after: failing('taken-then-reset') },
      gone: {
        rows: goneFrom.map((address) => ({ address: JSON.stringify(address) })),
        images: [
          { from: 'graph', url: `${teams.url}/graph/gone` },
          { from: 'file', url: 'https://files.example/gone.png' },
          { from: 'message', url: 'nowhere' },
        ].map((reference) => JSON.stringify(reference)),
      },
      stop: () => world.stop(),
      close: () => world.close(),
    };
  },
});

/** A message as Teams' client shows it: its card, and its summary in notifications. */
function shownBy(activity: Record<string, unknown>): Shown {
  const words: string[] = [];
  const works: string[] = [];
  const calls: string[] = [];
  /** The text that stands for somebody who is called. */
  const names: string[] = [];
  const { attachments, text, entities } = activity as { attachments: { contentType: string; content: unknown }[] } & {
    text?: string;
    entities?: unknown[];
  };
  if (text !== undefined) works.push(`words beside the card: ${text}`);
  works.push(...(entities ?? []).map((entity) => JSON.stringify(entity)));
  for (const { content } of attachments) walk(content);
  return { words: words.join('\n'), works, calls };

  function walk(part: unknown): void {
    if (Array.isArray(part)) for (const each of part) walk(each);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
    const { type, text, title, speak, fallbackText, msteams, data, ...rest } = part as Record<string, unknown>;
    for (const { type: kind, text: name, mentioned } of entitiesIn(msteams))
      if (kind === 'mention') {
        names.push(name);
        calls.push(mentioned.id);
      } else works.push(kind);
    if (type === 'TextRun') words.push(String(text));
    if (type === 'TextBlock') {
      words.push(String(text).replace(/\\(.)/g, '$1'));
      works.push(...markdownIn(names.reduce((left, name) => left.replace(name, ''), String(text))));
    }
    if (String(type).startsWith('Action.')) words.push(String(title));
    if (type === 'Action.OpenUrl' || type === 'Image' || type === 'Media') works.push(JSON.stringify(part));
    if (speak !== undefined) works.push(...(String(speak).match(/<[^>]*>|&\w+;/g) ?? []));
    if (fallbackText !== undefined) works.push(...markdownIn(fallbackText));
    walk(Object.values(rest));
  }
}

/** Whom a card calls, as it says beside its body. */
function entitiesIn(msteams: unknown): { type: string; text: string; mentioned: { id: string } }[] {
  return (
    (msteams as { entities?: { type: string; text: string; mentioned: { id: string } }[] } | undefined)?.entities ?? []
  );
}

/** The markup that works in a text block: Markdown without a backslash before it, and mentions. */
function markdownIn(text: unknown): string[] {
  return (
    String(text)
      .replace(/\\./g, '')
      .match(/[*_`[\]<>#~!|]|^\s*[-+]\s/g) ?? []
  );
}
