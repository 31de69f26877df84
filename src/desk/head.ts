/** The head of a ticket's thread, and a case summary in words. */
import { type Content, categoryOf, type SlotDefinition, type Step } from '../core/content.ts';
import type { Desk } from '../core/desk.ts';
import { type CompanyAccount, isUnverified, type Person } from '../core/person.ts';
import { PHRASE_KEYS, type PhraseKey } from '../core/phrase-keys.ts';
import { type PhraseValues, phrase } from '../core/phrases.ts';
import type { Choice, Form } from '../core/reply.ts';
import { type Paragraph, plain, quote, type Rich } from '../core/text.ts';
import type { CaseSummary } from '../core/ticket.ts';
import { inWords } from './hours.ts';
import type { TicketState } from './ticket-state.ts';

/**
 * The lengths to which a summary is cut: characters of a person's words (`report`), of other lines and of answers, and
 * the number of last steps.
 */
export interface Lengths {
  readonly report: number;
  readonly line: number;
  readonly answer: number;
  readonly steps: number;
}

/** The lengths that fit the head of a thread; the rest is in the transcript. */
const AT_DESK: Lengths = { report: 900, line: 300, answer: 120, steps: 25 };
const MOST_OPTIONS = 50;
const LONGEST_OPTION = 70;

/** The head of a ticket's thread: the case summary as it is now, with the actions agents have. */
export function headOf(
  content: Content,
  desk: Desk,
  s: TicketState,
  now: string,
): { title: string; body: Rich; choices: Choice[]; forms: Form[] } {
  const { summary } = s.ticket;
  const say = (key: PhraseKey, values: PhraseValues = {}): Rich => phrase(content.phrases, key, values);
  const body = [
    ...(summary.urgent ? say('desk-urgent') : []),
    ...stateOf(say, desk, s, now),
    ...say('desk-who', { who: nameOf(s, say), where: placeName(s.personSide.channel, say) }),
    // The person may have moved to a place where they are signed in, or to one where nobody is.
    ...summaryText(content, { ...summary, person: s.personSide.person, workOrder: workOrderOf(s) }),
  ];
  const title = plain(
    say(summary.urgent ? 'desk-title-urgent' : 'desk-title', {
      ticket: s.ticket.id,
      problem: summary.problem?.title ?? plain(say('desk-unknown')),
    }),
  );
  return { title, body, ...deskActions(content, say, s) };
}

/** A case summary in words. */
export function summaryText(content: Content, summary: CaseSummary, lengths: Lengths = AT_DESK): Rich {
  const say = (key: PhraseKey, values: PhraseValues = {}): Rich => phrase(content.phrases, key, values);
  const { report, line, steps } = lengths;
  return [
    ...(isUnverified(summary.person) ? say('desk-unverified') : []),
    ...(summary.person?.account ? say('desk-account', accountWords(summary.person, summary.person.account)) : []),
    ...(summary.audience === 'admin' ? say('desk-admin') : []),
    ...problemOf(content, say, summary),
    ...(summary.report === '' ? [] : [...say('desk-report'), ...quote(short(summary.report, report))]),
    ...(summary.evidence === null ? [] : say('desk-evidence', { text: short(summary.evidence, line) })),
    ...(!summary.telling?.length ? [] : say('desk-telling', { words: short(summary.telling.join(', '), line) })),
    ...listed(say('desk-facts'), factsOf(content, summary, lengths)),
    ...(summary.history.length === 0
      ? say('desk-trail-none')
      : listed(
          say('desk-trail'),
          summary.history.slice(-steps).map((t) => triedLine(say, t, lengths)),
        )),
    ...listed(
      say('desk-work'),
      summary.workOrder.map((text) => [{ text: short(text, line) }]),
    ),
    ...(summary.added ?? []).flatMap((text) => [...say('desk-added'), ...quote(short(text, report))]),
    ...((summary.leftOut ?? []).length === 0 ? [] : say('desk-left-out', { what: summary.leftOut!.join(', ') })),
  ];
}

