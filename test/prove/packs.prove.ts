/*
 * The fixture's pack beside the shipped ones, under names that sort first and last: neither may change how the other is read. Too slow
 * for every run, because everything that is shipped is trained twice with it.
 */
import assert from 'node:assert/strict';
import type { Sources } from '../../src/content/folders.ts';
import type { Reading } from '../../src/core/reading.ts';
import { fixtureAs, ROOT, unseenTexts } from '../fakes/content.ts';
import { type Knowledge, knowledge, shipped, taught } from '../fakes/knowledge.ts';
import { ownMessages } from '../fakes/messages.ts';
import { Talk } from '../fakes/talk.ts';

const MINUTE = 60_000;
/** The most of a hundred held-out messages about the shipped packs that one more pack may decide otherwise. */
const MOST_CHANGED = 4;
/** The most of a hundred texts that the order of the packs may decide: the order of examples is that of the training. */
const MOST_TOSSED = 4;
/** The least of a hundred texts about the fixture's product that must be decided as they are without the shipped packs. */
const LEAST_SAME = 85;

/** Everything that is shipped, and the fixture's pack under this name. */
function withShipped(name: string): Sources {
  return { roots: [{ path: ROOT, shown: '' }, fixtureAs(name)], packs: null, organisation: null };
}

describe('the fixture pack beside the shipped ones', function () {
  this.timeout(10 * MINUTE);
  let alone: Knowledge;
  let first: Knowledge;
  let last: Knowledge;

  before(async () => {
    [alone, first, last] = [
      await shipped(),
      await taught(withShipped('aa-roomie')),
      await taught(withShipped('zz-roomie')),
    ];
    assert.equal([...first.content.packs.keys()][1], 'aa-roomie');
    assert.equal([...last.content.packs.keys()].at(-1), 'zz-roomie');
  });

  const decided = ({ decision, intent }: Reading): string => `${decision} ${intent}`;
  /** The texts that two readers decide differently, as one line each. */
  const differing = (texts: readonly string[], one: Knowledge, other: Knowledge): string[] =>
    texts.flatMap((text) => {
      const [a, b] = [decided(one.read(text)), decided(other.read(text))];
      return a === b ? [] : [`${a} | ${b} | ${text.slice(0, 100)}`];
    });
  const few = (found: readonly string[], of: number, most: number): void =>
    assert.ok(found.length <= (most / 100) * of, `${found.length} of ${of}:\n${found.join('\n')}`);

  it('leaves the held-out messages about the shipped packs as they were', () => {
    const texts = ownMessages().map(({ text }) => text);
    for (const both of [first, last]) few(differing(texts, alone, both), texts.length, MOST_CHANGED);
  });

  it('is read the same whether it comes first or last', () => {
    const { content } = knowledge();
    const own = [...content.intents.values()].filter(({ pack, kind }) => pack === 'roomie' && kind === 'problem');
    const texts = own.flatMap(({ says, examples }) => [
      ...says.map((t) => t.replace(/\{[a-z-]+\}/g, 'x9')),
      ...examples,
    ]);
    few(differing([...texts, ...unseenTexts().map(({ text }) => text)], first, last), texts.length, MOST_TOSSED);
    for (const both of [first, last]) few(differing(texts, knowledge(), both), texts.length, 100 - LEAST_SAME);
    few(
      differing(
        ownMessages().map(({ text }) => text),
        first,
        last,
      ),
      ownMessages().length,
      MOST_TOSSED,
    );
  });

  it('has its own button in the greeting, and its own words at the end', async () => {
    for (const { turn } of [first, last]) {
      // There are more packs than buttons: the rest stands behind "Something else".
      const greeting = await new Talk(turn).open();
      const titles = greeting.reply.choices.map(({ title }) => title);
      await greeting.press('something-else');
      titles.push(...greeting.reply.choices.map(({ title }) => title));
      assert.ok(
        titles.includes("I can't book a room") && titles.includes("I can't sign in to Skype or Lync"),
        titles.join(),
      );
      const talk = await new Talk(turn).say(
        'Roomie cannot book this room because the schedule on this panel is out of date.',
      );
      for (const choice of ['own', 'wrong', 'panel', 'fixed', 'no']) await talk.press(choice);
      assert.match(talk.text, /^Great, you can book again\./);
    }
  });
});
