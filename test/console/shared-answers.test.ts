import assert from 'node:assert/strict';
import { SharedAnswers } from '../../src/console/desk/shared-answers.ts';

describe('shared answers', () => {
  it('ask once for all who ask meanwhile, and never give anybody what was true before they asked', async () => {
    const answers = new SharedAnswers<number>();
    let value = 1;
    let asked = 0;
    let open: () => void = () => undefined;
    const ask = async (): Promise<number> => {
      asked += 1;
      const seen = value;
      await new Promise<void>((done) => {
        open = done;
      });
      return seen;
    };
    const first = answers.get('a', ask);
    value = 2;
    const later = [answers.get('a', ask), answers.get('a', ask), answers.get('a', ask)];
    assert.equal(asked, 1);
    open();
    assert.equal(await first, 1);
    await new Promise((done) => setImmediate(done));
    assert.equal(asked, 2);
    value = 3;
    const last = answers.get('a', ask);
    open();
    assert.deepEqual(await Promise.all(later), [2, 2, 2]);
    await new Promise((done) => setImmediate(done));
    open();
    assert.equal(await last, 3);
    assert.equal(asked, 3);
    const anew = answers.get('a', ask);
    open();
    assert.equal(await anew, 3);
  });

  it('ask again after one failed, and each key for itself', async () => {
    const answers = new SharedAnswers<string>();
    const away = async (): Promise<string> => {
      throw new Error('away');
    };
    const [one, two] = [answers.get('a', away), answers.get('a', async () => 'back')];
    await assert.rejects(one, /away/);
    assert.equal(await two, 'back');
    assert.equal(await answers.get('b', async () => 'other'), 'other');
    assert.equal(await answers.get('a', async () => 'again'), 'again');
  });
});
