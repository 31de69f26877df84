import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { callerOf, createTrust } from '../../../src/channels/web/caller.ts';
import { conversationOf, cookieOf, isSameSite, newKey, setCookie } from '../../../src/channels/web/identity.ts';

const TRUST = createTrust(['loopback', '10.0.0.0/8']);
const request = (from: string, headers: Record<string, string>) =>
  ({ headers, socket: { remoteAddress: from }, connection: { remoteAddress: from } }) as unknown as IncomingMessage;
const caller = (from: string, headers: Record<string, string> = {}) => callerOf(request(from, headers), TRUST);

describe('the other end of a request', () => {
  it('is what a trusted proxy says, and the proxies before it only as far as each is trusted', () => {
    const through = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.1.1.1', 'x-forwarded-proto': 'https' };
    assert.deepEqual(caller('127.0.0.1', { ...through, 'x-forwarded-host': 'Help.Example' }), {
      network: '203.0.113.9',
      secure: true,
      host: 'help.example',
      local: false,
    });
  });

  it('is the connection’s own end where it is no trusted proxy, whatever the headers say', () => {
    const headers = {
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'help.example',
      host: 'a.example',
    };
    assert.deepEqual(caller('203.0.113.1', headers), {
      network: '203.0.113.1',
      secure: false,
      host: 'a.example',
      local: false,
    });
    assert.equal(callerOf(request('127.0.0.1', headers), createTrust([])).secure, false);
  });

  it('is one household of IPv6, and one address of IPv4 however it is written', () => {
    const networks: [string, string][] = [
      ['2001:db8::1', '2001:db8:0:0::/64'],
      ['2001:0DB8:0:0:ffff::2', '2001:db8:0:0::/64'],
      ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
      ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
      ['198.51.100.7:4711', '198.51.100.7'],
      ['::ffff:198.51.100.7', '198.51.100.7'],
      [`${'x'.repeat(500)}`, 'x'.repeat(64)],
    ];
    for (const [address, network] of networks)
      assert.equal(caller('10.0.0.1', { 'x-forwarded-for': address }).network, network, address);
  });

  it('is this machine only without a sign of a proxy or a tunnel, and under one of its own names', () => {
    assert.ok(caller('127.0.0.1', { host: 'localhost:3978' }).local);
    assert.ok(caller('::1', { host: '[::1]:3978' }).local);
    const elsewhere = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'cf-connecting-ip'];
    for (const name of elsewhere)
      assert.ok(!caller('127.0.0.1', { host: 'localhost', [name]: '127.0.0.1' }).local, name);
    for (const host of ['firstline.example', '192.168.1.5', '127.0.0.1.evil.example', 'localhost.evil.example', ''])
      assert.ok(!caller('127.0.0.1', { host }).local, host);
    assert.ok(!caller('192.168.1.5', { host: 'localhost' }).local);
  });
});

describe('the identity of a browser', () => {
  const [plain, secure] = [{ secure: false }, { secure: true }];
  const withCookie = (cookie: string) => request('127.0.0.1', { cookie });

  it('is a key that nobody can guess, and that the conversation’s name does not give away', () => {
    const keys = Array.from({ length: 1000 }, newKey);
    assert.equal(new Set(keys).size, 1000);
    for (const key of keys) {
      assert.match(key, /^[\w-]{32}$/);
      const conversation = conversationOf(key, secure)!;
      assert.ok(!conversation.includes(key.slice(0, 8)));
      assert.equal(conversationOf(conversation.slice('web:'.length), secure), null, 'a name opens nothing');
      assert.equal(conversationOf(conversation.slice('web:'.length), plain), null, 'a name opens nothing');
    }
  });

  it('is kept in a cookie that no script reads, and behind TLS one that no other host can set', () => {
    assert.equal(setCookie('key', 'k', plain), 'firstline=k; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000');
    assert.match(setCookie('key', 'k', secure), /^__Host-firstline=k; Path=\/; HttpOnly; SameSite=Lax; .*; Secure$/);
    assert.match(setCookie('link', null, secure), /^__Host-firstline-link=; .*Max-Age=0; Secure$/);
    assert.equal(cookieOf(withCookie('firstline=planted'), secure, 'key'), null);
    assert.equal(cookieOf(withCookie('a=b; __Host-firstline=mine; firstline=planted'), secure, 'key'), 'mine');
  });

  it('is still that of before where the page is not behind TLS', () => {
    const old = 'm'.repeat(22);
    assert.equal(conversationOf(old, plain), `web:${old}`);
    assert.equal(conversationOf(old, secure), null);
    assert.equal(conversationOf('x', plain), null);
  });

  it('is not given to a page of another site', () => {
    const asked = (headers: Record<string, string>) =>
      isSameSite(request('127.0.0.1', headers), { host: 'help.example' });
    assert.ok(asked({}));
    assert.ok(asked({ origin: 'https://help.example' }));
    assert.ok(asked({ 'sec-fetch-site': 'same-origin' }));
    for (const origin of ['null', '', 'https://evil.example', 'https://help.example:8443', 'not an origin'])
      assert.ok(!asked({ origin }), origin);
    for (const site of ['cross-site', 'same-site']) assert.ok(!asked({ 'sec-fetch-site': site }), site);
  });
});
