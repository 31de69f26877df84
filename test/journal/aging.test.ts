/** Old data goes in the background: bite by bite, without the turns, and it may be told to stop. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SILENT } from '../../src/core/log.ts';
import { DEFAULT_RETENTION } from '../../src/core/retention.ts';
import type { Bite } from '../../src/core/store.ts';
import { Aging } from '../../src/journal/aging.ts';
import { openStore } from '../../src/store/open.ts';
import { freshFolder } from '../fakes/folder.ts';
import { CodeLog } from '../fakes/journals.ts';
import { answered, end, message, moment, record } from '../fakes/samples.ts';

const NOW = () => new Date(moment(100 * 24 * 60 * 60 * 1000));

describe('the ages of data', () => {
  it('lead to one row of what became of a case, without person, text or conversation', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const store = await openStore(`sqlite:${path}`);
    await store.accept([message('geheimes Wort')]);
    const [work] = await store.take(['fake:one']);
    const done = answered(work!, []);
    const state = { ...done.state!, records: [record({ outcome: 'fixed', rating: 'good' })] };
    await store.commit([{ ...done, person: 'fake:kim', state, ends: [end({ rating: 'good' })] }], moment());
    await new Aging({ store, retention: DEFAULT_RETENTION, now: NOW, log: SILENT }).round();
    const raw = new Database(path, { readonly: true });
    const { id, ...rest } = raw.prepare('select * from case_record').get() as Record<string, unknown>;
    assert.doesNotMatch(String(id), /fake/);
    assert.deepEqual(rest, {
      ...{ conversation: null, day: '2026-01-05', kind: 1, path: 1, answer: null, fix: 60, person: null },
    });
    const { kind } = raw.prepare('select kind from case_kind').get() as { kind: string };
    assert.deepEqual(JSON.parse(kind), {
      ...{ channel: 'fake', pack: 'mail', category: null, intent: 'password', walked: true },
      ...{ outcome: 'fixed', agents: null, reopened: false, checked: null, rating: 'good' },
    });
    for (const table of ['conversation', 'inbox', 'sequence', 'case_end'])
      assert.deepEqual(raw.prepare(`select * from ${table}`).all(), [], table);
    raw.close();
    await store.close();
  });

  it('are left alone where they are never', async () => {
    const asked: string[] = [];
    const expire = async (what: string): Promise<Bite> => {
      asked.push(what);
      return { gone: 0, next: null };
    };
    const retention = { ...DEFAULT_RETENTION, conversations: null };
    await new Aging({ store: { expire, tidy: assert.fail }, retention, now: NOW, log: SILENT }).round();
    assert.deepEqual(asked, ['pictures', 'tickets', 'figures', 'sessions']);
  });

  it('look at every conversation once a day, not once an hour, unless they are shorter than that', async () => {
    const HOUR = 60 * 60_000;
    for (const [conversations, expected] of [
      [{ count: 90, unit: 'day' }, 2],
      [{ count: 2, unit: 'hour' }, 13],
    ] as const) {
      const asked: string[] = [];
      let even = 0;
      const expire = async (what: string): Promise<Bite> => {
        asked.push(what);
        return { gone: 0, next: null };
      };
      const retention = { ...DEFAULT_RETENTION, conversations };
      const now = () => new Date(NOW().getTime() + even);
      const store = { expire, tidy: async () => undefined };
      const aging = new Aging({ store, retention, now, log: SILENT, ticks: () => even });
      for (; even <= 24 * HOUR; even += HOUR) await aging.round();
      const times = (what: string): number => asked.filter((one) => one === what).length;
      assert.deepEqual([times('conversations'), times('lines')], [25, expected]);
    }
  });

  it('rest between two bites, and end at once when the service stops', async () => {
    let bites = 0;
    const store = { expire: async () => ({ gone: 1, next: String(++bites) }), tidy: async () => undefined };
    const aging = new Aging({ store, retention: DEFAULT_RETENTION, now: NOW, log: SILENT });
    const round = aging.round();
    await new Promise((resume) => setTimeout(resume, 130));
    await aging.stop();
    await round;
    assert.ok(bites >= 2 && bites <= 4, `${bites} bites in 130 ms`);
  });

  describe('wait a day', () => {
    const DAY = 24 * 60 * 60_000;
    /** An aging whose clocks are set by hand; counts what it asks to delete. */
    const withClocks = (lastAlive: string | null) => {
      const clocks = { wall: Date.parse(moment()), even: 0 };
      const log = new CodeLog();
      const asked: string[] = [];
      const expire = async (what: string): Promise<Bite> => {
        asked.push(what);
        return { gone: 0, next: null };
      };
      const aging = new Aging({
        store: { expire, tidy: assert.fail },
        ...{ retention: DEFAULT_RETENTION, log, lastAlive },
        now: () => new Date(clocks.wall),
        ticks: () => clocks.even,
      });
      const pass = (wall: number, even: number): void => {
        clocks.wall += wall;
        clocks.even += even;
      };
      return { aging, asked, log, pass };
    };

    it('where the clock leaps while it runs, so that one that is years ahead takes nothing away', async () => {
      const { aging, asked, log, pass } = withClocks(null);
      await aging.round();
      assert.ok(asked.splice(0).length > 0);
      pass(2000 * DAY, DAY / 24);
      await aging.round();
      // Set right again: a leap back deletes nothing either.
      pass(-2000 * DAY, DAY / 24);
      await aging.round();
      assert.deepEqual([asked, log.codes], [[], ['CLOCK_JUMPED']]);
      pass(DAY, DAY);
      await aging.round();
      assert.ok(asked.length > 0, 'a day later it goes on');
    });

    it('where it starts long after anything ran on the database', async () => {
      const { aging, asked, log, pass } = withClocks(moment(-30 * DAY));
      await aging.round();
      assert.deepEqual([asked, log.codes], [[], ['CLOCK_JUMPED']]);
      pass(DAY, DAY);
      await aging.round();
      assert.ok(asked.length > 0);
    });

    it('but not after an hour of summer time, nor after a week off', async () => {
      const { aging, asked, log, pass } = withClocks(moment(-7 * DAY));
      pass(DAY / 24, 0);
      await aging.round();
      assert.ok(asked.length > 0);
      assert.deepEqual(log.codes, []);
    });
  });
});
