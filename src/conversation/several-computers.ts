/** Hears that several computers have the problem: "my own PC and the one in the nurses' room". */
import type { Content } from '../core/content.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';

/** The fewest computers that are several. */
const SEVERAL = 2;

/** Whether a text names several computers side by side, and tells of none that works. */
export function namesSeveralComputers(content: Content, text: string): boolean {
  const { told } = spokenWordsOf(content);
  if (text.includes('?') || told.well.isIn(text) || told.elsewhere.isIn(text) || told['only-one'].isIn(text))
    return false;
  if (told['several-computers'].isIn(text)) return true;
  // "Just my PC and not the laptop" is one.
  const isOne = (part: string): boolean => told.computers.isIn(part) && !told.lacks.isBefore(told.computers, part, 1);
  const named = told.lists.parts(text).filter((part) => isOne(part) || told['other-computer'].isIn(part));
  return named.length >= SEVERAL && named.some((part) => told.computers.isIn(part));
}
