import assert from 'node:assert/strict';
import { isBareMention, type MessagePart, PART_KINDS, partOf, unreadParts } from '../../src/core/message-part.ts';
import { partLinks, partNames, troubleWords } from '../../src/core/part-words.ts';
import { knowledge } from '../fakes/knowledge.ts';

const { phrases } = knowledge().content;

describe('a part of a message', () => {
  it('has a name for every kind, in words', () => {
    const names = PART_KINDS.map((kind) => partNames(phrases, [{ kind, name: null }]));
    assert.equal(new Set(names).size, PART_KINDS.length);
    for (const name of names) assert.doesNotMatch(name, /sent-|undefined/);
    const parts = [partOf('voice'), partOf('file', 'plan.docx')];
    assert.equal(partNames(phrases, parts), 'a voice message, a file “plan.docx”');
  });

  it('is found under its address, where it has one', () => {
    const parts = [partOf('file', 'plan.docx', 'https://files.example/plan.docx'), partOf('voice'), partOf('link')];
    assert.equal(partLinks(phrases, parts), 'plan.docx: https://files.example/plan.docx');
    assert.equal(
      partLinks(phrases, [partOf('component', null, 'https://x.example/1')]),
      'a Loop component: https://x.example/1',
    );
  });

  it('is linked, left or read', () => {
    const parts: MessagePart[] = [
      partOf('file', 'a', 'https://x.example'),
      partOf('voice'),
      partOf('quote', null, null, true),
    ];
    assert.deepEqual(
      parts.map(({ became }) => became),
      ['linked', 'left', 'read'],
    );
    assert.equal(unreadParts(parts).length, 2);
    assert.deepEqual(unreadParts(), []);
  });

  it('has no address that could act, or that hides one', () => {
    for (const link of [
      'http://x.example',
      'javascript:alert(1)',
      'https://x.example/a b',
      `https://x.example/${'a'.repeat(3000)}`,
    ])
      assert.equal(partOf('file', 'x', link).link, null, link.slice(0, 40));
    assert.equal(partOf('file', `a\n${'b'.repeat(900)}`).name?.length, 200);
  });

  it('says why it could not be fetched', () => {
    const troubles = ['not-an-image', 'too-big', 'too-slow', 'not-allowed', 'busy', 'not-there', 'failed'] as const;
    for (const why of troubles) assert.doesNotMatch(troubleWords(phrases, why), /trouble-/);
  });

  it('is all there is where somebody only mentions the bot', () => {
    const mention = partOf('mention', 'Firstline', null, true);
    assert.ok(isBareMention({ text: '', images: [], parts: [mention] }));
    assert.ok(!isBareMention({ text: 'hi', images: [], parts: [mention] }));
    assert.ok(!isBareMention({ text: '', images: [{}], parts: [mention] }));
    assert.ok(!isBareMention({ text: '', images: [], parts: [mention, partOf('gif')] }));
    assert.ok(!isBareMention({ text: '', images: [] }));
  });
});
