import assert from 'node:assert/strict';
import type { Block } from '../../../src/channels/slack/send/blocks.ts';
import { answered, renderAtDesk, render as renderWith } from '../../../src/channels/slack/send/render.ts';
import { beginning, pieces } from '../../../src/channels/slack/send/sentences.ts';
import { markup } from '../../../src/content/markup.ts';
import type { Reply } from '../../../src/core/reply.ts';
import { quote } from '../../../src/core/text.ts';
import { reply } from '../../fakes/samples.ts';
import { say } from '../../fakes/say.ts';

const render = (said: Reply, thread: string | null) => renderWith(said, thread, say);
const choices = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `c${i}`, title: `Choice ${i}` }));
const ALWAYS = ['back', 'skip', 'tried', 'cannot', 'repeat', 'start-over', 'human', 'stop'].map((id) => ({
  id,
  title: id,
}));

function actionsOf(blocks: readonly Block[]): Block[] {
  return (blocks.find((b) => b.type === 'actions')?.elements ?? []) as Block[];
}

/** Every string anywhere in blocks, with where it stands. */
function strings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => strings(part, `${path}.${key}`));
}

describe('a reply as Block Kit', () => {
  it('has times by the clock of whoever reads it, with the zone named where there is only text', () => {
    const at = '2026-03-09T08:30:00.000Z';
    const time = { text: 'Mon 9 Mar, 09:30 (Europe/Berlin)', time: { at, day: true } };
    const { blocks, text } = render(reply('', { body: [{ kind: 'text', spans: [{ text: 'by ' }, time] }] }), null);
    assert.deepEqual(((blocks[0]!.elements as Block[])[0]!.elements as Block[])[1], {
      type: 'date',
      timestamp: Date.parse(at) / 1000,
      format: '{date_short_pretty}, {time}',
      fallback: time.text,
    });
    assert.equal(text, 'by Mon 9 Mar, 09:30 (Europe/Berlin)');
  });

  it('has header, body, progress and answers', () => {
    const { blocks, text } = render(
      reply('', {
        title: 'The clock is wrong',
        body: markup('Open **Settings**, then:\n\n1. one\n2. two `code`\n\nSee https://time.is for it.'),
        choices: [
          { id: 'fixed', title: 'That fixed it' },
          { id: 'not', title: 'Still not working' },
        ],
        controls: ALWAYS,
        asked: 3,
        progress: { step: 3, of: 7, label: 'Step 3 of about 7 · Computer or app' },
      }),
      '1767603600.000050',
    );
    assert.deepEqual(
      blocks.map((b) => b.type),
      ['header', 'rich_text', 'context', 'actions'],
    );
    assert.match(JSON.stringify(blocks[2]), /Step 3 of about 7 · Computer or app/);
    const [fixed, not, ...others] = actionsOf(blocks);
    assert.deepEqual([fixed?.style, not?.style], ['primary', undefined]);
    assert.equal(fixed?.value, '3|1767603600.000050|fixed');
    assert.deepEqual(
      others.map((o) => o.type),
      ['button', 'button', 'button', 'overflow'],
    );
    assert.equal((others.at(-1)!.options as object[]).length, 5);
    assert.match(JSON.stringify(blocks[1]), /"rich_text_list","style":"ordered"/);
    assert.match(JSON.stringify(blocks[1]), /"type":"link","url":"https:\/\/time.is"/);
    assert.match(text, /^The clock is wrong\n\nOpen Settings.*1\. That fixed it\n2\. Still not working$/s);
  });

  it('offers many answers in a menu', () => {
    assert.deepEqual(
      actionsOf(render(reply('?', { choices: choices(5) }), null).blocks).map((b) => b.type),
      Array(5).fill('button'),
    );
    const [menu] = actionsOf(render(reply('?', { choices: choices(12) }), null).blocks);
    assert.equal(menu?.type, 'static_select');
    assert.equal((menu!.options as object[]).length, 12);
  });

  it('mentions the person it is for where others read along, and nobody else', () => {
    const said = reply('hello', { to: { id: 'slack:T1:U0KIM', name: '<!channel>' } });
    assert.match(JSON.stringify(render(said, '1.1').blocks), /"type":"user","user_id":"U0KIM"/);
    assert.doesNotMatch(JSON.stringify(render({ ...said, discreet: true }, '1.1').blocks), /user_id/);
    for (const id of ['slack:T1:!channel', 'slack:T1:S0GROUP', 'teams:T1:U0KIM', 'U0KIM'])
      assert.doesNotMatch(JSON.stringify(render(reply('x', { to: { id, name: null } }), null).blocks), /user_id/, id);
  });

  it('shows foreign text literally wherever it may stand', () => {
    const hostile = '<!channel> <@U0EVE> <https://evil.example|bank.com> &lt;!here&gt; *b* `c` @here :smile:';
    const body = [
      ...quote(hostile),
      { kind: 'text' as const, spans: [{ text: `“${hostile}”` }, { text: hostile, style: 'bold' as const }] },
      { kind: 'item' as const, mark: '-', spans: [{ text: hostile, style: 'code' as const }] },
    ];
    const { blocks, text } = render(
      reply('', { title: hostile, body, choices: [{ id: 'x', title: hostile }], controls: [] }),
      null,
    );
    for (const [path, value] of strings(blocks))
      if (path.endsWith('.type'))
        assert.ok(!['link', 'user', 'broadcast', 'mrkdwn', 'usergroup'].includes(value), path);
    for (const element of strings(blocks).filter(([, value]) => value.includes('evil')))
      assert.ok(element[1].includes('<https://evil.example|bank.com>'));
    assert.doesNotMatch(JSON.stringify(blocks), /"emoji":true/);
    assert.doesNotMatch(text, /<[!@h]/);
    assert.match(text, /&lt;!channel&gt;/);
    assert.match(text, /&amp;lt;!here&amp;gt;/);
  });

  it('keeps to Slack’s limits, whatever it is given, and cuts between sentences', () => {
    const sentence = 'This is a sentence about a certificate. ';
    const long = sentence.repeat(1000);
    const { blocks, text } = render(
      reply('', {
        title: long,
        body: [{ kind: 'text', spans: [{ text: long }] }, ...quote('x'.repeat(20_000)), ...quote('😀'.repeat(9000))],
        choices: choices(90).map((c) => ({ ...c, title: long })),
        controls: ALWAYS.map((c) => ({ ...c, title: long })),
        progress: { step: 1, of: 2, label: 'Step 1 of about 2' },
      }),
      '1767603600.000050',
    );
    assert.ok(blocks.length <= 50);
    assert.ok(text.length <= 4000);
    assert.ok(JSON.stringify(blocks.filter((b) => b.type !== 'actions')).length < 13_000);
    for (const [path, value] of strings(blocks)) {
      assert.ok(value.length <= 3000, path);
      assert.ok(value.isWellFormed(), path);
      assert.notEqual(value, '', path);
      if (path.includes('options') && path.endsWith('value')) assert.ok(value.length <= 150, path);
    }
    for (const b of actionsOf(blocks)) assert.ok(((b.text as { text: string })?.text.length ?? 0) <= 75);
    assert.ok(actionsOf(blocks).length <= 25);
    const header = (blocks[0]!.text as { text: string }).text;
    assert.ok(header.length <= 150 && header.endsWith('certificate.…'));
  });

  it('cuts after sentences, else after words, else between characters', () => {
    assert.deepEqual(pieces('One two. Three four. Five', 14), ['One two. ', 'Three four. ', 'Five']);
    assert.deepEqual(pieces('one two three four', 9), ['one two ', 'three ', 'four']);
    assert.equal(pieces('x'.repeat(25), 10).length, 3);
    assert.equal(pieces('😀'.repeat(25), 11).join(''), '😀'.repeat(25));
    assert.equal(beginning('One. Two. Three.', 12), 'One. Two.…');
  });

  it('shows agents every action of a ticket, and something of every part of its summary, however long that is', () => {
    const steps = Array.from({ length: 50 }, (_, i) => ({ id: `step:a-step-of-it-${i}`, title: 'word '.repeat(14) }));
    const item = (i: number) => ({
      kind: 'item' as const,
      mark: '•',
      spans: [
        { text: `asked ${i} ${'x'.repeat(280)}` },
        { text: ' → ' },
        { text: `answer ${i}`, style: 'bold' as const },
      ],
    });
    const head = reply('', {
      title: 'F-1234-5678 · The clock is wrong',
      body: [
        ...quote('He said. '.repeat(500)),
        ...Array.from({ length: 25 }, (_, i) => item(i)),
        ...quote('the last word'),
      ],
      choices: ['claim', 'code', 'wrong'].map((id) => ({ id, title: id })),
      forms: [
        { id: 'say', title: 'Answer', label: 'What they read', options: [] },
        { id: 'ask', title: 'Ask …', label: 'Ask …', options: steps },
        { id: 'step', title: 'Step …', label: 'Step …', options: steps },
        { id: 'resolve', title: 'Resolve …', label: 'Resolve …', options: steps.slice(0, 3) },
      ],
    });
    for (const most of [undefined, 1200]) {
      const { blocks, text } = renderAtDesk(head, 'ticket:F-1234-5678', 'key', say, most);
      assert.ok(blocks.length <= 50 && text.length <= 4000);
      const [buttons, menus] = blocks.filter((b) => b.type === 'actions').map((b) => b.elements as Block[]);
      assert.ok(buttons!.length + menus!.length <= 6, 'six at most are seen at once');
      assert.deepEqual(
        buttons!.flatMap((b) => (b.options as Block[] | undefined)?.map((o) => o.value) ?? [b.value]),
        ['claim', 'code', 'wrong']
          .map((id) => `ticket:F-1234-5678|${id}`)
          .toSpliced(1, 0, 'ticket:F-1234-5678|say|What they read'),
      );
      assert.deepEqual(
        menus!.map((b) => (b.options as object[]).length),
        [50, 50, 3],
      );
      const drawn = JSON.stringify(blocks);
      for (const part of ['He said.', 'asked 0', 'asked 24', 'the last word']) assert.ok(drawn.includes(part), part);
      for (const [path, value] of strings(blocks)) {
        assert.notEqual(value, '', path);
        if (path.endsWith('value') && path.includes('options')) assert.ok(value.length <= 150, path);
      }
    }
    const short = renderAtDesk({ ...head, body: quote('short') }, 'ticket:F-1', 'key', say);
    assert.match(JSON.stringify(short.blocks), /"text":"short"/);
  });

  it('names the speaker once, and marks an agent as support', () => {
    const by = (name: string, agent: boolean, body = quote('hello')) =>
      JSON.stringify(render({ ...reply(''), body, speaker: { name, agent } }, null));
    assert.match(by('Eve', true), /"Eve","style":\{"bold":true\}.* · support/);
    assert.match(by('Eve', true), /"text":"Eve: &gt; hello"/);
    assert.doesNotMatch(by('Kim', false), /support/);
    assert.doesNotMatch(by('<!channel>', false), /"text":"<!channel>: /);
    assert.match(by('Eve', true, quote('x'.repeat(10_000))), /more of it than Slack shows/);
    assert.doesNotMatch(by('Eve', true), /more of it/);
    const theirs = [{ kind: 'text' as const, spans: [{ text: 'Eve is on holiday' }] }];
    assert.match(by('Eve', true, theirs), /"Eve","style":\{"bold":true\}.* · support/);
    const named = [
      { kind: 'text' as const, spans: [{ text: 'Kim', style: 'bold' as const }, { text: ' sent a file' }] },
    ];
    assert.equal(by('Kim', false, named).match(/Kim/g)!.length, 2, 'in the blocks, and in the words');
  });

  it('shows no buttons once it is answered, and the choice that was made', () => {
    const { blocks } = render(reply('hello', { choices: choices(2) }), null);
    const after = answered(blocks, '✓ Choice 1');
    assert.deepEqual(
      after.map((b) => b.type),
      ['rich_text', 'context'],
    );
    assert.match(JSON.stringify(after), /✓ Choice 1/);
  });
});
