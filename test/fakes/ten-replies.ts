/** Ten replies of every kind, said by the shipped content: what somebody looks at who judges cards and messages by eye. */
import { createTurn } from '../../src/conversation/turn.ts';
import type { Reply } from '../../src/core/reply.ts';
import { quote } from '../../src/core/text.ts';
import { shipped } from './knowledge.ts';
import { reply } from './samples.ts';
import { Talk } from './talk.ts';

/** The person in a shared place, so that their name is called. */
const KIM = { id: 'teams:t:kim', name: 'Kim Vance' };

/** A reply with the name of what it shows. */
export interface Named {
  readonly name: string;
  readonly reply: Reply;
  /** Whether it stands at a desk. */
  readonly atDesk: boolean;
}

/** The ten replies, in the order of a case. */
export async function tenReplies(): Promise<Named[]> {
  const { content, read } = await shipped();
  const turn = createTurn(content, read, true);
  const named: Named[] = [];
  const keep = (name: string, one: Reply, atDesk = false): void => void named.push({ name, reply: one, atDesk });
  const talk = new Talk(turn);
  keep('greeting', (await talk.open()).reply);
  const problem = await talk.say("Skype for Business couldn't find a Skype for Business Server for your domain");
  keep('problem', { ...problem.reply, to: KIM });
  keep('step', (await problem.press(problem.choices[0]!)).reply);
  const paths = await new Talk(turn).say(
    'Can’t sign in to Skype for Business: acquiring a personal certificate failed',
  );
  for (let i = 0; i < 4 && paths.reply.choices.length > 0 && !/\\/.test(JSON.stringify(paths.reply.body)); i++)
    await paths.press(paths.choices.at(-1)!);
  keep('step with a path', paths.reply);
  keep('which of several', (await new Talk(turn).say("I can't sign in")).reply);
  keep('a person is asked for', (await talk.say('talk to a person')).reply);
  keep('ticket', (await talk.press('send')).reply);
  const line =
    'Run `gpupdate /force`, then sign in again.\nIt is in C:\\Users\\kim\\AppData\\Local_[old]_*.log — see #4';
  keep(
    'line of an agent',
    reply(line, { speaker: { name: 'Ana Ortiz', agent: true }, to: KIM, quiet: true, asked: 0 }),
  );
  keep('line of the person', reply(line, { speaker: { name: 'Kim Vance', agent: false }, asked: 0 }), true);
  keep('head of a ticket', head(), true);
  return named;
}

/** A ticket as it stands at a desk. */
function head(): Reply {
  const line = (text: string) => ({ kind: 'text' as const, spans: [{ text }] });
  return reply('', {
    asked: 0,
    title: 'F-7Q2K-M4XA · No server was found for the domain (contoso.com)',
    body: [
      line('Waiting since 11:25 UTC, somebody was promised by 11:55 UTC'),
      { kind: 'text', spans: [{ text: 'Kim Vance', style: 'bold' }, { text: ', in Teams' }] },
      line('In their words:'),
      ...quote('since this morning: couldn’t find a server for contoso.com *really* \\\\fs01\\rooms_[old]'),
      line('What was tried'),
      { kind: 'item', mark: '•', spans: [{ text: 'Compare the clock with the real time → No, something is off' }] },
    ],
    choices: [
      { id: 'claim', title: 'I take it' },
      { id: 'code', title: 'Case code' },
      { id: 'wrong', title: 'Wrong topic' },
    ],
    forms: [
      { id: 'say', title: 'Answer the person', label: 'What the person will read', options: [] },
      { id: 'ask', title: 'Ask for …', label: 'Ask for …', options: [{ id: 'ask:client', title: 'Signing in on' }] },
      { id: 'resolve', title: 'Resolve …', label: 'Resolve …', options: [{ id: 'resolve:fixed', title: 'fixed' }] },
    ],
  });
}
