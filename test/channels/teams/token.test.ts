import assert from 'node:assert/strict';
import { ButtonTokens, pressId, type TeamsPress } from '../../../src/channels/teams/receive/tokens.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const PRESS: TeamsPress = {
  conversation: '19:x@thread.tacv2:17|0',
  person: 'aad-kim',
  asked: 3,
  turn: 5,
  part: 1,
  at: NOW / 1000,
  choice: 'own|ser ver%',
};

describe('Teams: the token of a button', () => {
  const tokens = new ButtonTokens('secret');
  const token = tokens.write('t1', PRESS)(PRESS.choice);

  it('is read as it was written', () => {
    assert.deepEqual(tokens.read('t1', token, NOW + 1000), PRESS);
  });

  it('is refused in another tenant, under another key, changed, or older than a month', () => {
    assert.equal(tokens.read('t2', token, NOW), null);
    assert.equal(new ButtonTokens('another').read('t1', token, NOW), null);
    assert.equal(tokens.read('t1', token, NOW + 31 * 24 * 3_600_000), null);
    const signed = token.slice(0, token.lastIndexOf('|'));
    for (let i = 0; i < signed.length; i++) {
      const changed = token.slice(0, i) + (token[i] === 'a' ? 'b' : 'a') + token.slice(i + 1);
      assert.equal(tokens.read('t1', changed, NOW), null, `at ${i}`);
    }
    for (const broken of ['', '|', signed, `${signed}|`, `${token}|x`, token.repeat(2), 'a|b|c|d|e|f|g|h'])
      assert.equal(tokens.read('t1', broken, NOW), null, broken);
  });

  it('signs a card, and lets the person press any of its answers', () => {
    const write = tokens.write('t1', PRESS);
    for (const choice of ['own', 'a|b', '100 % sure', '💥', '+say'])
      assert.equal(tokens.read('t1', write(choice), NOW)?.choice, choice);
    assert.equal(tokens.read('t1', `${write('')}%E0%A4%A`, NOW)?.choice, '%E0%A4%A');
  });

  it('stands for one message within the hour, and for another one later', () => {
    assert.equal(pressId(PRESS, NOW + 30_000), pressId(PRESS, NOW + 60_000));
    assert.notEqual(pressId(PRESS, NOW), pressId(PRESS, NOW + 7 * 24 * 3_600_000));
    assert.notEqual(pressId(PRESS, NOW), pressId({ ...PRESS, choice: 'other' }, NOW));
    assert.notEqual(pressId(PRESS, NOW), pressId({ ...PRESS, at: PRESS.at + 1 }, NOW));
  });
});
