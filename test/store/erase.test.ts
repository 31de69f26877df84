/** Erased data is gone from the file, not only from the answers of the store. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compact } from '../../src/store/compact.ts';
import { openStore } from '../../src/store/open.ts';
import { freshFolder } from '../fakes/folder.ts';
import { answered, entry, lesson, message, moment, ticket } from '../fakes/samples.ts';

/** Words that stand nowhere else, each in another kind of row. */
const WORDS = [
  'Kuckucksuhr',
  'Siebenschlaefer',
  'Bratkartoffel',
  'Windmuehle',
  'Murmeltier',
  'Leberknoedel',
  'gartenzwerg',
  'Bierdeckel',
];

describe('erased words', () => {
  it('are neither in the file nor in its log of writes, while another process has both open', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const [store, other] = [await openStore(`sqlite:${path}`), await openStore(`sqlite:${path}`)];
    const raw = (): string =>
      [path, `${path}-wal`].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
    for (let i = 0; i < 120; i++) {
      const conversation = i % 3 === 0 ? 'fake:kims' : `fake:${i}`;
      const word = i % 3 === 0 ? WORDS[0] : 'harmless';
      await store.accept([message(`${word} ${'x'.repeat(i * 60)}`, { conversation })]);
      const [work] = await store.take([conversation]);
      const done = answered(work!, [i % 3 === 0 ? `you said ${WORDS[1]}` : 'yes']);
      const summary = { ...ticket('F').summary, report: WORDS[2]! };
      const tickets = i % 30 === 0 ? [{ ...ticket(`F-${i}`, { conversation }), summary }] : [];
      const noted = i % 3 === 0 ? [{ ...lesson(`${WORDS[4]} ${i}`), seq: work!.rows[0]!.seq, at: moment() }] : [];
      const person = i % 3 === 0 ? 'fake:kim' : null;
      await store.commit([{ ...done, person, tickets, lessons: noted }], moment());
    }
    // An author chose a use for some of the words, and worded them anew.
    const uses = (await store.lessons('open', 10)).map(({ id }) => ({
      id,
      use: { use: 'example', intent: 'hub', wording: `${WORDS[5]}` } as const,
    }));
    assert.equal(await store.useLessons(uses, moment()), 10);
    // The desk finds the ticket by its words, agents write notes in it, and somebody opened it.
    await store.accept([message(`${WORDS[7]}, says the note`, { conversation: 'ticket:F-0' })]);
    const [note] = await store.take(['ticket:F-0']);
    const listed = entry('F-0', { title: 'It is stuck', words: [WORDS[6]!, 'stuck'] });
    assert.ok(await store.commit([{ ...answered(note!, [`${WORDS[7]} was noted`]), entry: listed }], moment()));
    await store.note({ at: moment(), who: 'console:ann', name: 'Ann', what: 'opened', ticket: 'F-0' });
    await store.keepImage('fake:kims', 'shot', Buffer.from((WORDS[3] ?? '').repeat(5000)), moment());
    for (const word of WORDS) assert.ok(raw().includes(word), word);
    await other.forget('fake:kim', 'all');
    await other.tidy();
    for (const word of WORDS) assert.ok(!raw().includes(word), word);
    assert.ok(raw().includes('harmless'));
    assert.ok(raw().includes('fake:kim'), 'the id stays in the list of the erased');
    assert.deepEqual(
      (await other.audit('2000', 10)).map(({ what, ticket: id }) => [what, id]),
      [['opened', 'F-0']],
      'an audit line stays, with the number alone',
    );
    await other.close();
    await store.close();
    assert.equal(compact(`sqlite:${path}`), true);
    assert.ok(raw().includes('harmless'));
  });
});
