/** The desk's doctor: tests the way to the desk and back. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CONSOLE_CHANNEL, type Desks } from '../core/desk.ts';
import type { Finding } from '../core/finding.ts';
import type { Route } from '../core/person.ts';

/** The fields of a line on the chat page that are used here. */
interface ShownLine {
  readonly id: string;
  readonly who: string;
  readonly body?: readonly { readonly spans: readonly { readonly text: string }[] }[];
  readonly choices?: readonly { readonly id: string }[];
  /** The agent's name, where an agent speaks. */
  readonly name?: string;
  /** A line as it is now, where this one tells of its change. */
  readonly line?: ShownLine | null;
}

const STANDS_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 500;
const REPORT = 'This is a test by “firstline doctor desk”; nobody is waiting. To see the way back, answer with ok:';
/** How agents answer, in a channel and in the console. */
const IN_THREAD = 'write > ok in its thread';
const IN_CONSOLE = 'open it in the console, take it and answer ok';

/**
 * Makes a whole round trip through the running service: a person on the chat page hands over, the ticket goes to the
 * desk, and an answer in its thread comes back. At the end the test ticket is taken back.
 */
export async function* examine(
  desks: Desks,
  { address, waitS }: { address: string; waitS: number },
): AsyncIterable<Finding> {
  const all = [...desks.desks.values()];
  const isConsole = (route: Route): boolean => route.channel === CONSOLE_CHANNEL;
  const inThread = all.some(({ route }) => !isConsole(route));
  const inConsole = all.some(({ route }) => isConsole(route));
  const how = [...(inThread ? [IN_THREAD] : []), ...(inConsole ? [IN_CONSOLE] : [])].join(', or ');
  const names = all.map(({ name, route }) => `${name} (${route.channel})`).join(', ');
  yield { state: 'fine', what: `Desks: ${names}` };
  const page = new Page(address);
  const open = await page.open();
  if (open !== null) {
    yield {
      state: 'wrong',
      what: `The chat page at ${address} can't be used: ${open}`,
      cure: 'Start Firstline with the same settings (npm start), but not with WEB_CHAT=off: the test writes as somebody on the chat page does. Elsewhere, give its address with --address.',
    };
    return;
  }
  await page.say({ kind: 'said', text: `${REPORT} ${how}` });
  await page.say({ kind: 'pressed', choice: 'human' });
  await page.say({ kind: 'pressed', choice: 'send' });
  const stands = await page.until(
    (line) => line.choices?.some((c) => c.id === 'leave-queue') === true,
    STANDS_WITHIN_MS,
  );
  const ticket = page.words.match(/F-\w{4}-\w{4}/)?.[0];
  if (!ticket) {
    yield {
      state: 'wrong',
      what: 'Asking for a person did not lead to a ticket',
      cure: 'Does the running service have DESK or DESKS set? Restart it with them.',
    };
    return;
  }
  if (!stands) {
    yield {
      state: 'wrong',
      what: `The ticket ${ticket} does not stand at its desk`,
      cure: inThread
        ? 'Look for DESK_UNREACHABLE in the service’s log; “doctor slack” or “doctor teams” says why.'
        : 'Look for DESK_UNREACHABLE in the service’s log, and whether the running service has the same DESK or DESKS.',
    };
    await page.say({ kind: 'pressed', choice: 'leave-queue' });
    return;
  }
  yield { state: 'fine', what: `The ticket ${ticket} stands at its desk` };
  if (waitS > 0) {
    yield { state: 'open', what: `Answer it within ${waitS} seconds: ${how}` };
    const answer = await page.until((line) => line.who === 'agent', waitS * 1000);
    yield answer
      ? {
          state: 'fine',
          what: `${answer.name} answered, and it came back: “${wordsOf({ ...answer, body: answer.body?.slice(0, 1) ?? [] })}”`,
        }
      : {
          state: 'open',
          what: 'No answer came back; the way from the desk to the person was not seen',
          cure: `Run it again and ${how}.${all.some(({ route }) => route.channel === 'teams') ? ' In Teams, mention Firstline or use the card.' : ''}`,
        };
  }
  await page.say({ kind: 'pressed', choice: 'leave-queue' });
  yield { state: 'fine', what: 'The test ticket is taken back' };
}

/** A person on the chat page, without a browser. */
class Page {
  readonly #address: string;
  #cookie = '';
  #after = '';
  #lines: ShownLine[] = [];

  constructor(address: string) {
    this.#address = address;
  }

  get words(): string {
    return this.#lines.map(wordsOf).join('\n');
  }

  /** Opens the page; null when that worked, otherwise the reason in words. */
  async open(): Promise<string | null> {
    try {
      const response = await fetch(new URL('/', this.#address));
      const [cookie] = response.headers.getSetCookie();
      if (!response.ok || !cookie) return `it answered ${response.status}`;
      this.#cookie = cookie.split(';')[0]!;
      return null;
    } catch (error) {
      return String(((error as Error).cause as Error | undefined)?.message ?? (error as Error).message);
    }
  }

  async say(message: { kind: 'said' | 'pressed'; text?: string; choice?: string }): Promise<void> {
    const last = this.#lines.length;
    await fetch(new URL('/web/messages', this.#address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ id: randomUUID(), ...message }),
    });
    await this.until(() => this.#lines.length > last, 3000);
  }

  /** The first new line that fits; null when none comes in time. */
  async until(fits: (line: ShownLine) => boolean, ms: number): Promise<ShownLine | null> {
    const end = Date.now() + ms;
    for (let seen = 0; ; ) {
      await this.#read();
      const line = this.#lines.slice(seen).find(fits);
      if (line) return line;
      seen = this.#lines.length;
      if (Date.now() > end) return null;
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Reads the lines that are on the page now; the stream is left as soon as it has sent them. */
  async #read(): Promise<void> {
    const url = new URL('/web/stream', this.#address);
    if (this.#after) url.searchParams.set('after', this.#after);
    const stop = new AbortController();
    const response = await fetch(url, { headers: { cookie: this.#cookie }, signal: stop.signal });
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes('event: ready')) break;
    }
    stop.abort();
    const known = new Set(this.#lines.map((line) => line.id));
    const told = [...text.matchAll(/^event: line\ndata: (.*)$/gm)].map(([, data]) => asItIs(JSON.parse(data!)));
    // The last lines come again with every read.
    this.#lines.push(...told.filter((line) => !known.has(line.id)));
    this.#after = this.#lines.at(-1)?.id ?? '';
  }
}

/** The line as it is now; a change keeps its own id, by which the stream goes on. */
function asItIs(shown: ShownLine): ShownLine {
  return shown.line ? { ...shown.line, id: shown.id } : shown;
}

function wordsOf({ body = [] }: ShownLine): string {
  return body.flatMap((p) => p.spans.map((s) => s.text)).join(' ');
}
