/**
 * Windows as people send them: what is kept of each, and whether it shows an error. The tests read them in one form of a picture,
 * the longer proofs in every form.
 */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { SILENT } from '../../src/core/log.ts';
import { readSeen, type Seen } from '../../src/core/seen.ts';
import { createScreenshotReader, type ScreenshotReader } from '../../src/screenshots/reader.ts';
import { openBrowser } from '../fakes/browser.ts';
import { shipped } from '../fakes/knowledge.ts';
import { redact } from '../fakes/redact.ts';
import { type Drawn, FORMS, WindowPainter } from '../fakes/windows.ts';

const ADDRESS = ['Sign-in address:', { field: 'kim@contoso.com' }] as const;
const PASSWORD = ['Password:', { field: '' }, { tick: 'Save my password' }] as const;
const WITHOUT_ERROR: Readonly<Record<string, Drawn>> = {
  'the sign-in window of 2016': {
    title: 'Skype for Business',
    parts: [
      { heading: 'Sign in' },
      ...ADDRESS,
      'Use the sign-in address for your organization - not a Skype Name or a Microsoft account.',
      'Learn More',
      { buttons: ['Sign In'] },
    ],
  },
  'the sign-in window of 2013': {
    title: 'Lync',
    parts: ['Sign in', ...ADDRESS, ...PASSWORD, 'Sign in as: Available', { buttons: ['Sign In'] }],
  },
  'a login form of something else': {
    title: null,
    parts: [{ heading: 'Log in' }, 'User name:', { field: 'kim' }, ...PASSWORD, { buttons: ['Log in', 'Cancel'] }],
  },
  'a window that is signing in': { title: 'Skype for Business', parts: [{ heading: 'Signing in…' }] },
  'a connectivity test, all green': {
    title: 'Microsoft Remote Connectivity Analyzer',
    wide: 640,
    parts: [
      { heading: 'Connectivity Test Successful' },
      'Attempting to resolve the host name lyncdiscover.contoso.com in DNS.',
      'The host name resolved successfully.',
      "Testing the SSL certificate to make sure it's valid.",
      'The certificate passed all validation requirements.',
    ],
  },
};

/** The name of a form that a picture comes in. */
export type Form = keyof typeof FORMS;
/** The forms in which the texts of a whole sign-in window are read word by word. */
const LEGIBLE: readonly Form[] = ['plain', '0.7 of its size'];

/** Describes what is seen in the windows, each read in these forms. */
export function describeWindows(forms: readonly Form[]): void {
  let browser: Browser;
  let painter: WindowPainter;
  let reader: ScreenshotReader;

  before(async () => {
    browser = await openBrowser();
    painter = new WindowPainter(browser);
    reader = createScreenshotReader({ log: SILENT, limitMs: 80_000 });
  });
  after(async () => {
    reader.close();
    await browser.close();
  });

  /** Reads a window in each form. */
  async function look(drawn: Drawn, inForms: readonly Form[] = forms) {
    const { content, read } = await shipped();
    const picture = await painter.draw(drawn);
    const seen: { form: string; masked: boolean; told: Seen }[] = [];
    for (const form of inForms) {
      const { text } = await reader.read(await FORMS[form](picture));
      const safe = redact(text ?? '', 'screen');
      seen.push({ form, masked: safe.masked, told: readSeen(content, read, '', [safe.text]) });
    }
    return seen;
  }

  for (const [what, drawn] of Object.entries(WITHOUT_ERROR))
    it(`shows no error: ${what}, and nothing in it is masked`, async () => {
      for (const { form, masked, told } of await look(drawn))
        assert.deepEqual([told.shown.kind, masked], ['window', false], `${form}: ${told.text}`);
    });

  it('keeps its title and code with the message', async () => {
    const parts = [
      { heading: 'Something went wrong' },
      "There was a problem verifying the certificate from the server. Don't give up.",
      'More information',
      'Error code: 0xCAA70007',
      { buttons: ['Close'] },
    ];
    for (const { form, told } of await look({ title: 'Contoso Portal', parts })) {
      assert.ok(told.text.includes('Contoso Portal'), `${form}: ${told.text}`);
      assert.match(told.text, /verifying the cer/, form);
      assert.ok(told.text.includes('0xCAA70007'), `${form}: ${told.text}`);
    }
  });

  it('is of another program where its title says so', async () => {
    const sentence =
      'Sign in with your organizational account so that you can open and share notebooks stored on premises and in the cloud.';
    const parts = [{ heading: 'Connect to the cloud' }, sentence, { buttons: ['Sign In', 'Not now'] }];
    for (const { form, told } of await look({ title: 'Microsoft OneNote', parts }))
      assert.deepEqual(told.shown, { kind: 'other', program: 'OneNote' }, form);
  });

  it('keeps the sentence below a heading, to its last word on a line of its own', async () => {
    const certificate =
      "The security certificate presented by this website was issued for a different website's address. It is meant for another server.";
    const parts = [{ heading: 'Mismatched Address' }, certificate, 'About certificate errors'];
    for (const { form, told } of await look({ title: null, wide: 360, parts })) {
      assert.match(told.text, /issued for a different website's address\.(?:(?!\n\n)[\s\S])*another server/, form);
      assert.notEqual(told.reading.decision, 'answer', form);
    }
  });

  it('shows the error that stands in it, though little tells that from what works', async () => {
    const errors = {
      "We're having trouble connecting to the server. If this continues, please contact your support team.":
        'server-unavailable',
      'The user name, password, or domain appears to be incorrect.': 'bad-credentials',
    };
    for (const [error, intent] of Object.entries(errors)) {
      const parts = [{ heading: 'Sign in' }, error, ...ADDRESS, ...PASSWORD, { buttons: ['Sign In'] }];
      for (const { form, told } of await look(
        { title: 'Skype for Business', parts },
        forms.filter((form) => LEGIBLE.includes(form)),
      ))
        assert.deepEqual([told.reading.decision, told.reading.intent], ['answer', intent], `${form}: ${told.text}`);
    }
  });

  it('is no trouble with signing in where a meeting cannot present', async () => {
    const sentence = "We can't connect to the server for presenting right now.";
    for (const { form, told } of await look({ title: 'Skype for Business', parts: [sentence], wide: 560 }))
      assert.deepEqual([told.shown.kind, told.reading.decision], ['nothing', 'none'], form);
  });
}
