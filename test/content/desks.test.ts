import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNELS } from '../../src/channels/index.ts';
import { loadDesks, oneDesk, readDesks } from '../../src/content/desks.ts';
import type { CaseSummary } from '../../src/core/ticket.ts';
import { routeOf } from '../../src/desk/route.ts';
import { ROOT } from '../fakes/content.ts';
import { ticket } from '../fakes/samples.ts';

const EXAMPLE = join(ROOT, 'deploy', 'desk', 'desks.example.yaml');
/** All that a file of desks names of the content. */
const PACKS = {
  packs: new Map([
    ['skype-for-business', { categories: { client: '', authentication: '', network: '', service: '' } }],
  ]),
} as never;

function faultsOf(text: string): string[] {
  const path = join(mkdtempSync(join(tmpdir(), 'desks-')), 'desks.yaml');
  writeFileSync(path, text);
  return readDesks(path, PACKS, CHANNELS).faults.map((f) => `${f.line}: ${f.what}`);
}

describe('a file of desks', () => {
  it('is shipped as an example without a fault', () => {
    const { desks, faults } = readDesks(EXAMPLE, PACKS, CHANNELS);
    assert.deepEqual(faults, []);
    const front = desks.desks.get('front')!;
    assert.deepEqual(front.route, { channel: 'slack', address: '{"desk":"C0123ABCD"}' });
    assert.deepEqual(front.hours?.days[5], [
      ['09:00', '12:30'],
      ['13:00', '16:00'],
    ]);
    assert.deepEqual([front.answer, front.remind, front.talk], [30, 10, 'marked']);
  });

  it('sends a ticket to the first route that fits, and then to the others', () => {
    const { desks } = readDesks(EXAMPLE, PACKS, CHANNELS);
    const route = (summary: Partial<CaseSummary>, at = '2026-11-23T10:00:00.000Z'): readonly string[] =>
      routeOf(desks, { ...ticket('F').summary, problem: null, audience: 'person', ...summary }, null, at);
    const network = { intent: 'x', title: 'x', type: 'network' } as const;
    assert.deepEqual(route({ problem: network }), ['network', 'front']);
    assert.deepEqual(route({ audience: 'admin' }), ['network', 'front']);
    assert.deepEqual(route({}), ['front']);
    assert.deepEqual(route({}, '2026-11-22T10:00:00.000Z'), ['front'], 'on a Sunday by the last route');
  });

  it('sends a ticket to every desk when no route fits', () => {
    const { desks } = readDesks(EXAMPLE, PACKS, CHANNELS);
    const only = { ...desks, routes: [{ ...desks.routes[0]!, language: ['fr'] }] };
    assert.deepEqual(routeOf(only, ticket('F').summary, null, '2026-11-23T10:00:00.000Z'), ['front', 'network']);
  });

  it('has every fault told, with its line', () => {
    assert.deepEqual(
      faultsOf(`desks:
  front:
    place: slack:C0123ABCD
  other:
    place: slack:C0123ABCD
routes:
  - { desk: frnt }
  - { desk: front, category: netwrok }
  - { desk: front, pack: outlook, audience: boss }
  - { desk: front, open: true }
`),
      [
        '7: routes.0.desk: there is no desk "frnt"',
        '8: routes.1.category: "netwrok" is none of client, authentication, network, service',
        '9: routes.2.audience: "boss" is none of person, admin',
        '9: routes.2.pack: there is no pack "outlook"',
        '10: routes.3.open: the desk "front" has no hours, so it is always open',
        '5: desks.other.place: it is the place of "front" too',
      ],
    );
  });

  it('has an example told for a wrong place, time or zone', () => {
    const [place, zone, hours, minutes, key] = faultsOf(`desks:
  front:
    place: '#support'
    hours: { zone: Berlin, monday: 9-17 }
    answer: 0
    answr: 5
`);
    assert.match(place!, /^3: .*slack:C0123ABC/);
    assert.match(zone!, /^4: .*Europe\/Berlin/);
    assert.match(hours!, /^4: .*09:00-12:00/);
    assert.match(minutes!, /^5: .*at least one minute/);
    assert.match(key!, /^6: .*nobody reads "answr"/);
  });

  it('can be one place alone, and stops the start when it can’t be read', () => {
    assert.deepEqual(
      [...oneDesk('slack:C0123ABCD', CHANNELS).desks.values()][0]?.route.address,
      '{"desk":"C0123ABCD"}',
    );
    assert.throws(() => oneDesk('#support', CHANNELS), { code: 'SETTING_WRONG' });
    for (const [place, address] of [
      ['web', '{"desk":""}'],
      ['web:network', '{"desk":"network"}'],
    ] as const)
      assert.deepEqual([...oneDesk(place, CHANNELS).desks.values()][0]?.route, { channel: 'console', address });
    const id = '19:abc_d-1@thread.tacv2';
    const encoded = encodeURIComponent(id);
    for (const [place, desk] of [
      [`teams:team/${id}`, `team/${id}`],
      [`teams:7f1c2a30-0000-4000-8000-000000000000/${encoded}`, `7f1c2a30-0000-4000-8000-000000000000/${id}`],
      [`teams:https://teams.microsoft.com/l/channel/${encoded}/IT%20help?groupId=7f1c&tenantId=9`, `7f1c/${id}`],
      ['slack:https://contoso.slack.com/archives/C0123ABCD', 'C0123ABCD'],
      ['slack:https://app.slack.com/client/T0123/C0123ABCD/thread', 'C0123ABCD'],
    ] as const)
      assert.equal([...oneDesk(place, CHANNELS).desks.values()][0]?.route.address, JSON.stringify({ desk }));
    for (const wrong of [
      ...[
        'teams:team/%E0%A4%A',
        'teams:https://teams.microsoft.com/l/channel/19%3Aabc/x',
        'slack:https://contoso.slack.com/',
      ],
      ...['teams:team/19:a b', 'slack:c0123abcd'],
    ])
      assert.throws(() => oneDesk(wrong, CHANNELS), { code: 'SETTING_WRONG' }, wrong);
    for (const wrong of ['web:', 'web:No', 'console:x', 'webx'])
      assert.throws(() => oneDesk(wrong, CHANNELS), { code: 'SETTING_WRONG' }, wrong);
    assert.throws(() => loadDesks('/nowhere.yaml', PACKS, CHANNELS), { code: 'DESKS_UNREADABLE' });
  });
});
