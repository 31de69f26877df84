/** Words in answers that tell more than the answer: what came of a step, what it is about, how it is meant. */

/**
 * The kinds of such words. Of results: `joins` stands between what was done and what came of it; `lacks` says that something
 * is not there; `amiss`, `persists` and `well` say how it is, and `refuses` that something is refused; `same`, `likewise-not` and `either` that it is no better; `works-titled` stands in the yes to a question whether something works; `vanished` says that something has gone, and `misses` in the title of a problem that this is the trouble; `stops` are short sentences of a failure, and `unsteady` says that a success does not last;
 * `right` that one thing is in order, `checked` that what was looked at is, `whole` is everything rather than one thing. Of sentences: `did` begins one about what
 * was done, `subject` and `pointing` one about something, `lead-ins` and `openers` stand before those. `lists` joins things. `thanks`,
 * `dismay`, `beside-yes`, `restarted`, `theirs`, `returns`, `reopen`, `denies`, `persons`, `elsewhere`, `naming` and `also` say
 * what they are called, `beside` that something is one more thing, and `broken` how it fails. Of alarms: `went-well` and `got-in` say that all is well, `nobody` that nobody did it, and `never` before
 * `deeds` that it was not done. Of what makes a case worse: `unreal` says that something did not happen, or only might, and
 * `asks-whether` begins a question of what to do; `strangers` are people who may have
 * broken in, `whose` stands before somebody who did nothing ("a mail from a stranger", "can somebody");
 * Of an end: `dismisses` turns help down, `goes-to` says that it is had elsewhere, `later` that something is done another time, and
 * `carries-on` that the person goes on.
 * Of a success in part: `in-part` after what `improves`, or before `comparatives`, `some-of` before it, and `sometimes` beside it;
 * `a-while` is a time. `person-back` is a person's return, and `there-again` ends a clause about a thing that was gone.
 * `attached` points to a picture that should have come with the message, unless `attached-elsewhere` stands behind it.
 * `danger`, `fire`, `despair` and `harassment` are for other people at once; `no-fire` stands behind what only sounds so, `machines`
 * before what they do in a manner of speaking, with `machines-do` between and `determiners` before; `about-it` behind what a thing is about.
 * `computers` and `other-computer` name one each, and `several-computers` several; with `only-one` the others are well.
 * `not-at-hand` stands before a thing that the person does not have there.
 * `figurative` danger is a figure of speech where `work-things` or `machines` are spoken of: behind `figures`, before `figures-behind`, or between
 * `figures-mild` and `figures-when`; not beside `no-figure`.
 * `our-mail` names a link of our own, unless it is beside `strange-mail`. `it-helped` stands beside a yes that says so. `no-more` says that
 * something has ended, `more-words` are its words, and `halts` end so besides `stops`. `before-now` says when, and `was-well` how it was,
 * `now-not` that it is so no longer, `now-well` that it is now, `halted` how it failed before, and
 * `beside-later` adds nothing to another time. `not-it` adds nothing to the name of something that is not it,
 * `in-use` stands behind something that is denied, and `out-of-use` behind something that is off;
 * `switched` are lines that people switch on and off.
 * `reasons` join clauses as `joins` do. `locked-out` says that the person can't get into their account.
 * Of answers: `denying` and `noes` stand before what is denied, `denials` anywhere, `denying-behind` right behind it; `fillers` tell nothing, `counting` stands
 * beside "the second", and `picking` beside a name of it; `sounds` come before a yes or a no, `goes-on` right behind it, and `one-word` is an answer alone. Of
 * questions: `about-bot` is in those about the bot itself, and `pointed-at` ends those about a thing that was named. `beside-number`
 * tells nothing beside the number of an error, and `only-fails` nothing but that something doesn't work. Of names: `before-names` stand before them, `after-names` end them, `names-are` stand
 * between the word for a user name and the name; `extensions` stand before a short telephone number.
 */
export const TOLD = [
  'joins',
  'lacks',
  'amiss',
  'refuses',
  'persists',
  'well',
  'stops',
  'unsteady',
  'no-more',
  'more-words',
  'halts',
  'before-now',
  'was-well',
  'now-not',
  'halted',
  'now-well',
  'same',
  'likewise-not',
  'either',
  'works-titled',
  'vanished',
  'misses',
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
  'it-helped',
  'restarted',
  'theirs',
  'returns',
  'reopen',
  'denies',
  'persons',
  'elsewhere',
  'naming',
  'also',
  'beside',
  'broken',
  'our-mail',
  'strange-mail',
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
  'dismisses',
  'goes-to',
  'later',
  'carries-on',
  'beside-later',
  'in-part',
  'improves',
  'comparatives',
  'some-of',
  'sometimes',
  'a-while',
  'person-back',
  'there-again',
  'attached',
  'attached-elsewhere',
  'not-at-hand',
  'computers',
  'other-computer',
  'several-computers',
  'only-one',
  'danger',
  'fire',
  'figurative',
  'figures',
  'figures-mild',
  'figures-behind',
  'figures-when',
  'work-things',
  'no-figure',
  'no-fire',
  'machines',
  'machines-do',
  'determiners',
  'about-it',
  'despair',
  'harassment',
  'denying',
  'noes',
  'denials',
  'denying-behind',
  'fillers',
  'counting',
  'picking',
  'not-it',
  'in-use',
  'out-of-use',
  'switched',
  'sounds',
  'goes-on',
  'about-bot',
  'pointed-at',
  'one-word',
  'beside-number',
  'only-fails',
  'before-names',
  'after-names',
  'names-are',
  'extensions',
] as const;
export type TellsKind = (typeof TOLD)[number];
