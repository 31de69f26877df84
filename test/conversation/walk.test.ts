/** Walks through small walkthroughs: one case more is one line more. */
import assert from 'node:assert/strict';
import { Walk } from '../../src/conversation/walk.ts';
import type { Audience, Slots } from '../../src/core/content.ts';
import type { Case } from '../../src/core/conversation.ts';
import { Fault } from '../../src/core/fault.ts';
import { plain } from '../../src/core/text.ts';
import { INTENT, PACK, readWith, WALK, WHOLE } from '../fakes/packs.ts';
import { state } from '../fakes/samples.ts';

const NOW = '2026-03-02T12:00:00.000Z';
const END = '  done: { end: fixed }\n';

/** The small pack with more slots, and a second pack that can be switched off. */
const FILES = {
  [PACK]: `${WHOLE[PACK]}      vpnphone: { title: The VPN phone, says: [vpn phone], implies: { office: home } }
  office:
    title: Office
    question: Where do you work?
    unknown: your office
    values:
      home: { title: At home, says: [at home] }
      site: { title: On site, says: [on site] }
  host: { title: Host, kind: domain, question: Which host?, unknown: your host }
  note: { title: Note, kind: text, question: Who are you?, unknown: your name }
`,
  'dialogs/vpn/visited.yaml': `title: Visited
audience: person
steps:
  look: { tell: Look., fixed: done, not: back, go: back }
  back: { end: return }
${END}`,
  'intents/mail/pack.yaml': 'title: Mail\ncategories: { client: Program }\n',
  'intents/mail/lost.yaml': WHOLE[INTENT]!.replaceAll('It is slow', 'Mail is lost').replace(
    'person: fix',
    'person: mail-fix',
  ),
  'dialogs/mail/mail-fix.yaml': WHOLE[WALK]!,
};

interface Given {
  readonly slots?: Slots;
  readonly audience?: Audience;
  readonly at?: string;
  readonly packs?: readonly string[];
  /** Further lines at the top of the walkthrough's file. */
  readonly head?: string;
}

/** A walk of some steps (those of a walkthrough file), and a case at its first step. */
function begin(steps: string, { slots = {}, audience = 'person', at = NOW, packs, head = '' }: Given = {}) {
  const { content } = readWith(
    { ...FILES, [WALK]: `title: Fixing\naudience: person\n${head}steps:\n${steps}${END}` },
    [],
    packs ?? null,
  );
  const walk = new Walk(content, audience, at);
  const start: Case = { ...state(1).case!, slots, frames: [walk.frame({ walkthrough: 'fix', step: '' })] };
  return { walk, start };
}

/** Where a case comes to: `fix/first`, with what is asked there if it is not the step itself. */
function reached(walk: Walk, c: Case): string {
  const { case: after, next } = walk.advance(c);
  const { walkthrough, step } = walk.place(after);
  const told = {
    step: '',
    slot: ` slot ${'slot' in next ? next.slot : ''}`,
    risk: ' risk',
    end: ` ${next.kind === 'end' ? next.step.end : ''}`,
  };
  return `${walkthrough}/${step}${told[next.kind]}`;
}

const LAST = '  last: { tell: Do it., fixed: done, not: done }\n';
const DEVICE = '  first: { slot: device, choices: { windows: last, mac: other, unknown: done } }\n';
const OTHER = '  other: { tell: Do more., fixed: done, not: done }\n';

/** A step for some people, and a step for some days; others go past them. */
const forSome = (slots: string): string =>
  `  first: { tell: A., for: ${slots}, go: last, skip: other }\n${LAST}${OTHER}`;
const during = (days: string): string => `  first: { tell: A., ${days}, go: last, skip: other }\n${LAST}${OTHER}`;

