/** Ten cards and ten messages of every kind: what anybody sees of them holds no mark that nobody wrote. */
import assert from 'node:assert/strict';
import { render, renderAtDesk } from '../../src/channels/slack/send/render.ts';
import { cardOf } from '../../src/channels/teams/send/render.ts';
import type { Reply } from '../../src/core/reply.ts';
import { plain } from '../../src/core/text.ts';
import { say } from '../fakes/say.ts';
import { type Sent, shown } from '../fakes/teams-world.ts';
import { type Named, tenReplies } from '../fakes/ten-replies.ts';

const backslashes = (text: string): number => text.split('\\').length - 1;
const written = ({ title, body, choices }: Reply): string =>
  [title ?? '', plain(body), ...choices.map((c) => c.title)].join('\n');

/** Every text in blocks of Slack's, without the values of buttons. */
function texts(node: unknown): string {
  if (Array.isArray(node)) return node.map(texts).join('\n');
  if (typeof node !== 'object' || node === null) return '';
  const { text, value: _, ...rest } = node as Sent;
  return [typeof text === 'string' ? text : texts(text), ...Object.values(rest).map(texts)].join('\n');
}

describe('What people see of ten replies of every kind', function () {
  this.timeout(120_000);
  let ten: Named[] = [];
  before(async () => {
    ten = await tenReplies();
  });

  it('holds no backslash that nobody wrote, as a card of Teams', () => {
    assert.equal(ten.length, 10);
    for (const { name, reply } of ten) {
      const card = cardOf({ reply, mention: null, token: String, shared: false, welcome: false, say });
      assert.equal(backslashes(shown(card)), backslashes(written({ ...reply, choices: [] })), name);
    }
  });

  it('holds no backslash that nobody wrote, as a message of Slack', () => {
    for (const { name, reply, atDesk } of ten) {
      const { blocks } = atDesk ? renderAtDesk(reply, 'ticket:F-1', 'k', say) : render(reply, null, say);
      assert.equal(backslashes(texts(blocks)), backslashes(written(reply)), name);
    }
  });
});
