/**
 * What `start` prints when the service listens: where to go now, which channels are connected, and where tickets go.
 */
import { styleText } from 'node:util';
import type { Config } from '../config.ts';
import type { Desks } from '../core/desk.ts';

type Settings = Pick<Config, 'webChat' | 'slack' | 'teams'>;

/** The operator's warning, and the same words for the log: without a desk, nobody hears of a ticket by itself. */
export const NO_DESK = 'no desk is set: tickets are written down, and nobody is told of them';

/** Plain lines for standard output; the first one is what scripts wait for. `colour` only where somebody looks at a terminal. */
export function readyText(address: string, settings: Settings, desks: Desks | null, colour: boolean): string {
  const bold = (text: string): string => (colour ? styleText('bold', text, { validateStream: false }) : text);
  const lines = [
    `Firstline is ready: ${bold(address)}`,
    `  ${bold('Chat page')}  ${chatPage(settings)}`,
    `  ${bold('Slack')}      ${slack(settings)}`,
    `  ${bold('Teams')}      ${teams(settings)}`,
    `  ${bold('Desk')}       ${desk(desks)}`,
    `Ctrl+C stops it; what was accepted is finished first.`,
  ];
  return `${lines.join('\n')}\n`;
}

function chatPage({ webChat }: Settings): string {
  return {
    loopback: 'open that address in a browser on this machine, and paste an error',
    open: 'open that address in a browser, and paste an error; everybody who reaches the port can',
    off: 'off (WEB_CHAT=off)',
  }[webChat];
}

function slack({ slack }: Settings): string {
  if (!slack) return 'not connected; how: README.md, "Connect Slack"';
  const ways = [...(slack.signingSecret ? ['HTTP, at /slack/events'] : []), ...(slack.appToken ? ['Socket Mode'] : [])];
  return `on, over ${ways.join(' and ')}; npx firstline doctor slack looks at the connection`;
}

function teams({ teams }: Settings): string {
  if (!teams) return 'not connected; how: README.md, "Connect Teams"';
  if (!teams.identity) return 'for the playground on this machine only (TEAMS=local)';
  return 'on, at /api/messages; npx firstline doctor teams looks at the connection';
}

function desk(desks: Desks | null): string {
  if (!desks)
    return 'not set: tickets are written down, and nobody is told. npx firstline tickets shows them; how: README.md, "Set up the desk"';
  const places = [...desks.desks.values()].map(({ name, via }) => {
    const place = via.channel === 'slack' ? 'Slack' : 'Teams';
    return name === 'desk' ? place : `${name} (${place})`;
  });
  return `tickets go to ${places.join(', ')}; npx firstline doctor desk tries it`;
}
