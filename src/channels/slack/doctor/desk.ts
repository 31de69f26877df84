/** The doctor's look at one desk in Slack. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Finding } from '../../../core/finding.ts';
import { SlackMembers } from '../desk/members.ts';
import { failureOf } from '../workspace/api.ts';
import type { SlackIdentity } from '../workspace/self.ts';
import { missing, SCOPE_CURE } from './scopes.ts';

const Info = z.object({ channel: z.object({ is_archived: z.boolean().nullish(), is_private: z.boolean().nullish() }) });
const DESK_CURE = 'Invite it there (/invite @Firstline), and check the id in DESK or DESKS.';

/** Checks that the bot is a member of a desk's channel, hears its messages, and sees its members. */
export async function* checkDesk(
  client: WebClient,
  us: SlackIdentity,
  channel: string,
  name: string,
): AsyncGenerator<Finding> {
  const desk = `the desk "${name}" (${channel})`;
  try {
    const { is_archived, is_private } = Info.parse(await client.apiCall('conversations.info', { channel })).channel;
    if (is_archived)
      return yield {
        state: 'wrong',
        what: `The channel of ${desk} is archived.`,
        cure: 'Unarchive it, or set another.',
      };
    yield* checkDeskScopes(us, desk, is_private ? 'groups' : 'channels');
    await client.apiCall('conversations.members', { channel, limit: 1 });
    await client.apiCall('conversations.history', { channel, limit: 1 });
    if ((await new SlackMembers(client).standing(channel, us.user)) === 'other')
      return yield { state: 'wrong', what: `It is no member of ${desk}.`, cure: DESK_CURE };
    yield { state: 'fine', what: `It is a member of ${desk}, hears it, and sees who belongs to it.` };
  } catch (error) {
    const failure = failureOf(error);
    const why = failure.kind === 'later' ? 'Slack asks to wait' : failure.why;
    const cure = why === 'missing_scope' ? SCOPE_CURE : DESK_CURE;
    yield { state: 'wrong', what: `Tickets can’t be worked on at ${desk} (${why}).`, cure };
  }
}

/** Checks the scopes that a desk needs and all else can do without. */
function* checkDeskScopes({ scopes }: SlackIdentity, desk: string, kind: 'channels' | 'groups'): Generator<Finding> {
  for (const { scope } of missing(scopes).filter((m) => [`${kind}:read`, `${kind}:history`].includes(m.scope)))
    yield { state: 'wrong', what: `Without the scope ${scope}, nobody can work at ${desk}.`, cure: SCOPE_CURE };
}
