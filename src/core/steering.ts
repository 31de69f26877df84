/** What steers a conversation beside its problems: controls, small talk, and the answers a plain yes or no stands for. */

/** What works at every step, by button or by word. */
export const CONTROLS = ['back', 'skip', 'tried', 'cannot', 'repeat', 'start-over', 'human', 'stop'] as const;
export type Control = (typeof CONTROLS)[number];

/** Intents (of the kind `control`) that mean a control, by id. */
export const CONTROL_INTENTS: Readonly<Record<string, Control>> = {
  back: 'back',
  skip: 'skip',
  'already-tried': 'tried',
  cannot: 'cannot',
  repeat: 'repeat',
  'start-over': 'start-over',
  escalate: 'human',
  stop: 'stop',
};

/** Intents that are answered with a sentence. */
export const SMALLTALK: readonly string[] = ['greeting', 'thanks', 'help', 'who-are-you'];

/** Intents that answer the open question: with yes, with no, and with "I don't know". */
export const ANSWERS = { yes: 'it-worked', no: 'it-did-not', unknown: 'dont-know' } as const;

/** Every intent of the kind `control` that is understood. */
export const STEERING: readonly string[] = [...Object.keys(CONTROL_INTENTS), ...SMALLTALK, ...Object.values(ANSWERS)];

/** Choices that a plain yes, or a plain no, stands for: a convention of the content, by id. */
export const YES: readonly string[] = ['fixed', 'yes', 'works', 'resume', 'switch', 'next', 'risk-go', 'human'];
export const NO: readonly string[] = ['not', 'no', 'fails', 'restart', 'stay', 'none-of-these', 'risk-skip'];

/** How the title of a choice begins that a plain yes, or a plain no, stands for where it is the only one. */
export const BEGINS_YES = /^yes\b/i;
export const BEGINS_NO = /^no\b/i;
