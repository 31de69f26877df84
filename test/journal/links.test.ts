/** The life of private links, by how their tickets stand. */
import assert from 'node:assert/strict';
import { isLinkOpen, type LinkedTicket } from '../../src/core/link.ts';
import { createLinks } from '../../src/journal/links.ts';
import { openStore } from '../../src/store/open.ts';
import { answered, message, moment, ticket } from '../fakes/samples.ts';

const HOUR = 60 * 60 * 1000;
const HERE = 'web:here';
const held: LinkedTicket = { state: 'held', changedAt: moment(), personSide: { conversation: HERE } };
const at = (hours: number): Date => new Date(Date.parse(moment()) + hours * HOUR);

describe('a private link', () => {
  const rows: [string, LinkedTicket | null, hours: number, open: boolean][] = [
    ['opens the conversation of an open ticket, however old', held, 24 * 400, true],
    ['opens it for a day after the end', { ...held, state: 'closed' }, 23.9, true],
    ['opens nothing a day after the end', { ...held, state: 'closed' }, 24, false],
    ['opens nothing once the desk ended it', { ...held, linkRevoked: true }, 0, false],
    ['opens nothing once the case moved elsewhere', { ...held, personSide: { conversation: 'slack:T:D' } }, 0, false],
    ['opens the conversation of a ticket that no desk has for thirty days', null, 24 * 29.9, true],
    ['opens nothing thirty days later where no desk closes the ticket', null, 24 * 30, false],
  ];
  for (const [title, state, hours, open] of rows)
    it(title, () => assert.equal(isLinkOpen(HERE, state, moment(), at(hours)), open));

  it('is given to the newest ticket of a conversation, found by its hash, and kept once', async () => {
    const store = await openStore('sqlite::memory:');
    let now = at(0);
    const links = createLinks(store, () => now);
    assert.equal(await links.ticketOf(HERE), null);
    await store.accept([message('hello', { conversation: HERE })]);
    const [work] = await store.take([HERE]);
    const tickets = [
      ticket('F-1', { conversation: HERE }),
      ticket('F-2', { conversation: HERE, at: moment(1000) }),
      ticket('F-3', { conversation: HERE, at: moment(2000), kind: 'finding' }),
    ];
    await store.commit([{ ...answered(work!, ['hi']), tickets }], moment());
    assert.equal(await links.ticketOf(HERE), 'F-2');
    const link = { hash: 'h', conversation: HERE, ticket: 'F-2' };
    await links.keep(link);
    now = at(1);
    await links.keep({ ...link, conversation: 'web:thief' });
    assert.deepEqual(await links.find('h'), link);
    assert.equal(await links.find('H'), null);
    now = at(24 * 31);
    assert.equal(await links.find('h'), null);
    assert.equal(await links.ticketOf(HERE), null);
    await store.close();
  });
});
