/** Interprets messages: finds the meaning of one as an answer to the open question, in the order of what comes first. */
import { type Content, type Intent, isGeneric, type Slots } from '../../core/content.ts';
import type { Question } from '../../core/conversation.ts';
import type { Message } from '../../core/message.ts';
import type { Read, Reading } from '../../core/reading.ts';
import type { Choice } from '../../core/reply.ts';
import {
  AGREED,
  ANSWERS,
  CONTROL_INTENTS,
  type Control,
  FAILED,
  NO,
  SMALLTALK,
  WORKED,
  YES,
} from '../../core/steering.ts';
import { assent, failedAt, known, led, pressed } from './assent.ts';
import {
  byName,
  closestChoice,
  isWholly,
  nearlySaidIn,
  pickedIn,
  type Sayable,
  saidIn,
  type WeighedChoice,
} from './choices.ts';
import { Endings } from './endings.ts';
import { amendedIn, factsIn, isBareFact } from './facts.ts';
import type { Interpretation, Light } from './interpretation.ts';
import { isPressing } from './pressing.ts';
import { isWish } from './questions.ts';
import { rejectedIn, unusedIn, usedIn } from './rejecting.ts';
import {
  doesWhatIsTold,
  endsWell,
  isChecked,
  isDeniedBehind,
  isInPart,
  isNoBetter,
  isNoLonger,
  isNoMore,
  isNotBetter,
  isOneThingRight,
  isOnlyBetter,
  isOnlyLater,
  isOver,
  isRefused,
  isStopped,
  isThereAgain,
  isUnsteady,
  isWellNow,
  isWithoutFault,
  isYetToTry,
  onlyNames,
  partsOf,
  soundsSolved,
  stillFails,
  type ToldWords,
  wasDone,
  wasOnlyDone,
  wentBadly,
  worksElsewhere,
} from './results.ts';
import { type SpokenWords, spokenWordsOf } from './spoken-words.ts';
import { AWFUL, LONGEST_STEERING, passingIn, shortClausesOf, steered, triedIn } from './steering.ts';

/** Answers that a short sentence of a failure resembles. */
const SUCCESSES: readonly string[] = [ANSWERS.worked, ANSWERS.did, ANSWERS.yes];
/** Choices of a question that offers something to do. */
const OFFERING: readonly string[] = ['none-of-these', 'something-else', 'switch', 'resume', 'yes'];
/** Choices that the trouble that goes on picks: after a silence it is a reason to go on. */
const STILL: readonly string[] = [...FAILED, 'resume'];
/** Choices that say that it works. */
const WELL: readonly string[] = ['fixed', 'works'];
/** The confidence from which on words choose something grave that is offered. */
const LIKELY_GRAVE = 0.5;
/** The confidence from which on words tell of a problem that can't wait. */
const SURELY_URGENT = 0.8;
/** The number of words up to which a message announces no other problem. */
const A_WORD_OR_TWO = 2;
/** The number of words up to which a message with a word of thanks only thanks. */
const A_FEW = 3;
/** The number of words up to which a message only names something. */
const LONGEST_NAMING = 8;
/** The number of words up to which a message is an answer and nothing else. */
const AN_ANSWER = 5;
/** The smallest number of words of an error that is shown somewhere; fewer may stand in any question. */
const AN_ERROR = 4;
/** The number of words up to which a text with facts is about them. */
const LONGEST_FACTS = 20;
/** Longer texts, in characters, are reports and no answers to a question for words. */
const LONGEST_TYPED = 200;
/** The largest number of words of a text whose clauses are looked at one by one. */
const LONGEST_CLAUSES = 25;
/** Answers that mean something only as a whole message. */
const PLAIN: readonly string[] = [ANSWERS.yes, ANSWERS.no, ANSWERS.unknown];
/** Answers that are none to a question for words. */
const STEPS_ONLY: readonly string[] = [ANSWERS.yes, ANSWERS.no, ANSWERS.worked, ANSWERS.failed];
/** The number of clauses that are looked at, the last ones: each is read anew. */
const MOST_CLAUSES = 3;
/** The meanings of a clause that answer the open step, and the controls among them. */
const ANSWERING: readonly string[] = ['choice', 'did', 'waiting'];
const NOTED: readonly Control[] = ['cannot', 'tried'];
/** Answers that mean nothing where nothing was asked. */
const UNASKED: readonly string[] = [ANSWERS.unknown, ANSWERS.yes, ANSWERS.no, ANSWERS.did, ANSWERS.failed];
/** Questions that people ask of the bot itself. */
const ABOUT_US: readonly string[] = ['help', 'who-are-you'];
/** A number as of telephones, rooms and computers. */
const A_NUMBER = /\d{3}/;
/** Marks that stand in names, numbers and addresses, and in no sentence about a place. */
const A_THING = /[\p{N}@\\_]|\p{L}\.\p{L}/u;
/** Marks between things that are said side by side. */
const SIDE_BY_SIDE = /[&+]/;
const NOTHING_SAID: readonly string[] = [];

