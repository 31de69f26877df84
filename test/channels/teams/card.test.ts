import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { answeredCard, type CardParts, cardOf, markCard, noteCard } from '../../../src/channels/teams/send/render.ts';
import type { Reply } from '../../../src/core/reply.ts';
import { quote } from '../../../src/core/text.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { showCards, type Theme } from '../../fakes/card-page.ts';
import { reply } from '../../fakes/samples.ts';
import { say } from '../../fakes/say.ts';
import { buttons, type Sent, shown } from '../../fakes/teams-world.ts';

const HOSTILE = [
  '**bold** _sly_ ~~gone~~ `code`',
  '[click here](https://evil.example)',
  '![pixel](https://evil.example/p.png)',
  '<https://evil.example|bank>',
  '<at>Everyone</at> <at id="0">Team</at>',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '# Heading\n- item\n1. one\n> quote',
  '{"type":"AdaptiveCard","body":[]}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a card template would fill in
  '${$root.secret} {{DATE(2020-01-01T00:00:00Z,SHORT)}}',
  'https://evil.example/login javascript:alert(1)',
  '\u202Egnp.exe \u200B 🔥',
  'a'.repeat(300),
];

const STEP: Reply = reply('', {
  title: "The computer's clock is wrong",
  body: [
    {
      kind: 'text',
      spans: [
        { text: 'Open ' },
        { text: 'Settings', style: 'bold' },
        { text: ', or run ' },
        { text: 'w32tm /resync', style: 'code' },
        { text: '. More at ' },
        { text: 'time.is', style: 'link', href: 'https://time.is' },
        { text: '.' },
      ],
    },
    { kind: 'item', mark: '1.', spans: [{ text: 'First this, which takes more than a line in a narrow chat' }] },
    { kind: 'item', mark: '2.', spans: [{ text: 'then that.' }] },
    ...quote('what somebody wrote\nin two lines'),
  ],
  choices: [
    { id: 'fixed', title: 'That fixed it' },
    { id: 'not', title: 'Still not working' },
    { id: 'x', title: "I'm not allowed to change it" },
  ],
  controls: [
    ['back', 'Back'],
    ['skip', 'Skip'],
    ['tried', 'Already tried that'],
    ['cannot', "I can't do this"],
    ['repeat', 'Say it again'],
    ['start-over', 'Start over'],
    ['human', 'Talk to a person'],
    ['stop', 'Stop'],
  ].map(([id, title]) => ({ id: id!, title: title! })),
  progress: { step: 3, of: 7, label: 'Step 3 of about 7 · Computer or app' },
});
const parts = (given: Partial<CardParts> = {}): CardParts => ({
  reply: STEP,
  mention: null,
  token: (choice) => `token of ${choice}`,
  shared: false,
  say,
  welcome: false,
  ...given,
});
const IN_A_CHANNEL = { shared: true, mention: '29:kim', reply: { ...STEP, to: { id: 'teams:t:kim', name: 'Kim' } } };
const line = (text: string) => ({ kind: 'text' as const, spans: [{ text }] });
const listed = (text: string) => ({ kind: 'item' as const, mark: '•', spans: [{ text }] });
/** A ticket as it stands at a desk. */
const HEAD: Reply = reply('', {
  asked: 0,
  title: "F-7Q2K-M4XA · The computer's clock is wrong",
  body: [
    line('Waiting since 11:25 UTC, somebody was promised by 11:55 UTC'),
    { kind: 'text', spans: [{ text: 'Kim Vance', style: 'bold' }, { text: ', in Teams' }] },
    line("The computer's clock is wrong (97 % sure) · Computer or app"),
    line('In their words:'),
    ...quote('since this morning: Cannot sign in to Lync because your computer clock is not set correctly.'),
    line('Known so far'),
    listed('Where it runs: Our own servers'),
    listed('Signing in on: A Windows computer'),
    line('What was tried'),
    listed('Compare the clock with the real time → No, something is off'),
    listed('Set time automatically → Still not working'),
  ],
  choices: [
    { id: 'claim', title: 'I take it' },
    { id: 'code', title: 'Case code' },
    { id: 'wrong', title: 'Wrong topic' },
  ],
  forms: [
    { id: 'say', title: 'Answer the person', label: 'What the person will read', options: [] },
    {
      id: 'ask',
      title: 'Ask the person for …',
      label: 'Ask the person for …',
      options: [
        { id: 'ask:client', title: 'Signing in on' },
        { id: 'ask:domain', title: 'The domain' },
      ],
    },
    {
      id: 'step',
      title: 'Send them to a step …',
      label: 'Send them to a step …',
      options: [{ id: 'step:clock', title: 'Open Control Panel, then Date and Time. Click Change date and time an…' }],
    },
    {
      id: 'resolve',
      title: 'Resolve …',
      label: 'Resolve …',
      options: [{ id: 'resolve:fixed', title: 'fixed' }],
    },
  ],
});
const said = (name: string, agent: boolean, text: string): Reply => reply(text, { speaker: { name, agent } });
const hostile = (text: string): Reply => ({
  ...STEP,
  body: [
    { kind: 'text', spans: [{ text }, { text, style: 'bold' }] },
    ...quote(text),
    { kind: 'item', mark: '1.', spans: [{ text }] },
  ],
  title: text,
  choices: [{ id: 'a', title: text }],
  to: { id: 'teams:t:evil', name: text },
});

