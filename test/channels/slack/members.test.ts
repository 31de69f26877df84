import assert from 'node:assert/strict';
import type { WebClient } from '@slack/web-api';
import { SlackMembers } from '../../../src/channels/slack/desk/members.ts';

describe('The members of a desk’s channel in Slack', () => {
  let now: number;
  let asked: number;
  let pages: string[][];
  let members: SlackMembers;

  beforeEach(() => {
    now = 0;
    asked = 0;
    pages = [['U1', 'U2']];
    const apiCall = async (_method: string, { cursor = '0' }: { cursor?: string }) => {
      asked += 1;
      if (pages.length === 0) throw new Error('not now');
      const next = Number(cursor) + 1;
      return {
        ok: true,
        members: pages[Number(cursor)],
        response_metadata: { next_cursor: next < pages.length ? String(next) : '' },
      };
    };
    members = new SlackMembers({ apiCall } as unknown as WebClient, () => now);
  });

  it('are asked for once a minute, and once for many who ask together', async () => {
    const all = await Promise.all(['U1', 'U2', 'U1'].map((u) => members.standing('C1', u)));
    assert.deepEqual([all, asked], [['member', 'member', 'member'], 1]);
    now = 59_000;
    assert.equal(await members.standing('C1', 'U1'), 'member');
    assert.equal(asked, 1);
    pages = [['U2']];
    now = 61_000;
    assert.equal(await members.standing('C1', 'U1'), 'other', 'who left is out within a minute');
    assert.equal(asked, 2);
  });

  it('include somebody who just joined, without a request for every press of a stranger', async () => {
    assert.equal(await members.standing('C1', 'U3'), 'other');
    pages = [['U1', 'U2', 'U3']];
    assert.equal(await members.standing('C1', 'U3'), 'other');
    now = 3100;
    assert.equal(await members.standing('C1', 'U3'), 'member');
    assert.equal(asked, 2);
  });

  it('are read from all pages', async () => {
    pages = [['U1'], ['U2'], ['U3']];
    assert.equal(await members.standing('C1', 'U3'), 'member');
    assert.equal(asked, 3);
  });

  it('are unknown while Slack does not answer', async () => {
    await members.standing('C1', 'U1');
    pages = [];
    now = 61_000;
    assert.equal(await members.standing('C1', 'U1'), 'busy');
  });
});
