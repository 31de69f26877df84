/** Languages other than the bot's: told from the script, or from the little words. */
import assert from 'node:assert/strict';
import { ForeignFinder } from '../../src/understanding/foreign.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content } = await shipped();
const finder = new ForeignFinder(content.packs.values());

const LINES: readonly (readonly [string, string | null])[] = [
  ['Ich kann mich seit heute nicht mehr anmelden', 'de'],
  ['Je ne peux plus me connecter depuis ce matin', 'fr'],
  ['No puedo iniciar sesión desde ayer', 'es'],
  ['Não consigo entrar desde ontem', 'pt'],
  ['Non riesco ad accedere da questa mattina', 'it'],
  ['Ik kan niet meer inloggen op mijn computer', 'nl'],
  ['Nie mogę się zalogować od rana', 'pl'],
  ['Jag kan inte logga in på min dator', 'sv'],
  ['Oturum açamıyorum, bana hata diyor', 'tr'],
  ['Не могу войти в программу', 'ru'],
  ['我无法登录', 'zh'],
  ['サインインできません', 'ja'],
  ['로그인할 수 없습니다', 'ko'],
  ['لا أستطيع تسجيل الدخول', 'ar'],
  ['Δεν μπορώ να συνδεθώ', 'other'],
  ['I cannot sign in to my account', null],
  ['skype no work help pls', null],
  ['Die Hard was on the TV, and I am in', null],
  ['ok', null],
  ['', null],
  ['kein Problem', null],
];

describe('the language of a text', () => {
  for (const [text, language] of LINES)
    it(`of "${text}" is ${language ?? 'the bot’s own, or nobody can say'}`, () =>
      assert.equal(finder.find(text), language));

  it('is never another for what people write in English', () => {
    const examples = [...content.intents.values()]
      .filter((i) => i.pack === 'skype-for-business')
      .flatMap((i) => i.examples);
    const english = examples.filter((text) => /\b(?:the|my|is|it|i)\b/i.test(text) && /^[\x20-\x7e]+$/.test(text));
    const wrong = english.filter((text) => finder.find(text) !== null);
    assert.ok(wrong.length <= english.length / 200, wrong.join('\n'));
  });
});
