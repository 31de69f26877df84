/** The effect of a change: what is held back, what is told, and what a trial leaves behind. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToldOfTrial } from '../../src/commands/trial.ts';
import type { Content } from '../../src/core/content.ts';
import type { TrialOrder, TrialResult } from '../../src/core/trial.ts';
import { compare } from '../../src/evaluation/compare.ts';
import { trainModel } from '../../src/understanding/training.ts';
import { fixtureSources, ROOT } from '../fakes/content.ts';
import { knowledge } from '../fakes/knowledge.ts';

const sum = (tally: Readonly<Record<string, number>>): number => Object.values(tally).reduce((all, n) => all + n, 0);

describe('a trial', function () {
  this.timeout(180_000);

  /** Content in which a problem has other examples. */
  function withExamples(
    content: Content,
    id: string,
    change: (examples: readonly string[]) => readonly string[],
  ): Content {
    const intent = content.intents.get(id)!;
    return {
      ...content,
      intents: new Map([...content.intents, [id, { ...intent, examples: [...change(intent.examples)] }]]),
    };
  }

  it('reads examples that neither side learned, and tells whom a bad change hurts', async () => {
    const { content } = knowledge();
    const mine = content.intents.get('hub-unavailable')!.examples;
    // Somebody makes all that is said of one problem examples of another.
    const bad = withExamples(content, 'wrong-pin', (examples) => [...examples, ...mine]);
    let learned: readonly string[] = [];
    const parts: number[] = [];
    const draft = [{ id: 'd', text: 'roomie hub xyzzy frobs', intent: 'wrong-pin' }];
    const result = await compare(
      content,
      bad,
      { draft, open: [{ id: 'o', text: 'the coffee is cold' }] },
      (done) => parts.push(done),
      (old, progress) => {
        learned = [...old.intents.values()].flatMap(({ examples }) => examples);
        return trainModel(old, progress);
      },
    );
    const all = [...content.intents.values()]
      .filter(({ kind }) => kind !== 'chatter')
      .flatMap(({ examples }) => examples);
    const held = all.filter((text) => !learned.includes(text));
    assert.ok(held.length > all.length / 6 && held.length < all.length / 4, `${held.length} of ${all.length}`);
    assert.deepEqual([sum(result.before), sum(result.after)], [held.length, held.length]);
    assert.ok(result.after.right < result.before.right, 'it hurts');
    assert.ok(result.hurt.some.some(({ intent }) => intent === 'hub-unavailable'));
    assert.ok(result.hurt.some.every(({ text }) => held.includes(text)));
    assert.ok(result.hurt.count >= result.hurt.some.length);
    assert.equal(sum(result.hurt.kinds), result.hurt.count);
    assert.match(Object.keys(result.hurt.kinds)[0]!, / wrong$/, 'the gravest first');
    assert.deepEqual([sum(result.draft.before), sum(result.draft.after)], [1, 1]);
    assert.deepEqual([sum(result.open.before), result.open.before.none], [1, 1]);
    assert.deepEqual(
      parts,
      [...parts].sort((a, b) => a - b),
    );
    assert.equal(parts.at(-1), 1);
  });

  it('of nothing changes nothing', async () => {
    const { content } = knowledge();
    const { before, after, hurt, helped } = await compare(content, content, { draft: [], open: [] });
    assert.deepEqual([before, hurt.count, helped.count], [after, 0, 0]);
  });

  const begun = (order: Partial<TrialOrder>): ChildProcess => {
    const child = fork(join(ROOT, 'src', 'commands', 'trial.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.send({ sources: fixtureSources(), order: { files: [], draft: [], open: [], ...order } });
    return child;
  };
  const left = ({ pid }: ChildProcess): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith(`firstline-trial-${pid}-`));

  it('tells the faults that the changed files would have, and leaves nothing behind', async () => {
    const child = begun({
      files: [{ path: 'intents/roomie/door-pass.yaml', text: 'examples:\n  - "xyzzy"\n  - 7\ntitel: A\n' }],
    });
    const [{ result }] = (await once(child, 'message')) as [Extract<ToldOfTrial, { result: TrialResult }>];
    assert.match(result.faults.map(({ file, what }) => `${file} ${what}`).join('\n'), /door-pass\.yaml.*titel/);
    await once(child, 'exit');
    assert.deepEqual(left(child), []);
  });

  it('leaves no words behind when it is ended in the middle, or its service is gone', async () => {
    const files = [{ path: 'intents/roomie/door-pass.yaml', text: 'examples:\n  - "xyzzy"\n' }];
    for (const end of [(child: ChildProcess) => child.kill(), (child: ChildProcess) => child.disconnect()]) {
      const child = begun({ files });
      await once(child, 'message');
      assert.equal(left(child).length, 1);
      const exit = once(child, 'exit');
      end(child);
      await exit;
      assert.deepEqual(left(child), []);
    }
  });
});
