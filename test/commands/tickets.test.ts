import assert from 'node:assert/strict';
import { join } from 'node:path';
import { plain } from '../../src/core/text.ts';
import { lineOf, recordOf, sheetOf, type TicketRecord } from '../../src/desk/record.ts';
import type { TicketState } from '../../src/desk/ticket-state.ts';
import { writtenBetween } from '../../src/journal/transcript.ts';
import { firstline, jsonLines } from '../fakes/cli.ts';
import { DeskWorld, FRONT, ONE_DESK } from '../fakes/desk-world.ts';
import { freshFolder } from '../fakes/folder.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { moment, ticket } from '../fakes/samples.ts';

/** The command `tickets`, with and without a desk. */

const ERROR = 'Cannot book because the hub is temporarily unavailable.';
const NUMBER = /F-[0-9A-Z]{4}-[0-9A-Z]{4}/;

describe('tickets without a desk', function () {
  this.timeout(60_000);
  const env = { DATABASE_URL: `sqlite:${join(freshFolder(), 'firstline.db')}`, DESK: '', DESKS: '' };
  let number = '';
  let told = '';

  const talk = (name: string, ...lines: string[]) =>
    firstline(['chat', '--json', '--conversation', name], lines.join('\n'), env);

  before(async () => {
    const elsewhere = await firstline(['tickets'], '', env);
    assert.deepEqual([elsewhere.code, elsewhere.out], [1, '']);
    assert.match(elsewhere.err, /nothing was looked at.*\[STORE_MISSING\]/s);
    await firstline(['migrate'], '', env);
    const empty = await firstline(['tickets'], '', env);
    assert.deepEqual([empty.code, empty.out, empty.err], [0, '', 'There are no tickets yet.\n']);
    const kim = jsonLines(await talk('kim', ERROR, 'one room only', 'talk to a person', 'my office is\troom 4'));
    told = kim[2]!.text as string;
    number = NUMBER.exec(told)![0];
    assert.match(kim[3]!.text as string, new RegExp(`added that to your ticket ${number}`));
    await talk('bob', 'the coffee is cold', 'talk to a person');
  });

  it('make the bot tell the person that nobody was told, and what to do', () => {
    assert.match(told, /Nobody is told of it by itself, so please give your support team that number/);
  });

  it('are listed, the newest first', async () => {
    const ran = await firstline(['tickets'], '', env);
    const lines = ran.out.trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[0]!, /^F-\S+ {2}20\d\d-\d\d-\d\d \d\d:\d\d {2}– {2}written down {2}–$/);
    assert.match(lines[1]!, new RegExp(`^${number} {2}\\S+ \\S+ {2}– {2}written down {2}hub-unavailable$`));
  });

  it('are shown with everything known, however their number is typed', async () => {
    const ran = await firstline(['tickets', number], '', env);
    assert.equal(ran.code, 0);
    for (const part of [
      number,
      'in the terminal (terminal:kim)',
      'no desk has it, so nobody is told of it',
      `> ${ERROR}`,
      'One room only',
      'Written since:',
      '> my office is\troom 4',
    ])
      assert.ok(ran.out.includes(part), `${part} in ${ran.out}`);
    for (const typed of [
      number.toLowerCase(),
      number.replaceAll('-', ''),
      number.slice(2),
      number.replaceAll('0', 'o'),
    ])
      assert.equal((await firstline(['tickets', typed], '', env)).out, ran.out, typed);
  });

  it('are written as JSON with everything known', async () => {
    const all = jsonLines(await firstline(['tickets', '--json'], '', env));
    const [one] = jsonLines(await firstline(['tickets', number, '--json'], '', env));
    assert.deepEqual(all[1], one);
    const { at, since, summary, written, ...rest } = one as unknown as TicketRecord;
    assert.deepEqual(rest, {
      ticket: number,
      problem: 'hub-unavailable',
      state: 'written',
      desk: null,
      holder: null,
      wrong: false,
      outcome: null,
      kind: 'request',
      conversation: 'terminal:kim',
      identity: 'not verified',
    });
    assert.equal(at, since);
    assert.deepEqual([summary.report, summary.slots], [ERROR, { 'rooms-affected': 'one' }]);
    assert.deepEqual(
      summary.history.map((t) => t.answer),
      ['One room only'],
    );
    assert.deepEqual(
      written.map((w) => w.text),
      ['my office is\troom 4'],
    );
  });

  it('hold no lines that were written for an older ticket', async () => {
    const again = jsonLines(await talk('kim', 'Roomie says its schedule is out of date', 'talk to a person'));
    const second = NUMBER.exec(again[1]!.text as string)![0];
    assert.notEqual(second, number);
    const [newer] = jsonLines(await firstline(['tickets', second, '--json'], '', env));
    assert.deepEqual(newer!.written, []);
    assert.equal(newer!.problem, 'stale-schedule');
  });

  it('have an error for a number that does not exist', async () => {
    const ran = await firstline(['tickets', 'F-0000-0000'], '', env);
    assert.equal(ran.code, 1);
    assert.match(ran.err, /There is no ticket F-0000-0000\.\n.*DATABASE_URL.*\[TICKET_UNKNOWN\]/);
  });
});

describe('a ticket, in a list and on its own', () => {
  it('says so when it is for information', () => {
    const record = recordOf(ticket('F-1', { kind: 'finding' }), null, []);
    assert.deepEqual([record.state, record.outcome], ['written', 'fixed-for-now']);
    assert.match(lineOf(record), /written down, for information/);
    assert.match(sheetOf(knowledge().content, record), /the person can work again\. No desk is told of it/);
  });

  it('shows long words whole, and names without what could steer a terminal', () => {
    const summary = { ...ticket('F-1').summary, report: 'so '.repeat(2000), person: { id: 'u', name: 'Kim\u001b[2J' } };
    const record = recordOf(ticket('F-1', { summary }), null, [{ at: moment(60_000), by: null, text: 'one\ntwo' }]);
    const sheet = sheetOf(knowledge().content, record);
    assert.ok(sheet.includes('so '.repeat(1999)));
    assert.ok(!sheet.includes('\u001b'));
    assert.ok(sheet.endsWith('Written since:\n\n2026-01-05 09:01  Kim[2J:\n> one\n> two\n'));
  });

  it('has the lines that the person and the agent wrote since, at a desk', async () => {
    const world = await DeskWorld.open(ONE_DESK);
    try {
      const jo = world.person('jo');
      await jo.say(ERROR);
      await jo.press('on-premises');
      await jo.say('talk to a person');
      await jo.press('send');
      const id = await world.ticketAt();
      const ana = world.agent('Ana', id);
      world.now += 60_000;
      await jo.say('room 4');
      await ana.say('claim');
      await ana.say('> try it now');
      await ana.say('a note for us');
      const [state] = (await world.store.states('ticket')) as TicketState[];
      const [written] = await world.store.tickets();
      const lines = await world.store.lines(written!.conversation, { turn: 0, part: 0 });
      const record = recordOf(written!, state!, writtenBetween(lines, written!.at, null));
      assert.deepEqual([record.state, record.desk, record.holder], ['held', FRONT, 'Ana']);
      assert.deepEqual(
        record.written.map(({ by, text }) => [by, text]),
        [
          [null, 'room 4'],
          ['Ana', 'try it now'],
        ],
      );
      const sheet = sheetOf(knowledge().content, record);
      assert.match(sheet, /Desk front: with Ana, since /);
      assert.ok(plain(world.head().body).includes(ERROR) && sheet.includes(ERROR));
    } finally {
      await world.close();
    }
  });
});
