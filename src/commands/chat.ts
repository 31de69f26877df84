/** `firstline chat`: talks with the bot in the terminal. */
import { userInfo } from 'node:os';
import { createSay } from '../core/phrases.ts';
import { createJournal, createLog, createRun, know } from './wiring.ts';

/** Runs the bot in the terminal; input from a pipe is one message a line. */
export async function chat(options: { json?: boolean; as: 'person' | 'admin'; conversation?: string }): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig();
  const piped = !process.stdin.isTTY;
  const json = options.json ?? false;
  const log = await createLog(config.logLevel === 'info' ? 'error' : config.logLevel);
  const knowledge = await know(log);
  const [{ openStore }, { Chat }, { TerminalChannel }, { troubleWithImage }, { createScreenshotReader }] =
    await Promise.all([
      import('../store/open.ts'),
      import('../channels/terminal/chat.ts'),
      import('../channels/terminal/terminal.ts'),
      import('../channels/terminal/images.ts'),
      import('../screenshots/reader.ts'),
    ]);
  // Lines from a pipe come from a script: every run begins afresh, unless it names its conversation.
  const kept = options.conversation !== undefined || !(piped || json);
  const conversation = `terminal:${options.conversation ?? userInfo().username}`;
  const store = await openStore(kept ? config.databaseUrl : 'sqlite::memory:');
  const say = createSay(() => knowledge.content.phrases);
  const chat = new Chat({
    conversation,
    audience: options.as,
    json,
    interactive: !piped && !json,
    colour: process.stdout.isTTY && config.colour,
    say,
    input: process.stdin,
    output: process.stdout,
  });
  const reader = createScreenshotReader({ log });
  const channel = new TerminalChannel(conversation, chat.show);
  const run = await createRun([channel], reader, store, (image, trouble) => {
    process.stderr.write(troubleWithImage(image, trouble, say));
    process.exitCode = 1;
  });
  const journal = await createJournal({ current: knowledge }, store, [channel], run, log, {
    // A service on the same database has conversations of its own.
    mine: (name) => name === conversation,
  });
  await journal.start();
  await chat.run(async (message) => {
    await journal.accept(message);
    await journal.idle();
  });
  await journal.stop();
  reader.close();
  await store.close();
}
