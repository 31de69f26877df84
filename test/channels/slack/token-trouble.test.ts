import assert from 'node:assert/strict';
import { TokenTrouble } from '../../../src/channels/slack/send/token-trouble.ts';
import { SILENT } from '../../../src/core/log.ts';

describe('Slack: a token that is refused', () => {
  const refused = (why: string) => ({ kind: 'refused', why }) as const;

  it('lets replies wait ever longer, and gives up after a quarter of an hour', () => {
    let now = 0;
    const trouble = new TokenTrouble(SILENT, () => now);
    assert.deepEqual(trouble.judge(refused('token_revoked')), { kind: 'later', afterMs: 1000 });
    now = 10_000;
    assert.deepEqual(trouble.judge(refused('invalid_auth')), { kind: 'later', afterMs: 5000 });
    now = 10 * 60_000;
    assert.deepEqual(trouble.judge(refused('invalid_auth')), { kind: 'later', afterMs: 30_000 });
    now = 16 * 60_000;
    assert.deepEqual(trouble.judge(refused('invalid_auth')), refused('invalid_auth'));
  });

  it('begins anew once a reply went out, and leaves other refusals alone', () => {
    let now = 0;
    const trouble = new TokenTrouble(SILENT, () => now);
    trouble.judge(refused('token_revoked'));
    now = 20 * 60_000;
    assert.deepEqual(trouble.judge({ kind: 'sent', ref: null }), { kind: 'sent', ref: null });
    assert.equal(trouble.judge(refused('token_revoked')).kind, 'later');
    assert.deepEqual(trouble.judge(refused('is_archived')), refused('is_archived'));
  });
});
