/** The dialog manager: one turn of a person's conversation. */
import { type Content, isGeneric } from '../core/content.ts';
import {
  type Case,
  type ConversationState,
  type Frame,
  NOTHING_ELSE,
  type Turn,
  type TurnResult,
} from '../core/conversation.ts';
import type { Message } from '../core/message.ts';
import { completed, type Person } from '../core/person.ts';
import type { Read, Reading } from '../core/reading.ts';
import { ANSWERS } from '../core/steering.ts';
import { type AgentsResult, withAgents } from './agents/agents.ts';
import { changed } from './agents/to-ticket.ts';
import { alarmIn, type HeardAlarm } from './alarm.ts';
import { answerAboutTicket, answerQuestion, asksOnly, isAboutThem } from './answering.ts';
import { calledOnce } from './calls.ts';
import { besideConcern, concernIn } from './concern.ts';
import { datedReading } from './dated-reading.ts';
import { askAgain, isWalking } from './dialogs/again.ts';
import { BotAdapter, DialogContext, TurnContext } from './dialogs/botbuilder.ts';
import { asksForTicket, isReopenable, reopen } from './dialogs/closed.ts';
import { SESSION } from './dialogs/dialog.ts';
import { createDialogs } from './dialogs/dialogs.ts';
import { addToTicket, handOver, send } from './dialogs/hand-over.ts';
import { MOST_OFFERED } from './dialogs/triage.ts';
import { type GateResult, gate, isOther } from './gate.ts';
import { isNotFixed } from './interpretation/interpretation.ts';
import { clausesOf, isWithoutFault } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import { joined } from './joined.ts';
import { excerpt } from './lead.ts';
import { hearMidStep } from './mid-step.ts';
import { ourMailReading } from './our-mail.ts';
import { recorded } from './recording.ts';
import { ReplyBuilder } from './reply-builder.ts';
import { isLikely, sayLater } from './second-problem.ts';
import { FRESH, Session } from './session.ts';

/** The silence after which the bot first says where the walkthrough was. */
const RESUME_AFTER_MS = 4 * 60 * 60 * 1000;

/** Meanings that, after a long silence, first lead to the question whether to go on. */
const MEANWHILE: readonly string[] = ['words', 'facts', 'question', 'waiting', 'did'];

/** Dialogs that follow "it works now" themselves: what they asked is answered by it. */
const HEARS_SUCCESS: readonly string[] = [
  'worked',
  'closed',
  'closed-line',
  'check-back',
  'rating',
  'send',
  'leave-out',
];

/** The key under which botbuilder-dialogs keeps the memory scopes and path resolvers of a turn. */
const MEMORY = 'DialogStateManagerConfiguration';
const UNTOUCHED: AgentsResult = { kind: 'untouched' };

/** Creates the turn function of people's conversations. `desks`: whether there are desks to which tickets can go. */
export function createTurn(content: Content, readAll: Read, desks = false): Turn {
  const readOn = datedReading(content, readAll);
  const dialogs = createDialogs();
  const adapter = new SilentAdapter();
  let memory: unknown;

  const handle: Turn = async (saved, came) => {
    const wrote = came.kind !== 'event' && came.kind !== 'result';
    // Fills in fields that are missing in states saved before the fields existed.
    const whole = { ...FRESH, ...saved, ...(wrote ? { shared: came.shared } : {}) };
    const before = { ...whole, helped: completed(whole.helped, came.person) };
    const arrived = came.kind === 'event' ? { ...came, shared: before.shared ?? false } : came;
    const other = isOther(before, arrived);
    const read = ourMailReading(content, readOn(arrived.at), arrived.text);
    const agents = other ? UNTOUCHED : withAgents(content, read, before, arrived);
    if (agents.kind === 'handled') return recorded(content, before, came, agents.result, []);
    const { state, outgoing: told } =
      agents.kind === 'admitted' || other ? { state: before, outgoing: [] } : changed(before, arrived);
    const admitted = agents.kind === 'admitted' ? agents : gate(content, read, state, arrived);
    if (admitted.kind !== 'admitted') {
      const note = { ...sideNote(content, state, arrived, admitted), outgoing: told };
      return recorded(content, before, came, note, []);
    }
    const { message } = admitted;
    const edited = keepPlace(content, placed(content, admitted.state));
    const s = new Session(content, read, edited.state, message, desks);
    s.effects.emit(...admitted.outgoing, ...told);
    if (message.takenUp && message.text !== '') s.builder.sayPhrase('taken-up', { text: excerpt(message.text) });
    for (const { key, values } of admitted.leads) s.builder.sayPhrase(key, values);
    s.noticeLanguage();
    if (message.masked) s.builder.sayPhrase('masked');
    if (message.shortened) s.builder.sayPhrase('shortened');
    const context = new TurnContext(adapter, {
      type: 'message',
      text: message.text,
      channelId: message.channel,
    } as never);
    context.turnState.set(SESSION, s);
    // Botbuilder would build this anew for every turn, and nothing of the turn is in it.
    if (memory) context.turnState.set(MEMORY, memory);
    const dialogStack = JSON.parse(JSON.stringify(edited.state.dialogs)) as never[];
    const dc = new DialogContext(dialogs, context, { dialogStack });
    memory ??= context.turnState.get(MEMORY);
    if (edited.moved) {
      s.builder.sayPhrase('edited-restart');
      await askAgain(dc, s);
    } else if (admitted.ask) {
      await dc.cancelAllDialogs();
      await dc.beginDialog(admitted.ask.dialog, admitted.ask.options);
    } else await respond(dc, s);
    return recorded(content, before, came, close(s, dc), s.over);
  };
  return async (saved, came) => {
    const result = calledOnce(joined(saved, came, await handle(saved, came)));
    const { kind, about } = came;
    // The words are gone, or others: nothing is learned from those of before.
    return about !== null && (kind === 'deleted' || kind === 'edited') ? { ...result, unlearned: [about] } : result;
  };
}

