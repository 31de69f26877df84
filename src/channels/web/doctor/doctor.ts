/** The doctor of the chat page: looks at its settings, and at its address as somebody outside does. */
import type { Finding } from '../../../core/finding.ts';
import { ownAddress } from '../../../core/own-address.ts';
import type { WebSettings } from '../settings.ts';

const PATIENCE_MS = 8000;

/**
 * Looks at the chat page; `address` is where people open it, null where only the settings can be looked at. `signIn` is the
 * address at which it offers a sign-in, null where it offers none.
 */
export async function* examine(
  settings: WebSettings,
  address: string | null,
  signIn: URL | null,
): AsyncIterable<Finding> {
  yield* settled(settings);
  if (signIn !== null && settings.for !== 'off') yield offered(signIn, address);
  if (settings.for !== 'public') {
    if (address !== null) yield settings.for === 'off' ? unlooked(address) : await answers(ownAddress(address));
    return;
  }
  if (address === null) {
    yield {
      state: 'open',
      what: 'Whether people reach it from outside was not looked at',
      cure: 'Give the address that they open: --address https://help.example.com',
    };
    return;
  }
  yield* reached(address);
}

function* settled({ for: who, plainHttp, proxies }: WebSettings): Iterable<Finding> {
  if (who === 'off')
    yield { state: 'open', what: 'The chat page is off', cure: 'WEB_CHAT=public opens it to everybody.' };
  else if (who === 'loopback')
    yield { state: 'fine', what: 'The chat page is open on this machine alone, and through no proxy or tunnel' };
  else if (plainHttp)
    yield {
      state: 'wrong',
      what: 'WEB_CHAT=open gives the chat page out without TLS: anybody on the way can read along',
      cure: 'Put a proxy with TLS in front, and set WEB_CHAT=public and TRUSTED_PROXY. [WEB_CHAT_OPEN]',
    };
  else if (proxies.length === 0)
    yield {
      state: 'wrong',
      what: 'TRUSTED_PROXY is not set, so nobody can be seen to come by TLS, and nobody gets in',
      cure: 'Set it to the address of the proxy in front, as Firstline sees it: 127.0.0.1 on this machine. [WEB_CHAT_PLAIN]',
    };
  else yield { state: 'fine', what: `The chat page is public; believed is what these say: ${proxies.join(', ')}` };
}

/** The page is given out nowhere, so that its address has nothing to show. */
function unlooked(address: string): Finding {
  return {
    state: 'open',
    what: `${address} was not looked at: it has no page to give`,
    cure: 'Set WEB_CHAT, and start Firstline again, before its address is looked at.',
  };
}

/** Whether an address gives the page as it is seen from this machine; nothing is said of TLS. */
async function answers(address: string): Promise<Finding> {
  const page = URL.canParse(address) ? await ask(new URL('/', address)) : null;
  if (page?.status === 200) return { state: 'fine', what: `${address} gives the chat page` };
  return page === null
    ? {
        state: 'wrong',
        what: `Nothing answers at ${address}`,
        cure: 'Does Firstline run there? See the address that it prints at its start, and PORT and HOST.',
      }
    : { state: 'wrong', what: `${address} does not give the chat page`, cure: await reasonOf(page) };
}

/** Whether people who open the page at an address can sign in there: the provider leads back to one address alone. */
function offered(signIn: URL, address: string | null): Finding {
  const isThere = address === null || (URL.canParse(address) && new URL(address).origin === signIn.origin);
  return isThere
    ? { state: 'fine', what: `People may sign in where the page is opened at ${signIn.origin}` }
    : {
        state: 'open',
        what: `People can't sign in at ${address}, only where the page is opened at ${signIn.origin}`,
        cure: 'Give out that address, or set CONSOLE_URL to the one that people open; WEB_SIGN_IN=off offers no sign-in.',
      };
}

async function* reached(address: string): AsyncIterable<Finding> {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
    yield { state: 'wrong', what: `${address} is no https address`, cure: 'Give the address that people open.' };
    return;
  }
  const page = await ask(new URL('/', address));
  if (page === null || page.status !== 200) {
    yield { state: 'wrong', what: `${address} does not give the chat page`, cure: await reasonOf(page) };
    return;
  }
  const [cookie = ''] = page.headers.getSetCookie();
  const isSecure = cookie.startsWith('__Host-') && /; Secure/i.test(cookie);
  yield isSecure
    ? { state: 'fine', what: `${address} gives the chat page, with a cookie for this host and TLS alone` }
    : {
        state: 'wrong',
        what: `${address} gives the chat page, but Firstline is not told that it came by TLS`,
        cure: 'Let the proxy set X-Forwarded-Proto, and pass Set-Cookie on as it is.',
      };
  const plain = await ask(new URL('/', address.replace(/^https:/, 'http:')));
  yield plain?.status === 200
    ? {
        state: 'wrong',
        what: 'The same address without TLS gives the chat page too',
        cure: 'Let the proxy lead http to https.',
      }
    : { state: 'fine', what: 'Without TLS nothing is given out' };
  const stream = await ask(new URL('/web/stream', address), { cookie: cookie.split(';')[0]! });
  await stream?.body?.cancel();
  yield stream?.headers.get('content-type') === 'text/event-stream'
    ? { state: 'fine', what: 'Answers come through as they are said' }
    : {
        state: 'wrong',
        what: 'The stream of answers does not come through',
        cure: 'Turn the buffering of the proxy off for /web/stream.',
      };
}

async function ask(url: URL, headers: Record<string, string> = {}): Promise<Response | null> {
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return null;
  }
}

/** The server's own words for a refusal, where it has any. */
async function reasonOf(answer: Response | null): Promise<string> {
  if (answer === null) return 'Does its name lead to the proxy, and is its certificate valid?';
  const said = (await answer.json().catch(() => ({}))) as { cause?: string; cure?: string; code?: string };
  return said.code
    ? `${said.cause} ${said.cure} [${said.code}]`
    : `It answers ${answer.status}: does the proxy pass it on to Firstline, and does Firstline run?`;
}
