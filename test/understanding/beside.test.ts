/** How much a problem weighs in a text that names another pack's product, learned from examples. */
import assert from 'node:assert/strict';
import type { Content, Intent } from '../../src/core/content.ts';
import { countMeant, meantOf, packsIn, weighBeside } from '../../src/understanding/beside.ts';
import type { Topic } from '../../src/understanding/topics.ts';

const tokens = (text: string): string[] => text.split(' ');

/** A topic that a text names by one word, and tells of by another. */
function topic(pack: string, name: string, done: string): Topic {
  return {
    pack,
    generic: null,
    everyday: false,
    isNamed: (words) => words.includes(name),
    isDone: (words) => words.includes(done),
    isIn: () => false,
    isFailing: () => false,
    isWell: () => false,
  };
}

const topics = [topic('post', 'mail', 'send'), topic('net', 'wifi', 'connect')];

function problem(id: string, pack: string, examples: readonly string[]): [string, Intent] {
  return [id, { id, pack, kind: 'problem', examples } as unknown as Intent];
}

const many = (text: string, times = 40): string[] => Array.from({ length: times }, () => text);
const content = {
  intents: new Map([
    problem('full', 'post', many('mail is full')),
    problem('late', 'post', many('I send and it is late')),
    problem('gone', 'net', [...many('no web no mail', 20), ...many('no web', 20)]),
    problem('slow', 'net', many('wifi is slow')),
  ]),
} as unknown as Content;
const classes = [...content.intents.keys()];
const weights = weighBeside(content, countMeant(content, topics, tokens), classes);
const weigh = (intent: string, said: ReturnType<typeof packsIn>): number => weights(said)[classes.indexOf(intent)]!;
const packs = (text: string): ReturnType<typeof packsIn> => packsIn(topics, tokens(text));

describe('problems beside the product of another pack', () => {
  it('weighs a problem more whose own examples name the other product', () => {
    const [often, never] = [weigh('gone', packs('mail is gone')), weigh('slow', packs('mail is gone'))];
    assert.ok(often > 2 * never, `${often} and ${never}`);
    assert.ok(often < 1);
  });

  it('leaves the problems of the packs that are meant as they are, and all where none is meant', () => {
    assert.equal(weigh('full', packs('mail is gone')), 1);
    assert.equal(weigh('gone', packs('mail and wifi are gone')), 1);
    assert.equal(weigh('gone', packs('it is gone')), 1);
  });

  it('goes by what is done where no product is named', () => {
    assert.deepEqual(meantOf(packs('I send to the wifi')), { by: 'named', packs: ['net'] });
    assert.deepEqual(meantOf(packs('I send it')), { by: 'told', packs: ['post'] });
    assert.ok(weigh('slow', packs('I send it')) < 0.1);
  });

  it('leaves a little to a problem that no example tells beside the other product', () => {
    assert.ok(weigh('full', packs('wifi is gone')) > 0);
  });
});
