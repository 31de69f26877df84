/** Grave facts in what people write, over the shipped packs: one case more is one line more. */
import assert from 'node:assert/strict';
import { graveIn } from '../../src/conversation/grave.ts';
import { shipped } from '../fakes/knowledge.ts';

const TOLD: readonly string[] = [
  'I typed my password',
  'oh no, I typed my password',
  "I can't find the mail any more but I typed my password",
  'ich habe mein Passwort eingegeben',
  'ho inserito la password',
  'ik heb mijn wachtwoord ingevuld',
  'podałem hasło',
];
const NOT_TOLD: readonly string[] = [
  'I never typed my password',
  'what if I typed my password',
  'do I have to say I typed my password',
  'ich habe kein Passwort eingegeben',
  'wenn ich mein Passwort eingegeben hätte',
  'non ho inserito la password',
  'ik heb geen wachtwoord ingevuld',
  "je n'ai pas tapé mon mot de passe",
  'nie podałem hasła',
];

describe('what makes a case worse', () => {
  const told = async (text: string) =>
    graveIn((await shipped()).content, { intent: 'suspicious-sign-in', frames: [], slots: {} }, text)['secret-given'];

  for (const text of TOLD) it(`is told: ${text}`, async () => assert.equal(await told(text), 'yes'));
  for (const text of NOT_TOLD) it(`is not told: ${text}`, async () => assert.equal(await told(text), undefined));
});