/** Replies beside the dialogue, which stays where it is. */
function sideNote(
  content: Content,
  state: ConversationState,
  message: Message,
  admitted: Exclude<GateResult, { kind: 'admitted' }>,
): TurnResult {
  if (admitted.kind === 'ignored') return { ...NOTHING_ELSE, state };
  const builder = new ReplyBuilder(content);
  if (admitted.kind === 'withdrawn') {
    builder.sayPhrase('withdrawn');
    const { reply } = builder.close(state.asked, addressee(state.helped, message));
    const over = { dialogs: [], case: null, question: null, misread: [], awaited: null, lastAt: message.at };
    return { ...NOTHING_ELSE, state: { ...state, ...over }, replies: reply ? [reply] : [] };
  }
  const { leads, discreet, jobs, awaited, timers } = admitted;
  for (const { key, values } of leads) builder.sayPhrase(key, values);
  if (discreet) builder.discreetly();
  const { reply } = builder.close(state.asked, message.shared ? message.person : null);
  // A reply to somebody else changes nothing in the state.
  const helped = state.helped ?? message.person;
  const next = discreet ? state : { ...state, helped, awaited, lastAt: message.at };
  return { ...NOTHING_ELSE, state: next, replies: reply ? [reply] : [], jobs, timers };
}

/** The person a reply is for, where others read along; null elsewhere. */
function addressee(helped: Person | null, message: Message): Person | null {
  return message.shared ? helped : null;
}