/** Steps, what is known, and where that leads. */
const CASES: Readonly<Record<string, readonly (readonly [string, Given, string])[]>> = {
  'asks for unknown slots, and goes past known ones': [
    [DEVICE + LAST + OTHER, {}, 'fix/first'],
    [DEVICE + LAST + OTHER, { slots: { device: 'windows' } }, 'fix/last'],
    [DEVICE + LAST + OTHER, { slots: { device: 'mac' } }, 'fix/other'],
    [DEVICE + LAST + OTHER, { slots: { device: 'unknown' } }, 'fix/done fixed'],
    [DEVICE + LAST + OTHER, { slots: { device: 'no-such-value' } }, 'fix/done fixed'],
    [`  first: { slot: host, go: last, skip: done }\n${LAST}`, { slots: { host: 'a.example' } }, 'fix/last'],
    [`  first: { slot: host, go: last, skip: done }\n${LAST}`, {}, 'fix/first'],
  ],
  'shows a step to those it is for': [
    [forSome('{ device: mac }'), {}, 'fix/first slot device'],
    [forSome('{ device: mac }'), { slots: { device: 'mac' } }, 'fix/first'],
    [forSome('{ device: mac }'), { slots: { device: 'windows' } }, 'fix/other'],
    [forSome('{ device: [mac, windows] }'), { slots: { device: 'windows' } }, 'fix/first'],
    [forSome('{ device: mac }'), { slots: { device: 'unknown' } }, 'fix/other'],
    [forSome('{ device: mac, office: home }'), { slots: { device: 'mac' } }, 'fix/first slot office'],
  ],
  'shows steps for administrators to administrators': [
    [`  first: { tell: A., who: admin, go: last }\n${LAST}`, {}, 'fix/last'],
    [`  first: { tell: A., who: admin, go: last }\n${LAST}`, { audience: 'admin' }, 'fix/first'],
  ],
  'plays the walkthrough it visits': [
    [`  first: { visit: visited/, then: last }\n${LAST}`, {}, 'visited/look'],
    [`  first: { visit: visited/back, then: last }\n${LAST}`, {}, 'fix/last'],
    [`  first: { visit: visited/done, then: last }\n${LAST}`, {}, 'visited/done fixed'],
    [
      `  first: { visit: visited/, for: { device: mac }, then: last, skip: other }\n${LAST}${OTHER}`,
      { slots: { device: 'windows' } },
      'fix/other',
    ],
    [`  first: { visit: mail-fix/, then: last, otherwise: other }\n${LAST}${OTHER}`, {}, 'mail-fix/first'],
    [`  first: { visit: mail-fix/, then: last, otherwise: other }\n${LAST}${OTHER}`, { packs: ['vpn'] }, 'fix/other'],
  ],
  'shows a step on its days, the first and the last one included': [
    [during('from: 2026-03-02'), {}, 'fix/first'],
    [during('from: 2026-03-03'), {}, 'fix/other'],
    [during('until: 2026-03-02'), {}, 'fix/first'],
    [during('until: 2026-03-01'), {}, 'fix/other'],
    [
      `  first: { ask: A?, until: 2026-03-01, choices: { "yes": { title: "Yes", go: last } }, skip: other }\n${LAST}${OTHER}`,
      {},
      'fix/other',
    ],
    [`  first: { visit: visited/, until: 2026-03-01, then: last }\n${LAST}`, {}, 'fix/last'],
  ],
  'asks before a risk': [[`  first: { tell: A., risk: It may break., go: last }\n${LAST}`, {}, 'fix/first risk']],
  'hands over where a walkthrough returns to nobody': [['  first: { end: return }\n', {}, 'fix/first handed-over']],
};

describe('a walk', () => {
  for (const [about, lines] of Object.entries(CASES))
    describe(about, () => {
      for (const [steps, given, expected] of lines)
        it(`${steps.split('\n')[0]!.trim()} with ${JSON.stringify(given)}: ${expected}`, () => {
          const { walk, start } = begin(steps, given);
          assert.equal(reached(walk, start), expected);
        });
    });

  it('fails where it goes round in circles', () => {
    const { walk, start } = begin(
      '  first: { tell: A., who: admin, go: second }\n  second: { tell: B., who: admin, go: first }\n',
    );
    assert.throws(
      () => walk.advance(start),
      (error) => error instanceof Fault && error.code === 'WALKTHROUGH_CIRCLES',
    );
  });

  it('fails where the content lacks its step or its walkthrough', () => {
    const { walk, start } = begin(LAST);
    const at = (walkthrough: string, step: string) => () =>
      walk.advance({ ...start, frames: [{ walkthrough, step, hash: '' }] });
    assert.throws(at('fix', 'gone'), (error) => error instanceof Fault && error.code === 'STEP_UNKNOWN');
    assert.throws(at('gone', 'first'), (error) => error instanceof Fault && error.code === 'WALKTHROUGH_UNKNOWN');
  });
});

