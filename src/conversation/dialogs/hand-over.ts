import type { Session } from '../session.ts';

/** Writes the ticket and says so, honestly; a second call for the same case only tells its number. */
export function handOver(s: Session): void {
  if (!s.case && s.lastTicket !== null) {
    s.mouth.sayPhrase('already-handed-over', { ticket: s.lastTicket });
    return;
  }
  s.case ??= s.bareCase();
  s.finish('handed-over', 'request');
  s.mouth.sayPhrase('handed-over', { ticket: s.lastTicket ?? '' });
}
