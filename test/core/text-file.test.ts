import assert from 'node:assert/strict';
import { readTextFile } from '../../src/core/text-file.ts';

describe('A file of text', () => {
  it('is read in UTF-8 and in UTF-16 with its mark', () => {
    assert.equal(readTextFile(Buffer.from('Fehler: Gerät')), 'Fehler: Gerät');
    assert.equal(readTextFile(Buffer.from('\ufefferror 5', 'utf16le')), 'error 5');
  });

  it('keeps beginning and end where it is long', () => {
    const text = readTextFile(Buffer.from(`first\n${'x'.repeat(100_000)}\nlast`))!;
    assert.match(text, /^first[\s\S]*…[\s\S]*last$/);
    assert.ok(text.length < 21_000);
  });

  it('is none where it is a program’s data, empty or too large', () => {
    assert.equal(readTextFile(Buffer.from([77, 90, 0, 3, 0])), null);
    assert.equal(readTextFile(Buffer.alloc(0)), null);
    assert.equal(readTextFile(Buffer.alloc(5 * 1024 * 1024, 65)), null);
  });
});
