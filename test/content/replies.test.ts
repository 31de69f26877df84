/** Saved replies and the words of the console, as a company writes them over the shipped ones. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContent } from '../../src/content/load.ts';
import { repliesFor } from '../../src/core/saved-replies.ts';
import { ROOT } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';

/** The shipped common pack with a company's files over it. */
function read(files: Readonly<Record<string, string>>) {
  const own = freshFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(own, 'dialogs', 'common');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const roots = [
    { path: ROOT, shown: '' },
    { path: own, shown: 'own/' },
  ];
  const { content, faults } = readContent({ roots, packs: [], organisation: null });
  return {
    content,
    faults: faults.filter(({ file }) => file.startsWith('own/')).map(({ what, meant }) => `${what}: ${meant}`),
  };
}

const VALUES = { person: 'Jo {agent} <b>', agent: 'Ana', ticket: 'F-1', problem: 'no sound' };

describe('saved replies', () => {
  it('of a company come beside the shipped ones, and put those of the same name otherwise', () => {
    const { content, faults } = read({
      'replies.yaml':
        'looking: { title: On it, text: "{person}: {ticket}, {problem}, {support-phone}" }\nours: { title: Ours, text: Hi }',
    });
    assert.deepEqual(faults, []);
    const replies = repliesFor(content, null, VALUES, { 'support-phone': '123' });
    assert.equal(replies.find(({ id }) => id === 'common/ours')?.text, 'Hi');
    // A person's name is filled in once, and never read as a placeholder itself.
    assert.equal(replies.find(({ title }) => title === 'On it')?.text, 'Jo {agent} <b>: F-1, no sound, 123');
  });

  it('say what nobody knows in neutral words, and are for their problems alone', () => {
    const { content } = read({});
    const all = {
      ...content,
      savedReplies: [{ id: 'x', pack: 'common', title: 'X', text: '{support-phone}', for: ['a'] }],
    };
    assert.deepEqual(repliesFor(all, 'b', VALUES, {}), []);
    assert.deepEqual(repliesFor(all, null, VALUES, {}), []);
    const [one] = repliesFor(all, 'a', VALUES, {});
    assert.ok(one && one.text !== '' && !one.text.includes('{'));
  });

  it('come with every product: six to ten, each for problems of its own, and each filled in whole', () => {
    const { content } = readContent({ roots: [{ path: ROOT, shown: '' }], packs: null, organisation: null });
    const values = { person: 'Jo', agent: 'Ana', ticket: 'F-1', problem: 'no sound' };
    const products = [...content.packs.values()].filter(({ generic }) => generic !== null);
    assert.ok(products.length >= 4);
    for (const { id } of products) {
      const own = content.savedReplies.filter(({ pack }) => pack === id);
      assert.ok(own.length >= 6 && own.length <= 10, `${id} has ${own.length}`);
      for (const reply of own) {
        assert.ok(reply.for.length > 0, `${id}/${reply.id} is for every ticket`);
        const [text] = repliesFor(content, reply.for[0]!, values, {}).flatMap((one) =>
          one.id === `${id}/${reply.id}` ? [one.text] : [],
        );
        // Somebody without a name is greeted with “there”.
        assert.match(text!, /^Hello Jo, /);
        assert.doesNotMatch(text!, /[{}]|\*\*|`/, `${id}/${reply.id} is filled in, and in plain words`);
      }
    }
  });

  it('are refused where nobody fills something in, a problem is not there, or two look alike', () => {
    const { faults } = read({
      'replies.yaml':
        'one: { title: One, text: "Hello {persn}" }\ntwo: { title: one, text: Hi, for: [no-such-problem] }\nthree: { text: Hi }',
    });
    assert.match(faults.join('\n'), /nobody fills in \{persn\}.*"person" was probably meant/);
    assert.match(faults.join('\n'), /there is no intent "no-such-problem"/);
    assert.match(faults.join('\n'), /"one" is the title of "one" too/);
    assert.match(faults.join('\n'), /title/);
  });
});

describe('the words of the console', () => {
  it('are put otherwise by a company’s file, line by line', () => {
    const { content, faults } = read({ 'console.yaml': 'desk-nobody: All quiet.\nheld-mine: "{what} ({seconds})"' });
    assert.deepEqual(faults, []);
    assert.equal(content.consoleWords['desk-nobody'], 'All quiet.');
    assert.equal(content.consoleWords['desk-sample'], 'Make a sample ticket');
  });

  it('are refused where the console does not say them, or nobody fills something in', () => {
    const { faults } = read({ 'console.yaml': 'desk-nobodi: x\ndesk-nobody: "{who} is quiet"\nheld-mine: "{waht}"' });
    assert.match(faults.join('\n'), /the console does not say "desk-nobodi"/);
    assert.match(faults.join('\n'), /desk-nobody: nobody fills in \{who\}.*take it out/);
    assert.match(faults.join('\n'), /held-mine: nobody fills in \{waht\}.*it can have \{seconds\} and \{what\}/);
  });
});
