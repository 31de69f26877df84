/**
 * A resolver that a test can take away: loaded into a process by `--import`, it knows the names below `.firstline.test`, which
 * are this machine, for as long as the file at FIRSTLINE_TEST_NAMES exists. Without the file it fails as a machine without DNS does.
 */
import dns from 'node:dns';
import { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { lookup } = dns;

/** The same signature as the one of `node:dns`. */
dns.lookup = function lookupOrFail(name, given, done) {
  const [options, answer] = typeof given === 'function' ? [{}, given] : [given, done];
  if (!name.endsWith('.firstline.test')) return lookup(name, options, answer);
  if (existsSync(process.env.FIRSTLINE_TEST_NAMES)) return lookup('127.0.0.1', options, answer);
  const error = new Error(`getaddrinfo EAI_AGAIN ${name}`);
  process.nextTick(answer, Object.assign(error, { code: 'EAI_AGAIN', syscall: 'getaddrinfo', hostname: name }));
};
syncBuiltinESMExports();
