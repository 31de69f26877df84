/** Words of the page “Learning”: what the kinds of lessons, the readings and the ends of cases are called. */

export const KINDS = {
  none: 'not recognised',
  ask: 'asked about',
  step: 'at a step',
  corrected: 'corrected',
  wrong: 'wrong topic',
};
export const DECISIONS = { answer: 'named', ask: 'asked about', none: 'not recognised' };
export const STANDINGS = [
  ['right', 'Right', 'Named rightly without asking, or rightly taken for none of ours.'],
  ['asked', 'Asked', 'Asked about: “did you mean …?”'],
  ['unknown', 'Not recognised', 'Nothing was named, though it was one of ours.'],
  ['wrong', 'Wrong', 'Named, and it was something else.'],
];
export const STANDING = Object.fromEntries(STANDINGS.map(([id, title]) => [id, title.toLowerCase()]));

const OUTCOMES = {
  fixed: 'fixed',
  'fixed-for-now': 'fixed for now',
  'handed-over': 'handed over',
  unknown: 'left open',
};
const AGENTS = {
  written: 'handed over, no desk',
  waiting: 'waits for an agent',
  held: 'an agent has it',
  fixed: 'agents fixed it',
  'fixed-for-now': 'agents fixed it for now',
  unknown: 'agents closed it without a fix',
  'handed-over': 'handed on by agents',
  left: 'left the queue',
  solved: 'solved meanwhile',
};

/** The end of the case, in words; null where it is not known. */
export function becameText(became, titleOf) {
  if (!became) return null;
  const { intent, outcome, agents } = became;
  const ended = agents ? AGENTS[agents] : outcome ? OUTCOMES[outcome] : null;
  return [intent ? `turned out: ${titleOf(intent)}` : null, ended].filter(Boolean).join(', ') || null;
}

export const percent = (part) => `${Math.round(part * 100)}%`;
export const times = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
export const dayOf = (at) => day.format(new Date(at));