/** A company account in words: who says so, and the name, mail address and language it has there. */
export function accountWords(
  { name }: Person,
  { by, mail, language }: CompanyAccount,
): { by: string; account: string } {
  return { by, account: [name, mail, language].filter(Boolean).join(', ') };
}

/** The work order, with a tick before each line that is done. */
function workOrderOf({ ticket, done = [] }: TicketState): string[] {
  return ticket.summary.workOrder.map((line) => (done.includes(line) ? `✓ ${line}` : line));
}

/** The person's name as the desk sees it. */
export function nameOf(s: Pick<TicketState, 'ticket' | 'personSide'>, say: (key: PhraseKey) => Rich): string {
  return s.personSide.person?.name ?? s.ticket.summary.person?.name ?? plain(say('desk-somebody'));
}

/** A channel's name as people write it; the channel's own where the content has none. */
export function placeName(channel: string, say: (key: PhraseKey) => Rich): string {
  const key = `desk-place-${channel}` as PhraseKey;
  return PHRASE_KEYS.includes(key) ? plain(say(key)) : channel;
}

/** Whether there can be a private link to the person's conversation: where people sign in, they need none. */
export function hasLink({ personSide, linkRevoked }: Pick<TicketState, 'personSide' | 'linkRevoked'>): boolean {
  return isUnverified(personSide.person) && linkRevoked !== true;
}

/** The slots an agent can ask the person for, unknown ones first. */
export function askable(content: Content, summary: CaseSummary): readonly SlotDefinition[] {
  const pack = content.intents.get(summary.problem?.intent ?? '')?.pack;
  const slots = [...content.packs.values()]
    .filter((p) => pack === undefined || p.id === pack)
    .flatMap((p) => p.slots)
    .filter((slot) => slot.question !== null);
  const unknown = (slot: SlotDefinition): boolean => summary.slots[slot.id] === undefined;
  return [...slots.filter(unknown), ...slots.filter((slot) => !unknown(slot))];
}

/** The steps an agent can send the person to: the telling steps of the problem's walkthrough, in its order. */
export function stepsOf(content: Content, summary: CaseSummary): readonly (Step & { readonly kind: 'tell' })[] {
  const walkthrough = walkthroughOf(content, summary);
  return [...(walkthrough?.steps.values() ?? [])].filter((s) => s.kind === 'tell' && s.who !== 'admin') as (Step & {
    kind: 'tell';
  })[];
}

/** The walkthrough for people of a summary's problem. */
export function walkthroughOf(content: Content, summary: CaseSummary) {
  return content.walkthroughs.get(content.intents.get(summary.problem?.intent ?? '')?.walkthrough.person ?? '');
}

function stateOf(say: (key: PhraseKey, values?: PhraseValues) => Rich, desk: Desk, s: TicketState, now: string): Rich {
  const since = inWords(desk.hours, s.changedAt, now);
  if (s.ticket.kind === 'finding') return say('desk-finding');
  if (s.state === 'held') return say('desk-held', { who: s.holder?.name ?? '', since });
  if (s.state === 'waiting')
    return s.promised === null
      ? say('desk-waiting', { since: inWords(desk.hours, s.since, now) })
      : say('desk-promised', { since: inWords(desk.hours, s.since, now), when: inWords(desk.hours, s.promised, now) });
  if (s.closed?.how === 'left') return say('desk-left');
  if (s.closed?.how === 'solved') return say('desk-solved');
  const outcome = plain(say(`desk-outcome-${s.closed?.outcome ?? 'unknown'}` as PhraseKey));
  return say('desk-closed', { outcome, who: s.closed?.by?.name ?? '' });
}

