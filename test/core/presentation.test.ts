/** How much a button stands out: one case more is one line more. */
import assert from 'node:assert/strict';
import { apart, controlRoleOf, numbered, roleOf } from '../../src/core/presentation.ts';

const ROLES = {
  fixed: 'primary',
  yes: 'primary',
  send: 'primary',
  claim: 'primary',
  not: 'normal',
  'some-answer': 'normal',
} as const;

const CONTROL_ROLES = { back: 'normal', human: 'normal', stop: 'rare', 'start-over': 'rare', where: 'rare' } as const;

describe('the role of a button', () => {
  for (const [id, role] of Object.entries(ROLES)) it(`of ${id} is ${role}`, () => assert.equal(roleOf({ id }), role));
});

describe('the role of a control', () => {
  for (const [id, role] of Object.entries(CONTROL_ROLES))
    it(`of ${id} is ${role}`, () => assert.equal(controlRoleOf({ id }), role));
});

describe('controls', () => {
  const controls = ['back', 'skip', 'repeat', 'start-over', 'human', 'stop'].map((id) => ({ id }));

  it('stay in sight where they are few', () => {
    assert.deepEqual(apart(controls.slice(0, 3), 5), { near: controls.slice(0, 3), far: [] });
  });

  it('are split where they are many, and the rare ones folded away', () => {
    const { near, far } = apart(controls, 5);
    assert.deepEqual(
      [near, far].map((some) => some.map(({ id }) => id)),
      [
        ['back', 'skip', 'human'],
        ['repeat', 'start-over', 'stop'],
      ],
    );
  });
});

describe('choices as words', () => {
  it('have their number once, also where the title has it already', () => {
    const titles = ['Yes', '2. No', '2. is wrong'].map((title) => ({ id: title, title }));
    assert.deepEqual(titles.map(numbered), ['1. Yes', '2. No', '3. 2. is wrong']);
  });
});
