import assert from 'node:assert/strict';
import { passagesOf, type Word } from '../../src/screenshots/passages.ts';

/** A line of words at a place, every letter ten wide and twenty high, unless it says otherwise. */
function line(x: number, y: number, text: string, confidence = 90, tilt = 0): Word[] {
  let at = x;
  return text.split(' ').map((word) => {
    const x0 = at;
    at += word.length * 10 + 6;
    const y0 = y + (x0 + word.length * 5) * tilt;
    return { text: word, confidence, bbox: { x0, y0, x1: x0 + word.length * 10, y1: y0 + 20 } };
  });
}

const textOf = (...lines: Word[][]): string => passagesOf(lines).text;

describe('passages of a screen', () => {
  it('join lines that were wrapped', () => {
    const text = textOf(line(50, 0, 'Cannot sign in because your clock'), line(50, 28, 'is not set correctly.'));
    assert.equal(text, 'Cannot sign in because your clock is not set correctly.');
  });

  it('join a last line without tall letters, whose box is lower', () => {
    const last = { text: 'server.', confidence: 90, bbox: { x0: 50, y0: 38, x1: 116, y1: 48 } };
    assert.equal(textOf(line(50, 0, 'Try another way to the'), [last]), 'Try another way to the server.');
  });

  it('keep lines apart that were not wrapped', () => {
    const text = textOf(line(50, 0, 'User: kim'), line(50, 28, 'Code: 504'), line(50, 56, 'Server: sip.contoso.com'));
    assert.equal(text, 'User: kim\nCode: 504\nServer: sip.contoso.com');
  });

  it('join a word that was cut at its hyphen', () => {
    assert.equal(
      textOf(line(0, 0, 'the value of msRTCSIP-'), line(0, 28, 'PrimaryUserAddress')),
      'the value of msRTCSIP-PrimaryUserAddress',
    );
  });

  it('are split at wide gaps: between lines, and between columns read as one line', () => {
    const window = [...line(0, 0, 'Ana Silva'), ...line(400, 0, 'Cannot sign in because the')];
    const below = [...line(0, 28, 'Canteen'), ...line(400, 28, 'server is unavailable.')];
    assert.deepEqual(textOf(window, below, line(400, 120, 'OK')).split('\n\n'), [
      'Ana Silva Canteen',
      'Cannot sign in because the server is unavailable.',
      'OK',
    ]);
  });

  it('go on below a line where an icon was read as a letter', () => {
    const first = [
      { text: '®', confidence: 60, bbox: { x0: 10, y0: -10, x1: 42, y1: 34 } },
      ...line(60, 0, 'Cannot sign in to the'),
    ];
    assert.equal(textOf(first, line(60, 28, 'server.')), '® Cannot sign in to the server.');
  });

  it('are found in a photo that is askew', () => {
    const tilt = Math.tan((3 * Math.PI) / 180);
    const mixed = [...line(0, 0, 'a line of a mail that is long', 90, tilt), ...line(300, -30, 'Skype', 90, tilt)];
    const text = textOf(mixed, line(0, 28, 'and goes on here as mails do', 90, tilt));
    assert.deepEqual(text.split('\n\n'), ['Skype', 'a line of a mail that is long and goes on here as mails do']);
  });

  it('leave out marks that are no text', () => {
    assert.equal(
      textOf(line(0, 0, '— O'), line(0, 60, '|'), line(0, 120, 'xy zz', 12), line(0, 180, 'Sign in')),
      'Sign in',
    );
    assert.deepEqual(passagesOf([]), { text: '', sure: 0 });
  });

  it('have their codes with figures in place of letters, in one piece', () => {
    for (const read of ['0xCAA70007', '0xCAAT0007', 'O0xCAA70007', '0xCAA 70007', 'OxCAA7OO07'])
      assert.equal(textOf(line(0, 0, `Error code: ${read}`)), 'Error code: 0xCAA70007');
    for (const other of ['0x5', 'Oxford', '0xCAA70007 123', 'Box 12'])
      assert.equal(textOf(line(0, 0, `Code: ${other}`)), `Code: ${other}`);
  });

  it('tell how surely they were read', () => {
    const { sure } = passagesOf([line(0, 0, 'Sign in', 95), line(0, 80, 'unsure words', 45)]);
    assert.ok(sure > 0.5 && sure < 0.8, String(sure));
  });
});