/** Interprets messages in the light of the open question. */
export class Interpreter {
  readonly #content: Content;
  readonly #spoken: SpokenWords;
  readonly #read: Read;
  readonly #endings: Endings;

  constructor(content: Content, read: Read) {
    this.#content = content;
    this.#spoken = spokenWordsOf(content);
    this.#read = read;
    this.#endings = new Endings(content, read);
  }

  interpret(message: Message, light: Light): Interpretation {
    const { question } = light;
    if (message.kind === 'opened') return { kind: 'opened' };
    if (message.kind === 'pressed') return pressed(message, question);
    const text = message.text;
    if (text === '') return { kind: 'empty' };
    if (/^\p{Extended_Pictographic}?[👍✅👌]/u.test(text)) return this.#thumb(text, light) ?? { kind: 'wordless' };
    if (/^\p{Extended_Pictographic}?[👎❌]/u.test(text)) return assent(question, NO) ?? { kind: 'wordless' };
    if (!/[\p{L}\p{N}]/u.test(text)) return { kind: 'wordless' };
    const named = question && byName(text, question, light.numbered, this.#spoken.ordinals);
    if (named) return known(named, question) ?? { kind: 'stale' };
    const reading = this.#told(text, light);
    // A number that counts nothing here says nothing.
    if (/^\W*\d{1,2}\W*$/.test(text) && question) return { kind: 'words', reading };
    // A secret was told: what is left of the text is likened to no answer.
    if (message.masked) return this.#words(reading, text, light, true);
    const whole = this.#words(reading, text, light);
    const count = text.split(/\s+/).length;
    // "0x80041234: what now?" at the beginning is about the error, whatever is asked of it.
    const isFirst = question === null && light.current === null;
    if (reading.family !== null && isFirst && whole.kind !== 'problem') return { kind: 'words', reading };
    // "Leave it, I'll come to the office tomorrow" says in so many words that this is the end.
    if (question !== null && whole.kind !== 'worked' && isOver(text, this.#spoken.told))
      return { kind: 'control', id: 'stop' };
    if (question !== null && whole.kind !== 'worked' && isYetToTry(text, this.#spoken.told))
      return { kind: 'waiting', reading };
    // "It's gone", where something is missed, is the trouble itself; of an error it would be the end.
    if (this.#endings.isMissed(whole, reading, text, light))
      return question?.choices.some(({ id }) => id === 'fixed') ? { kind: 'did', reading } : { kind: 'words', reading };
    // "It's a little faster" is better, and not fixed.
    const isTried =
      ['did', 'words', 'worked', 'problem'].includes(whole.kind) || (whole.kind === 'choice' && whole.id === 'fixed');
    const hasFixed = question?.choices.some(({ id }) => id === 'fixed') ?? false;
    if (hasFixed && isTried && count <= LONGEST_FACTS && isInPart(text, this.#spoken.told))
      return assent(question, FAILED) ?? { kind: 'did', reading };
    const isSaidWell = reading.intent === ANSWERS.worked && reading.evidence !== null;
    if (hasFixed && isTried && !isSaidWell && count <= LONGEST_NAMING && isNotBetter(text, this.#spoken.told))
      return assent(question, FAILED) ?? whole;
    // "Now it says Connected" is what the step has people look for.
    if (hasFixed && whole.kind === 'words' && this.#endings.isExpected(text, light)) return { kind: 'did', reading };
    const isHalf =
      !isNoMore(text, this.#spoken.told) &&
      [isOnlyBetter, isUnsteady, isDeniedBehind].some((is) => is(text, this.#spoken.told));
    if (whole.kind === 'choice' && whole.id === 'fixed' && isHalf) return { kind: 'did', reading };
    // "Yes, in there. That's all good now" says more than the answer.
    if (whole.kind === 'choice' && !hasFixed && this.#endings.isOverAtLast(text))
      return { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    // "Forget it, call me" wishes for a person, and not for an end.
    if (whole.kind === 'control' && whole.id === 'stop' && this.#asksForPersonBeside(text))
      return { kind: 'control', id: 'human' };
    // "Never mind, it works" ends it well, and does not break it off.
    const isEnd = whole.kind === 'control' ? whole.id === 'stop' : reading.intent === ANSWERS.worked;
    if (isEnd && whole.kind !== 'choice' && this.#endings.dismissesAsWorking(text))
      return assent(question, WORKED) ?? { kind: 'worked', reading: { ...reading, intent: 'stop' } };
    // "No worries, it works now": the doubt is not about what works.
    const isDoubted = whole.kind === 'did' && reading.intent === ANSWERS.worked && reading.doubtful;
    if (isDoubted && this.#endings.saysSoAtLast(this.#spoken.told.dismisses.without(text)))
      return assent(question, WORKED) ?? whole;
    return this.#inClauses(whole, text, light);
  }

  /** The meaning of a raised thumb: as of a yes, it says that a step was done where nobody asked yet whether it helped. */
  #thumb(text: string, { question, asksWhether }: Light): Interpretation | null {
    const isDone =
      !asksWhether && question?.choices.some(({ id }) => id === 'fixed') && !this.#spoken.told['it-helped'].isIn(text);
    return isDone ? { kind: 'did', reading: this.#read(text) } : assent(question, YES);
  }

  /** Whether one of several clauses of few words asks for a person: "forget it, call me". */
  #asksForPersonBeside(text: string): boolean {
    return shortClausesOf(text).some((clause) => {
      const { decision, intent } = this.#read(clause);
      const isWished = decision === 'answer' && CONTROL_INTENTS[intent ?? ''] === 'human';
      return isWished && !this.#spoken.told.denials.isIn(clause) && !this.#spoken.told.later.isIn(text);
    });
  }

  /**
   * The interpretation of a text that says several things, where it was not understood as a whole: that of its last
   * clause that answers the open step. "Deleted it, typed the password, same message" says that it did not help.
   */
  #inClauses(whole: Interpretation, text: string, light: Light): Interpretation {
    const { told } = this.#spoken;
    const isOpen =
      whole.kind === 'words' ||
      (whole.kind === 'facts' && !whole.corrects) ||
      (whole.kind === 'problem' && whole.reading.decision !== 'answer');
    if ('reading' in whole && (whole.reading.mood <= AWFUL || whole.reading.several)) return whole;
    if (!isOpen || !light.walking || text.split(/\s+/).length > LONGEST_CLAUSES) return whole;
    const clauses = text
      .split(/[,.;!\n]+\s+/u)
      .flatMap((part) => told.lists.parts(part))
      .filter((clause) => /\p{L}/u.test(clause));
    if (clauses.length < 2) return whole;
    // "Turned it off and on, it blinks orange": done, and not well.
    const failed = wentBadly(text, told) ? assent(light.question, FAILED) : null;
    const doubtful =
      'reading' in whole && whole.reading.works !== null && (whole.reading.doubtful || whole.reading.turned);
    for (const clause of clauses.slice(-MOST_CLAUSES).toReversed()) {
      const reading = this.#read(clause);
      // A yes or a no in the middle may belong to anything: "It asked yes or no, I pressed no".
      if (reading.decision === 'answer' && PLAIN.includes(reading.intent ?? '')) continue;
      const named = byName(clause, light.question!, light.numbered, this.#spoken.ordinals);
      const meant: Interpretation =
        (named === null ? null : known(named, light.question!)) ?? this.#words(reading, clause, light, true);
      const isFixed = meant.kind === 'worked' || (meant.kind === 'choice' && meant.id === 'fixed');
      const isTried = meant.kind === 'control' && meant.id === 'tried';
      if (failed !== null && (isFixed || isTried || meant.kind === 'did')) return failed;
      if (isFixed && doubtful) continue;
      // Whether it is fixed is too much to take from a part: it is asked, but where the last words are just that.
      if (isFixed) return this.#endings.saysSoAtLast(text) ? meant : { kind: 'did', reading };
      if (ANSWERING.includes(meant.kind) || (meant.kind === 'control' && NOTED.includes(meant.id))) return meant;
    }
    if (failed !== null && light.question!.choices.some(({ id }) => id === 'fixed') && wasDone(text, told))
      return failed;
    return whole;
  }

  /** The reading of a text; of what follows its first clause, where that answers a question that nobody asked. */
  #told(text: string, { current }: Light): Reading {
    const reading = this.#read(text);
    const rest = /^[^,.!?;\n]{1,40}[,.!?;\n]+\s*(\S+\s+\S.*)$/s.exec(text)?.[1];
    if (current !== null || rest === undefined || !UNASKED.includes(reading.intent ?? '')) return reading;
    const told = this.#read(rest);
    return this.#content.intents.get(told.intent ?? '')?.kind === 'problem' ? told : reading;
  }

  /** The interpretation of words; `isPart`: they are a clause of a text, too little to be likened to a title. */
  #words(reading: Reading, text: string, light: Light, isPart = false): Interpretation {
    const { question, current } = light;
    const { told } = this.#spoken;
    const intent = reading.intent === null ? null : this.#content.intents.get(reading.intent)!;
    const count = text.split(/\s+/).length;
    const sure = reading.decision === 'answer' || (reading.decision === 'ask' && count <= 6);
    // "It's a Dell" resembles a success, and names a thing.
    const meansStep = NOTED.some((id) => id === CONTROL_INTENTS[intent?.id ?? '']);
    const isUnsaid = (reading.decision !== 'answer' || meansStep) && reading.evidence === null;
    const isName = isUnsaid && reading.works === null && onlyNames(text, told);
    const steering =
      intent?.kind === 'control' && sure && !isName && (count <= LONGEST_STEERING || reading.decision === 'answer');
    const control = steering ? CONTROL_INTENTS[intent.id] : undefined;
    const isProblem = intent?.kind === 'problem';
    const another = isProblem && intent.id !== current;

    // A question is never an answer, whatever words it uses; "can you go back?" is a wish.
    const asked = reading.asked;
    // "What can you help me with?" is answered by the greeting.
    const isAboutUs = ABOUT_US.includes(intent?.id ?? '') && reading.decision === 'answer';
    const pasted = another && (reading.evidence?.split(/\s+/).length ?? 0) >= AN_ERROR;
    // "What is a proxy?" asks for a word, and tells of no trouble with one; a code's name is no such word.
    const isCode = /\p{L}_|\d/u.test(reading.evidence ?? '');
    const asksForWord = asked?.for === 'meaning' && asked.answers.length > 0 && !isCode;
    const isReport = current === null && isProblem && reading.decision === 'answer' && !asksForWord;
    if (
      asked &&
      !isReport &&
      !(steering && isWish(reading, text, control, question, told)) &&
      (asked.answers.length > 0 || !pasted)
    )
      if (current !== null || asked.answers.length > 0 || (steering && !isAboutUs && asked.for !== 'wish'))
        return { kind: 'question', asked, reading };

    // An answer to the open question comes first: "just me" says who can't sign in, whatever else it resembles.
    const answer = question?.slot ? reading.slots[question.slot] : undefined;
    const isChoice = answer !== undefined && question!.choices.some((c) => c.id === answer);
    if (answer !== undefined && question!.choices.every((c) => c.id === 'human'))
      return { kind: 'typed', value: answer };
    // A problem that is offered here is chosen, however unsure it would be alone.
    const isOffer = question?.choices.some((c) => c.id === 'none-of-these');
    // "The printer one then" names what is offered, though it may sound like a problem of its own.
    const picked = isOffer ? pickedIn(text, this.#ownTitled(question!), this.#spoken.bare, told.picking) : null;
    if (picked !== null) return { kind: 'choice', id: picked };
    const rejected = isOffer ? this.#rejected(text, question!) : null;
    if (rejected !== null) return { kind: 'rejected', ids: rejected, reading };
    // "Tomorrow" chooses nothing of what is offered.
    const isOffered = question?.choices.some(({ id }) => OFFERING.includes(id)) ?? false;
    if (isOffered && !light.walking && isOnlyLater(text, told)) return { kind: 'waiting', reading };
    // Something grave is not begun on a faint likeness: it frightens people who meant another one.
    const isFaint = intent?.atOnce === true && reading.decision !== 'answer' && reading.confidence < LIKELY_GRAVE;
    if (isProblem && isOffer && !isFaint && question!.choices.some((c) => c.id === intent.id))
      return { kind: 'choice', id: intent.id };
    const hits =
      question && count <= LONGEST_FACTS && !(pasted && reading.decision === 'answer')
        ? saidIn(text, question, [...light.choices, ...this.#own(question)], this.#spoken.bare)
        : NOTHING_SAID;
    const said = hits.length === 1 ? hits[0]! : null;
    const torn = hits.length > 1 || reading.several;
    // "Both my laptop and my phone" has the words for one answer, and says two things.
    const isOne = !reading.several || !(told.lists.isIn(text) || SIDE_BY_SIDE.test(text));
    // Where only the topic is asked, "windows update" names the problem as well, and leaves nothing to ask.
    const isTopic = current !== null && isGeneric(this.#content, current) && light.walking && light.doing === '';
    const isSureOfIt = another && reading.decision === 'answer' && !isGeneric(this.#content, intent.id) && count > 1;
    // "The classic one" is an answer word for word where a program is asked for, though it sounds like a wish for that one.
    const isWordForWord = said !== null && question?.slot != null && isWholly(text, said, light.choices);
    if (said && isTopic && isSureOfIt && !isWordForWord) return { kind: 'problem', reading };
    // "I'll do it tomorrow, when I'm in the office" says nothing of being in.
    const isLater = reading.passing === 'waiting' && told.later.isIn(text) && !this.#isSaidLater(said, light);
    // "Geht so" has the "geht" of a yes, and "ça coupe" resembles "ça marche".
    const isFailure = question !== null && isStopped(text, told) && reading.passing === null && !isWordForWord;
    const isNoYes = isFailure && (said === 'works' || said === 'yes' || said === 'fixed');
    // "No VPN on, I think", where it is to be connected, was not done yet.
    const unused = light.doing === '' ? null : unusedIn(text, this.#spoken);
    if (unused !== null && told.switched.behind(unused) === '' && isNamedIn(unused, light))
      return { kind: 'waiting', reading };
    // "VPN on", where it is to be connected, was done, and does not say that it doesn't connect.
    const used = light.doing === '' || said !== null ? null : usedIn(text, this.#spoken);
    if (used !== null && told.switched.behind(used) === '' && isNamedIn(used, light)) return { kind: 'did', reading };
    // "It works now, thanks" is no mere answer to "is all of it there?".
    const isYesNo = question !== null && light.walking && light.doing === '';
    if (isYesNo && reading.works?.all === true && !reading.doubtful && !reading.turned && soundsSolved(text, told))
      return { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    if (said && isOne && !isNoYes && (!isLater || said === 'fixed')) return { kind: 'choice', id: said };
    if (isChoice && count <= AN_ANSWER && !torn) return { kind: 'choice', id: answer };
    // "Yesterday it worked, now not" is no success, whatever it begins with; "ya no se corta" is one, whatever word it has.
    const lapsed = question !== null && light.walking && isNoLonger(text, told) ? assent(question, FAILED) : null;
    if (lapsed) return lapsed;
    const wellNow = question !== null && light.walking && isWellNow(text, told) ? assent(question, WELL) : null;
    if (wellNow) return wellNow;
    if (current !== null && light.walking && isNoMore(text, told))
      return assent(question, WORKED) ?? { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    const inPart = this.#partly(reading, text, light);
    if (inPart) return inPart;
    const isTry = question?.choices.some(({ id }) => id === 'fixed') && count <= LONGEST_STEERING;
    // "It's up to date" was looked at, whatever else is said so once it works.
    if (isTry && isChecked(text, told)) return { kind: 'did', reading };
    const recovered = this.#endings.recovered(reading, text, light);
    if (recovered) return recovered;
    // "And if I ignore it?" asks, though it begins with no word for questions; what works is asked about.
    const isMarked = /[?？]\s*$/u.test(text) && count > 1 && question !== null && reading.evidence === null;
    if (isMarked && control === undefined && !(isProblem && reading.decision === 'answer')) {
      const isWorking = intent?.id === ANSWERS.worked || reading.works !== null;
      if (isWorking && question.choices.some(({ id }) => id === 'fixed')) return { kind: 'did', reading };
      if (intent?.kind === 'control' || this.#takesWords(question))
        return { kind: 'question', asked: { for: 'other', answers: [] }, reading };
    }
    // "It's there but says access denied" was no success, and tells of no other problem for sure.
    const isUnsure = reading.decision !== 'answer' && (another || intent === null) && intent?.atOnce !== true;
    const refused = isTry && isUnsure && isRefused(text, told) ? assent(question!, FAILED) : null;
    if (refused) return refused;
    if (another && reading.evidence !== null) return { kind: 'problem', reading };
    // "I restarted my PC and the printer" was done, whatever else it resembles.
    if (isTry && another && told.restarted.isIn(text) && isWithoutFault(text, told)) return { kind: 'did', reading };
    // "Hotspot doesn't work either" tells of a try that failed, and not of a hotspot alone.
    // "And now Teams won't start either" tells of Teams, where the step is about something else.
    const isAbroad = isSureOfIt && light.doing !== '' && !isNamedIn(reading.telling[0] ?? '', light);
    // And where it was only asked whether something works, "same" says that it doesn't.
    const isSame = isTry ? !isAbroad : light.walking && control === undefined && !another;
    const failed = isSame && isNoBetter(text, told) ? failedAt(question, told) : null;
    if (failed) return failed;
    // "Asks again" and "ok still garbage" say how it went, whatever else they resemble.
    const isTelling = reading.passing === null && control === undefined && !isAnswered(intent, reading);
    const stopped = isFailure ? assent(question, FAILED) : null;
    if (stopped && !(another && reading.decision === 'answer')) return stopped;
    if (isFailure && SUCCESSES.includes(intent?.id ?? '')) return { kind: 'words', reading };
    const persists = isTelling && question && stillFails(text, told) ? assent(question, STILL) : null;
    if (persists && !(another && reading.decision === 'answer')) return persists;
    // "The address is right" was looked at, and nothing works yet.
    if (isTry && isOneThingRight(text, told)) return { kind: 'did', reading };
    const facts = this.#ownFacts(factsIn(reading, text, light, this.#spoken), current);
    if (facts?.audience === 'admin') return { kind: 'facts', slots: facts, corrects: false, reading };
    // "Sorry, wrong one, it's a laptop" goes back, and says what is right.
    // "Actually I'm in now" corrects no fact.
    const corrects = reading.corrects && !isAnswered(intent, reading);
    if ((corrects || control === 'back') && facts && count <= LONGEST_FACTS)
      return { kind: 'facts', slots: facts, corrects: true, reading };
    // "It's Windows" is nothing but a fact, whatever else it resembles.
    const isPlain = reading.decision === 'answer' && [...PLAIN, ...STEPS_ONLY].includes(intent?.id ?? '');
    if (facts && light.walking && !isPlain && reading.passing === null && isBareFact(text, facts, this.#spoken)) {
      const fresh = Object.fromEntries(Object.entries(facts).filter(([id]) => light.known[id] === undefined));
      if (Object.keys(fresh).length > 0) return { kind: 'facts', slots: fresh, corrects: false, reading };
    }
    const amended = corrects && count <= LONGEST_FACTS ? amendedIn(reading, text, light, this.#spoken) : null;
    if (amended) return amended;
    // "Yes, I had forgotten. It's back now" answers more than was asked, and may be the end.
    if (current !== null && !torn && count <= LONGEST_FACTS && isThereAgain(text, told))
      return { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    const inPassing = count <= LONGEST_FACTS ? passingIn(reading) : null;
    // A sentence that is annoyed may still say something: "it is still not working, this is ridiculous".
    const isSure =
      reading.passing === 'upset' && steering && reading.decision === 'answer' && !SMALLTALK.includes(intent.id);
    // "It asks for my password every five minutes" tells of a problem, and of no wait.
    // "This is ridiculous, my VPN is down again" comes with its problem, whatever is felt or waited for.
    const isFirst = current === null && question === null && isProblem;
    // "Doing it tomorrow, my phone got stolen" is no wait alone.
    const isUrgent = another && reading.decision === 'answer' && isPressing(this.#content, intent.id);
    if (inPassing && !isSure && !pasted && !isReport && !isFirst && !isUrgent) return inPassing;
    // "No, let's go on" is a no, whatever follows.
    const isNo = steering && intent.id === ANSWERS.yes && question !== null;
    const denied = isNo ? led(text, question, this.#spoken) : null;
    if (denied) return denied;
    if (steering) {
      const meant = steered(reading, control, light, text, told);
      // "Office phone 4471" resembles the wish for a call, and is what was asked for.
      const isTyped = meant?.kind === 'words' && reading.decision === 'ask' && question && this.#takesWords(question);
      // "I use my macbook for it" answers the question, though it sounds like talk.
      const isTalk = meant?.kind === 'smalltalk' && isChoice && !torn;
      // "Restored, thank you" tells of more than thanks.
      const isThanks = meant?.kind === 'smalltalk' && reading.works?.all === true && current !== null;
      if (meant && !isTyped && !isTalk && !isThanks) return meant;
    }
    const begun = question && count <= LONGEST_FACTS ? led(text, question, this.#spoken) : null;
    if (begun) return begun;
    const tried = count <= LONGEST_FACTS && !torn && !facts ? triedIn(reading, question, text, told) : null;
    if (tried) return tried;
    // "Ok it prints now, thanks!" has the words of the problem, and tells of its end: whether it does is asked.
    const isOwn = isProblem && current !== null && intent.id === current && reading.evidence === null;
    if (isOwn && count <= LONGEST_FACTS && soundsSolved(text, told))
      return { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    const perhaps = this.#endings.perhapsRecovered(reading, text, light);
    if (perhaps) return perhaps;
    // "Ok on the hotspot it works, thx" and "It was set to Lisbon. Fixed" end well in words of their own.
    const isElse = another && reading.decision === 'answer';
    const isPleased = current !== null && count <= LONGEST_STEERING && !isElse && endsWell(text, told);
    if (isPleased && question?.choices.some(({ id }) => id === 'fixed'))
      return this.#endings.saysSoAtLast(text) ? { kind: 'choice', id: 'fixed' } : { kind: 'did', reading };
    if (isPleased) return { kind: 'worked', reading: { ...reading, intent: ANSWERS.worked } };
    // Without a case yet, a report is a report, however much it resembles the button next to it.
    if (isProblem && current === null && reading.decision === 'answer') return { kind: 'problem', reading };
    // "My phone was stolen" shares a word with "No request arrives on my phone", and answers nothing. A problem that comes before
    // everything else is left out: alarms are listened for in every message.
    const isUnsureElse = another && intent.atOnce !== true && reading.confidence >= SURELY_URGENT;
    const isOpenElse = isUrgent || (isUnsureElse && isPressing(this.#content, intent.id));
    const isNamedHere = question !== null && closestChoice(text, question.choices, true, this.#spoken.bare) !== null;
    if (isOpenElse && light.walking && !isNamedHere && !(isChoice && !torn))
      return { kind: 'problem', reading: { ...reading, decision: 'answer' } };
    if (question) {
      if (isChoice && !torn) return { kind: 'choice', id: answer };
      // "Teams chat is fine, 555 0171" tells where somebody can be reached.
      const isNumbered = A_NUMBER.test(text) && count <= LONGEST_STEERING;
      const isOther = another && reading.decision === 'answer' && count > AN_ANSWER && !isNumbered;
      const isLong = text.length > LONGEST_TYPED || isOther;
      const isNoThing =
        reading.decision === 'answer' && STEPS_ONLY.includes(reading.intent ?? '') && !A_THING.test(text);
      const isNone = !light.again && (isNoThing || this.#isUnlike(text, question));
      const isTyped = !isLong && this.#takesWords(question) && !isNone;
      // "Forget it, I do it by hand" is the name of nothing.
      const isStop = CONTROL_INTENTS[intent?.id ?? ''] === 'stop' && count <= LONGEST_STEERING && !A_THING.test(text);
      if (isTyped && isStop && told.dismisses.behind(told.sounds.afterAll(text)) !== null)
        return { kind: 'control', id: 'stop' };
      if (isTyped) return { kind: 'typed', value: text };
      const close = isPart ? null : closestChoice(text, this.#titled(question), current === null, this.#spoken.bare);
      if (close) return { kind: 'choice', id: close };
    }
    if (question && !torn && count <= LONGEST_FACTS) {
      const [nearly, ...others] = nearlySaidIn(text, question, light.choices, this.#spoken.bare);
      if (nearly !== undefined && others.length === 0) return { kind: 'choice', id: nearly };
    }
    // "Both my laptop and my phone" answers the question twice: it is asked again, for one of them.
    if (torn && isChoice && count <= LONGEST_FACTS && reading.decision !== 'answer') return { kind: 'words', reading };
    if (facts && count <= LONGEST_FACTS && !(another && reading.decision === 'answer')) {
      const fresh = Object.fromEntries(Object.entries(facts).filter(([id]) => light.known[id] === undefined));
      const corrects = count <= AN_ANSWER && Object.keys(fresh).length === 0;
      if (corrects || Object.keys(fresh).length > 0)
        return { kind: 'facts', slots: corrects ? facts : fresh, corrects, reading };
    }
    // "Closed Zoom" was done, and how it went is asked.
    if (light.doing !== '' && wasOnlyDone(text, told) && !(another && reading.decision === 'answer')) {
      const isTold = doesWhatIsTold(text, light.doing, told);
      const done = assent(question, AGREED);
      if (done === null || isTold) return done ?? { kind: 'did', reading };
    }
    // "Cool thx" thanks, in words that nobody has heard.
    if (reading.decision === 'none' && count <= A_FEW && told.thanks.isIn(text) && isWithoutFault(text, told))
      return { kind: 'smalltalk', intent: 'thanks' };
    if (isProblem) {
      if (current !== null && question && count <= A_WORD_OR_TWO) return { kind: 'words', reading };
      // "It's the airport network" names a thing, and tells of no trouble with it.
      const isNamed = light.walking && reading.evidence === null && intent.atOnce !== true && count <= LONGEST_NAMING;
      if (isNamed && told.naming.behind(text) !== null && isWithoutFault(text, told)) return { kind: 'words', reading };
      if (intent.id !== current || !question) return { kind: 'problem', reading };
      // An error that is shown now, and was only told before, says more than that it didn't help.
      const tellsMore = reading.evidence !== null && Object.keys(reading.slots).some((id) => !(id in light.known));
      if (tellsMore && light.walking) return { kind: 'control', id: 'repeat' };
      // People who paste the same error again mean that it didn't help, or that they heard nothing; to a question
      // about something else it is no "no".
      return (
        assent(question, FAILED) ?? (light.walking ? { kind: 'control', id: 'repeat' } : { kind: 'words', reading })
      );
    }
    return { kind: 'words', reading };
  }

  /**
   * The meaning of a text that tells of a part that works and of another that does not, or that works somewhere else; null
   * for other texts.
   */
  #partly(reading: Reading, text: string, light: Light): Interpretation | null {
    const { told } = this.#spoken;
    const { question, walking, doing, current } = light;
    if (!walking || reading.evidence !== null || text.split(/\s+/).length > LONGEST_FACTS) return null;
    const parts = partsOf(text, told);
    if (parts !== null && isNamed(parts.rest, this.#read(parts.rest), told))
      return { kind: 'partly', ...parts, reading };
    // "I'm working from home" is a fact, and "how should I know" an answer.
    const isControl = this.#content.intents.get(reading.intent ?? '')?.kind === 'control';
    const isOther = isControl && reading.decision === 'answer' && reading.intent !== ANSWERS.worked;
    if (isOther || this.#ownFacts(factsIn(reading, text, light, this.#spoken), current) !== null) return null;
    if (
      !worksElsewhere(text, told, doing) ||
      closestChoice(text, question?.choices ?? [], false, this.#spoken.bare) !== null
    )
      return null;
    return { kind: 'smalltalk', intent: 'works-elsewhere' };
  }

  /** The facts that the pack of the open case knows by name; null if there are none. */
  #ownFacts(facts: Slots | null, current: string | null): Slots | null {
    const pack = this.#content.packs.get(this.#content.intents.get(current ?? '')?.pack ?? '');
    if (facts === null || !pack) return facts;
    const own = Object.entries(facts).filter(([id]) => pack.slots.some((slot) => slot.id === id));
    return own.length === 0 ? null : Object.fromEntries(own);
  }

  /** The words for the bot's own choices in a question. */
  #own({ choices }: Question): readonly Sayable[] {
    return choices.flatMap(({ id }) => this.#spoken.own.get(id) ?? []);
  }

  /** Whether a choice is itself about another time: "later, not now". */
  #isSaidLater(id: string | null, { choices }: Light): boolean {
    return choices.some(
      (choice) => choice.id === id && choice.says.some((words) => this.#spoken.told.later.isIn(words)),
    );
  }

  /** The choices of a question; what is grave without the product's name behind its title, which picks nothing grave. */
  #ownTitled({ choices }: Question): readonly Choice[] {
    return choices.map((choice) => {
      const intent = this.#content.intents.get(choice.id);
      return intent?.atOnce === true ? { ...choice, title: intent.title } : choice;
    });
  }

  /** The choices of a question by their titles; what is grave needs more than one word of its title. */
  #titled({ choices }: Question): readonly WeighedChoice[] {
    return choices.map((choice) => ({
      ...choice,
      least: this.#content.intents.get(choice.id)?.atOnce === true ? 2 : 1,
    }));
  }

  /** The choices that a text rejects; null where it rejects none. */
  #rejected(text: string, { choices }: Question): readonly string[] | null {
    return rejectedIn(text, choices, this.#spoken, {
      ofName: (name) => this.#packsOf(name),
      ofChoice: (id) => this.#content.intents.get(id)?.pack ?? id,
    });
  }

  /** The packs whose products a name is of; the one that it mostly means where it is of several. */
  #packsOf(name: string): readonly string[] {
    const { packs, intent } = this.#read(name);
    const own = this.#content.intents.get(intent ?? '')?.pack;
    return own !== undefined && packs.named.includes(own) ? [own] : packs.named;
  }

  /** Whether any words answer a question: its slot is of the kind `text`, and there is no answer to choose. */
  #takesWords({ slot: id, choices }: Question): boolean {
    return choices.every((c) => c.id === 'human') && this.#spoken.slots.get(id ?? '')?.kind === 'text';
  }

  /** Whether a text begins as no answer to a question for words does: "the one in the corridor" is no user name. */
  #isUnlike(text: string, { slot: id }: Question): boolean {
    if (A_THING.test(text)) return false;
    const said = text.toLowerCase().replace(/^\P{L}+|\P{L}+$/gu, '');
    return (this.#spoken.slots.get(id ?? '')?.unlike ?? []).some(
      (begin) => said === begin || said.startsWith(`${begin} `),
    );
  }
}

/** Whether a text is one of the answers by which people say surely that it works, or that they have done something. */
function isAnswered(intent: Intent | null, { decision }: Reading): boolean {
  return decision === 'answer' && (intent?.id === ANSWERS.worked || intent?.id === ANSWERS.did);
}

/** Whether a word, or none, stands in the words of the open step. */
function isNamedIn(word: string, { doing }: Light): boolean {
  return doing.toLowerCase().includes(word.toLowerCase());
}

/** Whether some words say which thing they are about: "the laptop still asks", "the drive is still locked". */
function isNamed(text: string, { slots }: Reading, { openers, subject }: ToldWords): boolean {
  return Object.keys(slots).length > 0 || subject.behind(openers.afterAll(text)) !== null;
}
