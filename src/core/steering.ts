/** Ids that steer a conversation: controls, small talk, and the answers that a plain yes or no stands for. */

/** Controls: they work at every step, by button or by word. */
export const CONTROLS = ['back', 'skip', 'tried', 'cannot', 'repeat', 'start-over', 'human', 'stop'] as const;
export type Control = (typeof CONTROLS)[number];

/** Intents of the kind `control` that mean a control, by id. */
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

/** Intents that the bot answers with a sentence. */
export const SMALLTALK: readonly string[] = ['greeting', 'thanks', 'help', 'who-are-you'];

/** Intents that answer the open question. */
export const ANSWERS = {
  yes: 'yes',
  no: 'no',
  unknown: 'dont-know',
  /** It works now, or still does not. */
  worked: 'it-worked',
  failed: 'it-did-not',
  /** Done, without a word of whether it helped. */
  did: 'did-it',
} as const;

/** Every intent of the kind `control` that the bot understands. */
export const STEERING: readonly string[] = [...Object.keys(CONTROL_INTENTS), ...SMALLTALK, ...Object.values(ANSWERS)];

/** Choices that a plain yes (or a plain no) picks, by id: a convention of the content. */
export const YES: readonly string[] = ['fixed', 'yes', 'works', 'resume', 'switch', 'next', 'risk-go', 'send', 'human'];
export const NO: readonly string[] = ['not', 'no', 'fails', 'restart', 'stay', 'none-of-these', 'risk-skip', 'nothing'];

/** Choices that "still not working" picks, by id; to a question about anything else it is no "no". */
export const FAILED: readonly string[] = ['not', 'fails'];

/** Choices that "it works now" picks, by id, besides all that it may say of a case. */
export const WORKED: readonly string[] = ['fixed'];

/** Choices that "okay" picks, by id: it agrees to an offer, and is no answer to a question. */
export const AGREED: readonly string[] = ['resume', 'send', 'next', 'switch'];

/**
 * The beginning of a choice's title that a plain yes (or a plain no) picks, where it is the only one of its kind. "No
 * connection" begins with no such "no".
 */
export const BEGINS_YES = /^yes(?![\p{L} ])/iu;
export const BEGINS_NO = /^no(?![\p{L} ])/iu;
