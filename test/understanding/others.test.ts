import assert from 'node:assert/strict';
import type { Pack } from '../../src/core/content.ts';
import { othersOf } from '../../src/understanding/others.ts';
import { tokens } from '../../src/understanding/tokens.ts';
import { knowledge } from '../fakes/knowledge.ts';

const shipped = [...knowledge().content.packs.values()];
const skype = shipped.find((pack) => pack.about.length > 0)!;
const teams: Pack = { ...skype, id: 'teams', about: [['Teams', 'new teams client']] };

describe('other programs', () => {
  const alone = othersOf(shipped);
  const beside = othersOf([...shipped, teams]);

  it('are those the packs list', () => {
    assert.ok(alone.isProgram(tokens('Teams won’t start')));
    assert.ok(alone.isBeside(skype, tokens('my mail is fine')));
    assert.ok(!alone.isProgram(tokens('my mail is fine')));
    assert.ok(!alone.isBeside(skype, tokens('Skype is fine')));
  });

  it('are not what a pack is about, which is still beside another pack', () => {
    assert.ok(!beside.isProgram(tokens('Teams won’t start')));
    assert.ok(beside.isProgram(tokens('Outlook won’t start')));
    assert.ok(beside.isBeside(skype, tokens('Teams won’t start')));
    assert.ok(beside.isBeside(teams, tokens('Skype won’t start')));
    assert.ok(!beside.isBeside(teams, tokens('Teams won’t start')));
  });
});
