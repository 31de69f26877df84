import assert from 'node:assert/strict';
import { bareNumbersOf } from '../../src/core/bare-number.ts';
import type { Intent } from '../../src/core/content.ts';
import { SignatureIndex } from '../../src/understanding/signatures.ts';
import { lexicon, shipped } from '../fakes/knowledge.ts';

const { read, content } = await shipped();
const CERTIFICATE =
  'There was a problem acquiring a personal certificate required to sign in. If the problem continues, please contact your support team.';

const showsSame = ({ says }: Intent, text: string): boolean => says.some((one) => bare(one) === bare(text));
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?:\{[a-z-]+\}|[^a-z0-9])+/g, ' ')
    .trim();

describe('reading', () => {
  for (const intent of content.intents.values())
    if (intent.kind === 'problem')
      for (const says of intent.says)
        it(`knows ${intent.id} by "${says.slice(0, 70)}"`, () => {
          const reading = read(
            says
              .replaceAll('{domain}', 'contoso.com')
              .replaceAll('{server}', 'lync1.contoso.com')
              .replaceAll('{address}', 'kim@contoso.com')
              .replaceAll('{company}', 'Contoso'),
          );
          const allowed = [intent.id, ...intent.lookalikes.map((l) => l.intent)];
          // A text that several programs show is asked about, and so is a number of which any may be meant.
          const others = [...content.intents.values()].filter((other) => other !== intent && showsSame(other, says));
          allowed.push(...others.map(({ id }) => id));
          if (others.length === 0 && !bareNumbersOf(content).isShared(says))
            assert.equal(reading.decision, 'answer', JSON.stringify(reading.guesses));
          assert.ok(allowed.includes(reading.intent!), `${reading.intent} ${reading.confidence}`);
        });

  it('knows a code without its prefix, where the text tells of its product', () => {
    for (const text of ['error 53003 when I sign in to microsoft 365', 'I get 53003 on the microsoft login page'])
      assert.equal(read(text).intent, 'blocked-by-conditional-access', text);
    assert.notEqual(read('my parcel 53003 has not arrived').intent, 'blocked-by-conditional-access');
  });

  it('asks where nothing is said of what fails, and several products have it', () => {
    for (const text of ['login issue', 'sign-in issue', 'log in problem', "can't log in"])
      assert.equal(read(text).decision, 'ask', text);
    assert.equal(read('microsoft 365 login issue').intent, 'microsoft-365-generic');
  });

  it('takes a window that hangs or a program that ends for no service that doesn’t answer', () => {
    for (const text of [
      'skype for business is not responding',
      'lync is not responding when i sign in',
      'lync has stopped working',
      'skype for business crashes on start',
    ])
      assert.equal(read(text).intent, 'sign-in-generic', text);
    assert.equal(read('lync: the server is not responding').intent, 'auth-service-unreachable');
  });

  it('asks about a number that several programs use', () => {
    for (const text of ['error 691', 'error 53', 'it says 407']) assert.equal(read(text).decision, 'ask', text);
    assert.equal(read('VPN error 691').decision, 'answer');
  });

  it('finds a client’s words cut off, misread and in the middle of a log', () => {
    const noise = Array.from(
      { length: 100 },
      (_, i) => `12:0${i % 10}:11 INFO worker ${i} heartbeat sent to queue`,
    ).join('\n');
    for (const text of [
      'There was a problem acquiring a personal certificate requ',
      'There was a prob1em acquiring a persona1 certificate required to slgn in.',
      CERTIFICATE.toUpperCase(),
      `> ${CERTIFICATE.replace('personal', 'personal\n> ')}`,
      `${noise}\n${CERTIFICATE}\n${noise}`,
    ])
      assert.equal(read(text).intent, 'personal-certificate', text.slice(0, 80));
  });

  it('decides "none" for texts about other things', () => {
    for (const text of [
      'the coffee machine is broken again',
      'SELECT * FROM orders WHERE id = 3',
      'Bitte bestellen Sie mir ein Taxi zum Flughafen',
      'asdf qwer zxcv',
      '',
      '   ',
      '🙃',
      '42',
    ])
      assert.equal(read(text).decision, 'none', text);
  });

  it('tells which of two programs fails', () => {
    for (const text of [
      'Teams opens, Outlook opens, but Skype keeps failing at sign-in',
      'my mail is fine, sap is fine, only skype will not sign in',
      'consigo abrir o outlook, mas não consigo entrar no skype',
      'je me connecte à outlook sans souci, mais skype refuse la connexion',
      'outlook 没问题，skype 登录失败',
    ])
      assert.equal(read(text).intent, 'sign-in-generic', text);
    for (const text of [
      'Skype is signed in and happy; it is the VPN that will not log me in',
      'I could sign in to Skype this morning, now the ERP refuses my login',
      'Signed into Skype, then Jira asks me to log in and fails',
      'logged in to skype ok, but the status of my colleague is not shown',
      'Ich bin in Skype angemeldet, aber Excel stürzt ab',
    ])
      assert.equal(read(text).decision, 'none', text);
  });

  it('asks when a text is vague, or says "this or that"', () => {
    const decided = [
      'certificate thing',
      'it says server or address',
      'some error about an address or a server',
      'it says something about address',
      'a message about a server or dns or so',
      'message says version or password',
    ].map((text) => read(text).decision);
    assert.ok(!decided.includes('answer'), 'never names one of them');
    // Whether the vaguest is worth a question may change with every example.
    assert.ok(decided.filter((d) => d === 'ask').length >= 4, String(decided));
  });

  it('asks when a client’s words are said of another program', () => {
    for (const text of [
      'There was a problem verifying the certificate from the server - thunderbird',
      "OneDrive: We're having trouble connecting to the server",
      'adobe says your subscription has expired',
      'The printer server is not responding or cannot be reached',
    ])
      assert.equal(read(text).decision, 'ask', text);
    assert.equal(read(`Skype and Outlook: ${CERTIFICATE}`).decision, 'answer');
  });

  it('knows a short signature only by its most telling word', () => {
    const index = new SignatureIndex(
      [
        { id: 'crash', says: ['EXC_BAD_ACCESS'] },
        { id: 'other', says: ['Access to a bad folder'] },
      ],
      lexicon.tokens,
    );
    assert.equal(index.find(lexicon.tokens('bad access rights on the folder')).length, 0);
    assert.equal(index.find(lexicon.tokens('it says exc_bad_access')).length, 1);
  });

  it('fills slots from facts said in passing', () => {
    const { slots } = read('lync 2010 on win7 at kim.lee@contoso.com, only me, since i changed my password');
    assert.deepEqual(slots, {
      client: 'lync-2010',
      windows: '7',
      device: 'windows',
      address: 'kim.lee@contoso.com',
      domain: 'contoso.com',
      affected: 'one',
      changed: 'password',
    });
  });

  it('never takes a Microsoft address or a file for somebody’s domain', () => {
    assert.equal(read('I went to login.microsoftonline.com and started lync.exe').slots.domain, undefined);
  });

  it('hears anger, and does not take an error for it', () => {
    assert.ok(read('this is useless garbage, i hate it').mood < -0.4);
    assert.ok(read(CERTIFICATE).mood > -0.4);
  });

  it('gives the same answer for the same text', () => {
    for (const text of [CERTIFICATE, 'skype is down', 'hello']) assert.deepEqual(read(text), read(text));
  });

  it('keeps every confidence from 0 to 1, and orders its guesses', () => {
    for (const intent of content.intents.values())
      for (const text of intent.examples.slice(0, 5)) {
        const { guesses, confidence } = read(text);
        assert.ok(confidence >= 0 && confidence <= 1);
        for (const [i, g] of guesses.entries()) assert.ok(g.confidence <= (guesses[i - 1]?.confidence ?? 1));
      }
  });

  it('survives hostile and huge texts', () => {
    for (const text of [
      'a'.repeat(1_000_000),
      '\u0000\ud800',
      '('.repeat(5000),
      '__proto__ constructor',
      '.'.repeat(9000),
      'a@'.repeat(4000),
      'a.'.repeat(4000),
      `${'1-'.repeat(4000)}x`,
    ])
      assert.ok(read(text).confidence >= 0);
  });
});