describe('a walk past a question that the first words answer', () => {
  it('tells what stands before the question, and not the question', () => {
    const { walk, start } = begin(
      `  first: { ask: "Click nothing in it.\\n\\nWhat did you do?", reported: true, choices: { much: { title: "Much", go: last, says: [a lot] }, "yes": { title: "Yes, a little", go: last, says: [a bit] }, "no": { title: "No", go: last } }, skip: last }\n${LAST}`,
    );
    const { told, known } = walk.advance({ ...start, report: 'I did a lot' });
    assert.deepEqual([plain(told), known], ['Click nothing in it.', ['Much']]);
    assert.deepEqual(walk.advance({ ...start, report: '' }).told, []);
    // "Yes, a little" would be heard back without its question.
    assert.deepEqual(walk.advance({ ...start, report: 'I did a bit' }).known, []);
  });
});

describe('a walk past a question that a thing in the words answers', () => {
  const { walk, start } = begin(
    `  first: { tell: "Help {note}.", who: admin, go: who }\n  who: { ask: "It is passed on.\\n\\nWho are you?", slot: note, found: { kind: address }, go: last, skip: last }\n${LAST}`,
  );
  const told = { ...start, report: 'kim.lee@contoso.com is locked out' };

  it('takes the thing for the answer, and tells what stands before the question', () => {
    const { case: after, known, told: said } = walk.advance(told);
    assert.deepEqual(
      [after.slots.note, known, plain(said)],
      ['kim.lee@contoso.com', ['kim.lee@contoso.com'], 'It is passed on.'],
    );
    assert.deepEqual([reached(walk, told), walk.workOrder(after)], ['fix/last', ['Help kim.lee@contoso.com.']]);
  });

  it('asks where there is none, or several', () => {
    assert.equal(reached(walk, start), 'fix/who');
    assert.equal(reached(walk, { ...told, report: 'kim@contoso.com and jan@contoso.com' }), 'fix/who');
  });
});

describe('a walk past known answers', () => {
  it('mentions them once, by their titles', () => {
    const { walk, start } = begin(DEVICE + LAST + OTHER, { slots: { device: 'mac' } });
    const { case: after, known } = walk.advance(start);
    assert.deepEqual([known, after.mentioned], [['A Mac'], ['device']]);
    assert.deepEqual(walk.advance({ ...after, frames: start.frames }).known, []);
  });

  it('does not mention that an answer is unknown', () => {
    const { walk, start } = begin(DEVICE + LAST + OTHER, { slots: { device: 'unknown' } });
    assert.deepEqual(walk.advance(start).known, []);
  });
});

describe('a walk with a largest number of questions', () => {
  const ask = (id: string, go: string): string =>
    `  ${id}: { ask: "${id}?", choices: { "yes": { title: "Yes", go: ${go}, says: [${id}-yes] }, "no": { title: "No", go: ${go} } }, skip: ${go}, reported: true }\n`;
  const { walk, start } = begin(`${ask('first', 'second')}${ask('second', 'third')}${ask('third', 'last')}${LAST}`, {
    head: 'questions: 2\n',
  });
  const yes = (c: Case): Case => {
    const { case: at, next } = walk.advance(c);
    assert.ok(next.kind === 'step');
    return walk.answer(at, next.step.choices[0]!);
  };

  it('passes over the questions beyond it', () => {
    assert.equal(reached(walk, yes(start)), 'fix/second');
    assert.equal(reached(walk, yes(yes(start))), 'fix/last');
  });

  it('counts those that were skipped, but none that the first words answer', () => {
    assert.equal(reached(walk, yes(walk.pass(start, 'skipped', 'Skip'))), 'fix/last');
    assert.equal(reached(walk, yes({ ...start, report: 'second-yes' })), 'fix/third');
  });

  it('asks again what is taken back', () => {
    assert.equal(reached(walk, walk.back(yes(yes(start)))!), 'fix/second');
  });
});

