/** The rehearsal on small walkthroughs, good ones and broken ones. */
import assert from 'node:assert/strict';
import { createTurn } from '../../src/conversation/turn.ts';
import type { Cause, Content, Walkthrough } from '../../src/core/content.ts';
import type { ConversationState } from '../../src/core/conversation.ts';
import { figuresOf } from '../../src/rehearsal/figures.ts';
import { idealMinutes, shareOf } from '../../src/rehearsal/ideal.ts';
import { type Played, rehearse, rehearsed } from '../../src/rehearsal/rehearse.ts';
import { htmlReport, textReport } from '../../src/rehearsal/report.ts';
import { MANNERS, Simulated } from '../../src/rehearsal/simulated.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content, read } = await shipped();
const CLOCK = content.walkthroughs.get('clock')!;

/** The content with other causes, and other steps, in the walkthrough of the clock. */
function withClock(given: Partial<Walkthrough>): Content {
  return { ...content, walkthroughs: new Map([...content.walkthroughs, ['clock', { ...CLOCK, ...given }]]) };
}

const cause = (id: string, given: Partial<Cause> = {}): Cause => ({
  id,
  title: id,
  often: 'sometimes',
  shows: {},
  cured: [],
  ...given,
});
const at = (step: string) => ({ walkthrough: 'clock', step });

async function played(of: Content): Promise<Played[]> {
  return rehearse(of, createTurn(of, read), rehearsed(of, 'clock'));
}

const endsOf = (all: readonly Played[]): Record<string, string> =>
  Object.fromEntries(all.map((p) => [`${p.cause} ${p.manner}`, p.end]));

describe('the rehearsal', () => {
  const wrong = cause('wrong', { shows: { compare: 'wrong' }, cured: [at('clock-windows')] });

  it('cures people in every manner, and counts the questions before the cure', async () => {
    const all = await played(withClock({ causes: [wrong] }));
    assert.deepEqual(
      all.map((p) => p.end),
      MANNERS.map(() => 'cured'),
    );
    const [buttons] = all;
    // Whether the clock was wrong before is asked after the cure.
    assert.deepEqual([buttons!.questions, buttons!.steps, buttons!.before], [3, 1, 2]);
  });

  it('lets people take their own problem, or their product, where several are offered', () => {
    const offered = (...ids: readonly string[]): ConversationState =>
      ({
        dialogs: [],
        case: null,
        question: { asked: 1, slot: null, choices: ids.map((id) => ({ id, title: id })), controls: [] },
      }) as unknown as ConversationState;
    const person = new Simulated(content, CLOCK, wrong, 'buttons');
    person.begins(content.intents.get('clock-skew')!);
    const taken = (...ids: readonly string[]): string => {
      const doing = person.act(offered(...ids));
      return doing?.kind === 'press' ? doing.choice.id : '';
    };
    assert.equal(taken('server-unavailable', 'clock-skew', 'none-of-these'), 'clock-skew');
    assert.equal(taken('mail', 'skype-for-business', 'none-of-these'), 'skype-for-business');
    assert.equal(taken('server-unavailable', 'none-of-these'), 'none-of-these');
  });

  it('rightly hands over whom nothing cures', async () => {
    const all = await played(withClock({ causes: [cause('server', { shows: { compare: 'wrong' } })] }));
    assert.ok(
      all.every((p) => p.end === 'handed-over'),
      JSON.stringify(endsOf(all)),
    );
  });

  it('counts nothing as done that somebody has gone back from, and reads side facts as such', async () => {
    for (const problem of ['mfa-lost-phone', 'request-software']) {
      const all = await rehearse(content, createTurn(content, read), rehearsed(content, problem));
      const others = all.filter(({ end }) => end !== 'cured' && end !== 'handed-over');
      assert.deepEqual(
        others.map(({ cause: of, manner, way }) => [of, manner, way.join(' ')]),
        [],
      );
    }
  });

  it('finds whom no answer leads to the step that would cure them', async () => {
    const lost = cause('lost', { shows: { compare: 'wrong' }, cured: [at('clock-mac')] });
    const all = await played(withClock({ causes: [lost] }));
    assert.equal(endsOf(all)['lost buttons'], 'given-up');
  });

  it('finds a way that goes round in circles', async () => {
    const restart = CLOCK.steps.get('restart')!;
    assert.ok(restart.kind === 'tell');
    const round = restart.choices.map((c) => (c.id === 'not' ? { ...c, go: at('clock-windows') } : c));
    const steps = new Map([
      ...CLOCK.steps,
      ['restart', { ...restart, choices: round, otherwise: at('clock-windows') }],
    ]);
    const all = await played(withClock({ steps, causes: [cause('server', { shows: { compare: 'wrong' } })] }));
    assert.equal(endsOf(all)['server buttons'], 'circle');
  });

  it('finds steps that cure nobody, and tells problems without causes', async () => {
    const of = withClock({ causes: [cause('server', { shows: { compare: 'wrong' } })] });
    const problems = rehearsed(of, 'clock');
    const figures = figuresOf(of, problems, await played(of));
    assert.ok(figures.curesNobody.includes('clock/clock-windows'));
    assert.deepEqual(figures.unrehearsed, []);
    const none = withClock({ causes: [] });
    assert.deepEqual(figuresOf(none, rehearsed(none, 'clock'), []).unrehearsed, ['clock-skew']);
  });

  it('is reported as text and as a page, with nothing of the content taken for markup', async () => {
    const of = withClock({ causes: [{ ...wrong, id: '<b>' }] });
    const problems = rehearsed(of, 'clock');
    const figures = figuresOf(of, problems, await played(of));
    assert.match(textReport(figures), /6 conversations: 6 cured/);
    const faulty = { ...figures, curesNobody: ['<script>alert(1)</script>'] };
    assert.ok(!htmlReport(faulty, new Date(0)).includes('<script>'));
  });
});

describe('the best order of repairs', () => {
  it('takes the likeliest for its minutes first', () => {
    const causes = [
      cause('rare', { often: 'rare', cured: [at('restart')] }),
      cause('usual', { often: 'very often', cured: [at('clock-windows')] }),
      cause('theirs'),
    ];
    const of = withClock({ causes });
    const clock = of.walkthroughs.get('clock')!;
    const minutes = (step: string): number => {
      const found = clock.steps.get(step);
      return found?.kind === 'tell' ? found.minutes : 0;
    };
    const [first, second] = [minutes('clock-windows'), minutes('restart')];
    assert.equal(idealMinutes(of, clock), (8 / 9) * first + (1 / 9) * (first + second));
    assert.equal(shareOf(causes[1]!, clock), 8 / 11);
  });

  it('is none where nothing cures anything', () => {
    const of = withClock({ causes: [cause('theirs')] });
    assert.equal(idealMinutes(of, of.walkthroughs.get('clock')!), null);
  });
});