/** Handles what works at any time; everything else goes to the open dialog. */
async function respond(dc: DialogContext, s: Session): Promise<void> {
  const { content, interpretation, builder } = s;
  const open = dc.activeDialog?.id;
  const silence = s.before.lastAt === null ? 0 : Date.parse(s.message.at) - Date.parse(s.before.lastAt);
  const away = isWalking(s) && silence > RESUME_AFTER_MS && open !== 'resume';
  // "Can you open my ticket again?" asks for that ticket, and not for a new one.
  if ((!open || open === 'closed' || open === 'lost') && isReopenable(s) && asksForTicket(s)) {
    await dc.cancelAllDialogs();
    reopen(s, s.message.text);
    return;
  }
  const concern = concernIn(s);
  if (Object.keys(s.graver).length > 0) {
    const slots = Object.keys(s.graver).map((id) => s.walk.slot(s.case!, id)?.title ?? id);
    builder.sayPhrase('graver', { facts: slots.join('; ') });
    // The case that became worse goes on, whatever else was being asked.
    if (open !== 'play' && isWalking(s)) return ask(dc, 'play');
  } else {
    const alarm = alarmOf(s, open);
    if (alarm) {
      // Somebody's life comes before a device or an account.
      if (concern === 'danger' || concern === 'despair') builder.sayPhrase(concern);
      const options = { alarm, reading: s.readingOf(s.message.text), report: s.message.text };
      if (alarm.sure) await dc.cancelAllDialogs();
      await dc.beginDialog('alarm', options);
      return;
    }
  }
  if (concern !== null) {
    builder.sayPhrase(concern);
    if (isWalking(s) || (open && open !== 'lost')) {
      s.noteWords();
      return askAgain(dc, s, true);
    }
    await dc.cancelAllDialogs();
    // Beside it may stand what is for the bot: "I want to die, all my folders are gone".
    const rest = besideConcern(s, s.message.text);
    const reading = s.readingOf(rest);
    if (isLikely(reading) && s.intent(reading.intent)?.kind === 'problem') {
      s.hearInstead(rest);
      await dc.beginDialog('triage');
      return;
    }
    s.remember(s.message.text);
    builder.ask([], ['human']);
    return;
  }
  if (Object.keys(s.graver).length === 0 && away && open && MEANWHILE.includes(interpretation.kind))
    return ask(dc, 'resume');
  if ((!open || open === 'lost') && asksOnly(s) && answerAboutTicket(s, s.readingOf(s.message.text).asked!)) return;
  if (!open && s.case === null && interpretation.kind === 'words' && onlyGreets(s)) return greet(dc, s);
  if (open === 'play' && (await hearMidStep(dc, s))) return;
  switch (interpretation.kind) {
    case 'empty':
    case 'wordless':
      builder.sayPhrase(interpretation.kind);
      // Nothing is asked: the greeting's buttons lead on, and to a person.
      if (!open && !isWalking(s)) {
        await dc.beginDialog('lost', { report: '' });
        return;
      }
      return askAgain(dc, s);
    case 'stale':
      if (!open && !isWalking(s)) {
        builder.sayPhrase('nothing-open');
        await dc.beginDialog('lost', { report: '' });
        return;
      }
      builder.sayPhrase('stale');
      return askAgain(dc, s);
    case 'opened':
      if (isWalking(s)) return ask(dc, 'resume');
      return greet(dc, s);
    case 'smalltalk':
      // A word after the end of a ticket is for the agent who closed it.
      if (open === 'closed') break;
      if (away || (isWalking(s) && !open)) return ask(dc, 'resume');
      if (interpretation.intent === 'upset') {
        s.offerPerson();
        return askAgain(dc, s, true);
      }
      if (interpretation.intent === 'greeting' || (!open && interpretation.intent === 'help'))
        return open && open !== 'lost' ? askAgain(dc, s) : greet(dc, s);
      if (interpretation.intent === 'returned' && !open && !isWalking(s)) return greet(dc, s);
      if (interpretation.intent === 'others-too' || interpretation.intent === 'works-elsewhere') {
        if (!isWalking(s)) break;
        s.noteWords();
      }
      builder.sayPhrase(
        interpretation.intent === 'help' && open === 'play' ? 'help-here' : (interpretation.intent as Small),
      );
      return open === 'rating' ? undefined : askAgain(dc, s, interpretation.intent !== 'returned');
    case 'question': {
      // A question that nobody here can answer goes to the agents with the rest.
      if (open === 'send' || open === 'closed' || (open === 'rating' && interpretation.asked.answers.length === 0))
        break;
      const isShort = answerQuestion(s, interpretation.asked, open === 'play');
      // "Could somebody unlock me? I'm the new one in sales" is a request, too: its answer is not the end of it.
      if (!open && s.case === null && isAboutThem(s, interpretation.asked)) return leadOn(dc, s);
      return askAgain(dc, s, isShort);
    }
    case 'partly': {
      // "Now the phone works, but my printer is stuck" tells of another problem.
      const rest = s.readingOf(interpretation.rest);
      const isOther = isLikely(rest) && s.intent(rest.intent)?.kind === 'problem' && rest.intent !== s.case?.intent;
      if (open !== 'play' || !isOther || isGeneric(content, rest.intent)) break;
      s.noteWords();
      await dc.beginDialog('switch', { reading: rest, report: interpretation.rest, said: s.message.id });
      return;
    }
    case 'waiting':
      // Beside the summary for the agents, more than "hold on" is a line for them.
      if (open === 'closed' || !open || (open === 'send' && s.reading.evidence === null)) break;
      builder.sayPhrase(open === 'play' && s.isDoing ? 'waiting' : 'waiting-here');
      return askAgain(dc, s, true);
    case 'worked':
      if (open !== undefined && HEARS_SUCCESS.includes(open)) break;
      // A grave case, or one that may be, is not over because something works.
      if (s.case === null ? offersGrave(s) : s.isGrave(s.case)) {
        builder.sayPhrase('worked-grave');
        return askAgain(dc, s, true);
      }
      // "Never mind, it works" needs no question back.
      if (!isWalking(s) || interpretation.reading.intent !== ANSWERS.worked) return endWell(dc, s);
      return dc.beginDialog('worked', {}).then(() => undefined);
    case 'control':
      if (interpretation.id === 'human') {
        // The open question is whether to send the summary, or what to leave out: the wish for an agent answers it.
        if (open === 'send' || open === 'leave-out') break;
        await dc.cancelAllDialogs();
        return callPerson(dc, s);
      }
      if (interpretation.id === 'stop') {
        // "I will be back tomorrow at eight" resembles a goodbye; after a hand-over it is for the agents.
        if (!isWalking(s) && s.message.kind === 'said' && s.reading.evidence === null && addToTicket(s)) return;
        // People who were telling what a ticket needs may think that it is on its way.
        const isUnsent = isWalking(s) && asksForWords(s);
        await dc.cancelAllDialogs();
        rest(s);
        builder.sayPhrase(isUnsent ? 'stopped-unsent' : 'stopped');
        builder.ask([], ['human']);
        return;
      }
      // Where the question is whether to go on, a new start is one of its answers.
      if (interpretation.id === 'start-over' && open === 'resume') break;
      if (interpretation.id === 'start-over') return startOver(dc, s);
      if (open === 'which' || open === 'alarm' || open === 'switch' || open === 'resume') return askAgain(dc, s);
      break;
    case 'problem':
      if (open === 'play' && s.case) {
        // "And the printer?" asks for what was put off.
        if (asksForLater(s)) {
          sayLater(s);
          return askAgain(dc, s, true);
        }
        // "It doesn't work" during a walkthrough says nothing new, unless it names another product. Where the problem
        // was only "it doesn't work" so far, an error now settles it.
        if (interpretation.reading.decision !== 'answer') break;
        if (isGeneric(content, interpretation.reading.intent) && !namesAnother(s, interpretation.reading)) break;
        if (!isGeneric(content, s.case.intent)) {
          const onward = s.walk.onward(s.case, interpretation.reading.intent);
          if (onward !== null) return goOnward(dc, s, onward);
          await dc.beginDialog('switch', {
            reading: interpretation.reading,
            report: s.message.text,
            said: s.message.id,
          });
          return;
        }
        if (isWalking(s)) s.case = s.walk.reported(s.walk.advance(s.case).case, excerpt(s.message.text));
        await dc.cancelAllDialogs();
      }
      break;
  }
  if (!open && s.desk?.closedAt && isReopening(s)) {
    if (!reopen(s, s.message.text)) await dc.beginDialog('lost', { report: '' });
    return;
  }
  if (dc.activeDialog) await dc.continueDialog();
  else await dc.beginDialog('triage');
}

