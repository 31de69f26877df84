import assert from 'node:assert/strict';
import { readWith, toldOf, WALK } from '../fakes/packs.ts';

/** The faults of a walkthrough with these steps; `first` is the one it begins with. */
function told(steps: string, others: Readonly<Record<string, string>> = {}): string[] {
  const files = Object.fromEntries(
    Object.entries({ [WALK]: steps, ...others }).map(([name, text]) => [
      name,
      `title: ${name}\naudience: person\nsteps:\n${text.replace(/^ *\n/, '').replace(/^ */gm, '  ')}`,
    ]),
  );
  return toldOf(readWith(files)).map((line) => line.replace(/^\S*\//, '').replace(/;.*/, ''));
}

describe('check, of circles', () => {
  it('finds steps whose every answer leads round, once', () => {
    assert.deepEqual(
      told(`
        first: { ask: Well?, choices: { a: { title: A, go: second }, b: { title: B, go: first } }, skip: second }
        second: { tell: Do it., not: first }`),
      ['fix.yaml:4  step "first": a dead end, every answer leads round in a circle with "second"'],
    );
  });

  it('finds questions that go on by themselves for ever, once their slot is known', () => {
    assert.deepEqual(
      told(`
        first: { slot: device, choices: { windows: second, mac: done }, skip: done }
        second: { ask: And?, slot: device, choices: { windows: first, mac: done }, skip: done }
        done: { end: fixed }`),
      [
        'fix.yaml:4  step "first": for some people it goes round in a circle with "second", and nothing is asked on the way',
      ],
    );
  });

  it('accepts a way round that nobody can take: people who get there have another device', () => {
    assert.deepEqual(
      told(`
        first: { slot: device, choices: { windows: second, mac: done }, skip: done }
        second: { ask: And?, slot: device, choices: { windows: done, mac: first }, skip: done }
        done: { end: fixed }`),
      [],
    );
  });

  it('finds steps that people skip because they are for admins', () => {
    assert.deepEqual(
      told(`
        first: { who: admin, tell: Look., fixed: done, not: second }
        second: { who: admin, tell: Look again., fixed: done, not: first }
        done: { end: fixed }`),
      [
        'fix.yaml:4  step "first": for some people it goes round in a circle with "second", and nothing is asked on the way',
      ],
    );
  });

  it('finds steps for some people that all others skip, from one to the other and back', () => {
    assert.deepEqual(
      told(`
        first: { for: { device: mac }, tell: Look., fixed: done, not: second }
        second: { for: { device: mac }, tell: Look again., fixed: done, not: first }
        done: { end: fixed }`),
      [
        'fix.yaml:4  step "first": for some people it goes round in a circle with "second", and nothing is asked on the way',
      ],
    );
    assert.deepEqual(
      told(`
        first: { for: { device: mac }, tell: Look., fixed: done, not: second }
        second: { for: { device: windows }, tell: Look again., fixed: done, not: first }
        done: { end: fixed }`),
      [
        'fix.yaml:4  step "first": for some people it goes round in a circle with "second", and nothing is asked on the way',
      ],
      'who knows neither',
    );
  });

  it('finds days on which people skip from one step to another and back', () => {
    const steps = (day: string): string => `
        first: { until: 2026-05-31, tell: Look., fixed: done, not: second }
        second: { from: ${day}, tell: Look again., fixed: done, not: first }
        done: { end: fixed }`;
    assert.equal(told(steps('2026-07-01')).length, 1, 'in June');
    assert.deepEqual(told(steps('2026-06-01')), []);
  });

  it('finds walkthroughs that visit each other, and lets one be visited twice', () => {
    const other = 'dialogs/vpn/other.yaml';
    assert.deepEqual(
      told(
        `
        first: { ask: Well?, choices: { a: { title: A, go: in } }, skip: done }
        in: { visit: other/, then: done }
        done: { end: fixed }`,
        {
          [other]: `
        back: { visit: fix/in, then: end }
        end: { end: return }`,
        },
      ),
      [
        'fix.yaml:5  step "in": for some people it goes round in a circle with "other/back", and nothing is asked on the way',
      ],
    );
    assert.deepEqual(
      told(
        `
        first: { visit: other/, then: second }
        second: { visit: other/, then: done }
        done: { end: fixed }`,
        {
          [other]: `
        ask: { slot: device, choices: { windows: end, mac: end }, skip: end }
        end: { end: return }`,
        },
      ),
      [],
    );
  });
});
