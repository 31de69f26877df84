/** The effect of a change of the content, promises and the lines of ratings: from the rows of the store to the page's tables. */
import assert from 'node:assert/strict';
import type { CaseCounts } from '../../src/core/case-record.ts';
import { changeTable, lastChange } from '../../src/outcomes/change.ts';
import { namesOf, outcomeFigures } from '../../src/outcomes/index.ts';
import { openStore } from '../../src/store/open.ts';
import { keepRecords } from '../fakes/case-records.ts';
import { DeskWorld, desks, FRONT } from '../fakes/desk-world.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { answered, entry, message } from '../fakes/samples.ts';

const NOON = new Date('2026-03-20T12:00:00.000Z');
const NAMES = namesOf(knowledge().content, (id) => id);
const at = (day: string): { at: string } => ({ at: `${day}T08:00:00.000Z` });

describe('the last change of the content', () => {
  it('is compared with as many whole days before as there are after, without its own day', () => {
    const change = lastChange([at('2026-03-10'), at('2026-01-01')], NOON)!;
    assert.deepEqual(
      [change.days, change.before, change.after, change.earlier],
      [10, { from: '2026-02-28', to: '2026-03-09' }, { from: '2026-03-11', to: '2026-03-20' }, null],
    );
  });

  it('looks back at most ninety days, and names another change that falls into the days before', () => {
    const long = lastChange([at('2025-10-01'), at('2025-01-01')], NOON)!;
    assert.deepEqual([long.days, long.after.from, long.before.to], [90, '2025-12-21', '2025-09-30']);
    const mixed = lastChange([at('2026-03-10'), at('2026-03-05'), at('2026-01-01')], NOON)!;
    assert.match(mixed.earlier!, /^2026-03-05/);
    assert.match(changeTable(mixed, NOTHING, NOTHING, NAMES).about, /Another change, of 2026-03-05/);
  });

  it('shows nothing on its own day, and is none where the content is as it was first seen', () => {
    const today = lastChange([at('2026-03-20'), at('2026-01-01')], NOON)!;
    assert.equal(today.days, 0);
    assert.deepEqual(changeTable(today, NOTHING, NOTHING, NAMES).rows, []);
    assert.equal(lastChange([at('2026-01-01')], NOON), null);
    assert.equal(lastChange([], NOON), null);
  });

  it('counts the same cases on both sides as anybody would by hand', async () => {
    const store = await openStore('sqlite::memory:');
    try {
      await store.contentChanged('one', '2026-01-01T08:00:00.000Z');
      await store.contentChanged('one', '2026-01-02T08:00:00.000Z');
      await store.contentChanged('two', '2026-03-10T08:00:00.000Z');
      const changes = await store.contentChanges(9);
      assert.deepEqual(
        changes.map(({ hash }) => hash),
        ['two', 'one'],
        'the same content is no change',
      );
      const open = { outcome: null, fixedAt: null } as const;
      await keepRecords(store, [
        { beganAt: '2026-03-09T10:00:00.000Z', ...open },
        { beganAt: '2026-03-01T10:00:00.000Z', ...open },
        { beganAt: '2026-02-27T10:00:00.000Z', ...open },
        { beganAt: '2026-03-10T10:00:00.000Z' },
        ...['2026-03-11', '2026-03-12', '2026-03-20'].map((day) => ({ beganAt: `${day}T10:00:00.000Z` })),
      ]);
      const change = lastChange(changes, NOON)!;
      const asked = { channel: null, pack: null, intent: null };
      const [before, after] = await Promise.all(
        [change.before, change.after].map((days) => store.caseCounts({ ...asked, ...days })),
      );
      const rows = changeTable(change, before!, after!, NAMES).rows;
      assert.deepEqual(rows[0], ['Begun', 2, 1, 3, 1]);
      assert.deepEqual(
        rows.find(([stage]) => stage === 'Fixed by itself'),
        ['Fixed by itself', 0, 0, 3, 1],
      );
    } finally {
      await store.close();
    }
  });
});

describe('promises', () => {
  it('are kept where an agent comes in time, broken where none does, and nothing where none was made', async () => {
    const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
    for (const [answer, minutes, expected] of [
      [30, 20, { kept: 1, broken: 0 }],
      [30, 45, { kept: 0, broken: 1 }],
      [null, 45, { kept: 0, broken: 0 }],
    ] as const) {
      const world = await DeskWorld.open(desks({ name: FRONT, answer }));
      try {
        const jo = world.person();
        await jo.say(STALE);
        await jo.press('own');
        await jo.say('talk to a person');
        await jo.press('send');
        await world.pass(minutes);
        const ticket = await world.ticketAt();
        await world.agent('Ana', ticket).say('claim');
        // An agent who gives it back and takes it again keeps no second promise.
        await world.agent('Ana', ticket).say('release');
        await world.agent('Ana', ticket).say('claim');
        for (let next: string | null = null; ; ) {
          ({ next } = await world.store.count(new Date(world.now).toISOString(), next));
          if (next === null) break;
        }
        const month = { from: '2026-03-01', to: '2026-03-31', channel: null, pack: null, intent: null };
        const { content } = knowledge();
        const names = namesOf(content, (id) => id);
        const { promises } = outcomeFigures(month, await world.store.caseCounts(month), content, names);
        assert.deepEqual(promises, expected, `${answer} ${minutes}`);
      } finally {
        await world.close();
      }
    }
  });
});

describe('ratings with their lines', () => {
  it('are those given in the period, the latest first', async () => {
    const store = await openStore('sqlite::memory:');
    try {
      for (const [ticket, day] of [
        ['F-1', '2026-03-01'],
        ['F-2', '2026-03-02'],
        ['F-3', '2026-03-03'],
        ['F-4', null],
      ] as const) {
        const conversation = `ticket:${ticket}`;
        await store.accept([message('m', { conversation })]);
        const [work] = await store.take([conversation]);
        const rated = day && {
          rating: 'It went well',
          ratingText: `thanks ${ticket}`,
          ratedAt: `${day}T10:00:00.000Z`,
        };
        await store.commit([{ ...answered(work!, []), entry: entry(ticket, rated ?? {}) }], '2026-03-04T00:00:00.000Z');
      }
      const found = await store.ratedTickets('2026-03-01', '2026-03-03', 9);
      assert.deepEqual(
        found.map(({ ticket, rating, text }) => [ticket, rating, text]),
        [
          ['F-2', 'It went well', 'thanks F-2'],
          ['F-1', 'It went well', 'thanks F-1'],
        ],
      );
    } finally {
      await store.close();
    }
  });
});

const NOTHING: CaseCounts = {
  cases: [],
  paths: [],
  times: { answer: new Float64Array(), fix: new Float64Array(), person: new Float64Array() },
};