/** Goes on with the problem that one of the walkthrough's own answers names: nobody has to choose it as well. */
async function goOnward(dc: DialogContext, s: Session, onward: Case): Promise<void> {
  s.builder.sayPhrase('named', { problem: s.intent(onward.intent)?.title ?? '' });
  s.case = { ...onward, slots: s.walk.implied({ ...onward.slots, ...s.reading.slots }, onward) };
  s.noteWords();
  s.weigh(s.message.text);
  s.readRequest();
  s.unanswered = 0;
  await dc.cancelAllDialogs();
  await dc.beginDialog('play');
}

/** Leads on from a question that was answered before there is a case: to the problems it may be about, or to a person. */
async function leadOn(dc: DialogContext, s: Session): Promise<void> {
  const guesses = s.reading.guesses.filter(({ intent }) => s.intent(intent)?.kind === 'problem');
  if (s.reading.decision === 'none' || guesses.length === 0) return s.builder.ask([], ['human']);
  await dc.beginDialog('which', {
    guesses: guesses.slice(0, MOST_OFFERED),
    reading: s.reading,
    report: s.message.text,
  });
}

/** Whether a message begins with a greeting, and tells of nothing amiss: "good morning, I hope you had a nice weekend". */
function onlyGreets(s: Session): boolean {
  const { told } = spokenWordsOf(s.content);
  const { text, kind } = s.message;
  const [first = '', ...rest] = clausesOf(text, told);
  if (kind !== 'said' || rest.length === 0 || s.reading.decision !== 'none' || s.reading.asked !== null) return false;
  const { decision, intent } = s.readingOf(first);
  return decision === 'answer' && intent === GREETING && isWithoutFault(text, told);
}
/** The intent of greetings. */
const GREETING = 'greeting';

