/** Everyday words for equipment, drives and mail, in the languages people write in: few words, and no product's name. */
import assert from 'node:assert/strict';
import { shipped } from '../fakes/knowledge.ts';

const { read } = await shipped();

const LINES: readonly (readonly [string, string])[] = [
  ['Papierstau am Kopierer', 'printer-queue'],
  ['bourrage papier au copieur', 'printer-queue'],
  ['atasco de papel en la fotocopiadora', 'printer-queue'],
  ['Maus und Tastatur gehen nicht', 'dock-or-monitor'],
  ['souris et clavier ne marchent plus', 'dock-or-monitor'],
  ['kamera i mikrofon nie działają', 'teams-audio-video'],
  ['Mikrofon und Kamera gehen nicht', 'teams-audio-video'],
  ['die Festplatte ist voll', 'computer-slow'],
  ['chmura się nie synchronizuje', 'onedrive-not-syncing'],
  ['Urlaubsnotiz einschalten bitte', 'out-of-office'],
  ['la libreta de direcciones está vacía hoy', 'outlook-data-file'],
];

describe('everyday words in other languages', () => {
  for (const [text, intent] of LINES)
    it(`"${text}" is offered or named as ${intent}`, () => {
      const { decision, guesses } = read(text);
      assert.notEqual(decision, 'none');
      assert.ok(guesses.slice(0, 3).some((guess) => guess.intent === intent));
    });
});
