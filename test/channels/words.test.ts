/** Everything that people read of a channel's own is content (`dialogs/common/phrases.yaml`): nothing of it stands in the code. */
import assert from 'node:assert/strict';
import { CHANNEL_KEYS, PHRASE_KEYS } from '../../src/core/phrase-keys.ts';
import { type ChannelSource, channelSources } from '../fakes/channel-sources.ts';
import { isForPeople, type Literal, literalsOf, textsOf } from '../fakes/literals.ts';

/** Files whose texts are for operators: the doctor, settings, the registrations, and the command line's output. */
const FOR_OPERATORS = /\/doctor\/|\/settings\.ts$|(^|\/)index\.ts$|^terminal\/(classify|progress)/;
/** Calls whose texts are for operators: the log, and errors. */
const TO_OPERATORS = /(^|[.#])log(\.\w+)?$|^new \w*(Error|Fault|NotFetched)$|^super$|^refuse$/;
/** A file whose faults people read: the page shows them. */
const SHOWN_FAULTS = 'web/upload.ts';
/** Names of Adaptive Cards' elements and looks, and a header's value: each behind the name of its field. */
const VOCABULARY = /\b(type|weight|size|color|spacing|fontType|authorization)'?[:,] [^,{]*$/;

/** Texts that look like those for people, and are none. */
const OTHERS: readonly (readonly [file: string, text: string, reason: string])[] = [
  ['slack/send/send.ts', 'no address', 'the reason why nothing was sent, as the log and the database have it'],
  ['slack/workspace/api.ts', 'the proxy: {}', 'the reason why nothing was sent'],
  ['slack/slack.ts', 'Socket Mode', 'the line of the log at the start'],
  ['slack/receive/socket.ts', 'not reachable', 'for the log'],
  ['slack/workspace/home.ts', '{} {} UTC', 'a time'],
  ['slack/workspace/self.ts', 'not reachable', 'for the log'],
  ['teams/create.ts', 'this machine only', 'a key, where there is nothing to forge'],
  ['teams/receive/tokens.ts', 'firstline teams buttons', 'a name of a key'],
  ['teams/send/connector.ts', 'a reply waits for the proxy', 'for the log'],
  ['teams/send/outcomes.ts', 'the connector answered {}', 'the reason why nothing was sent, as for Slack'],
  ['teams/send/outcomes.ts', 'the connector answered {} {}', 'the same'],
  ['teams/send/send.ts', 'no address', 'the same'],
  ['web/identity.ts', 'Path=/', 'an attribute of a cookie'],
  ['web/identity.ts', 'Secure', 'the same'],
  ['web/identity.ts', '__Host-', 'the beginning of a cookie’s name'],
  ['web/page/page.js', 'words careful', 'names of classes'],
  ['web/page/page.js', 'controls alone', 'names of classes'],
  ['web/page/page.js', 'row quiet', 'names of classes'],
  ['web/page/page.js', 'row tall', 'names of classes'],
  ['web/page/page.js', 'noopener noreferrer', 'what a link may do'],
  ['web/page/page.js', '(pointer: coarse)', 'a query about the device'],
  ['web/page/page.js', 'Enter', 'the name of a key'],
  ['web/page/pictures.js', 'Files', 'a type of what is dragged'],
  [
    'web/parse.ts',
    'id: 8 to 64 letters, digits, - and _',
    'for who writes to the API by hand: the page sends no such message',
  ],
  ['web/parse.ts', 'at most {} pictures', 'the same'],
  ['web/pictures.ts', 'private, no-store', 'a header'],
];

const isOther = (file: string, text: string): boolean =>
  OTHERS.some(([name, other]) => name === file && other === text);

/** The texts for people in a source, each with its line where it is code. */
function textsIn({ name, text: source }: ChannelSource): string[] {
  if (FOR_OPERATORS.test(name)) return [];
  if (name.endsWith('.html')) return textsOf(source).filter(isForPeople);
  const isTold = ({ calls, before, text }: Literal): boolean =>
    (name !== SHOWN_FAULTS && calls.some((call) => TO_OPERATORS.test(call))) ||
    (VOCABULARY.test(before) && /^\w+( \{\})?$/.test(text));
  return literalsOf(source)
    .filter((literal) => isForPeople(literal.text) && !isTold(literal))
    .map(({ text }) => text);
}

describe('words for people', () => {
  const sources = channelSources();

  for (const source of sources)
    it(`stand nowhere in ${source.name}`, () => {
      const found = textsIn(source).filter((text) => !isOther(source.name, text));
      assert.deepEqual(found, [], 'put them into dialogs/common/phrases.yaml, and say them with host.say');
    });

  it('are found, and told from everything else', () => {
    const code = `
      // Not this one.
      log.warn({ code }, 'a card could not be updated');
      throw new Fault('CODE', 'This is broken.', \`Mend \${it}.\`);
      const look = { type: 'Container', title: wide ? 'More' : 'Less', weight: bold ? 'Bolder' : 'Default' };
      say('page-copied'); text.replace(/'Not this'/g, "don't send");
      tell(\`\${name} attached to \${say('page-x', { a: '}' })}\`);
    `;
    assert.deepEqual(textsIn({ name: 'x/x.ts', text: code }), ['More', 'Less', "don't send", '{} attached to {}']);
    assert.ok(textsIn({ name: SHOWN_FAULTS, text: code }).includes('This is broken.'));
    const page = '<p title="Copy">{{page-x}} <b>Sent.</b></p><input placeholder="Type it here" class="row quiet">';
    assert.deepEqual(textsIn({ name: 'x.html', text: page }), ['Sent.', 'Copy', 'Type it here']);
    for (const text of [
      'Fixed',
      'You: ',
      'a colleague',
      '✓ {} and more',
      '📷 {} screenshots',
      "don't go",
      'Reconnecting…',
      'Choose…',
    ])
      assert.ok(isForPeople(text), text);
    for (const text of ['page-copied', 'aria-label', 'web:{}', '· ', '✓', 'AdaptiveCard', 'Action.Execute', '{}.{}'])
      assert.ok(!isForPeople(text), text);
  });

  it('have no exceptions that nobody needs any more', () => {
    const all = new Map(sources.map((source) => [source.name, textsIn(source)]));
    assert.deepEqual(
      OTHERS.filter(([file, text]) => !all.get(file)?.includes(text)),
      [],
    );
  });

  it('are of that channel, or of every channel', () => {
    const belongsTo = { slack: 'slack', teams: 'teams', web: 'page', terminal: 'terminal' } as const;
    for (const { name, text } of sources) {
      const channel = belongsTo[name.split('/')[0] as keyof typeof belongsTo];
      const said = PHRASE_KEYS.filter((key) => text.includes(`'${key}'`) || text.includes(`{{${key}}}`));
      const foreign = said.filter((key) => CHANNEL_KEYS.some((own) => own === key) && !key.startsWith('channel-'));
      assert.deepEqual(
        foreign.filter((key) => !key.startsWith(`${channel}-`)),
        [],
        name,
      );
    }
  });

  it('stand under keys that there are, in what the page is made of', () => {
    for (const { name, text } of sources.filter((source) => source.name.startsWith('web/page/')))
      for (const [, inCode, inHtml] of text.matchAll(/say\('([^']+)'|\{\{([\w-]+)\}\}/g))
        assert.ok((CHANNEL_KEYS as readonly string[]).includes(inCode ?? inHtml!), `${name}: ${inCode ?? inHtml}`);
  });
});
