import assert from 'node:assert/strict';
import { withCode, withoutFences } from '../../src/core/code-blocks.ts';

describe('Code blocks', () => {
  it('become paragraphs of code between the words', () => {
    assert.deepEqual(withCode('run this:\n```\na\nb\n```\nand wait'), [
      { kind: 'text', spans: [{ text: 'run this:' }] },
      { kind: 'text', spans: [{ text: 'a\nb', style: 'code' }] },
      { kind: 'text', spans: [{ text: 'and wait' }] },
    ]);
  });

  it('that never end stay words', () => {
    assert.deepEqual(withCode('```\na'), [{ kind: 'text', spans: [{ text: '```\na' }] }]);
    assert.equal(withoutFences('run\n```\na\n```'), 'run\na');
  });
});