describe("a person's work order", () => {
  const steps = `  first: { tell: Run it., who: admin, go: second }
  second: { ask: Sure?, who: admin, choices: { "yes": { title: "Yes", go: last } }, skip: third }
  third: { tell: "Look at {host}.", who: admin, go: last }
${LAST}`;

  it('has what an administrator is told, in words for this case', () => {
    const { walk, start } = begin(steps, { slots: { host: 'a.example' } });
    assert.deepEqual(walk.advance(start).case.workOrder, ['Run it.', 'Look at a.example.']);
  });

  it('has what is asked only after it, and a blank for what nobody told', () => {
    const { walk, start } = begin(`  first: { tell: "Look at {host}.", who: admin, go: second }
  second: { slot: host, go: last, skip: last }
${LAST}`);
    const asked = walk.advance(start).case;
    assert.deepEqual(walk.workOrder(walk.answerTyped(asked, 'a.example')), ['Look at a.example.']);
    assert.deepEqual(walk.workOrder(walk.pass(asked, 'skipped', 'Skip')), ['Look at <host>.']);
  });

  it('is empty for an administrator, who takes its steps', () => {
    const { walk, start } = begin(steps, { audience: 'admin' });
    assert.deepEqual(walk.advance(start).case.workOrder, []);
  });

  it('loses, on the way back, the steps that only the answer taken back led past', () => {
    const { walk, start } =
      begin(`  first: { ask: A?, choices: { "yes": { title: "Yes", go: admin }, "no": { title: "No", go: last } }, skip: last }
  admin: { tell: Run it., who: admin, go: last }
${LAST}`);
    const step = walk.step(start);
    assert.ok(step.kind === 'ask');
    const after = walk.advance(walk.answer(start, step.choices[0]!)).case;
    assert.deepEqual(after.workOrder, ['Run it.']);
    const again = walk.back(after)!;
    assert.deepEqual(walk.advance(walk.answer(again, step.choices[1]!)).case.workOrder, []);
  });
});

describe('an answer', () => {
  const { walk, start } = begin(`  first:
    slot: device
    choices:
      windows: { go: last, set: { office: site } }
      vpnphone: last
      other: { title: Something else, go: last, means: vpn-generic }
      unknown: done
${LAST}`);
  const step = walk.step(start);
  const choice = (id: string) =>
    step.kind === 'ask' ? step.choices.find((option) => option.id === id)! : assert.fail();

  /** Answers, and the slots known after them. */
  const FILLS = [
    ['windows', { device: 'windows', office: 'site' }],
    ['vpnphone', { device: 'vpnphone', office: 'home' }],
    ['other', {}],
    ['unknown', { device: 'unknown' }],
  ] as const;
  for (const [id, slots] of FILLS)
    it(`"${id}" fills ${JSON.stringify(slots)}`, () => assert.deepEqual(walk.answer(start, choice(id)).slots, slots));

  it('is noted in the history', () => {
    const after = walk.answer(start, choice('windows'));
    assert.deepEqual(
      after.history.map(({ step: at, asked, answer, how }) => ({ at, asked, answer, how })),
      [{ at: 'fix/first', asked: 'What are you on?', answer: 'Windows', how: 'answered' }],
    );
    assert.equal(reached(walk, after), 'fix/last');
  });

  it('may mean another problem', () => {
    assert.equal(walk.answer({ ...start, intent: 'slow' }, choice('other')).intent, 'vpn-generic');
    assert.equal(walk.answer({ ...start, intent: 'slow' }, choice('windows')).intent, 'slow');
  });

  it('can be taken back, up to the beginning', () => {
    const after = walk.answer({ ...start, intent: 'slow' }, choice('other'));
    const back = walk.back(after)!;
    assert.deepEqual([back.frames, back.slots, back.intent, back.history], [start.frames, {}, 'slow', []]);
    assert.equal(walk.back(back), null);
  });

  it('can be passed over with a reason, and its slot is unknown then', () => {
    const after = walk.pass(start, 'skipped', 'Skip');
    assert.deepEqual(
      [after.slots, after.history[0]!.how, after.history[0]!.answer],
      [{ device: 'unknown' }, 'skipped', 'Skip'],
    );
    assert.equal(reached(walk, after), 'fix/done fixed');
  });
});

