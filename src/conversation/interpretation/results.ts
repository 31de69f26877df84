/** The result that people tell beside what they did: "pushed it in, no light at the socket". */

/** Words that part what was done from what came of it. */
const CLAUSES = /[,.;:!?\n–—-]+\s+|\s+(?:and|but|yet|und|aber|y|pero|et|mais|e|ma|en|maar)\s+/iu;
/** Words that say something is not there, or does not happen. */
const LACKS =
  /\b(?:no|not|nothing|none|nope|never|without|neither|nobody|\p{L}+n['’]t|dont|doesnt|didnt|isnt|wont|cant|cannot|kein|keine|nicht|nichts|ningún|ninguna|nada|rien|aucune?|niente|nessun|geen|niets)\b/iu;
/** Words for how things look or go on that are not right. */
const AMISS =
  /\b(?:still|same|unchanged|keeps? \p{L}+ing|black|dark|blank|white|empty|dead|red|orange|amber|gr[ea]y|greyed|frozen|freezes?|stuck|hangs?|spins?|spinning|crash(?:es|ed)?|errors?|fail(?:s|ed|ing)?|refused?|refuses|rejected|declined|denied|blocked|locked|missing|lost|broken|worse|offline|disconnected|only half|halfway|asks? again|(?:came|comes|is|are) back|noch immer|immer noch|gleich|schwarz|igual|pareil|toujours|uguale|nog steeds)\b/iu;
/** Words that say something bad is over, or that all is well. */
const WELL =
  /\b(?:any ?more|no longer|no more|no (?:errors?|problems?|issues?|trouble|warnings?|complaints?)|not (?:a|any) (?:problem|error|issue)|is gone|are gone|went away|disappeared|works?|working|fixed|solved|mehr|kein fehler|ya no|plus d[e'’])\b/iu;

/** Whether a text tells, beside what was done, of a result that is not right. */
export function wentBadly(text: string): boolean {
  const [, ...results] = text.split(CLAUSES).filter((clause) => /\p{L}/u.test(clause));
  // "No red light" denies what would be amiss.
  return results.some((clause) => !WELL.test(clause) && LACKS.test(clause) !== AMISS.test(clause));
}

/** The beginning of a text that tells what was done, with or without who did it: "I pulled it out", "reinstalled it". */
const DONE =
  /^(?:\W*(?:ok|okay|so|then|well|just|yes|now|also|and|i|we|i['’]ve|ive|we['’]ve|have|has|ich|habe?)\s+)*(?:\p{L}{2,}ed|did|done|quit|ran|took|put|went|cut|set|held|made|shut|gave|chose|left|went|got|reset|unset|rebooted)\b/iu;

/** Whether a text begins with what somebody did. */
export function wasDone(text: string): boolean {
  return DONE.test(text);
}

/** Words that say it is no better than before: "same in the private window", "notepad also nothing", "geht auch nicht". */
const NO_BETTER =
  /^\W*(?:it['’]?s |is |exactly |just |still )?(?:the )?same\b(?! as)|\b(?:also|still) (?:nothing|not|no (?:luck|change|difference))\b|\b(?:no|not|\p{L}+n['’]t|dont|doesnt|didnt|wont)\b.{0,30}\beither\b(?! way)|\bauch (?:nicht|nichts|nix)\b|\btampoco\b|\bnon plus\b|\b(?:neanche|nemmeno)\b|\book niet\b|\btambém não\b/iu;

/** Whether a text, beside where it was tried, tells only that it is no better. */
export function isNoBetter(text: string): boolean {
  return NO_BETTER.test(text);
}

/** A sentence that one thing is as it should be, said at a step that has it looked at: "the address is right". */
const ONE_THING =
  /^\W*(?:(?:yes|yep|ja|ok|okay|well|no|nope),? )?(?:(?:it|that)(?:['’]s| is) (?:right|correct)|(?:(?:the|my|our|all the|die|der|das|mein\p{L}*|la|el|le|il) )?(?!(?:rest|whole|problem|error|issue|everything|all|it|that|this|we|i|they|alles|todo|tout|tutto)\b)\p{L}[\p{L}'-]*(?: (?!is\b|are\b)\p{L}[\p{L}'-]*)? (?:is|are|was|were|looks?|seems?|ist|sind|es|está|est) (?:all |quite |definitely |surely |already )?(?:right|correct|ok|okay|fine|good|alright|plugged in|up to date|valid|richtig|korrekt|aktuell|correct[ao]|bien|juste))\W*$/iu;

/** Whether a text says of one thing alone that it is in order, and not that anything works again. */
export function isOneThingRight(text: string): boolean {
  return ONE_THING.test(text) && !/\b(?:now|again|works?|working|fixed|solved|wieder|jetzt)\b/iu.test(text);
}

/** Words of thanks, and words that say how things stand since a moment ago. */
const THANKS = /\b(?:thanks?|thx|ty|cheers|danke|gracias|merci|grazie|bedankt|dank|obrigad[oa]|dzięki|dziękuję)\b/iu;
const SINCE = /\b(?:now|again|back|finally|jetzt|wieder|ahora|maintenant|adesso|agora|nu|weer|teraz)\b/iu;

/** Whether nothing in a text tells of anything that is missing or amiss. */
export function isWithoutFault(text: string): boolean {
  return !LACKS.test(text) && !AMISS.test(text) && !text.includes('?');
}

/** Whether a text thanks for how things are now, and tells of nothing amiss: "ok it prints now, thanks!". */
export function soundsSolved(text: string): boolean {
  return THANKS.test(text) && SINCE.test(text) && isWithoutFault(text);
}
