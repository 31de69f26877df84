import assert from 'node:assert/strict';
import type { Pack } from '../../src/core/content.ts';
import { createLexicon } from '../../src/understanding/lexicon.ts';
import { otherProgramsOf } from '../../src/understanding/other-programs.ts';
import { knowledge, lexicon } from '../fakes/knowledge.ts';

const packs = [...knowledge().content.packs.values()];
const roomie = packs.find((pack) => pack.about.names.length > 0)!;
const teams: Pack = {
  ...roomie,
  id: 'teams',
  about: { ...roomie.about, names: ['Teams', 'new teams client'], parts: [] },
};

describe('other programs', () => {
  const some = [...packs, teams];
  const [first, second] = [lexicon, createLexicon(some)];
  const alone = otherProgramsOf(packs, first);
  const beside = otherProgramsOf(some, second);

  it('are those the packs list', () => {
    assert.ok(alone.isProgram(first.tokens('Teams won’t start')));
    assert.ok(alone.isBeside(roomie.id, first.tokens('my mail is fine')));
    assert.ok(!alone.isProgram(first.tokens('my mail is fine')));
    assert.ok(!alone.isBeside(roomie.id, first.tokens('Roomie is fine')));
  });

  it('leave out the product of a pack, which still counts as beside another pack', () => {
    assert.ok(!beside.isProgram(second.tokens('Teams won’t start')));
    assert.ok(beside.isProgram(second.tokens('Outlook won’t start')));
    assert.ok(beside.isBeside(roomie.id, second.tokens('Teams won’t start')));
    assert.ok(beside.isBeside('teams', second.tokens('Roomie won’t start')));
    assert.ok(!beside.isBeside('teams', second.tokens('Teams won’t start')));
  });
});