function problemOf(content: Content, say: (key: PhraseKey, values?: PhraseValues) => Rich, summary: CaseSummary): Rich {
  if (!summary.problem) return say('desk-unknown');
  const { intent, title } = summary.problem;
  const sure = (id: string): string => {
    const guess = summary.guesses.find((g) => g.intent === id);
    return guess ? `${Math.round(guess.confidence * 100)} %` : '–';
  };
  const category = categoryOf(content, intent);
  const other = summary.guesses.find(
    (g) => g.intent !== intent && content.intents.get(g.intent)?.kind === 'problem' && g.confidence >= 0.1,
  );
  return [
    ...say('desk-problem', { problem: title, sure: sure(intent), type: category === null ? '' : ` · ${category}` }),
    ...(other
      ? say('desk-guess', { problem: content.intents.get(other.intent)!.title, sure: sure(other.intent) })
      : []),
  ];
}

function factsOf(content: Content, { slots }: CaseSummary, { line }: Lengths): Paragraph['spans'][] {
  const known = new Map([...content.packs.values()].flatMap((p) => p.slots).map((slot) => [slot.id, slot]));
  return Object.entries(slots).map(([id, value]) => {
    const slot = known.get(id);
    const title = slot?.values.find((v) => v.id === value)?.title ?? value;
    return [{ text: `${slot?.title ?? id}: ` }, { text: short(title, line) }];
  });
}

function triedLine(
  say: (key: PhraseKey, values?: PhraseValues) => Rich,
  { asked, answer, how }: CaseSummary['history'][number],
  lengths: Lengths,
): Paragraph['spans'] {
  const result = how === 'answered' ? answer : plain(say(`desk-how-${how}`, { answer }));
  return [
    { text: short(asked, lengths.line) },
    { text: ' → ' },
    { text: short(result, lengths.answer), style: 'bold' },
  ];
}

/** A list below its heading; nothing where the list is empty. */
export function listed(heading: Rich, items: readonly Paragraph['spans'][]): Rich {
  return items.length === 0 ? [] : [...heading, ...items.map((spans) => ({ kind: 'item' as const, mark: '•', spans }))];
}

/** The buttons and forms that fit a ticket's state. */
export function deskActions(
  content: Content,
  say: (key: PhraseKey) => Rich,
  s: TicketState,
): { choices: Choice[]; forms: Form[] } {
  const word = (key: PhraseKey): string => plain(say(key));
  const choice = (id: 'claim' | 'release' | 'reopen' | 'wrong' | 'code' | 'revoke'): Choice => ({
    id,
    title: word(`desk-choice-${id}`),
  });
  if (s.ticket.kind === 'finding') return { choices: [choice('wrong')], forms: [] };
  const revoke = hasLink(s) ? [choice('revoke')] : [];
  if (s.state === 'closed') return { choices: [choice('reopen'), choice('wrong'), ...revoke], forms: [] };
  const { summary } = s.ticket;
  const form = (id: string, key: PhraseKey, options: Choice[]): Form => ({
    id,
    title: word(key),
    label: word(key),
    options: options.slice(0, MOST_OPTIONS),
  });
  const slots = askable(content, summary).map((slot) => ({ id: `ask:${slot.id}`, title: slot.title }));
  const steps = stepsOf(content, summary).map((step) => ({
    id: `step:${step.id}`,
    title: short(plain(step.variants[0]?.text ?? []), LONGEST_OPTION),
  }));
  const outcomes = (['fixed', 'fixed-for-now', 'unknown'] as const).map((o) => ({
    id: `resolve:${o}`,
    title: word(`desk-outcome-${o}`),
  }));
  return {
    choices: [s.state === 'held' ? choice('release') : choice('claim'), choice('code'), choice('wrong'), ...revoke],
    forms: [
      { id: 'say', title: word('desk-form-say'), label: word('desk-form-say-label'), options: [] },
      ...(slots.length === 0 ? [] : [form('ask', 'desk-form-ask', slots)]),
      ...(steps.length === 0 ? [] : [form('step', 'desk-form-step', steps)]),
      form('resolve', 'desk-form-resolve', outcomes),
    ],
  };
}

/** A text in one line, cut at the end; unchanged where `most` is infinite. */
export function short(text: string, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return text;
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
