/** Rules that reach across files: everything named exists, is reached, and leads somewhere. */
import { closest, distance } from 'fastest-levenshtein';
import {
  COMMON,
  type Condition,
  type Content,
  type Intent,
  type Pack,
  type Target,
  type Walkthrough,
} from '../core/content.ts';
import { PHRASE_KEYS } from '../core/phrases.ts';
import { PLACEHOLDER, plain, type Rich } from '../core/text.ts';
import { targets } from './graph.ts';
import type { SourceFile } from './source-file.ts';

/** Checks what no single file can show: that everything named exists, is reached, and leads somewhere. */
export function checkRules(content: Content, fileOf: (value: object) => SourceFile): void {
  for (const pack of content.packs.values()) checkPack(content, pack, fileOf);
  for (const intent of content.intents.values()) checkIntent(content, intent, fileOf(intent));
  for (const walkthrough of content.walkthroughs.values()) checkSteps(content, walkthrough, fileOf(walkthrough));
  checkReach(content, fileOf);
  checkSignatures(content, fileOf);
  checkPhrases(content, fileOf);
}

function meant(wrong: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  if (all.length === 0) return undefined;
  const best = closest(wrong, all);
  return distance(wrong, best) <= Math.max(2, wrong.length / 3) ? `"${best}" was probably meant` : undefined;
}

function checkPack(content: Content, pack: Pack, fileOf: (value: object) => SourceFile): void {
  const file = fileOf(pack);
  if (pack.thresholds.ask > pack.thresholds.answer)
    file.fault(['thresholds'], 'thresholds: "ask" must not be higher than "answer"');
  if (pack.generic !== null && !content.intents.has(pack.generic))
    file.fault(['generic'], `generic: no intent "${pack.generic}"`, meant(pack.generic, content.intents.keys()));
  checkShared(content, pack, file);
  for (const key of ['programs', 'beside'] as const)
    for (const [i, word] of pack.others[key].entries())
      if (pack.others[key].indexOf(word) < i || (key === 'beside' && pack.others.programs.includes(word)))
        file.fault(['others', key, i], `others: "${word}" stands here twice`);
  const used = new Set<string>();
  for (const intent of content.intents.values())
    if (intent.pack === pack.id && intent.kind === 'problem') for (const s of intent.source) used.add(s);
  for (const w of content.walkthroughs.values()) if (w.pack === pack.id) for (const s of w.source) used.add(s);
  for (const [id, source] of Object.entries(pack.sources))
    if (source.resource && !used.has(id)) file.fault(['sources', id], `sources: resource ${id} is no answer anywhere`);
}

/** Names and slots of one pack that another one has too: only what the common pack declares is shared. */
function checkShared(content: Content, pack: Pack, file: SourceFile): void {
  const shared = new Set(content.packs.get(COMMON)?.slots.map((slot) => slot.id));
  for (const other of content.packs.values()) {
    if (other === pack) return;
    for (const slot of pack.slots)
      if (!shared.has(slot.id) && other.slots.some((s) => s.id === slot.id))
        file.fault(
          ['slots', slot.id],
          `slots: "${slot.id}" is a slot of the pack "${other.id}" too`,
          'rename it, or declare it in intents/common/pack.yaml, so that both share it',
        );
    const names = new Set(other.about.names.map((name) => name.toLowerCase()));
    for (const [i, name] of pack.about.names.entries())
      if (names.has(name.toLowerCase()))
        file.fault(['about', 'names', i], `about: "${name}" is a name of the pack "${other.id}" too`);
  }
}

/** How many of the resources that must be an answer somewhere are one, in words. */
export function answered(content: Content): string[] {
  return [...content.packs.values()].flatMap((pack) => {
    const count = (audience: string): number =>
      Object.values(pack.sources).filter((s) => s.resource === audience).length;
    const total = count('person') + count('admin');
    return total === 0
      ? []
      : [
          `${pack.id}: all ${count('person')} resources for people and ${count('admin')} for admins are an answer somewhere.`,
        ];
  });
}

