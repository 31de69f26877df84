/** `firstline explain`, as people run it, and the table of faults in the operators' guide. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../../src/commands/explain.ts';
import { FAULT_CODES, FAULTS } from '../../src/core/faults.ts';
import { firstline } from '../fakes/cli.ts';
import { ROOT } from '../fakes/content.ts';

/** The codes that stand at the beginning of a line. */
const codesOf = (out: string): string[] => [...out.matchAll(/^ *([A-Z]+(?:_[A-Z]+)*)(?:$|\s{2})/gm)].map((m) => m[1]!);

describe('explain', () => {
  it('tells cause, cure and HTTP status of a code', async () => {
    const { out, code } = await firstline(['explain', 'NOT_A_PICTURE']);
    assert.equal(code, 0);
    const { cause, cure } = FAULTS.NOT_A_PICTURE;
    assert.equal(out, `NOT_A_PICTURE\n  ${cause}\n  ${cure}\n  HTTP status: 415\n`);
  });

  it('says nothing of HTTP where no request is answered with the code', async () => {
    assert.doesNotMatch((await firstline(['explain', 'DESK_LATE'])).out, /HTTP/);
  });

  it('lists every code when none is named', async () => {
    const { out, code } = await firstline(['explain']);
    assert.equal(code, 0);
    assert.deepEqual(codesOf(out), FAULT_CODES);
  });

  it('takes lower case, words and parts of words, and a code as it is copied from a line', async () => {
    for (const asked of [['desk_late'], ['desk-late'], ['desk', 'late'], ['late', 'DESK'], ['[DESK_LATE]'], ['lat']])
      assert.deepEqual(codesOf((await firstline(['explain', ...asked])).out), ['DESK_LATE'], asked.join(' '));
  });

  it('tells every code that holds the word, but only the one whose whole name it is', async () => {
    const desk = codesOf((await firstline(['explain', 'reached'])).out);
    assert.deepEqual(
      desk,
      FAULT_CODES.filter((code) => code.includes('REACHED')),
    );
    assert.deepEqual(codesOf((await firstline(['explain', 'malformed'])).out), ['MALFORMED']);
  });

  for (const group of ['slack', 'teams', 'desk'] as const)
    it(`tells a whole group by its name: ${group}`, async () => {
      const told = codesOf((await firstline(['explain', group])).out);
      const wanted = FAULT_CODES.filter((code) => FAULTS[code].group === group || code.includes(group.toUpperCase()));
      assert.deepEqual(told, wanted);
    });

  it('offers nothing that is only as short as what was asked', async () => {
    for (const asked of ['NOPE', 'xyz', 'qwert'])
      assert.doesNotMatch((await firstline(['explain', asked])).err, /probably meant/, asked);
  });

  it('offers the nearest code or word for one that does not exist, and fails', async () => {
    for (const [asked, meant] of [
      ['desk_lte', 'DESK_LATE'],
      ['TOKEN_REFUSDE', 'TOKEN_REFUSED'],
      ['tenat', 'TENANT'],
    ] as const) {
      const ran = await firstline(['explain', asked]);
      assert.deepEqual([ran.code, ran.out], [1, ''], asked);
      assert.match(
        ran.err,
        new RegExp(`There is no code ".*"\\.\\n {2}${meant} was probably meant\\. .*FAULT_UNKNOWN`),
      );
    }
  });

  it('offers nothing for a word that is near to no code', async () => {
    const ran = await firstline(['explain', 'somethingelseentirely']);
    assert.equal(ran.code, 1);
    assert.doesNotMatch(ran.err, /probably/);
    assert.match(ran.err, /firstline explain/);
  });

  it('needs no content and no right settings', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'firstline-empty-'));
    try {
      const ran = await firstline(['explain', 'SETTING_WRONG'], '', { PORT: 'http', CONTENT: empty, DESKS: empty });
      assert.deepEqual([ran.code, codesOf(ran.out)], [0, ['SETTING_WRONG']]);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});

describe('the table of faults', () => {
  it('has a row for every code', () => {
    for (const code of FAULT_CODES) {
      const { status, cause, cure } = FAULTS[code];
      assert.ok(table().includes(`\n| \`${code}\` | ${status ?? ''} | ${cause} | ${cure} |\n`), code);
    }
  });

  it('stands in deploy/README.md as explain --markdown prints it', async () => {
    const guide = readFileSync(join(ROOT, 'deploy', 'README.md'), 'utf8');
    const [, written] = /<!-- faults -->\n([\s\S]*)<!-- \/faults -->/.exec(guide)!;
    const { out } = await firstline(['explain', '--markdown']);
    assert.equal(written, out, 'run "npm run faults"');
  });
});
