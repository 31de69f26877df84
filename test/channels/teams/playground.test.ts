import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Playground, startPlayground } from '../../../deploy/teams/playground-server.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { freePort } from '../../fakes/free-port.ts';
import { PlaygroundPerson } from '../../fakes/playground-person.ts';
import { Service } from '../../fakes/service.ts';
import { buttons, shown } from '../../fakes/teams-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
const LOCAL = { TEAMS: 'local', WEB_CHAT: 'off' };
const BOT = '00000000-0000-0000-0000-00000000000011';
const CHAT = 'personal-chat';
const HELP = '19:help-channel@thread.tacv2';

describe('Teams: in the Agents Playground', function () {
  this.timeout(120_000);
  const service = new Service();
  let playground: Playground;
  let kim: PlaygroundPerson;

  before(async () => {
    await service.start(LOCAL);
    const port = await freePort();
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

  it('leads from a pasted error to its end, with each pressed card replaced in place', async () => {
    await kim.say(STALE, CHAT);
    let at = await next(/schedule is out of date/);
    const steps: [string, RegExp][] = [
      ['Our own hub', /with the room's page/],
      ['No, something is off', /booking on/],
      ['A door panel', /Load now/],
      ['That fixed it', /out of date before/],
      ['No, this was the first time', /can book again/],
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
    const posted = await kim.say(STALE, HELP, BOT);
    const thread = posted.postConversationId as string;
    const first = await next(/<at>Kim Vance<\/at>/);
    assert.equal(first.conversation, thread);
    await kim.press(button(first.card, 'Our own hub'), first);
    const second = await next(/with the room's page/);
    assert.equal(second.conversation, thread);
    await kim.say("it's off by two meetings", thread, BOT);
    const third = await kim.card(
      (e) => e.action === 'createMessage' && e.actionConversationId === thread,
      'an answer in the thread',
    );
    assert.match(shown(third.card), /^Kim Vance$/m);
  });

  it('says in a thread that others began that it may not read it, and asks for the text', async () => {
    const posted = await kim.say('good morning, the printer is out of paper', HELP);
    await kim.say('can you help here?', posted.postConversationId as string, BOT);
    await next(/not allowed to read the earlier messages here/);
  });

  it('goes on after a restart', async () => {
    await kim.say('hello', CHAT);
    await next(/./);
    await service.stop('SIGKILL');
    await service.start(LOCAL);
    await kim.say(STALE, CHAT);
    await next(/schedule is out of date/);
  });

  it('shows the welcome, a pasted error and a pressed card in a real browser', async () => {
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
      // Earlier cards may offer the same.
      const offers = page.getByRole('button', { name: 'Our own hub' });
      const earlier = await offers.count();
      await say(STALE);
      await offers.nth(earlier).click();
      await page.getByText('✓ You chose: Our own hub').last().waitFor();
      await page.getByRole('button', { name: 'No, something is off' }).last().waitFor();
      if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'playground.png') });
    } finally {
      await browser.close();
    }
  });
});

describe('Teams: a desk in the Agents Playground', function () {
  this.timeout(120_000);
  const service = new Service();
  let playground: Playground;
  let kim: PlaygroundPerson;
  type Event = Parameters<Parameters<PlaygroundPerson['card']>[0]>[0];

  before(async () => {
    await service.start({ ...LOCAL, DESK: `teams:team/${HELP}` });
    const port = await freePort();
    const log = join(freshFolder(), 'playground.log');
    playground = await startPlayground(`${service.address}/api/messages`, { port, log });
    kim = await new PlaygroundPerson(playground.url).open();
  });
  after(async () => {
    kim?.close();
    await playground?.stop();
    await service.remove();
  });

  const at = (place: string, words: RegExp, action = 'createMessage') =>
    kim.card(
      (e: Event) =>
        e.action === action &&
        (place === CHAT ? e.actionConversationId === CHAT : e.actionConversationId.startsWith(place)) &&
        words.test(shown(e.message.attachments?.[0]?.content)),
      `${words} in ${place}`,
    );
  const named = (card: object, title: string) => buttons(card).find((b) => b.title === title)!;
  const send = (card: object, title: string, filled: string) => {
    const form = named(card, title).card as { body: { id: string }[]; actions: { data: object }[] };
    const [action] = form.actions;
    return { ...action, data: { ...action!.data, [form.body[0]!.id]: filled } } as never;
  };

  it('carries a ticket to its end: handed over, claimed, answered by the form and by a line, resolved', async () => {
    await kim.say(STALE, CHAT);
    const step = await at(CHAT, /schedule is out of date/);
    await kim.press(named(step.card, 'Talk to a person'), step);
    const summary = await at(CHAT, /Shall I send it/);
    await kim.press(named(summary.card, 'Send it to support'), summary);

    const head = await at(HELP, /^F-/);
    const { conversation: thread } = await at(HELP, /What was said so far/);
    assert.match(thread, /;messageid=/);
    // The message that begins a thread is shown in the channel; it is pressed in its thread.
    const root = { ...head, conversation: thread };
    const taken = await kim.press(named(head.card, 'I take it'), root);
    assert.match(JSON.stringify(taken), /Got it/);
    const claimed = await at(HELP, /Kim Vance/, 'updateMessage');
    assert.equal(claimed.id, head.id);
    await at(CHAT, /Kim Vance/);

    await kim.press(send(claimed.card, 'Answer the person', 'Hello from the form'), root);
    await at(CHAT, /^Kim Vance · support\nHello from the form$/);
    await at(HELP, /^✓ Went out to the person: “Hello from the form”/);

    await kim.say('> and in a line', thread, BOT);
    await at(CHAT, /^Kim Vance · support\nand in a line$/);
    await at(HELP, /^✓ Went out to the person: “and in a line”/);

    await kim.say('thank you, that helps', CHAT);
    await at(HELP, /^Kim Vance\nthank you, that helps$/);

    await kim.say('resolve fixed: all the best', thread, BOT);
    await at(CHAT, /all the best/);
    const closed = await at(HELP, /^F-/, 'updateMessage');
    assert.ok(closed.card);
  });

  it('answers a mention in the desk’s channel with the queue', async () => {
    await kim.say('what is waiting?', HELP, BOT);
    await at(HELP, /nothing|Nobody|No ticket|waiting/i);
  });

  it('shows the person the words of a form that is filled in in a real browser', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1300, height: 1400 } });
      await page.route(
        (url) => url.hostname !== '127.0.0.1',
        (route) => route.abort(),
      );
      await page.goto(playground.url, { waitUntil: 'domcontentloaded' });
      await page.getByRole('treeitem', { name: 'Personal Chat' }).waitFor();
      await kim.say('stop', CHAT);
      await kim.say(STALE, CHAT);
      const step = await at(CHAT, /^Step 1/);
      await kim.press(named(step.card, 'Talk to a person'), step);
      const summary = await at(CHAT, /Shall I send it/);
      await kim.press(named(summary.card, 'Send it to support'), summary);
      await at(HELP, /What was said so far/);
      await page.getByRole('treeitem', { name: /Help/ }).click();
      await page.getByRole('button', { name: 'Answer the person' }).last().click();
      await page.getByLabel('What the person will read').last().fill('Typed and sent');
      if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'playground-desk.png') });
      await page.getByRole('button', { name: 'Send', exact: true }).last().click();
      await at(CHAT, /^Kim Vance · support\nTyped and sent\nKim Vance from/);
      await page.getByRole('treeitem', { name: 'Personal Chat' }).click();
      await page.getByText('Typed and sent').last().waitFor();
      if (process.env.LOOK) await page.screenshot({ path: join(process.env.LOOK, 'playground-person.png') });
    } finally {
      await browser.close();
    }
  });
});
