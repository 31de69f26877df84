import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Playground, startPlayground } from '../../../deploy/teams/playground-server.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { PlaygroundPerson } from '../../fakes/playground-person.ts';
import { Service } from '../../fakes/service.ts';
import { buttons, shown } from '../../fakes/teams-world.ts';

const CLOCK = 'Cannot sign in to Lync because your computer clock is not set correctly.';
const LOCAL = { TEAMS: 'local', WEB_CHAT: 'off' };
const BOT = '00000000-0000-0000-0000-00000000000011';
const CHAT = 'personal-chat';

describe('Teams: in the Agents Playground', function () {
  this.timeout(90_000);
  const service = new Service();
  let playground: Playground;
  let kim: PlaygroundPerson;

  before(async () => {
    await service.start(LOCAL);
    const port = 56_200 + (process.pid % 500);
    const log = join(freshFolder(), 'playground.log');
    playground = await startPlayground(`${service.address}/api/messages`, { port, log });
    kim = await new PlaygroundPerson(playground.url).open();
  });
  after(async () => {
    kim?.close();
    await playground?.stop();
    await service.remove();
  });

  const says = (words: RegExp) => (e: { message: { attachments?: { content: object }[] } }) =>
    words.test(shown(e.message.attachments?.[0]?.content));
  const next = (words: RegExp) => kim.card((e) => e.action === 'createMessage' && says(words)(e), String(words));
  const button = (card: object, title: string) => buttons(card).find((b) => b.title === title)!;

  it('walks a pasted error to fixed, each pressed card replaced in place', async () => {
    await kim.say(CLOCK, CHAT);
    let at = await next(/clock is wrong/);
    const steps: [string, RegExp][] = [
      ['Our own servers', /with the real time/],
      ['No, something is off', /signing in on/],
      ['A Windows computer', /Set time automatically/],
      ['That fixed it', /wrong before/],
      ['No, this was the first time', /signed in again/],
    ];
    for (const [title, then] of steps) {
      const answer = await kim.press(button(at.card, title), at);
      assert.match(JSON.stringify(answer), new RegExp(`✓ You chose: ${title}`));
      const { id } = at;
      const updated = await kim.card(
        (e) => e.action === 'updateMessage' && e.message.messageId === id,
        'the answered card',
      );
      assert.match(shown(updated.card), new RegExp(`✓ You chose: ${title}$`));
      at = await next(then);
    }
    assert.match(shown(at.card), /^Fixed/);
  });

  it('answers a mention in a channel in its thread, and goes on there', async () => {
    const posted = await kim.say(CLOCK, 'help-channel', BOT);
    const thread = posted.postConversationId as string;
    const first = await next(/<at>Kim Vance<\/at>/);
    assert.equal(first.conversation, thread);
    await kim.press(button(first.card, 'Our own servers'), first);
    const second = await next(/with the real time/);
    assert.equal(second.conversation, thread);
    await kim.say("it's off by ten minutes", thread, BOT);
    const third = await kim.card(
      (e) => e.action === 'createMessage' && e.actionConversationId === thread,
      'an answer in the thread',
    );
    assert.match(shown(third.card), /<at>Kim Vance<\/at>/);
  });

  it('says in a thread that others began that it may not read it, and asks for the text', async () => {
    const posted = await kim.say('good morning, the printer is out of paper', 'help-channel');
    await kim.say('can you help here?', posted.postConversationId as string, BOT);
    await next(/not allowed to read the earlier messages here/);
  });

  it('goes on after a restart', async () => {
    await kim.say('hello', CHAT);
    await next(/./);
    await service.stop('SIGKILL');
    await service.start(LOCAL);
    await kim.say(CLOCK, CHAT);
    await next(/clock is wrong/);
  });

  it('is all there in a real browser: the welcome, a pasted error, a pressed card', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
      // The page asks for fonts from elsewhere, and waits for them.
      await page.route(
        (url) => url.hostname !== '127.0.0.1',
        (route) => route.abort(),
      );
      await page.goto(playground.url, { waitUntil: 'domcontentloaded' });
      await page.getByText('What I can do').first().waitFor();
      const say = async (words: string) => {
        await page.locator('[role=textbox][contenteditable=true]').first().click();
        await page.keyboard.type(words);
        await page.getByRole('button', { name: 'Send Message' }).click();
      };
      await say('stop');
      await page.getByText('we stop here').last().waitFor();
      await say(CLOCK);
      await page.getByRole('button', { name: 'Our own servers' }).last().click();
      await page.getByText('✓ You chose: Our own servers').last().waitFor();
      await page.getByRole('button', { name: 'No, something is off' }).last().waitFor();
      if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'playground.png') });
    } finally {
      await browser.close();
    }
  });
});
