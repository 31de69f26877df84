/** Signing in on the chat page with a work account, at a real OpenID Connect provider (npm's oidc-provider), in a real browser. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { setCookie } from '../../../src/channels/web/identity.ts';
import { ConsoleWorld } from '../../console/console-world.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { freePort } from '../../fakes/free-port.ts';
import { CLIENT, IdentityProvider } from '../../fakes/identity-provider.ts';
import { until } from '../../fakes/until.ts';
import { Visitor } from '../../fakes/visitor.ts';
import { press, say } from './visit.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const LINK = { name: 'Sign in with your work account' };

describe('signing in on the chat page', function () {
  this.timeout(120_000);
  const provider = new IdentityProvider();
  const clock = { ahead: 0 };
  let world: ConsoleWorld;
  let browser: Browser;
  let context: BrowserContext;
  let errors: string[];
  let people = 0;

  before(async () => {
    const port = await freePort();
    await provider.start(() => `http://127.0.0.1:${port}`);
    browser = await openBrowser();
    world = await ConsoleWorld.open(
      {
        oidc: {
          issuer: new URL(provider.issuer),
          ...{ clientId: CLIENT.id, clientSecret: CLIENT.secret, rolesClaim: 'roles', scopes: 'openid profile' },
          address: new URL(`http://127.0.0.1:${port}`),
          isOfferedToPeople: true,
        },
        ...{ webhook: null, mail: null, address: null },
      },
      { port, clock: () => Date.now() + clock.ahead },
    );
  });
  after(async () => {
    await browser?.close();
    await world?.close();
    await provider.stop();
  });
  beforeEach(async () => {
    provider.claims = {
      // Each test has a person of its own: an open case would go on in the next.
      ...{ sub: `mia-${++people}`, name: 'Mia Sørensen', roles: [], locale: 'da_DK' },
      ...{ email: 'mia@contoso.example', email_verified: true },
    };
    Object.assign(provider, { forge: null, isForeign: false, isAsking: false, isRefusing: false });
    provider.openers = 'unsafe-none';
    clock.ahead = 0;
    errors = [];
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(errors, []);
  });

  async function open(where = context): Promise<Page> {
    const page = await where.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (m) => {
      if (/Content Security Policy/.test(m.text())) errors.push(m.text());
    });
    await page.goto(world.address);
    await page.locator('article.firstline').first().waitFor();
    return page;
  }

  const signIn = async (page: Page): Promise<void> => {
    await page.getByRole('link', LINK).click();
    await page.getByText('Signed in as').first().waitFor();
  };
  const signedInAs = (page: Page): Promise<string> => page.locator('#who').innerText();

  it('is offered, and not needed: a guest writes, and the ticket says that nobody is verified', async () => {
    const page = await open();
    assert.match(await signedInAs(page), /Sign in with your work account or just write, as a guest\./);
    await say(page, STALE);
    await press(page, 'Talk to a person');
    assert.match(await page.locator('article.firstline').last().innerText(), /your identity isn't verified/);
  });

  it('happens in a window of its own, and the ticket says who it is, and who says so', async () => {
    provider.isAsking = true;
    const page = await open();
    const popup = page.waitForEvent('popup');
    await page.getByRole('link', LINK).click();
    const window = await popup;
    const closed = window.waitForEvent('close');
    await window.getByRole('button', { name: 'It is me' }).click();
    await closed;
    await page.getByText('Signed in as').waitFor();
    assert.equal(await signedInAs(page), 'Signed in as Mia Sørensen · Sign out');
    await page.locator('article.firstline').first().waitFor();
    await say(page, STALE);
    const shown = await press(page, 'Talk to a person');
    assert.match(shown, /they will also see who you are \(mia@contoso\.example\)/);
    assert.doesNotMatch(shown, /verified/);
    await press(page, 'Send it to support');
    const [ticket] = await world.store.tickets();
    assert.equal(ticket?.summary.person?.name, 'Mia Sørensen');
    assert.deepEqual(ticket?.summary.person?.account, {
      by: new URL(provider.issuer).host,
      mail: 'mia@contoso.example',
      language: 'da-DK',
    });
    assert.equal(await page.locator('#ticket').count(), 0, 'no private link is shown to whoever is known');
  });

  it('works without a window of its own, and where the provider cuts the window off from the page', async () => {
    const page = await open();
    await page.evaluate(() => {
      window.open = () => null;
    });
    await signIn(page);
    assert.equal(page.url(), `${world.address}/`);
    const other = await browser.newContext();
    Object.assign(provider, { isAsking: true, openers: 'same-origin' });
    const second = await open(other);
    const popup = second.waitForEvent('popup');
    await second.getByRole('link', LINK).click();
    await (await popup).getByRole('button', { name: 'It is me' }).click();
    await second.getByText('Signed in as').waitFor();
    await other.close();
  });

  it('leads back to the guest’s chat where it is refused, closed, or the provider can not be reached', async () => {
    const page = await open();
    await say(page, STALE);
    const lines = await page.locator('article').count();
    provider.isRefusing = true;
    await page.getByRole('link', LINK).click();
    await page.getByText("You are not signed in. That doesn't matter here, just go on as a guest.").waitFor();
    provider.isRefusing = false;
    provider.isAsking = true;
    const popup = page.waitForEvent('popup');
    await page.getByRole('link', LINK).click();
    await (await popup).close();
    provider.isAsking = false;
    provider.forge = (c) => ({ ...c, aud: 'another-client' });
    await page.goto(`${world.address}/web/sign-in`);
    assert.equal(new URL(page.url()).pathname, '/');
    await page.getByText('You are not signed in').waitFor();
    assert.equal(new URL(page.url()).hash, '', 'it does not come again with a reload');
    assert.equal(await page.locator('article').count(), lines, 'the conversation is as it was');
    assert.match(await say(page, 'yes'), /\S/);
  });

  it('says so on a page that was not open before, too', async () => {
    const page = await context.newPage();
    provider.isRefusing = true;
    await page.goto(`${world.address}/web/sign-in`);
    await page.locator('article.firstline').first().waitFor();
    assert.match(await page.locator('#notice').innerText(), /You are not signed in/);
  });

  it('asks before a guest’s conversation goes on under a name, and leaves it with the guest otherwise', async () => {
    const page = await open();
    await say(page, STALE);
    await page.getByLabel('Your message').fill('half a thought');
    await signIn(page);
    const question = page.getByRole('dialog');
    assert.match(await question.innerText(), /go on under your name\?\s+You are signed in as Mia Sørensen/);
    const told = page.waitForResponse(/\/sign-in\/guest$/);
    await page.getByRole('button', { name: 'Begin a new one' }).click();
    await question.waitFor({ state: 'hidden' });
    // A page that is loaded anew before the answer was told asks once more.
    await told;
    assert.equal(await page.locator('.person', { hasText: STALE }).count(), 0);
    assert.equal(await page.getByLabel('Your message').inputValue(), 'half a thought');
    await page.reload();
    await page.locator('article.firstline').first().waitFor();
    assert.ok(await question.isHidden(), 'it asks once');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('.person', { hasText: STALE }).waitFor();
    assert.match(await signedInAs(page), /Sign in with your work account/);
  });

  it('lets a ticket go on under a name, tells the desk, and ends what opened it before', async () => {
    const page = await open();
    await say(page, STALE);
    await press(page, 'Talk to a person');
    await press(page, 'Send it to support');
    await page.locator('#ticket code').waitFor();
    const [link, cookie] = [await page.locator('#ticket code').innerText(), (await context.cookies())[0]!.value];
    const visitor = await (await browser.newContext()).newPage();
    await visitor.goto(link);
    await visitor.getByText('You came here with the private link').waitFor();
    await signIn(page);
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await page.getByText('Your support team sees now that it is you.').waitFor();
    assert.equal(await page.locator('.person', { hasText: STALE }).count(), 1);
    const id = (await world.store.tickets()).at(-1)!.id;
    provider.claims = { sub: 'ana', name: 'Ana Ferreira', roles: ['agent'] };
    const agent = new Visitor();
    await agent.follow(`${world.address}/console/desk`);
    const view = async () => {
      const answer = await agent.open(`${world.address}/console/api/desk/tickets/${id}`);
      return (await answer.json()) as {
        verified: boolean;
        account: { account: string } | null;
        lines: { text: string }[];
      };
    };
    await until(async () => (await view()).verified, 'the desk knows who it is');
    const { account, lines } = await view();
    assert.equal(account?.account, 'Mia Sørensen, mia@contoso.example, da-DK');
    assert.ok(lines.some(({ text }) => text.startsWith('Mia Sørensen has signed in with a work account at')));
    await visitor.getByText("This private link doesn't open anything any more.").waitFor({ timeout: 20_000 });
    const thief = await fetch(`${world.address}/web/stream`, { headers: { cookie: `firstline=${cookie}` } });
    assert.equal(thief.status, 401, 'the guest’s key opens it no more');
  });

  it('shows the same conversation in another browser, and lets nobody read on after signing out', async () => {
    const page = await open();
    await signIn(page);
    await say(page, STALE);
    const other = await browser.newContext();
    const second = await open(other);
    await signIn(second);
    await second.locator('.person', { hasText: STALE }).waitFor();
    await second.getByRole('button', { name: 'Sign out' }).click();
    await second.getByRole('link', LINK).waitFor();
    assert.equal(await second.locator('.person', { hasText: STALE }).count(), 0);
    await say(page, 'yes');
    assert.equal(await page.locator('.person', { hasText: STALE }).count(), 1, 'the other browser is still in');
    provider.claims = { ...provider.claims, sub: 'ben', name: 'Ben Okafor' };
    await context.clearCookies();
    await page.reload();
    await signIn(page);
    assert.match(await signedInAs(page), /Ben Okafor/);
    assert.equal(await page.locator('.person', { hasText: STALE }).count(), 0, 'nobody sees somebody else’s');
    await other.close();
  });

  it('lets a person delete everything of theirs', async () => {
    provider.claims = { ...provider.claims, name: 'Nia Roy' };
    const page = await open();
    await signIn(page);
    await say(page, STALE);
    const states = (await world.store.states('web')) as readonly { helped?: { id: string; name: string } | null }[];
    const id = states.find(({ helped }) => helped?.name === 'Nia Roy')!.helped!.id;
    assert.equal((await world.store.openCases(id)).length, 1);
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await until(async () => (await world.store.openCases(id)).length === 0, 'nothing of theirs is left');
    // "Signed in as" stands on the page before it is loaded anew, too.
    await page.locator('.person', { hasText: STALE }).waitFor({ state: 'detached' });
    await page.getByText('Signed in as').waitFor();
  });

  it('ends for who is erased: the page is a guest’s, and neither name nor conversation is left', async () => {
    provider.claims = { ...provider.claims, name: 'Lea Brandt' };
    const page = await open();
    await signIn(page);
    await say(page, STALE);
    const states = (await world.store.states('web')) as readonly { helped?: { id: string; name: string } | null }[];
    const id = states.find(({ helped }) => helped?.name === 'Lea Brandt')!.helped!.id;
    await world.store.forget(id, 'all');
    await page.getByLabel('Your message').fill('still broken');
    await page.keyboard.press('Enter');
    await page.getByRole('link', LINK).waitFor();
    await page.reload();
    await page.locator('article.firstline').first().waitFor();
    assert.match(await signedInAs(page), /Sign in with your work account/);
    assert.doesNotMatch(await page.content(), /Lea Brandt|mia@contoso/);
    await say(page, STALE);
    assert.deepEqual(await world.store.openCases(id), []);
  });

  it('ends in its time: the page says so, is a guest’s again, and what was being written is still there', async () => {
    const page = await open();
    await signIn(page);
    await say(page, STALE);
    clock.ahead = 11 * 60 * 60_000;
    await page.getByLabel('Your message').fill('still broken');
    await page.keyboard.press('Enter');
    await page.getByText('Your sign-in has ended. You are a guest here again.').waitFor();
    assert.equal(await page.locator('.person', { hasText: STALE }).count(), 0);
    assert.equal(await page.getByLabel('Your message').inputValue(), 'still broken');
    await signIn(page);
    await page.locator('.person', { hasText: STALE }).waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no barrier that axe finds, on a phone too (${colorScheme})`, async () => {
      const phone = await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme, bypassCSP: true });
      const page = await open(phone);
      const barriers = async (where = page): Promise<string[]> => {
        await where.addScriptTag({ content: AXE });
        return where.evaluate(async () => {
          const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
          return (await axe.run()).violations.map(({ id }) => id);
        });
      };
      assert.deepEqual(await barriers(), [], 'offered');
      await say(page, STALE);
      await signIn(page);
      await page.getByRole('button', { name: 'Go on with it' }).waitFor();
      assert.deepEqual(await barriers(), [], 'asked');
      await page.keyboard.press('Escape');
      assert.deepEqual(await barriers(), [], 'signed in');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `nothing hangs over: ${wide}`);
      const window = await phone.newPage();
      // Without a sign-in under way it says that there is none; it can't close itself here.
      await window.goto(`${world.address}/web/signed-in?state=page-window.x`);
      await window.getByText('You can close this window.').waitFor();
      assert.deepEqual(await barriers(window), [], 'the window');
      await phone.close();
    });

  describe('kept from others', () => {
    const visitor = new Visitor();
    const begin = '/web/sign-in';
    const at = (path: string): string => new URL(path, world.address).href;
    /** Whether a browser without a screen is signed in. */
    const isIn = async (who: Visitor): Promise<boolean> =>
      /"person":\{"name"/.test(await (await who.open(at('/'))).text());

    it('asks with PKCE, state and nonce, and keeps session and sign-in from scripts', async () => {
      const { at: there } = await visitor.follow(at(begin), (next) => next.startsWith(provider.issuer));
      const asked = new URL(there).searchParams;
      assert.deepEqual([asked.get('code_challenge_method'), asked.get('response_type')], ['S256', 'code']);
      for (const name of ['state', 'nonce', 'code_challenge']) assert.ok((asked.get(name) ?? '').length > 20, name);
      assert.equal(asked.get('scope'), 'openid profile email');
      const { at: back } = await visitor.follow(there, (next) => next.includes('/web/signed-in'));
      const set = (await visitor.open(back)).headers.getSetCookie();
      assert.ok(
        set.some((cookie) => /^firstline-person=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/.test(cookie)),
        set.join(),
      );
      assert.ok(await isIn(visitor));
    });

    it('takes each answer once, in the browser that asked, with its state, and within ten minutes', async () => {
      const who = new Visitor();
      const { at: back } = await who.follow(at(begin), (next) => next.includes('/web/signed-in'));
      const stranger = new Visitor();
      await stranger.open(back);
      assert.ok(!(await isIn(stranger)));
      const other = new URL(back);
      other.searchParams.set('state', `page-page.${'x'.repeat(43)}`);
      assert.equal((await who.open(other.href)).headers.get('location'), '/#not-signed-in');
      await who.open(back);
      assert.ok(!(await isIn(who)), 'a failed one is used up');
      const { at: late } = await who.follow(at(begin), (next) => next.includes('/web/signed-in'));
      clock.ahead = 11 * 60_000;
      await who.open(late);
      assert.ok(!(await isIn(who)));
    });

    const NOW = (): number => Math.floor(Date.now() / 1000);
    for (const [what, forge, isForeign] of [
      ['that is over', (c) => ({ ...c, iat: NOW() - 900, exp: NOW() - 300 }), false],
      ['of another provider', (c) => ({ ...c, iss: 'https://evil.example' }), false],
      ['with another nonce', (c) => ({ ...c, nonce: 'replayed' }), false],
      ['that somebody else signed', (c) => c, true],
    ] as readonly [string, NonNullable<IdentityProvider['forge']>, boolean][])
      it(`refuses an ID token ${what}`, async () => {
        Object.assign(provider, { forge, isForeign });
        const who = new Visitor();
        const { at: end } = await who.follow(at(begin), (next) => next.endsWith('/#not-signed-in'));
        assert.equal(end, `${world.address}/#not-signed-in`);
        assert.ok(!(await isIn(who)));
      });

    it('is of this host alone behind TLS, like every cookie of the page', () => {
      const set = setCookie('session', 'x'.repeat(32), { secure: true });
      assert.equal(set, `__Host-firstline-person=${'x'.repeat(32)}; Path=/; HttpOnly; SameSite=Lax; Secure`);
    });

    it('gives no session of the page to the console, and none of the console to the page', async () => {
      provider.claims = { sub: 'lea', name: 'Lea', roles: ['agent'] };
      const who = new Visitor();
      await who.follow(at(begin));
      const cookie = /firstline-person=([\w-]+)/.exec(who.cookie(world.address))![1]!;
      const asAgent = await world.get('/console/api/desk/tickets', { cookie: `firstline-console=${cookie}` });
      assert.equal(asAgent.status, 401);
      const agent = new Visitor();
      await agent.follow(`${world.address}/console/desk`);
      const theirs = /firstline-console=([\w-]+)/.exec(agent.cookie(world.address))![1]!;
      const page = await world.get('/', { cookie: `firstline-person=${theirs}` });
      assert.doesNotMatch(await page.text(), /"person":\{"name"/);
    });

    it('is begun and ended by the page itself, and by no other site', async () => {
      const foreign = await world.get('/web/sign-in', { 'sec-fetch-site': 'cross-site' });
      assert.deepEqual([foreign.status, foreign.headers.get('location')], [302, '/']);
      assert.deepEqual(foreign.headers.getSetCookie(), []);
      const who = new Visitor();
      await who.follow(at(begin));
      const cookie = who.cookie(world.address);
      for (const path of ['/web/sign-out', '/web/sign-in/guest'])
        assert.equal(
          (await world.post(path, { goesOn: true }, { cookie, 'sec-fetch-site': 'cross-site' })).status,
          403,
          path,
        );
      assert.ok(await isIn(who));
    });

    it('takes nobody’s word for a mail address that the provider did not look at', async () => {
      provider.claims = {
        sub: 'eve',
        name: 'Eve\n**Admin**\u202e',
        email: 'boss@contoso.example',
        email_verified: false,
      };
      const who = new Visitor();
      await who.follow(at(begin));
      assert.match(await (await who.open(at('/'))).text(), /"person":\{"name":"Eve \*\*Admin\*\*","mail":null\}/);
    });

    it('is not offered under another address, nor where it is off', async () => {
      const { port } = new URL(world.address);
      const elsewhere = `http://localhost:${port}`;
      assert.match(await (await fetch(elsewhere)).text(), /"isOffered":false/);
      const begun = await fetch(`${elsewhere}/web/sign-in`, { redirect: 'manual' });
      assert.equal(begun.headers.get('location'), '/');
    });
  });
});
