/** Tests of weighing an install. */
import assert from 'node:assert/strict';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from './ends.ts';
import { sizesOf, weighed } from './install.ts';

describe('the size of an install', () => {
  it('counts nested packages with the outer one, the packages of a scope apart, and a hard-linked file once', () =>
    withFolder(async (folder) => {
      for (const path of ['a/node_modules/b', '@s/c']) mkdirSync(join(folder, path), { recursive: true });
      writeFileSync(join(folder, 'a', 'x'), '12345');
      writeFileSync(join(folder, 'a', 'node_modules', 'b', 'y'), '123');
      linkSync(join(folder, 'a', 'x'), join(folder, 'a', 'z'));
      writeFileSync(join(folder, '@s', 'c', 'x'), '1');
      assert.deepEqual([...sizesOf(folder)].sort(), [
        ['@s/c', 1],
        ['a', 8],
      ]);
    }));

  it('counts the package "node" apart, and names the ten largest of the others', () => {
    const mb = 1024 * 1024;
    const sizes = new Map<string, number>(Array.from({ length: 12 }, (_, i) => [`p${i}`, i * mb])).set('node', 90 * mb);
    const { mb: rest, nodeMb, largest } = weighed(sizes);
    assert.deepEqual([rest, nodeMb, largest.length, largest[0]], [66, 90, 10, { name: 'p11', mb: 11 }]);
  });
});