function checkIntent(content: Content, intent: Intent, file: SourceFile): void {
  const pack = content.packs.get(intent.pack)!;
  const categories = Object.keys({ ...content.packs.get(COMMON)?.categories, ...pack.categories });
  if (intent.type !== null && !categories.includes(intent.type))
    file.fault(
      ['type'],
      `type: pack.yaml lists no category "${intent.type}"`,
      meant(intent.type, categories) ?? `there are ${categories.join(', ')}`,
    );
  if (intent.kind === 'problem' && intent.walkthrough.person === null && intent.walkthrough.admin === null)
    file.fault(['walkthrough'], 'walkthrough: a problem has one for people, for admins, or both');
  for (const audience of ['person', 'admin'] as const) {
    const id = intent.walkthrough[audience];
    if (id === null) continue;
    const walkthrough = content.walkthroughs.get(id);
    const path = ['walkthrough', audience];
    if (!walkthrough) file.fault(path, `walkthrough: there is no "${id}"`, meant(id, content.walkthroughs.keys()));
    else if (audience === 'person' && walkthrough.audience === 'admin')
      file.fault(path, `walkthrough: "${id}" is for admins`);
    else if ([...walkthrough.steps.values()].some((s) => s.kind === 'end' && s.end === 'return'))
      file.fault(path, `walkthrough: "${id}" returns to whoever visits it, so it can't be an intent's own`);
    else if (audience === 'person' && intent.lookalikes.length > 0 && advisesFirst(walkthrough))
      file.fault(['lookalikes'], `lookalikes: "${id}" advises before it asks which of them it is`);
  }
  for (const [i, lookalike] of intent.lookalikes.entries())
    if (!content.intents.has(lookalike.intent) && !content.off.intents.has(lookalike.intent))
      file.fault(
        ['lookalikes', i],
        `lookalikes: no intent "${lookalike.intent}"`,
        meant(lookalike.intent, content.intents.keys()),
      );
  checkSources(pack, intent.source, file);
  checkText(pack, [intent.cause, intent.resolution.person], file, ['resolution', 'person'], {});
}

/** Whether the first thing said is advice, not a question (visits ask, or they would not be worth a visit). */
function advisesFirst(walkthrough: Walkthrough): boolean {
  return walkthrough.steps.get(walkthrough.start)?.kind === 'tell';
}

function checkSources(pack: Pack, sources: readonly string[], file: SourceFile): void {
  for (const [i, source] of sources.entries())
    if (!(source in pack.sources))
      file.fault(['source', i], `source: pack.yaml lists no "${source}"`, meant(source, Object.keys(pack.sources)));
}

/** What works at every step; an answer of this name would take its place. */
const RESERVED = ['back', 'skip', 'tried', 'cannot', 'repeat', 'start-over', 'human', 'stop'];

function checkSteps(content: Content, walkthrough: Walkthrough, file: SourceFile): void {
  const pack = content.packs.get(walkthrough.pack)!;
  checkSources(pack, walkthrough.source, file);
  for (const step of walkthrough.steps.values()) {
    const path = ['steps', step.id];
    for (const target of targets(step)) checkTarget(content, walkthrough, target, file, path);
    checkCondition(pack, step.for, file, [...path, 'for']);
    if (step.kind === 'ask' && step.slot !== null) checkCondition(pack, { [step.slot]: [] }, file, [...path, 'slot']);
    if (step.kind === 'ask' || step.kind === 'tell')
      for (const choice of step.choices) {
        const at = [...path, 'choices', choice.id];
        if (RESERVED.includes(choice.id))
          file.fault(at, `${step.id}: a choice can't be called "${choice.id}", that is a control`);
        checkCondition(pack, Object.fromEntries(Object.entries(choice.set).map(([k, v]) => [k, [v]])), file, [
          ...at,
          'set',
        ]);
        if (choice.means !== null && !content.intents.has(choice.means) && !content.off.intents.has(choice.means))
          file.fault(
            [...at, 'means'],
            `${step.id}: no intent "${choice.means}"`,
            meant(choice.means, content.intents.keys()),
          );
      }
    if (step.kind === 'ask' || step.kind === 'end') checkText(pack, [step.text], file, path, step.for);
    if (step.kind === 'tell') {
      checkText(pack, [step.expect, step.cost, step.risk], file, path, step.for);
      for (const [i, variant] of step.variants.entries()) {
        checkCondition(pack, variant.when, file, [...path, 'tell', i, 'when']);
        checkText(pack, [variant.text], file, [...path, 'tell', i], { ...step.for, ...variant.when });
      }
    }
  }
}

function checkTarget(content: Content, from: Walkthrough, target: Target, file: SourceFile, path: string[]): void {
  const walkthrough = content.walkthroughs.get(target.walkthrough);
  const step = path.at(-1)!;
  if (content.off.walkthroughs.has(target.walkthrough)) return;
  if (!walkthrough)
    file.fault(
      path,
      `${step}: there is no walkthrough "${target.walkthrough}"`,
      meant(target.walkthrough, content.walkthroughs.keys()),
    );
  else if (target.step !== '' && !walkthrough.steps.has(target.step))
    file.fault(
      path,
      `${step}: there is no step "${target.step}" in ${walkthrough.id}`,
      meant(target.step, walkthrough.steps.keys()),
    );
  else if (from.audience === 'person' && walkthrough.audience === 'admin')
    file.fault(path, `${step}: leads people into "${walkthrough.id}", which is for admins`);
}

