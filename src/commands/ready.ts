/**
 * Words what `start` prints once the service listens: the address, the connected channels, and the place of tickets.
 */
import { styleText } from 'node:util';
import { CHANNELS } from '../channels/index.ts';
import type { Config } from '../config.ts';
import type { Registration } from '../core/channel.ts';
import { CONSOLE_CHANNEL, type Desks } from '../core/desk.ts';
import { titleOf } from './wiring.ts';

/** The operator's warning, and the same words for the log: without a desk, nobody hears of a ticket by itself. */
export const NO_DESK = 'no desk is set: tickets are written down, and nobody is told of them';

/** The same for a desk in the browser without a webhook and without mail. */
export const NO_WEBHOOK = 'no DESK_WEBHOOK and no SMTP_URL is set: nobody is told of a ticket while no console is open';

/** Whether tickets come to a desk in the browser, and nobody is told of them while it is closed. */
export function isUnheard(desks: Desks | null, { console: { webhook, mail } }: Pick<Config, 'console'>): boolean {
  return !webhook && !mail && [...(desks?.desks.values() ?? [])].some(({ route }) => route.channel === CONSOLE_CHANNEL);
}

/** Plain lines for standard output; scripts wait for the first one. `colour` is for terminals only. */
export function readyText(
  address: string,
  config: Pick<Config, 'channels' | 'console'>,
  desks: Desks | null,
  colour: boolean,
  registrations: readonly Registration[] = CHANNELS,
): string {
  const bold = (text: string): string => (colour ? styleText('bold', text, { validateStream: false }) : text);
  const facts = [
    ...registrations.map(({ name, title, summary }) => [title, summary(config.channels.get(name) ?? null)] as const),
    ['Desk', desk(desks, config, registrations)] as const,
    ['Console', consoleAt(address, config)] as const,
  ];
  const width = Math.max(...facts.map(([title]) => title.length));
  const lines = [
    `Firstline is ready: ${bold(address)}`,
    ...facts.map(([title, fact]) => `  ${bold(title)}${' '.repeat(width - title.length)}  ${fact}`),
    `Ctrl+C stops it; what was accepted is finished first.`,
  ];
  return `${lines.join('\n')}\n`;
}

function desk(desks: Desks | null, config: Pick<Config, 'console'>, registrations: readonly Registration[]): string {
  if (!desks)
    return 'not set: tickets are written down, and nobody is told. npx firstline tickets shows them; DESK=web brings them to the console; how: deploy/desk/README.md';
  const places = [...desks.desks.values()].map(({ name, route }) => {
    const place = titleOf(route.channel, registrations);
    return name === 'desk' ? place : `${name} (${place})`;
  });
  const unheard = isUnheard(desks, config) ? '; nobody is told while no console is open (DESK_WEBHOOK, SMTP_URL)' : '';
  return `tickets go to ${places.join(', ')}; npx firstline doctor desk tries it${unheard}`;
}

function consoleAt(address: string, { console: { oidc } }: Pick<Config, 'console'>): string {
  return oidc
    ? `${new URL('/console', oidc.address).href}, for who signs in at ${oidc.issuer.host}`
    : `${address}/console, on this machine only`;
}
