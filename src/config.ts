import { z } from 'zod';
import { Fault } from './core/fault.ts';

/** How Firstline runs. Every setting has a default that works on one machine. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Who may open the chat page: only this machine, or whoever reaches the port. It has no sign-in of its own. */
  readonly webChat: 'loopback' | 'open' | 'off';
}

const Settings = z.object({
  PORT: z.coerce
    .number({ error: 'a number' })
    .int('a whole number')
    .min(0, '0 to 65535')
    .max(65535, '0 to 65535')
    .default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, 'sqlite:<path>, or postgres://<user>:<password>@<host>/<database>')
    .default('sqlite:./data/firstline.db'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'silent, error, warn, info or debug' })
    .default('info'),
  WEB_CHAT: z.enum(['loopback', 'open', 'off'], { error: 'loopback, open or off' }).default('loopback'),
});

/** Reads the settings from the environment; a wrong one stops the start with its name and its cure. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in Settings.shape && value !== ''));
  const result = Settings.safeParse(given);
  if (!result.success) {
    const wrong = result.error.issues.map((i) => `${String(i.path[0])} must be ${i.message}`);
    throw new Fault(
      'SETTING_WRONG',
      wrong.join('; '),
      'Correct it in the environment, or leave it out to get the default.',
    );
  }
  const s = result.data;
  return { port: s.PORT, host: s.HOST, databaseUrl: s.DATABASE_URL, logLevel: s.LOG_LEVEL, webChat: s.WEB_CHAT };
}
