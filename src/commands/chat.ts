/** `firstline chat`: talks with the bot in the terminal. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { createSay } from '../core/phrases.ts';
import { createJournal, createLog, createRun, know } from './wiring.ts';

/**
 * Runs the bot in the terminal; input from a pipe is one message a line.
 * @throws {Fault} CHAT_RUNNING for a named conversation on the SQLite file of a running service, which alone may write to it
 */
export async function chat(options: { json?: boolean; as: 'person' | 'admin'; conversation?: string }): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig();
  const isTaken = await isServed(config.databaseUrl);
  if (isTaken && options.conversation !== undefined)
    throw new Fault('CHAT_RUNNING', FAULTS.CHAT_RUNNING.cause, FAULTS.CHAT_RUNNING.cure);
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
  const isOwn = options.conversation !== undefined || !(piped || json);
  if (isTaken && isOwn)
    process.stderr.write(
      'A service runs on this database: this talk is kept in memory alone, and is gone with its tickets at the end.\n',
    );
  const kept = isOwn && !isTaken;
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

/** Whether a service runs on an SQLite file. */
async function isServed(databaseUrl: string): Promise<boolean> {
  const [{ isPostgres, pathOf }, { isHeldElsewhere }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/alone.ts'),
  ]);
  const path = isPostgres(databaseUrl) ? null : pathOf(databaseUrl);
  return path !== null && existsSync(path) && isHeldElsewhere(path);
}
