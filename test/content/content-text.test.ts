import assert from 'node:assert/strict';
import { contentText } from '../../src/content/content-text.ts';

const TEXT = 'title: Büro\nsays:\n  - Größer 会議\n';
const faultsOf = (bytes: Buffer) => contentText(bytes, 'a.yaml').faults.map(({ line, what }) => [line, what]);

describe('A file of content', () => {
  for (const [as, bytes] of [
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-8 with the line ends of an old Mac', Buffer.from(TEXT.replaceAll('\n', '\r'))],
  ] as const)
    it(`is read in ${as}`, () => {
      assert.deepEqual(contentText(bytes, 'a.yaml'), { text: TEXT, faults: [] });
    });

  it('keeps the line ends of Windows, so that lines are counted as in an editor', () => {
    const text = TEXT.replaceAll('\n', '\r\n');
    assert.deepEqual(contentText(Buffer.from(text), 'a.yaml'), { text, faults: [] });
  });

  it('is named with its line where a letter is in another encoding, or a character can not be seen', () => {
    assert.deepEqual(faultsOf(Buffer.from('a: b\nc: Büro', 'latin1')), [
      [2, 'a letter on this line is not written in UTF-8'],
    ]);
    assert.deepEqual(faultsOf(Buffer.from('a: b\n\nc: d\0e')), [
      [3, 'an invisible character (U+0000) stands on this line'],
    ]);
  });

  it('is empty where nothing is', () => assert.deepEqual(contentText(Buffer.alloc(0), 'a.yaml').text, ''));
});
