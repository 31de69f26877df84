/** Names, parts and praise of products in texts: one case more is one line more. */
import assert from 'node:assert/strict';
import { PackNames } from '../../src/understanding/pack-names.ts';

const nothing = { names: [], parts: [], does: [], fails: [], everyday: false };
const names = new PackNames([
  {
    id: 'rooms',
    about: { ...nothing, names: ['Roomie', 'roomie app', 'C++ panel'], parts: ['rmctl*', 'rm-*-x', 'a.b'] },
  },
  { id: 'print', about: { ...nothing, names: ['Easy Print', 'easyprint'], parts: ['spool*'] } },
  { id: 'common', about: { ...nothing, parts: ['rmctl'] } },
]);

/** A text without the spaces that rewriting leaves. */
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Texts, simplified already, and what they become. */
const UNIFIED = [
  ['open roomie', 'open roomie'],
  ['open the roomie app now', 'open the roomie now'],
  ['the c++ panel is off', 'the roomie is off'],
  ['easy print', 'easyprint'],
  ['easyprint and roomie', 'easyprint and roomie'],
  ['roomies', 'roomies'],
  ['a panel', 'a panel'],
] as const;

const PARTS = [
  ['run rmctl', 'run rmctl roomiepart'],
  ['run rmctlfeeds now', 'run rmctlfeeds roomiepart now'],
  ['rm-7e-x', 'rm-7e-x roomiepart'],
  ['rm--x', 'rm--x roomiepart'],
  ['the spooler and rmctl', 'the spooler easyprintpart and rmctl roomiepart'],
  ['a.b', 'a.b roomiepart'],
  ['axb', 'axb'],
  ['myrmctl', 'myrmctl'],
] as const;

const WELL = [
  ['roomie works', 'roomie works roomieworks'],
  ['roomie itself is still working', 'roomie itself is still working roomieworks'],
  ['easyprint is fine but roomie is not', 'easyprint is fine easyprintworks but roomie is not'],
  ['roomie is not ok', 'roomie is not ok'],
  ['roomie workshop', 'roomie workshop'],
  ['it works', 'it works'],
] as const;

describe('the names of products', () => {
  for (const [given, expected] of UNIFIED)
    it(`make "${given}" into "${expected}"`, () => assert.equal(tidy(names.unify(given)), expected));

  it('are one word by pack, and none where a pack has no name', () => {
    assert.deepEqual([names.word('rooms'), names.word('print'), names.word('common')], ['roomie', 'easyprint', null]);
    assert.deepEqual([names.partWord('print'), names.partWord('common')], ['easyprintpart', null]);
    assert.deepEqual(names.words(), ['roomie', 'easyprint']);
  });

  it('may be written in any script', () => {
    const some = new PackNames([{ id: 'a', about: { ...nothing, names: ['Büro Überblick', '会议室'] } }]);
    assert.equal(tidy(some.unify('mein büro überblick')), 'mein büroüberblick');
    assert.equal(tidy(some.unify('büro überblicke')), 'büro überblicke');
    assert.equal(tidy(some.unify('会议室')), 'büroüberblick');
  });
});

describe('the name of a product', () => {
  it('may begin with a mark', () => {
    const some = new PackNames([{ id: 'a', about: { ...nothing, names: ['.NET', 'dot net'] } }]);
    assert.equal(tidy(some.unify('since .net is here, dot net fails')), 'since net is here, net fails');
    assert.equal(tidy(some.unify('asp.net')), 'asp.net');
  });
});

describe('a product whose name begins beyond ASCII', () => {
  it('may be said to work', () => {
    const some = new PackNames([{ id: 'a', about: { ...nothing, names: ['Überblick'] } }]);
    assert.equal(tidy(some.noteWell('der überblick is fine')), 'der überblick is fine überblickworks');
  });
});

describe('the parts of products', () => {
  for (const [given, expected] of PARTS)
    it(`make "${given}" into "${expected}"`, () => assert.equal(tidy(names.noteParts(given)), expected));
});

describe('products that are said to work', () => {
  for (const [given, expected] of WELL)
    it(`make "${given}" into "${expected}"`, () => assert.equal(tidy(names.noteWell(given)), expected));
});

describe('without any pack', () => {
  it('a text stays as it is', () => {
    const none = new PackNames([]);
    for (const rewrite of [none.unify, none.noteParts, none.noteWell])
      assert.equal(rewrite.call(none, 'roomie works, rmctl too'), 'roomie works, rmctl too');
  });
});
