import assert from 'node:assert/strict';
import { withoutNames } from '../../src/core/without-names.ts';

describe('names in a text', () => {
  const person = (name: string) => ({ id: 'x', name });

  it('are taken out: whole ones in any letters, and parts of them as they are written', () => {
    const ann = person('Ann O’Neil-Şahin');
    assert.equal(
      withoutNames('ann o’neil-şahin here, Ann again; O’Neil-Şahin.', [ann]),
      '[name] here, [name] again; [name].',
    );
    assert.equal(
      withoutNames('call (Li) Wei', [person('Li Wei')]),
      'call (Li) [name]',
      'two letters are no name by themselves',
    );
  });

  it('leave other words alone, whatever stands in a name', () => {
    assert.equal(
      withoutNames('the will of Annabel: mark it, planned', [person('Will Ann Mark')]),
      'the will of Annabel: mark it, planned',
    );
    assert.equal(withoutNames('a.b (c) [d] $1', [person('.*'), person('(c) [d]'), null, person('')]), 'a.b [name] $1');
  });
});