/** The number of words up to which a question only reminds of a second problem. */
const A_REMINDER = 5;

/** Whether the message asks for the second problem that the person told of: "and the printer?". */
function asksForLater(s: Session): boolean {
  const { text } = s.message;
  const isShort = text.trim().endsWith('?') && text.split(/\s+/).length <= A_REMINDER;
  const later = s.intent(s.case?.later ?? null);
  return isShort && later !== null && s.intent(s.reading.intent)?.pack === later.pack;
}

/** Small talk that is answered with the phrase of its name. */
type Small = 'thanks' | 'help' | 'who-are-you' | 'returned' | 'others-too' | 'works-elsewhere' | 'writing-from';

/** The alarm in a message that interrupts what is open; only a step of a walkthrough is left for the question whether it is one. */
function alarmOf(s: Session, open: string | undefined): HeardAlarm | null {
  const { message, case: c, interpretation } = s;
  if (message.kind !== 'said' || s.audience === 'admin' || (c !== null && s.isGrave(c))) return null;
  if (isWalking(s) && s.walk.isUrgent(c!)) return null;
  const isOpen = open === 'play' || interpretation.kind === 'question';
  const alarm = alarmIn(s.content, (text) => s.readingOf(text), message.text, isOpen ? interpretation : null);
  if (alarm === null || alarm.intent === c?.intent) return null;
  if (alarm.sure) return alarm;
  return open === 'play' && isWalking(s) && c?.calm !== true ? alarm : null;
}

/** Whether one of the problems that were offered comes before everything else. */
function offersGrave(s: Session): boolean {
  return s.before.question?.choices.some(({ id }) => s.intent(id)?.atOnce === true) ?? false;
}

/** Ends what was asked about because it works now: a case as fixed, and kindly where the bot had done nothing yet. */
async function endWell(dc: DialogContext, s: Session): Promise<void> {
  await dc.cancelAllDialogs();
  const { case: c, builder } = s;
  if (c !== null) {
    builder.sayPhrase('fixed');
    s.finish('fixed', null);
    await dc.beginDialog('rating', { report: c.id, again: c });
    return;
  }
  // A ticket that waits with agents hears of it.
  if (addToTicket(s)) {
    await dc.beginDialog('lost', { report: '', folded: true });
    return;
  }
  s.misread = [];
  s.unanswered = 0;
  builder.sayPhrase('fixed-by-itself');
  builder.ask([], ['human']);
}

/** Hands over because the person asks for it; what is grave goes out as it is, marked urgent. */
async function callPerson(dc: DialogContext, s: Session): Promise<void> {
  const isUrgent = s.case !== null && s.isGrave(s.case);
  if (isUrgent) s.case = { ...s.case!, urgent: true };
  if (!handOver(s)) return;
  if (isUrgent) send(s, [], []);
  else await dc.beginDialog('send', {});
}

/** Whether a text names the product of another pack than the case's. */
function namesAnother({ content, case: c }: Session, { intent, packs }: Reading): boolean {
  const packOf = (id: string | null): string => content.intents.get(id ?? '')?.pack ?? '';
  return packs.named.includes(packOf(intent)) && packOf(intent) !== packOf(c?.intent ?? null);
}

/** Whether the message opens a closed ticket again: "reopen", "it's back again". */
function isReopening(s: Session): boolean {
  const { interpretation, message } = s;
  if (message.choice === 'reopen') return true;
  return message.kind === 'said' && (asksForTicket(s) || isNotFixed(interpretation));
}

/** Stops the walkthrough: a ticket keeps waiting for its agent, and a case made only for an agent ends. */
function rest(s: Session): void {
  if (s.atDesk) s.desk = { ...s.desk!, walks: false, kept: s.case ?? s.desk!.kept };
  if (s.atDesk || s.case?.intent === null) s.case = null;
}

/** Whether the open question asks for words, such as a name or a number to call. */
function asksForWords({ content, before: { question } }: Session): boolean {
  return spokenWordsOf(content).slots.get(question?.slot ?? '')?.kind === 'text';
}

