/** Words in answers that tell more than the answer: what came of a step, what it is about, how it is meant. */

/**
 * The kinds of such words. Of results: `joins` stands between what was done and what came of it; `lacks` says that something
 * is not there; `amiss`, `persists` and `well` say how it is; `same`, `likewise-not` and `either` that it is no better;
 * `right` that one thing is in order, `checked` that what was looked at is, `whole` is everything rather than one thing. Of sentences: `did` begins one about what
 * was done, `subject` and `pointing` one about something, `lead-ins` and `openers` stand before those. `lists` joins things. `thanks`,
 * `dismay`, `beside-yes`, `restarted`, `theirs`, `returns`, `reopen`, `denies`, `persons`, `elsewhere`, `naming` and `also` say
 * what they are called. Of alarms: `went-well` and `got-in` say that all is well, `nobody` that nobody did it, and `never` before
 * `deeds` that it was not done. Of what makes a case worse: `unreal` says that something did not happen, or only might, and
 * `asks-whether` begins a question of what to do; `strangers` are people who may have
 * broken in, `whose` stands before somebody who did nothing ("a mail from a stranger", "can somebody");
 * `reasons` join clauses as `joins` do. `locked-out` says that the person can't get into their account.
 * Of answers: `denying` and `noes` stand before what is denied, `denials` anywhere; `fillers` tell nothing, `counting` stands
 * beside "the second"; `sounds` come before a yes or a no, `goes-on` right behind it, and `one-word` is an answer alone. Of
 * questions: `about-bot` is in those about the bot itself, and `pointed-at` ends those about a thing that was named.
 */
export const TOLD = [
  'joins',
  'lacks',
  'amiss',
  'persists',
  'well',
  'same',
  'likewise-not',
  'either',
  'right',
  'checked',
  'is',
  'surely',
  'whole',
  'did',
  'subject',
  'pointing',
  'lead-ins',
  'openers',
  'lists',
  'thanks',
  'dismay',
  'beside-yes',
  'restarted',
  'theirs',
  'returns',
  'reopen',
  'denies',
  'persons',
  'elsewhere',
  'naming',
  'also',
  'went-well',
  'got-in',
  'nobody',
  'never',
  'deeds',
  'unreal',
  'asks-whether',
  'whose',
  'reasons',
  'strangers',
  'locked-out',
  'denying',
  'noes',
  'denials',
  'fillers',
  'counting',
  'sounds',
  'goes-on',
  'about-bot',
  'pointed-at',
  'one-word',
] as const;
export type TellsKind = (typeof TOLD)[number];
