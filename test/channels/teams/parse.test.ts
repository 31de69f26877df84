import assert from 'node:assert/strict';
import { type Activity, readActivity } from '../../../src/channels/teams/receive/activity.ts';
import { DEEPEST, readHtml } from '../../../src/channels/teams/receive/html.ts';
import { wordsOf } from '../../../src/channels/teams/receive/parse.ts';
import { ShallowParser } from '../../../src/channels/teams/receive/shallow.ts';
import { FakeTeams } from '../../fakes/teams.ts';
import { recorded } from '../../fakes/teams-world.ts';

const nobody = new FakeTeams();
const payload = (name: string, given = {}): Activity => readActivity(recorded(name, nobody, given));
const text = (name: string, given = {}): string => wordsOf(payload(name, given)).text;
const html = (source: string): string => readHtml(source, () => false).text;

describe('Teams: the text of a message', () => {
  it('has its words, without the mention of the bot', () => {
    const stale = 'Roomie cannot book this room because the schedule on this panel is out of date.';
    for (const name of ['personal', 'channel-mention', 'group-mention']) assert.equal(text(name), stale);
    assert.equal(text('channel-mention', { attachments: [] }), stale);
    assert.equal(text('channel-reply'), "it's a second-generation panel");
  });

  it('keeps other people’s names, and the bot’s name where it is only a word', () => {
    const entities = [
      {
        type: 'mention',
        mentioned: { id: '28:11111111-2222-3333-4444-555555555555', name: 'Firstline' },
        text: '<at>Firstline</at>',
      },
      { type: 'mention', mentioned: { id: '29:lee', name: 'Lee' }, text: '<at>Lee</at>' },
    ];
    const given = { text: '<at>Firstline</at> <at>Lee</at> told me of Firstline', entities, attachments: [] };
    assert.equal(text('channel-mention', given), 'Lee told me of Firstline');
  });

  it('has the lines of a code block as they were pasted', () => {
    assert.equal(text('code-block'), 'when I sign in:\n0x80070035\n  The network path\n  was not found\nany idea? 🙁');
  });

  it('has tables and lists as lines of words', () => {
    assert.equal(text('table'), 'Code 504\nText Server time-out\none\ntwo <three> & four');
  });

  it('has the words of another person that it quotes, and none of the bot’s', () => {
    assert.equal(
      text('quoted-reply'),
      'this one\n\nRoomie cannot book this room because the schedule on this panel is out of date.',
    );
    assert.equal(text('quoted-bot'), 'that did it');
  });

  it('knows a file that is no picture by its name or its type', () => {
    const FILE = 'application/vnd.microsoft.teams.file.download.info';
    const content = { downloadUrl: 'https://contoso.sharepoint.com/x' };
    const told = (given: object): unknown =>
      wordsOf(payload('personal', { attachments: [{ contentType: FILE, content, ...given }] })).images[0]?.unreadable;
    assert.deepEqual([told({ name: 'steps.docx' }), told({ name: 'error.png' })], ['document', undefined]);
    assert.equal(told({ contentType: 'image/heic', contentUrl: 'https://smba.example/x', name: 'x' }), 'heic');
  });

  it('brings pictures and files along', () => {
    const inline = wordsOf(payload('inline-image'));
    assert.equal(inline.text, 'this is what I see');
    assert.deepEqual(
      inline.images.map((i) => JSON.parse(i.ref).from),
      ['message'],
    );
    const file = wordsOf(payload('file'));
    assert.equal(file.text, '');
    assert.deepEqual(
      file.images.map((i) => i.name),
      ['error.png'],
    );
    assert.equal(JSON.parse(file.images[0]!.ref).from, 'file');
  });

  it('brings five pictures at most', () => {
    const attachments = Array.from({ length: 12 }, (_, i) => ({
      contentType: 'image/png',
      contentUrl: `https://x/${i}`,
    }));
    assert.equal(wordsOf(payload('personal', { attachments })).images.length, 5);
  });

  it('reads HTML as people paste it', () => {
    const cases: [string, string][] = [
      ['<div>one</div><div>two</div>', 'one\ntwo'],
      ['one<br>two<br/>three', 'one\ntwo\nthree'],
      ['<p>a&nbsp;&lt;b&gt; &amp;amp; &#x1F600;</p>', 'a <b> &amp; 😀'],
      ['<style>p{}</style><script>alert(1)</script>seen', 'seen'],
      ['<pre>  two\n    spaces</pre>', 'two\n    spaces'],
      ['a <a href="https://evil.example">link</a>', 'a link (https://evil.example)'],
      ['<p>never closed <b>at all', 'never closed at all'],
      ['</div></p>closed before', 'closed before'],
      ['<at id="0">Lee</at> hello', 'Lee hello'],
      ['<attachment id="1">x</attachment>', ''],
      ['', ''],
      ['<p>\u200b</p>', ''],
    ];
    for (const [source, expected] of cases) assert.equal(html(source), expected, source);
  });

  describe('takes no more work than its HTML is long, however hostile', () => {
    const REPLY = '<blockquote itemtype="http://schema.skype.com/Reply">';
    const sources = [
      '<div>'.repeat(50_000),
      '<emoji>'.repeat(30_000),
      `${'<div>'.repeat(20_000)}${'</p>'.repeat(20_000)}`,
      `${'<div>'.repeat(20_000)}${'</span>'.repeat(20_000)}`,
      '<div></p>'.repeat(20_000),
      `${'<svg>'.repeat(10_000)}${'</foreignobject>'.repeat(10_000)}`,
      '<'.repeat(200_000),
      REPLY.repeat(5000),
      `<p>${'a '.repeat(100_000)}</p>`,
      '&'.repeat(200_000),
      '<td>'.repeat(50_000),
      ' \n'.repeat(100_000),
    ];
    for (const source of sources)
      it(`such as ${JSON.stringify(`${source.slice(0, 12)}…${source.slice(-12)}`)}`, () => {
        let steps = 0;
        let ended = false;
        let open = 0;
        const step = (): void => {
          steps += 1;
        };
        const parser = new ShallowParser(
          {
            onopentag: step,
            ontext: step,
            onclosetag() {
              step();
              if (ended) open += 1;
            },
          },
          DEEPEST,
        );
        parser.write(source);
        ended = true;
        parser.end();
        // Elements still open at the end are closed then: their number is the length of the parser's list.
        assert.ok(open <= DEEPEST, `${open} elements were open`);
        assert.ok(steps <= source.length + DEEPEST, `${steps} steps for ${source.length} characters`);
        assert.ok(html(source).length <= source.length);
      });

    it('and keeps the words of elements nested too deep, and those after them', () => {
      const deep = `${'<div>'.repeat(500)}deep${'</div>'.repeat(500)}<p>after</p>`;
      assert.equal(html(deep), 'deep\nafter');
    });
  });
});
