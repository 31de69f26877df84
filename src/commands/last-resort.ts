/** The last resort for an error that no part of a command explained. */
import { wantsDetails } from '../config.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { systemFault } from '../core/system-fault.ts';

/** A message that quotes a setting is cut: one may hold a whole file by mistake. */
const LONGEST_MESSAGE = 20_000;
/** The longest cause of a mistake of Firstline's own; its stack has the rest. */
const LONGEST_CAUSE = 300;

/** The last words of a command that failed: cause, cure and code; of a mistake of Firstline's own the stack, too, where the settings ask for every detail. */
export async function lastWords(error: unknown): Promise<string> {
  const known = await faultBehind(error);
  const { message, cure, code } = known ?? ownMistake(error);
  const said = `firstline: ${message.slice(0, LONGEST_MESSAGE)}\n  ${cure} [${code}]\n`;
  return known === null && error instanceof Error && wantsDetails() ? `${said}${error.stack}\n` : said;
}

function ownMistake(error: unknown): Fault {
  const { cause, cure } = FAULTS.COMMAND_FAILED;
  const [first = ''] = String(error).split('\n');
  return new Fault('COMMAND_FAILED', `${cause} (${first.slice(0, LONGEST_CAUSE)})`, cure);
}

/** The codes of SQLite, and those of PostgreSQL. */
const OF_DATABASE = /^(?:SQLITE_\w+|[0-9A-Z]{5})$/;

/** The fault of an error of the system or of a database; null for any other, which is one of Firstline itself. */
async function faultBehind(error: unknown): Promise<Fault | null> {
  if (error instanceof Fault) return error;
  const known = systemFault(error);
  if (known !== null || !OF_DATABASE.test(String((error as { code?: unknown } | null)?.code))) return known;
  return (await import('../store/causes.ts')).storeFault(error);
}
