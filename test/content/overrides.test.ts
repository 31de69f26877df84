import assert from 'node:assert/strict';
import { join } from 'node:path';
import { firstline, jsonLines } from '../fakes/cli.ts';
import { folderOf, INTENT, readWith, toldOf, WALK, WHOLE } from '../fakes/packs.ts';

const DONE = 'steps:\n  done: { end: fixed, text: Good. }\n';

/** The overrides, faults and hints of a company's file over a shipped one. */
function told(file: string, text: string, shipped: Readonly<Record<string, string>> = {}) {
  const loaded = readWith(shipped, [{ [file]: text }]);
  return {
    faults: toldOf(loaded),
    overrides: loaded.overrides.map(({ file: at, line, what, of }) => `${at}:${line} ${what} of ${of}`),
    hints: loaded
      .hints('2026-01-01')
      .flatMap(({ file: at, line, what, meant }) => (at.startsWith('own/') ? [`${line} ${what}; ${meant}`] : [])),
    original: loaded.overrides[0]?.original,
  };
}

describe('check, of overrides', () => {
  it('lists the parts that a company overrides, and of which file', () => {
    const { faults, overrides, hints, original } = told(WALK, `title: Mending\n${DONE}`);
    assert.deepEqual(faults, []);
    assert.deepEqual(hints, []);
    assert.deepEqual(overrides, [`own/${WALK}:1 title of ${WALK}`, `own/${WALK}:3 step "done" of ${WALK}`]);
    assert.match(original!, /^[0-9a-f]{8}$/);
    assert.deepEqual(told(INTENT, 'examples: [It is slow always]\n').overrides, [], 'what is added overrides nothing');
  });

  it('says when the original changed since the override’s author looked at it', () => {
    const { original } = told(WALK, DONE);
    assert.deepEqual(told(WALK, `original: "${original}"\n${DONE}`).hints, []);
    const shipped = { [WALK]: WHOLE[WALK]!.replace('done: { end: fixed }', 'done: { end: fixed, text: Well done. }') };
    const [hint] = told(WALK, `original: "${original}"\n${DONE}`, shipped).hints;
    assert.match(
      hint!,
      /^1 the original changed: dialogs\/vpn\/fix\.yaml .*; look at it, then write "original: [0-9a-f]{8}"$/,
    );
    const next = /original: ([0-9a-f]{8})"$/.exec(hint!)![1];
    assert.deepEqual(told(WALK, `original: "${next}"\n${DONE}`, shipped).hints, []);
    assert.deepEqual(told(WALK, `original: ${next}\n${DONE}`, shipped).hints, [], 'a hash that is a number, too');
  });

  it('says when what is overridden is gone: a step, an example, a key, a file', () => {
    const step = told(WALK, 'original: 1234abcd\nsteps:\n  dune: { end: fixed }\n');
    assert.deepEqual(step.hints, [
      `1 nothing in it overrides ${WALK} any more: the original is gone; see whether the file is still needed; only this file has step "dune" now; then take out "original"`,
    ]);
    assert.deepEqual(told(INTENT, 'without:\n  examples: [It is slow today, It was slow]\n').hints, [
      `2 "It was slow" is taken away, but it does not stand in ${INTENT}, or not any more; take this line out`,
    ]);
    assert.deepEqual(told(INTENT, 'titel:\n').hints, [
      `1 "titel" is taken away, but it does not stand in ${INTENT}, or not any more; take this line out`,
    ]);
    const gone = 'this file overrides one that is gone: nothing of its name is shipped any more';
    assert.deepEqual(told('dialogs/vpn/gone.yaml', `original: 1234abcd\n${DONE}`).faults, [
      `own/dialogs/vpn/gone.yaml:1  ${gone}; delete it, or make it a whole file of its own and take out "original" and "without"`,
    ]);
    const whole = told(
      'intents/vpn/alone.yaml',
      `original: 1234abcd\n${WHOLE[INTENT]!.replaceAll('It is slow', 'It is odd')}`,
    );
    assert.deepEqual(whole.faults, []);
    assert.equal(whole.hints.filter((hint) => /^1 this file overrides nothing/.test(hint)).length, 1);
  });

  it('tells faults on the lines of the file they stand in', () => {
    assert.deepEqual(told(WALK, 'steps:\n  done: { edn: fixed }\n').faults, [
      `own/${WALK}:2  step "done": nobody reads "edn"; "end" was probably meant`,
    ]);
    assert.deepEqual(
      told(INTENT, 'without:\n  examples: [It is slow today]\nexamples: ["", It is slow now, It is slow again!]\n')
        .faults,
      [
        `own/${INTENT}:3  examples: there are no words in it; write them, or take the line out`,
        `own/${INTENT}:3  examples: "It is slow again!" stands here twice; keep one`,
      ],
    );
  });

  it('prints them for people, and as JSON', async () => {
    const own = folderOf({
      'dialogs/skype-for-business/clock.yaml': 'original: 00000000\ntitle: Setting the time\n',
      'dialogs/skype-for-business/hosting.yaml': 'title: Where it runs\nsteps:\n  lost: { end: fixd }\n',
    });
    const [text, json] = await Promise.all([
      firstline(['check'], '', { CONTENT: own }),
      firstline(['check', '--json'], '', { CONTENT: own }),
    ]);
    assert.deepEqual([text.code, json.code], [1, 1]);
    const file = join(own, 'dialogs', 'skype-for-business', 'clock.yaml');
    assert.ok(text.out.includes(`${file}:2  overrides title of dialogs/skype-for-business/clock.yaml\n`), text.out);
    assert.match(text.out, /clock\.yaml:1 {2}hint: the original changed/);
    assert.match(
      text.out,
      /hosting\.yaml:1 {2}overrides title of .*; to be told when that changes, write "original: [0-9a-f]{8}"/,
    );
    assert.match(text.err, /^1 fault, /);
    const found = jsonLines(json);
    assert.deepEqual(new Set(found.map(({ kind }) => kind)), new Set(['override', 'fault', 'hint']));
    for (const one of found) assert.deepEqual(Object.keys(one).slice(0, 4), ['kind', 'file', 'line', 'what']);
    assert.equal(found.length, text.out.trim().split('\n').length);
  });
});
