/** Asks the running service when a channel last brought something: the doctor's answer to "does anything reach it?". */
import { z } from 'zod';
import type { Finding } from '../core/finding.ts';

const Answer = z.object({
  startedSecondsAgo: z.number(),
  channels: z.record(z.string(), z.object({ lastEventSecondsAgo: z.number().nullable() })),
});
const PATIENCE_MS = 5000;

/** The channels that a doctor looks at: their names as people write them, and the cure where nothing comes. */
const CURES = {
  slack: [
    'Slack',
    'Write to it in Slack and look again. Still none: over HTTP, the address under "Event Subscriptions" must be this one, and verified; over Socket Mode, Socket Mode must be on. In both, the app must be installed.',
  ],
  teams: [
    'Teams',
    'Write to the bot in Teams and look again. Still none: the messaging endpoint under "Configuration" of the Azure Bot must be this address with /api/messages, and Microsoft Teams must be on under "Channels".',
  ],
} as const;

/**
 * Says when the last event came. A proxy in front seldom passes /readyz on, so `local`, the port on this machine, is asked
 * where the address outside does not tell.
 */
export async function* lastEvent(
  address: string,
  channel: keyof typeof CURES,
  local = address,
): AsyncGenerator<Finding> {
  const [title, cure] = CURES[channel];
  const outside = await ask(address, channel);
  const told = outside ?? (local === address ? null : await ask(local, channel));
  if (!told) {
    const asked = local === address ? `${address}/readyz` : `${address}/readyz or ${local}/readyz`;
    return yield {
      state: 'open',
      what: `When the last event from ${title} came was not looked at: no running Firstline tells it at ${asked}.`,
      cure: 'Start Firstline with the same settings, or look on the machine where it runs.',
    };
  }
  const where = outside ? '' : ` (as ${local} says; ${address}/readyz does not tell it)`;
  if (told.ago !== null)
    return yield { state: 'fine', what: `The last event from ${title} came ${lasting(told.ago)} ago${where}.` };
  const what = `No event from ${title} has come since it started ${lasting(told.started)} ago${where}.`;
  yield { state: 'open', what, cure };
}

/** The seconds since the last event of a channel and since the start; null where no Firstline tells them. */
async function ask(address: string, channel: string): Promise<{ ago: number | null; started: number } | null> {
  try {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { channels, startedSecondsAgo: started } = Answer.parse(await answer.json());
    const last = channels[channel];
    return last ? { ago: last.lastEventSecondsAgo, started } : null;
  } catch {
    return null;
  }
}

/** A length of time in words, from seconds: one unit is enough. */
export function lasting(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, unit] = units.find(([size]) => seconds >= size) ?? [1, 'second'];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