function checkCondition(pack: Pack, condition: Condition, file: SourceFile, path: PropertyKey[]): void {
  for (const [id, values] of Object.entries(condition)) {
    const slot = pack.slots.find((s) => s.id === id);
    if (!slot)
      file.fault(
        path,
        `there is no slot "${id}"`,
        meant(
          id,
          pack.slots.map((s) => s.id),
        ),
      );
    else if (slot.kind === 'choice')
      for (const value of values)
        if (value !== 'unknown' && !slot.values.some((v) => v.id === value))
          file.fault(
            path,
            `slot "${id}" has no value "${value}"`,
            meant(
              value,
              slot.values.map((v) => v.id),
            ),
          );
  }
}

function checkText(
  pack: Pack,
  texts: readonly Rich[],
  file: SourceFile,
  path: PropertyKey[],
  shownTo: Condition,
): void {
  const text = texts.map(plain).join('\n');
  for (const [, name] of text.matchAll(PLACEHOLDER))
    if (!pack.slots.some((s) => s.id === name))
      file.fault(
        path,
        `{${name}} is no slot`,
        meant(
          name!,
          pack.slots.map((s) => s.id),
        ),
      );
  for (const guard of pack.guards) {
    if (!text.includes(guard.text)) continue;
    for (const [slot, allowed] of Object.entries(guard.needs)) {
      const values = shownTo[slot];
      if (!values?.every((value) => allowed.includes(value)))
        file.fault(path, `"${guard.text}" may only be shown when ${slot} is ${allowed.join(' or ')}: ${guard.because}`);
    }
  }
}

/** Every walkthrough is somebody's, every step is reached, and from every step an end is. */
function checkReach(content: Content, fileOf: (value: object) => SourceFile): void {
  const key = (walkthrough: string, step: string): string =>
    `${walkthrough}/${step || (content.walkthroughs.get(walkthrough)?.start ?? '')}`;
  const next = new Map<string, string[]>();
  const before = new Map<string, string[]>();
  const ends: string[] = [];
  for (const walkthrough of content.walkthroughs.values())
    for (const step of walkthrough.steps.values()) {
      const from = key(walkthrough.id, step.id);
      const to = targets(step).map((t) => key(t.walkthrough, t.step));
      next.set(from, to);
      for (const t of to) before.set(t, [...(before.get(t) ?? []), from]);
      if (step.kind === 'end') ends.push(from);
    }
  const starts = [...content.intents.values()].flatMap((i) => [i.walkthrough.person, i.walkthrough.admin]);
  const reached = spread(
    starts.flatMap((id) => (id === null ? [] : [key(id, '')])),
    next,
  );
  const leads = spread(ends, before);
  for (const walkthrough of content.walkthroughs.values()) {
    const file = fileOf(walkthrough);
    if (!reached.has(key(walkthrough.id, ''))) file.fault(['title'], 'no intent and no step leads to this walkthrough');
    for (const step of walkthrough.steps.values()) {
      const here = key(walkthrough.id, step.id);
      if (!reached.has(here)) file.fault(['steps', step.id], `${step.id}: no answer leads here`);
      if (!leads.has(here)) file.fault(['steps', step.id], `${step.id}: a dead end, no answer leads to an end`);
    }
  }
}

function spread(from: readonly string[], along: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(from);
  const queue = [...from];
  for (let here = queue.pop(); here !== undefined; here = queue.pop())
    for (const there of along.get(here) ?? [])
      if (!seen.has(there)) {
        seen.add(there);
        queue.push(there);
      }
  return seen;
}

/** One text may belong to two intents only where they are known lookalikes. */
function checkSignatures(content: Content, fileOf: (value: object) => SourceFile): void {
  const owners = new Map<string, Intent>();
  for (const intent of content.intents.values())
    for (const key of ['says', 'examples'] as const)
      for (const [i, text] of intent[key].entries()) {
        const same = text
          .toLowerCase()
          .replace(/[^\p{L}\p{N}{}]+/gu, ' ')
          .trim();
        const owner = owners.get(same);
        owners.set(same, intent);
        if (!owner || same === '') continue;
        const known =
          owner.lookalikes.some((l) => l.intent === intent.id) || intent.lookalikes.some((l) => l.intent === owner.id);
        if (owner === intent) fileOf(intent).fault([key, i], `${key}: stands here twice: "${text.slice(0, 60)}"`);
        else if (!(known && key === 'says'))
          fileOf(intent).fault([key, i], `${key}: stands in ${owner.id} too: "${text.slice(0, 60)}"`);
      }
}

function checkPhrases(content: Content, fileOf: (value: object) => SourceFile): void {
  const pack = content.packs.get('common');
  if (!pack) return;
  const file = fileOf(pack);
  for (const key of PHRASE_KEYS)
    if (!(key in content.phrases)) file.fault([], `dialogs/common/phrases.yaml: "${key}" is missing`);
  for (const key of Object.keys(content.phrases))
    if (!(PHRASE_KEYS as readonly string[]).includes(key))
      file.fault([], `dialogs/common/phrases.yaml: nobody says "${key}"`, meant(key, PHRASE_KEYS));
}
