/** Values of slots in texts: one case more is one line more. */

import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import { formulasOf } from '../../src/core/content.ts';
import { SlotFinder } from '../../src/understanding/slots.ts';
import { shippedSources } from '../fakes/content.ts';
import { knowledge, lexicon } from '../fakes/knowledge.ts';

const finder = new SlotFinder(knowledge().content.packs.values(), lexicon.excerpt);

/** Texts and the slots they fill, by what the lines are about. */
const CASES: Readonly<Record<string, readonly (readonly [string, Readonly<Record<string, string>>])[]>> = {
  'are phrases, whole and in any spelling': [
    ['it fails on my phone', { 'booked-on': 'phone' }],
    ['IT FAILS ON MY PHONE!', { 'booked-on': 'phone' }],
    ['my phones', {}],
    ['just this room', { 'rooms-affected': 'one' }],
    ['I’m the admin', { audience: 'admin' }],
    ['', {}],
  ],
  'use up their words: the longest phrase counts': [
    ['only on the guest Wi-Fi', { 'room-network': 'guest' }],
    ['the hub in the cloud', { 'room-hub': 'cloud' }],
  ],
  'are none where a text names two': [
    ['on my laptop and on a mobile', { device: 'mobile' }],
    ['on a mac and on a mobile', { 'booked-on': 'phone' }],
    ['mac or tablet', { 'booked-on': 'phone' }],
    ['phone, mobile, tablet', { 'booked-on': 'phone', device: 'mobile' }],
    ['gen 1, or gen 2', {}],
  ],
  'are not filled by what is denied, where the slot may be denied': [
    ['we have our own hub', { 'room-hub': 'own' }],
    ['we do not have our own hub', {}],
    ["we don't have our own hub", {}],
    ['no cloud hub', {}],
    ["we don't use the cloud hub", {}],
    ['it is not the cloud hub', {}],
    ['it does not work with the cloud hub', { 'room-hub': 'cloud' }],
    ['cloud hub, not our own hub', { 'room-hub': 'cloud' }],
    ['it is not my phone', { 'booked-on': 'phone', device: 'mobile' }],
    ['it is not a phone', {}],
  ],
  'imply others, but never against what is said': [
    ['a second generation one', { 'panel-generation': '2', 'booked-on': 'panel' }],
    ['the second generation, booked on my laptop', { 'panel-generation': '2', 'booked-on': 'computer' }],
  ],
  'are domains and addresses': [
    ['our domain is Contoso.com', { 'office-domain': 'contoso.com' }],
    ['rooms.contoso.local', { 'office-domain': 'rooms.contoso.local' }],
    ['Me@Office.Example', { 'office-domain': 'office.example', 'booker-address': 'me@office.example' }],
    ['me@müller.example', { 'office-domain': 'müller.example', 'booker-address': 'me@müller.example' }],
    ['book.de, please', { 'office-domain': 'book.de' }],
    ['contoso.com.br', { 'office-domain': 'contoso.com.br' }],
    ['contoso.co.jp', { 'office-domain': 'contoso.co.jp' }],
    ['contoso.co.uk', { 'office-domain': 'contoso.co.uk' }],
    ['It is contoso.com.Please help', { 'office-domain': 'contoso.com' }],
    ['roomie.exe', {}],
    ['contoso.comic', {}],
    ['version 4.2', {}],
  ],
  "are no hosts of the product's maker or of mail services": [
    ['https://roomie.example/book', {}],
    ['setup.roomie.example', {}],
    ['me@roomie.example', { 'booker-address': 'me@roomie.example' }],
    ['portal.office.com', {}],
    ['backoffice.com', { 'office-domain': 'backoffice.com' }],
  ],
  'are codes': [
    ['Error 0x80041234', { 'room-code': '0x80041234' }],
    ['80041234', { 'room-code': '80041234' }],
    ['AADSTS50076: something', { 'room-code': 'aadsts50076' }],
    ['CAA50021', { 'room-code': 'caa50021' }],
    ['0x8004', {}],
    ['70041234', {}],
  ],
};

describe('the values of slots in a text', () => {
  for (const [about, lines] of Object.entries(CASES))
    describe(about, () => {
      for (const [given, expected] of lines)
        it(JSON.stringify(given), () => assert.deepEqual(finder.find(given), expected));
    });

  it('follow from known values, which stay as they are', () => {
    assert.deepEqual(finder.withImplied({ 'panel-generation': '3' }), {
      'panel-generation': '3',
      'booked-on': 'panel',
    });
    const known = { 'panel-generation': '3', 'booked-on': 'unknown' };
    assert.deepEqual(finder.withImplied(known), known);
  });
});

describe('the shipped slots', () => {
  const content = loadContent(shippedSources());
  const shipped = new SlotFinder(content.packs.values(), lexicon.excerpt, formulasOf(content));
  /** Texts with a second thing within the words for the first one, and what must be known of them; null for nothing. */
  const SECOND: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
    ['outlook on my iphone', { 'mail-program': 'phone', phone: 'ios', device: 'mobile' }],
    ['outlook on my android', { 'mail-program': 'phone', phone: 'android' }],
    ['my iphone gets no mail', { 'account-program': 'phone-mail', phone: 'ios', device: 'mobile' }],
    ['samsung mail does not send', { 'mail-program': 'phone', phone: 'android' }],
    ['the printer at home', { 'printer-kind': 'home', 'work-place': 'home' }],
    ['cisco vpn', { 'vpn-kind': 'cisco', 'account-program': 'vpn' }],
    ['teams files on my mac', { device: 'mac' }],
    ['outlook on windows 11', { windows: '11', device: 'windows' }],
    // Another device, or the proof, is no device of the case.
    ['works on my iphone', { phone: null, device: null }],
    ['I approve on my phone', { 'account-proof': 'app', device: null }],
    ['my samsung laptop', { device: 'windows', phone: null }],
    ['outlook on my mac', { 'mail-program': 'mac', device: 'mac', 'account-program': null }],
    // A thing that is in order is named beside the one that isn't.
    ["the laptop doesn't see the network, but my phone is fine", { device: null }],
    ['my phone is fine but the laptop has no wifi', { device: null }],
    ['my iphone is fine with calls, it gets no mail', { device: 'mobile' }],
    // Formulas tell nothing of the case.
    ['happy new year everyone', { affected: null }],
    ['it hits everyone', { affected: 'everyone' }],
  ];
  for (const [text, known] of SECOND)
    it(`tell of ${JSON.stringify(text)} all it says`, () => {
      const found = shipped.find(text);
      assert.deepEqual(Object.fromEntries(Object.keys(known).map((slot) => [slot, found[slot] ?? null])), known);
    });
});
