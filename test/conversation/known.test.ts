/** The list of what the bot says it knows. */
import assert from 'node:assert/strict';
import { ReplyBuilder } from '../../src/conversation/reply-builder.ts';
import type { Content } from '../../src/core/content.ts';
import { plain } from '../../src/core/text.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content } = await shipped();
const [own] = [...content.packs.values()].filter((pack) => pack.generic !== null);

/** The greeting of a bot with so many packs. */
function greetingWith(count: number): string {
  const packs = Array.from({ length: count }, (_, i) => ({
    ...own!,
    id: `p${i}`,
    title: `Product ${i + 1}`,
    phrases: {},
  }));
  const of: Content = { ...content, packs: new Map(packs.map((pack) => [pack.id, pack])) };
  return plain(new ReplyBuilder(of).phrase('greeting'));
}

describe('what the bot says it knows', () => {
  it('is every product, up to five', () => assert.match(greetingWith(3), /with Product 1, Product 2, and Product 3\./));

  it('ends with "more" where there are too many to read', () => assert.match(greetingWith(7), /Product 4, and more\./));

  it('is "your programs" without any', () => assert.match(greetingWith(0), /I help with your programs\./));
});
