import assert from 'node:assert/strict';
import { Walk } from '../../src/conversation/walk.ts';
import type { Content, Slots, Step, Walkthrough } from '../../src/core/content.ts';
import type { Answered, Case, ConversationState, Frame } from '../../src/core/conversation.ts';
import { shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

/** A case standing at a step, with everything known that the step is only for. */
function standingAt(content: Content, walkthrough: Walkthrough, step: Step, audience: 'person' | 'admin'): Case {
  const frames: Frame[] = [{ walkthrough: walkthrough.id, step: step.id, hash: walkthrough.hash }];
  const visitor = [...content.walkthroughs.values()]
    .filter((w) => w.audience === audience || w.audience === 'person')
    .flatMap((w) => [...w.steps.values()].map((s) => ({ w, s })))
    .find(({ s }) => s.kind === 'visit' && s.visit.walkthrough === walkthrough.id);
  if (visitor) frames.unshift({ walkthrough: visitor.w.id, step: visitor.s.id, hash: visitor.w.hash });
  const known = Object.entries({ ...step.when, ...step.for }).map(([slot, values]) => [slot, values[0]!]);
  const slots: Slots = Object.fromEntries(known);
  return {
    id: 'c',
    title: '',
    intent: [...content.intents.values()].find((i) => i.walkthrough[audience] === walkthrough.id)?.id ?? null,
    guesses: [],
    report: 'a report',
    evidence: null,
    slots,
    frames,
    history: visited(content, slots),
    workOrder: [],
    accepted: [`${walkthrough.id}/${step.id}`],
    mentioned: [],
    startedAt: '2026-03-02T09:00:00.000Z',
  };
}

/** The answers of steps that were visited because of what is known. */
function visited({ packs }: Content, slots: Slots): Answered[] {
  const values = [...packs.values()].flatMap((p) =>
    p.slots.flatMap((s) => s.values.filter((v) => slots[s.id] === v.id)),
  );
  return values.flatMap(({ visit }) =>
    visit === null
      ? []
      : [
          {
            step: `${visit.walkthrough}/${visit.step}`,
            asked: '',
            answer: '',
            how: 'answered',
            before: { frames: [], slots: {}, intent: null },
          },
        ],
  );
}

const { content, turn } = await shipped();

for (const walkthrough of content.walkthroughs.values()) {
  describe(`every answer of ${walkthrough.id}`, () => {
    const audience = walkthrough.audience;
    for (const step of walkthrough.steps.values()) {
      // A step of later days is played on its first one.
      const day = [step.from ?? '', '2026-03-02'].sort().at(-1)!;
      const walk = new Walk(content, audience, `${day}T09:00:00.000Z`);
      if (step.kind !== 'ask' && step.kind !== 'tell') continue;
      if (step.who === 'admin' && audience === 'person') continue;
      for (const choice of step.choices)
        it(`${step.id}: ${choice.id} leads to ${choice.go.walkthrough}/${choice.go.step}`, async () => {
          const start = standingAt(content, walkthrough, step, audience);
          const settled = walk.advance(start);
          if (step.kind === 'ask' && step.slot !== null && start.slots[step.slot] !== undefined) return; // never asked then
          assert.equal(settled.next.kind, 'step', 'the step is asked');

          // The way there through the whole dialogue: ask again, then press the button.
          const talk = new Talk(turn, audience);
          talk.now = Date.parse(`${day}T09:00:00.000Z`);
          await talk.say('I cannot sign in to Skype for Business');
          talk.state = { ...talk.state!, case: start, dialogs: [PLAYING] } as ConversationState;
          await talk.say('say it again');
          assert.equal(talk.at, `${walkthrough.id}/${step.id}`);
          assert.ok(talk.choices.includes(choice.id), `offers ${choice.id}`);
          await talk.press(choice.id);

          const expected = walk.advance(walk.answer(settled.case, choice));
          if (expected.next.kind === 'end') assert.equal(talk.last!.ends[0]?.outcome, expected.next.step.end);
          else {
            const place = walk.place(expected.case);
            assert.equal(talk.at, `${place.walkthrough}/${place.step}`);
          }
        });
    }
  });
}

const PLAYING = { id: 'play', state: { options: {}, values: { instanceId: 'x' }, stepIndex: 0 } };
