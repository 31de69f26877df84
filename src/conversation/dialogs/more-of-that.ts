/** Tells whether a few words go on about what nobody recognised. */
import type { Session } from '../session.ts';

/** The number of words up to which a text goes on about what was said before. */
const FEW_WORDS = 8;
/** The confidence, 0 to 1, below which such a text resembles a problem by chance. */
const BY_CHANCE = 0.35;

/**
 * Whether a few words only go on about what nobody recognised: alone they resemble some problem a little, together with
 * it none. "Well, it just swallows them" is still about the coffee machine.
 */
export function isMoreOfThat(s: Session): boolean {
  const { message, interpretation: meant, misread } = s;
  if (message.kind !== 'said' || (meant.kind !== 'words' && meant.kind !== 'problem')) return false;
  const { decision, confidence, packs } = meant.reading;
  const isWeak = decision === 'ask' && confidence < BY_CHANCE && packs.named.length === 0;
  if (!isWeak || s.unanswered === 0 || misread.length === 0 || message.text.split(/\s+/).length > FEW_WORDS)
    return false;
  return s.readingOf([...misread, message.text].join('\n')).decision === 'none';
}