/** Begins a dialog in place of the open one. */
async function ask(dc: DialogContext, dialog: string): Promise<void> {
  await dc.cancelAllDialogs();
  await dc.beginDialog(dialog);
}

async function greet(dc: DialogContext, s: Session): Promise<void> {
  s.builder.sayPhrase('greeting');
  await dc.cancelAllDialogs();
  await dc.beginDialog('lost', { report: '' });
}

async function startOver(dc: DialogContext, s: Session): Promise<void> {
  await dc.cancelAllDialogs();
  const intent = s.intent(s.case?.intent ?? null);
  if (!s.case || !intent) return greet(dc, s);
  s.builder.sayPhrase('started-over');
  s.case = { ...s.case, slots: {}, history: [], workOrder: [] };
  s.take(intent, null, s.case.report);
  await dc.beginDialog('play');
}

function close(s: Session, dc: DialogContext): TurnResult {
  const asked = s.before.asked + 1;
  const { reply, question } = s.builder.close(asked, addressee(s.helped, s.message));
  if (reply) s.effects.replies.push(reply);
  return s.effects.result({
    ...s.before,
    dialogs: dc.stack.map(withoutChance),
    audience: s.audience,
    case: s.case,
    question,
    asked,
    unhelped: s.unhelped,
    unanswered: s.unanswered,
    misread: s.misread,
    misreadId: s.unanswered > 0 && s.message.kind === 'said' ? s.message.id : undefined,
    lastTicket: s.lastTicket,
    lastAt: s.message.at,
    helped: s.helped,
    desk: s.desk,
    checkBack: s.checkBack,
    ended: s.ended,
    product: s.product,
    language: s.language,
  });
}

/**
 * Removes the random number that botbuilder gives every waterfall, for telemetry nobody reads here: the same turn must
 * give the same state.
 */
function withoutChance(dialog: { id: string; state: { values?: object } }): unknown {
  return { ...dialog, state: { ...dialog.state, values: { ...dialog.state.values, instanceId: '' } } };
}

/**
 * Keeps the place in content that was edited since the state was saved: by the step's name; at the walkthrough's start
 * if the step is gone; at the start of the intent's walkthrough if the walkthrough is gone.
 */
function keepPlace(content: Content, state: ConversationState): { state: ConversationState; moved: boolean } {
  const c = state.case;
  if (!c || c.frames.length === 0) return { state, moved: false };
  const there = (f: Frame): boolean => content.walkthroughs.get(f.walkthrough)?.steps.has(f.step) ?? false;
  const fresh = (f: Frame): Frame => ({ ...f, hash: content.walkthroughs.get(f.walkthrough)!.hash });
  // Answers point to steps too: an answer whose step is gone can no longer be gone back to.
  const history = c.history.map((t) =>
    t.before.frames.every(there) ? t : { ...t, before: { ...t.before, frames: [] } },
  );
  if (c.frames.every(there)) {
    if (c.frames.every((f) => content.walkthroughs.get(f.walkthrough)!.hash === f.hash)) return { state, moved: false };
    return { state: { ...state, case: { ...c, history, frames: c.frames.map(fresh) } }, moved: false };
  }
  const last =
    content.walkthroughs.get(c.frames[0]!.walkthrough) ??
    content.walkthroughs.get(content.intents.get(c.intent ?? '')?.walkthrough[state.audience] ?? '');
  if (!last) return { state: { ...state, case: null, dialogs: [] }, moved: true };
  const frames = [{ walkthrough: last.id, step: last.start, hash: last.hash }];
  return { state: { ...state, dialogs: playing(state), case: { ...c, frames, history: [] } }, moved: true };
}

/** Keeps the place of the case that will be asked about again. */
function placed(content: Content, state: ConversationState): ConversationState {
  const { checkBack } = state;
  if (!checkBack) return state;
  const at = keepPlace(content, { ...state, case: checkBack }).state.case;
  return { ...state, checkBack: at ?? { ...checkBack, frames: [], history: [] } };
}

function playing(state: ConversationState): readonly unknown[] {
  return state.dialogs.filter((d) => (d as { id: string }).id === 'play').slice(0, 1);
}

/** An adapter that sends nothing: dialogs speak through the session. */
class SilentAdapter extends BotAdapter {
  override async sendActivities(): Promise<[]> {
    return [];
  }
  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}
}
