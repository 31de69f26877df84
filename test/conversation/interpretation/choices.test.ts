/** Choices that people name, in the languages of the content: one case more is one line more. */
import assert from 'node:assert/strict';
import {
  bareWordsOf,
  byName,
  closestChoice,
  ordinalsOf,
  pickedIn,
  saidIn,
} from '../../../src/conversation/interpretation/choices.ts';
import { WordList } from '../../../src/conversation/interpretation/word-list.ts';
import { knowledge } from '../../fakes/knowledge.ts';

const { content } = knowledge();
const words = bareWordsOf(content);
const CHOICES = [
  { id: 'in', title: 'It is plugged in' },
  { id: 'out', title: 'It came out' },
  { id: 'broken', title: 'It is torn' },
];
const QUESTION = { asked: 1, slot: null, choices: CHOICES, controls: [] };
const SAYS = [
  { id: 'in', says: ['plugged in', 'eingesteckt', 'branché', 'enchufado', 'inserito', 'ingestoken', 'podłączony'] },
];

describe('what people say for a choice', () => {
  it('counts unless it is denied, in any language of the content', () => {
    for (const text of [
      'it is plugged in',
      'das Kabel ist eingesteckt',
      'le câble est branché',
      'no, está enchufado',
      'de kabel is ingestoken',
    ])
      assert.deepEqual(saidIn(text, QUESTION, SAYS, words), ['in'], text);
    for (const text of [
      "it isn't plugged in",
      'no idea if plugged in',
      'das Kabel ist nicht eingesteckt',
      'keine Ahnung, ob eingesteckt',
      "le câble n'est pas branché",
      'el cable no enchufado',
      'il cavo non inserito',
      'de kabel is niet ingestoken',
      'kabel nie podłączony',
    ])
      assert.deepEqual(saidIn(text, QUESTION, SAYS, words), [], text);
  });

  it('is counted with the words that people put around a number', () => {
    const ordinals = ordinalsOf(content);
    for (const text of ['the second one please', 'die zweite bitte', 'ich nehme die zweite', 'la segunda por favor'])
      assert.equal(byName(text, QUESTION, false, ordinals), 'out', text);
    assert.equal(byName('the second cable', QUESTION, false, ordinals), null);
  });

  it('is a number in a list of three or more, and nothing where a title has that number', () => {
    const ordinals = ordinalsOf(content);
    assert.equal(byName('3', QUESTION, false, ordinals), 'broken');
    assert.equal(byName('4', QUESTION, false, ordinals), null);
    assert.equal(byName('2', { ...QUESTION, choices: CHOICES.slice(1) }, false, ordinals), null);
    const versions = ['Version 3', 'Version 1', 'Version 2'].map((title, i) => ({ id: `v${i}`, title }));
    assert.equal(byName('3', { ...QUESTION, choices: versions }, false, ordinals), null);
  });

  it('is the title that stands in a text beside words that tell nothing', () => {
    assert.equal(closestChoice('ich glaube: torn', CHOICES, false, words), 'broken');
    assert.equal(closestChoice('not torn', CHOICES, false, words), null);
  });

  it('is no long title of which a text has one word among others', () => {
    const long = [
      { id: 'full', title: 'There is no room left: the cloud or this computer is full' },
      { id: 'paused', title: 'It says that it is paused' },
    ];
    assert.equal(closestChoice('files, network and computer then', long, false, words), null);
    assert.equal(closestChoice('the computer is full', long, false, words), 'full');
    assert.equal(closestChoice('paused', long, false, words), 'paused');
  });

  it('is no title of which a text has only words that stand in another one, too', () => {
    const phones = [
      { id: 'silent', title: 'A call comes on my phone' },
      { id: 'other', title: 'I have another phone than a week ago' },
      { id: 'broken', title: 'My phone' },
    ];
    assert.equal(closestChoice('phone is blue', phones.slice(0, 2), false, words), null);
    assert.equal(closestChoice('phone call', phones.slice(0, 2), false, words), 'silent');
    assert.equal(closestChoice('my phone', phones, false, words), 'broken');
  });

  it('is nothing grave on one word alone', () => {
    const locked = { id: 'ransom', title: 'My files are locked up, and somebody demands money' };
    assert.equal(closestChoice('files', [{ ...locked, least: 2 }], true, words), null);
    assert.equal(closestChoice('files', [locked], true, words), 'ransom');
    assert.equal(closestChoice('somebody demands money', [{ ...locked, least: 2 }], true, words), 'ransom');
  });

  it('is a place at the beginning of a longer text, and no step that is told first', () => {
    const ordinals = ordinalsOf(content);
    assert.equal(byName('the first one and its loud', QUESTION, false, ordinals), 'in');
    assert.equal(byName('the second one I think, it began on Monday', QUESTION, false, ordinals), 'out');
    for (const text of ['first, I restarted it, then it crashed', 'not the first one', 'the first time it worked'])
      assert.equal(byName(text, QUESTION, false, ordinals), null, text);
  });

  it('is the one title with the name that a text picks', () => {
    const picking = new WordList(['one', 'then']);
    assert.equal(pickedIn('the torn one', CHOICES, words, picking), 'broken');
    assert.equal(pickedIn('torn', CHOICES, words, picking), null);
    assert.equal(pickedIn('the other one', CHOICES, words, picking), null);
  });
});
