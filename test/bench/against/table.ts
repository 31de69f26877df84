/** Prints the ratios of a comparison. */
import { digits } from '../figures.ts';
import { lines, type Row, said } from '../lines.ts';
import { LEAST_AGREEING, LEAST_DIFFERENCE, LEAST_ROUNDS } from '../ratios.ts';
import type { AgainstResults } from './against.ts';

/** The ratios as a table for people. */
export function tableOfRatios({ here, against, ratios, missing }: AgainstResults): string {
  const name = ({ id, subject }: { id: string; subject: string }): string => `${id.slice(0, 7)} "${subject}"`;
  const head: Row = ['', 'median', 'quarters', 'min..max', 'rounds', 'here', 'there', ''];
  const rows = ratios.map(({ what, unit, here, there, ratio, verdict }): Row => {
    const absolute = [digits(here), digits(there)];
    return [`${what}: ${unit}`, ...said(ratio), String(ratio.rounds), ...absolute, verdict === 'same' ? '' : verdict];
  });
  const gone = missing.map(({ what, why }) => `not measured: ${what} (${why})\n`).join('');
  return `here:  ${name(here)}${here.changed ? ', and what is not committed' : ''}\nthere: ${name(against)}\n\n${lines([head, ...rows])}\n\n${gone}Ratios are here ÷ there. "better" and "worse" stand where ${LEAST_AGREEING * 100}% of at least ${LEAST_ROUNDS} rounds agree and the median is ${LEAST_DIFFERENCE * 100}% or more away from 1.\n`;
}
