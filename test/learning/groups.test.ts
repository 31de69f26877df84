/** Groups of texts, and what a draft says of nearness, names and commits. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alikeBy } from '../../src/commands/alike-vectors.ts';
import type { AlikeTexts } from '../../src/core/alike.ts';
import type { KeptLesson, LessonUse } from '../../src/core/lesson.ts';
import { draftOf, nameOfDraft, subjectOf, tooNearOther, wordsOfDraft } from '../../src/learning/draft.ts';
import { groupedTexts } from '../../src/learning/groups.ts';
import { knowledge, lexicon } from '../fakes/knowledge.ts';
import { lesson, moment } from '../fakes/samples.ts';

const background = [...knowledge().content.intents.values()].flatMap(({ examples }) => examples.map(lexicon.tokens));
const index = (texts: readonly string[]): AlikeTexts => alikeBy(texts.map(lexicon.tokens), background);
/** The same before less: quick enough for a property. */
const some = background.filter((_, i) => i % 50 === 0);
const quickIndex = (texts: readonly string[]): AlikeTexts => alikeBy(texts.map(lexicon.tokens), some);

describe('groups of texts', () => {
  it('hold what is alike, the largest first, led by the text that is most like the others', () => {
    const texts = [
      'the coffee machine on floor two leaks',
      'my badge does not open the garage',
      'badge does not open the garage',
      'My  badge does not open the garage',
      'the badge won’t open the garage door',
      'projector lamp is broken',
    ];
    const [badge, ...rest] = groupedTexts(texts, index);
    assert.deepEqual([...badge!.members].sort(), [1, 2, 3, 4]);
    assert.ok([1, 2, 3].includes(badge!.lead));
    assert.deepEqual(
      rest.map(({ members }) => members),
      [[0], [5]],
    );
  });

  it('hold every text once, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('a b c', 'a b d', 'x', '')), { maxLength: 30 }),
        (texts) => {
          const groups = groupedTexts(texts, quickIndex);
          assert.deepEqual(
            groups.flatMap(({ members }) => members).sort((a, b) => a - b),
            texts.map((_, i) => i),
          );
          for (const { lead, members } of groups) assert.ok(members.includes(lead));
          for (const [i, group] of groups.entries())
            assert.ok(i === 0 || groups[i - 1]!.members.length >= group.members.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a draft', () => {
  const kept = (id: string, use: LessonUse | null, at = moment()): KeptLesson => ({
    ...lesson(id),
    id,
    at,
    use,
    became: null,
  });
  const example = (intent: string, wording: string): LessonUse => ({ use: 'example', intent, wording });

  it('is the words by where they go, the earliest first and each once', () => {
    const seed = { use: 'seed', pack: 'p', title: 'T', wording: 's' } as const;
    const draft = draftOf([
      kept('b', example('x', 'two'), moment(2)),
      kept('a', example('x', 'one'), moment(1)),
      kept('c', example('x', 'two')),
      kept('d', { use: 'other', intent: 'none', wording: 'o' }),
      kept('e', seed),
      kept('f', { use: 'leave' }),
      kept('g', null),
    ]);
    assert.deepEqual(wordsOfDraft(draft), {
      examples: [
        { intent: 'x', texts: ['two', 'one'] },
        { intent: 'none', texts: ['o'] },
      ],
      seeds: [{ pack: 'p', title: 'T', texts: ['s'] }],
    });
    const subject = subjectOf(wordsOfDraft(draft));
    assert.equal(subject, 'Add 3 examples of 2 intents and 1 new problem learned from messages');
    assert.ok(subject.length <= 72);
    const name = nameOfDraft(draft, { hash: 'h' });
    assert.equal(nameOfDraft(draft.toReversed(), { hash: 'h' }), name);
    assert.notEqual(nameOfDraft(draft, { hash: 'i' }), name);
    assert.notEqual(
      nameOfDraft(draftOf([kept('b', example('x', 'two!'))]), { hash: 'h' }),
      nameOfDraft(draftOf([kept('b', example('x', 'two'))]), { hash: 'h' }),
    );
  });

  it('warns of words that stand nearer to another intent, and of the same words', () => {
    const near = (intent: string, likeness: number) => ({ intent, likeness, example: `of ${intent}` });
    assert.equal(tooNearOther([], 'a'), null);
    assert.equal(tooNearOther([near('a', 0.9), near('b', 0.7)], 'a'), null);
    assert.equal(tooNearOther([near('b', 0.39)], 'a'), null);
    assert.equal(tooNearOther([near('b', 0.7), near('a', 0.5)], 'a')!.kind, 'nearer');
    assert.equal(tooNearOther([near('b', 0.9), near('a', 0.5)], 'a')!.kind, 'same');
    assert.equal(tooNearOther([near('b', 0.6)], null)!.intent, 'b');
  });
});
