/** App Home: a person's open cases, and the buttons beside them. */
import { z } from 'zod';
import type { Incoming } from '../../../core/message.ts';
import type { PhraseKey } from '../../../core/phrase-keys.ts';
import type { Say } from '../../../core/phrases.ts';
import type { OpenCase } from '../../../core/store.ts';
import { addressed } from '../receive/commands.ts';
import type { Us } from '../receive/parse.ts';
import { type Block, plainText } from '../send/blocks.ts';
import { beginning } from '../send/sentences.ts';

const MOST_CASES = 15;
const LONGEST_TITLE = 200;
// Slack's limits, in characters: it refuses a view with a longer heading or button whole.
const LONGEST_HEADING = 150;
const LONGEST_LABEL = 75;

/** Draws App Home: the person's open cases, each with its place and the time it last moved. */
export function homeView(cases: readonly OpenCase[], link: (conversation: string) => string | null, say: Say): Block {
  const label = (key: PhraseKey): Block => plainText(beginning(say(key), LONGEST_LABEL));
  const blocks: Block[] = [
    { type: 'header', text: plainText(beginning(say('channel-firstline'), LONGEST_HEADING)) },
    { type: 'section', text: plainText(say('slack-home-hello')) },
    { type: 'divider' },
  ];
  if (cases.length === 0) blocks.push({ type: 'section', text: plainText(say('slack-home-none')) });
  for (const [i, { conversation, title, at }] of cases.slice(0, MOST_CASES).entries()) {
    const url = link(conversation);
    const where = say(url === null ? 'slack-here' : 'slack-there');
    blocks.push(
      { type: 'section', text: plainText(beginning(title, LONGEST_TITLE)) },
      { type: 'context', elements: [plainText(`${where} · ${say('slack-moved', { when: day(at) })}`)] },
      {
        type: 'actions',
        elements: [
          ...(url === null ? [] : [{ type: 'button', action_id: `home:go:${i}`, text: label('slack-go'), url }]),
          { type: 'button', action_id: `home:human:${i}`, text: label('control-human'), value: conversation },
          { type: 'button', action_id: `home:stop:${i}`, text: label('control-stop'), value: conversation },
        ],
      },
    );
  }
  return { type: 'home', blocks };
}

/** A press of a button in App Home. */
export const HomeAction = z.object({
  user: z.object({ id: z.string() }),
  actions: z
    .array(z.object({ action_id: z.string(), action_ts: z.string().nullish(), value: z.string().nullish() }))
    .min(1),
});

/** Makes a press in App Home a message of the case's conversation; null for a case that is not the person's own. */
export function homeMessage(
  { user, actions }: z.output<typeof HomeAction>,
  cases: readonly OpenCase[],
  us: Us,
  say: Say,
): Incoming | null {
  const { action_id, action_ts, value } = actions[0]!;
  const mine = cases.find((c) => c.conversation === value);
  if (!mine) return null;
  const base = { ...addressed(mine.conversation, user.id, us), id: `home:${action_ts ?? ''}` };
  if (action_id.startsWith('home:human'))
    return { ...base, kind: 'pressed', text: say('control-human'), choice: 'human' };
  return action_id.startsWith('home:stop') ? { ...base, kind: 'said', text: 'stop' } : null;
}

/** Writes a time as "2026-01-05 09:00 UTC": short, and the same for everybody. */
function day(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