describe('a typed answer', () => {
  const { walk, start } = begin(
    `  first: { slot: host, go: last, skip: done }\n  last: { tell: "Open {host} on {device}.", go: done, not: done }\n`,
  );

  it('fills the slot, and stands in the texts that name it', () => {
    const after = walk.answerTyped(start, 'a.example');
    assert.equal(reached(walk, after), 'fix/last');
    assert.equal(plain(walk.text(after, walk.step(after))), 'Open a.example on the device.');
  });

  it('changes nothing where nothing is typed', () => {
    const last = walk.answerTyped(start, 'a.example');
    assert.equal(walk.answerTyped(last, 'b.example'), last);
  });
});

describe('an answer to a condition of a step', () => {
  it('fills the slot, and the step itself comes next', () => {
    const { walk, start } = begin(`  first: { tell: A., for: { office: home }, go: last, skip: done }\n${LAST}`);
    assert.equal(reached(walk, start), 'fix/first slot office');
    assert.equal(reached(walk, walk.answerSlot(start, 'office', 'home')), 'fix/first');
    assert.equal(reached(walk, walk.answerSlot(start, 'office', 'site')), 'fix/done fixed');
    const implied = walk.answerSlot(start, 'device', 'vpnphone');
    assert.deepEqual(
      [implied.slots, implied.history[0]!.answer],
      [{ device: 'vpnphone', office: 'home' }, 'The VPN phone'],
    );
  });
});

describe('a visit', () => {
  it('comes back to the step after the one that visited', () => {
    const { walk, start } = begin(`  first: { visit: visited/, then: last }\n${LAST}`);
    const inside = walk.advance(start).case;
    assert.deepEqual(
      inside.frames.map((frame) => `${frame.walkthrough}/${frame.step}`),
      ['fix/first', 'visited/look'],
    );
    const after = walk.pass(inside, 'tried', 'Tried');
    assert.equal(reached(walk, after), 'fix/last');
    assert.equal(walk.back(walk.advance(after).case)!.frames.length, 2);
  });
});

describe('an accepted risk', () => {
  it('lets the step be told, until the person goes back', () => {
    const { walk, start } = begin(
      `  first: { ask: A?, choices: { "yes": { title: "Yes", go: risky } }, skip: done }\n  risky: { tell: A., risk: It may break., go: last }\n${LAST}`,
    );
    const asked = walk.pass(
      { ...start, frames: [walk.frame({ walkthrough: 'fix', step: 'first' })] },
      'skipped',
      'Skip',
    );
    const at = { ...asked, frames: [walk.frame({ walkthrough: 'fix', step: 'risky' })] };
    assert.equal(reached(walk, at), 'fix/risky risk');
    assert.equal(reached(walk, walk.accept(at)), 'fix/risky');
    assert.deepEqual(walk.back(walk.accept(at))!.accepted, []);
  });
});

/** Days, and which text a step tells on them. */
const TEXTS = [
  ['2026-03-01', 'mac', 'For ever.'],
  ['2026-03-02', 'mac', 'A Mac in March.'],
  ['2026-03-31', 'mac', 'A Mac in March.'],
  ['2026-04-01', 'mac', 'For ever.'],
  ['2026-03-02', 'windows', 'For ever.'],
] as const;

describe('the text of a step', () => {
  for (const [day, device, expected] of TEXTS)
    it(`on ${day} for ${device} is "${expected}"`, () => {
      const { walk, start } = begin(
        `  first:
    tell:
      - { when: { device: [mac] }, from: 2026-03-02, until: 2026-03-31, text: A Mac in March. }
      - { text: For ever. }
    go: done\n`,
        { slots: { device }, at: `${day}T09:00:00.000Z` },
      );
      assert.equal(plain(walk.text(start, walk.step(start))), expected);
    });
});
