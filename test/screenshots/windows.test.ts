/** Windows in pictures as they come from a screen (the longer proofs read every other form), and what is kept of their texts. */
import assert from 'node:assert/strict';
import { lookFor } from '../../src/core/screen.ts';
import { shipped } from '../fakes/knowledge.ts';
import { describeWindows } from './window-cases.ts';

describe('a window in a picture', function () {
  this.timeout(120_000);
  describeWindows(['plain']);
});

describe('a window, as a text', function () {
  this.timeout(120_000);

  it('shows no error where a program works', async () => {
    const { content } = await shipped();
    const windows = {
      'the window of a VPN program': ['GlobalProtect', 'Connected', 'Gateway', 'Best Available Gateway', 'Disconnect'],
      'the window of OneDrive': ['OneDrive - Contoso', 'Your files are synced', 'Open folder', 'View online'],
      'the main window of Teams': ['Microsoft Teams', 'Activity', 'Chat', 'Calendar', 'Calls', 'Posts', 'Meet now'],
      'the sign-in window of Teams': ['Microsoft Teams - Signin', 'Welcome to Microsoft Teams!', 'Get started'],
    };
    for (const [window, texts] of Object.entries(windows)) {
      const look = lookFor(content)(texts.join('\n\n'));
      assert.deepEqual([look.window, look.fails, look.other], [window, false, null]);
    }
  });

  it('keeps every error of the packs whole', async () => {
    const { content } = await shipped();
    const lost = [...content.intents.values()]
      .filter(({ kind }) => kind === 'problem')
      .flatMap(({ says }) => says.map((text) => text.replace(/\{[a-z-]+\}/g, 'contoso.com')))
      .filter((text) => lookFor(content)(`Window\n\n${text}\n\nOK`).passages[1]!.text !== text);
    assert.deepEqual(lost, []);
  });
});
