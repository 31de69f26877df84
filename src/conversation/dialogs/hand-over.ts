import type { Session } from '../session.ts';

/** After so long a silence, asking for a person is a request of its own. */
const NEW_REQUEST_AFTER_MS = 24 * 60 * 60 * 1000;

/** Writes the ticket and says so, honestly; a second call for the same case only tells its number. */
export function handOver(s: Session): void {
  const silence = s.before.lastAt === null ? 0 : Date.parse(s.message.at) - Date.parse(s.before.lastAt);
  if (!s.case && s.lastTicket !== null && s.unclear.length === 0 && silence < NEW_REQUEST_AFTER_MS) {
    s.mouth.sayPhrase('already-handed-over', { ticket: s.lastTicket });
    return;
  }
  s.case ??= s.bareCase();
  s.finish('handed-over', 'request');
  s.mouth.sayPhrase('handed-over', { ticket: s.lastTicket ?? '' });
}