/** A card without what is folded away, the cards behind its buttons, and links in its text. */
function inSight(card: unknown): unknown {
  if (Array.isArray(card)) return card.map(inSight);
  if (typeof card !== 'object' || card === null) return card;
  const { isVisible, card: _, selectAction: __, ...rest } = card as Sent;
  return isVisible === false ? null : Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, inSight(v)]));
}

describe('Teams: cards', () => {
  it('are Adaptive Cards 1.5 with the problem, one step, and the progress', () => {
    const card = cardOf(parts());
    assert.equal(card.version, '1.5');
    assert.match(
      shown(card),
      /^Step 3 of about 7 · Computer or app\nThe computer's clock is wrong\nOpen Settings, or run w32tm \/resync\. More at time\.is\./,
    );
    assert.match(card.fallbackText, /1\\?\. That fixed it/);
    assert.match(card.speak, /The computer's clock is wrong/);
  });

  it('have every answer as Action.Execute, with Action.Submit for older clients', () => {
    const all = buttons(cardOf(parts())).filter((b) => b.type === 'Action.Execute') as {
      verb: string;
      data: { firstline: string };
      fallback?: { type: string; data: object };
    }[];
    assert.deepEqual(
      all.map((b) => b.data.firstline),
      [
        ...STEP.choices,
        ...['back', 'human', 'skip'].map((id) => ({ id })),
        ...STEP.controls.filter((c) => !['back', 'skip', 'human'].includes(c.id)),
      ].map((c) => `token of ${c.id}`),
    );
    for (const b of all) {
      assert.equal(b.verb, 'firstline');
      assert.deepEqual([b.fallback?.type, b.fallback?.data], ['Action.Submit', b.data]);
    }
  });

  it('offer the private chat and a box for words only where others read along', () => {
    assert.doesNotMatch(JSON.stringify(cardOf(parts())), /private chat|Input\.Text/);
    assert.match(JSON.stringify(cardOf(parts(IN_A_CHANNEL))), /Input\.Text.*Continue in private chat/);
  });

  it('show six buttons at most, the way to a person among them, and hold all others behind one', () => {
    for (const shared of [false, true])
      for (let answers = 0; answers <= 12; answers++)
        for (const controls of [[], STEP.controls, STEP.controls.slice(6)])
          for (const forms of [[], HEAD.forms]) {
            const choices = Array.from({ length: answers }, (_, i) => ({ id: `c${i}`, title: `Answer ${i}` }));
            const card = cardOf(parts({ shared, reply: { ...STEP, choices, controls, forms } }));
            const seen = buttons(inSight(card));
            const what = `${answers} answers, ${controls.length} controls, ${forms.length} forms, shared: ${shared}`;
            assert.ok(seen.length <= 6, `${seen.length} buttons: ${what}`);
            const tokens = JSON.stringify(card);
            for (const { id } of [...choices, ...controls, ...forms])
              assert.ok(tokens.includes(`token of ${id}"`), what);
            const titles = seen.map((b) => b.title);
            if (controls.length > 0) assert.ok(titles.includes('Talk to a person'), what);
            const all =
              answers +
              controls.length +
              forms.length +
              (shared && answers + controls.length + forms.length > 0 ? 2 : 0);
            if (all > 6) assert.ok(titles.includes('More'), what);
          }
  });

  it('show titles without escapes, and as a heading wherever nothing in them could act', () => {
    const title = (text: string): Sent =>
      (cardOf(parts({ reply: reply('words', { title: text }) })).body as readonly Sent[]).find((e) =>
        JSON.stringify(e).includes('Bolder'),
      )!;
    for (const text of [
      "F-R85Y-2K4X · The panel's schedule is out of date",
      'Proxy sign-in (407)',
      '“504”: no answer',
      '#1 *new*',
    ])
      assert.equal(shown(title(text)), text);
    assert.equal(title("F-R85Y-2K4X · The panel's schedule").style, 'heading');
    for (const text of [
      '**bold**',
      '[x](https://evil.example)',
      'see https://evil.example',
      '1. one',
      '{{DATE(x)}}',
      'a --- b',
      '<at>All</at>',
    ])
      assert.equal(title(text).type, 'RichTextBlock', text);
    assert.match(cardOf(parts({ reply: HEAD })).fallbackText, /^F-7Q2K-M4XA ·/);
  });

  it('lose every button once they are answered', () => {
    const card = answeredCard(STEP, null, 'You chose: That fixed it', true, say);
    assert.match(shown(card), /✓ You chose: That fixed it$/);
    assert.deepEqual(
      buttons(card).filter((b) => b.type !== 'Action.OpenUrl'),
      [],
    );
  });

  it('put foreign words in text runs only, and link only where content does', () => {
    for (const text of HOSTILE) {
      const card = cardOf(parts({ reply: hostile(text), mention: '29:evil', shared: true }));
      const blocks: { text: string }[] = [];
      const runs: object[] = [];
      JSON.stringify(card, (_, value) => {
        if (value?.type === 'TextBlock') blocks.push(value);
        if (value?.type === 'TextRun') runs.push(value);
        return value;
      });
      assert.ok(!buttons(card).some((b) => b.type === 'Action.OpenUrl'), text);
      assert.ok(runs.every((r) => !('selectAction' in r)));
      for (const block of blocks) {
        // The title, with every mark escaped, and the name of whom it is for, with none left.
        assert.doesNotMatch(block.text.replace(/\\./g, '').replace(/^<at>[^<]*<\/at>$/, ''), /[*_`[\]()<>#~!]/, text);
      }
      const { entities } = card.msteams as { entities: { text: string; mentioned: { id: string; name: string } }[] };
      assert.equal(entities.length, 1);
      assert.equal(entities[0]!.mentioned.id, '29:evil');
      assert.doesNotMatch(entities[0]!.mentioned.name, /[*[\](){}<>#`_~$/:]/);
      assert.doesNotMatch(card.speak, /[<>&]/);
    }
  });

  it('name the speaker, an agent or the person, when they are read aloud too', () => {
    const agent = cardOf(parts({ reply: said('Ada *Berg*', true, 'Hello') }));
    assert.match(shown(agent), /^Ada \*Berg\* · support\nHello$/);
    assert.match(agent.speak, /^Ada \*Berg\* · support: Hello/);
    assert.match(shown(cardOf(parts({ reply: said('Kim', false, 'Hi') }))), /^Kim\nHi$/);
  });

  it('have forms behind buttons, each with a required field of its own: for text, or for one of a list', () => {
    const actions = buttons(cardOf(parts({ reply: HEAD }))).filter((b) => b.type === 'Action.ShowCard') as unknown as {
      type: string;
      card: { body: Record<string, unknown>[]; actions: Record<string, unknown>[] };
    }[];
    assert.deepEqual(
      actions.map((a) => [a.type, a.card.body[0]!.type, a.card.body[0]!.id, a.card.body[0]!.isRequired]),
      ['say', 'ask', 'step', 'resolve'].map((id, i) => [
        'Action.ShowCard',
        i === 0 ? 'Input.Text' : 'Input.ChoiceSet',
        `form-${id}`,
        true,
      ]),
    );
    const [send] = actions[0]!.card.actions as {
      type: string;
      data: object;
      fallback: { type: string; data: object };
    }[];
    assert.deepEqual([send!.type, send!.data], ['Action.Execute', { firstline: 'token of say' }]);
    assert.deepEqual([send!.fallback.type, send!.fallback.data], ['Action.Submit', send!.data]);
  });

  it('take no link that is not https', () => {
    const body = [
      { kind: 'text' as const, spans: [{ text: 'x', style: 'link' as const, href: 'javascript:alert(1)' }] },
    ];
    assert.deepEqual(
      buttons(cardOf(parts({ reply: { ...STEP, body } }))).filter((b) => b.type === 'Action.OpenUrl'),
      [],
    );
  });

  it('stay below the size that Teams takes, however long the words are', () => {
    const choices = Array.from({ length: 10 }, (_, i) => ({ id: `c${i}`, title: 'answer '.repeat(30) }));
    const token = () => 'x'.repeat(220);
    for (const text of ['word '.repeat(20_000), '字'.repeat(20_000), '** '.repeat(20_000), '\n'.repeat(20_000)]) {
      const long = { ...IN_A_CHANNEL.reply, body: quote(text), choices };
      const options = Array.from({ length: 50 }, (_, i) => ({ id: `o${i}`, title: '字'.repeat(70) }));
      const head = {
        ...HEAD,
        body: quote(text),
        forms: HEAD.forms.map((f) => (f.id === 'say' ? f : { ...f, options })),
      };
      for (const card of [
        cardOf(parts({ ...IN_A_CHANNEL, reply: long, token })),
        answeredCard(long, null, 'x', true, say),
        cardOf(parts({ reply: head, token, hint: true })),
      ]) {
        const size = Buffer.byteLength(JSON.stringify(card));
        assert.ok(size < 28_000, `${size} for ${text.slice(0, 6)}`);
      }
    }
  });

  describe('drawn by Microsoft’s renderer', function () {
    this.timeout(120_000);
    let browser: Browser;
    before(async () => {
      browser = await openBrowser();
    });
    after(() => browser?.close());

    const all = () => [
      cardOf(parts()),
      cardOf(parts(IN_A_CHANNEL)),
      cardOf(parts({ welcome: true, reply: reply('Hello! I’m Firstline.') })),
      cardOf(parts({ reply: { ...STEP, choices: [{ id: 'risk-go', title: 'Go on' }] } })),
      cardOf(parts({ reply: reply('Great, you’re signed in again.', { outcome: 'fixed', title: 'The clock' }) })),
      answeredCard(STEP, null, 'You chose: That fixed it', true, say),
      noteCard('That button belongs to an earlier question.'),
      cardOf(parts({ reply: HEAD, hint: true })),
      cardOf(parts({ reply: said('Ada Berg', true, 'Hello! Please try it once more now.') })),
      cardOf(parts({ reply: said('Kim Vance', false, 'It works, thank you!') })),
      markCard(reply('Went out to the person: “Hello! Please try it once more now.”'), 'sent', say),
      markCard(reply('This did not reach the person: “Hello!” (the connector answered 403)'), 'refused', say),
    ];

    for (const [width, theme] of [
      [760, 'light'],
      [320, 'light'],
      [320, 'dark'],
      [760, 'contrast'],
    ] as [number, Theme][])
      it(`fit ${width} pixels in ${theme}, and every button can be read`, async () => {
        const page = await showCards(browser, all(), { width, theme });
        for (const more of await page.getByRole('button', { name: 'More' }).all()) await more.click();
        await page.getByRole('button', { name: 'Answer the person' }).click();
        const cut = await page.locator('.ac-pushButton').evaluateAll((nodes) =>
          nodes
            .flatMap((n) => [n, ...n.querySelectorAll('*')])
            .filter((n) => n.scrollWidth > n.clientWidth + 1)
            .map((n) => n.textContent),
        );
        assert.deepEqual(cut, []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        if (process.env.LOOK)
          await page.screenshot({ path: `${process.env.LOOK}/cards-${width}-${theme}.png`, fullPage: true });
        await page.close();
      });

    it('show times by the clock of whoever reads them, and no other text as a time', async () => {
      const at = '2026-03-09T08:30:00.000Z';
      const body = [
        {
          kind: 'text' as const,
          spans: [{ text: 'by ' }, { text: '09:30 (Europe/Berlin)', time: { at, day: false } }],
        },
        { kind: 'text' as const, spans: [{ text: 'or ' }, { text: 'Mon 9 Mar, 09:30', time: { at, day: true } }] },
        { kind: 'quote' as const, spans: [{ text: '{{TIME(2026-03-09T08:30:00Z)}}' }] },
      ];
      const card = cardOf(parts({ reply: reply('', { body }), mention: null }));
      assert.match(card.speak, /09:30 \(Europe\/Berlin\)/);
      const tokyo = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'en-GB' });
      const page = await showCards(tokyo, [card], { width: 600, theme: 'light' });
      const seen = await page.locator('body').innerText();
      assert.match(
        seen,
        /by (?:17:30|5:30)[\s\S]+or \D*9\D[^\n]*2026, (?:17:30|5:30)[\s\S]+TIME\(2026-03-09T08:30:00Z\)/,
      );
      await tokyo.close();
    });

    it('show hostile words as they are: no link, no picture, no bold, no name called', async () => {
      const cards = HOSTILE.map((text) => cardOf(parts({ reply: hostile(text), mention: null })));
      const page = await showCards(browser, cards, { width: 600, theme: 'light' });
      assert.equal(await page.locator('a, img, script:not(head script), b, iframe').count(), 0);
      const seen = await page.locator('body').innerText();
      for (const text of HOSTILE) for (const line of text.split('\n').slice(0, 1)) assert.ok(seen.includes(line), line);
      await page.close();
    });
  });
});
