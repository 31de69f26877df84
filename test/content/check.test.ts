import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentIn } from '../../src/content/folders.ts';
import { readContent } from '../../src/content/load.ts';
import { ROOT } from '../fakes/content.ts';

/** The shipped content with one file changed, checked. */
function checked(file: string, change: (text: string) => string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-check-'));
  try {
    for (const part of ['intents', 'dialogs']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    const before = readFileSync(join(ROOT, file), 'utf8');
    const after = change(before);
    assert.notEqual(after, before, 'the change changes something');
    writeFileSync(join(folder, file), after);
    return readContent(contentIn(folder)).faults.map(
      (f) => `${f.file}:${f.line} ${f.what}${f.meant ? `; ${f.meant}` : ''}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CLOCK = 'dialogs/skype-for-business/clock.yaml';
const INTENT = 'intents/skype-for-business/clock-skew.yaml';
const PACK = 'intents/skype-for-business/pack.yaml';

function lineOf(file: string, text: string): number {
  return (
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

describe('check', () => {
  it('finds no fault in what is shipped', () => {
    assert.deepEqual(readContent(contentIn(ROOT)).faults, []);
  });

  it('names the line of a step that does not exist, and the one that was meant', () => {
    const faults = checked(CLOCK, (t) =>
      t.replaceAll(/: clock-windows$/gm, ': clock-widows').replace('  clock-widows:', '  clock-windows:'),
    );
    assert.ok(
      faults.some((f) =>
        /clock\.yaml:\d+ .*there is no step "clock-widows".*"clock-windows" was probably meant/.test(f),
      ),
      faults.join('\n'),
    );
  });

  it('names a key nobody reads, on its line', () => {
    const faults = checked(INTENT, (t) => t.replace(/^type:/m, 'typ:'));
    assert.ok(
      faults.includes(`${INTENT}:${lineOf(INTENT, 'type: client')} nobody reads "typ"; "type" was probably meant`),
      faults.join('\n'),
    );
    assert.equal(faults.length, 1);
  });

  it('tells all faults of all files at once', () => {
    const faults = checked(PACK, (t) =>
      t.replace('KB2430520:', 'KB243052X:').replace('generic: sign-in-generic', 'generic: sign-in-genric'),
    );
    assert.ok(faults.length >= 3, faults.join('\n'));
    assert.ok(faults.some((f) => f.includes('"sign-in-generic" was probably meant')));
    assert.ok(
      faults.some((f) => f.startsWith('intents/skype-for-business/sip-not-unique.yaml') && f.includes('KB2430520')),
    );
  });

  it('wants plain words where a setting is not said yet', () => {
    const file = 'intents/files-and-network/pack.yaml';
    assert.deepEqual(
      checked(file, (t) => t.replace('neutral: the name on the sticker', 'neutral: the **name** on the sticker')).map(
        (f) => f.replace(/ "neutral".*/, ''),
      ),
      [`${file}:${lineOf(file, 'neutral: the name on the sticker')} setting "printer-page":`],
    );
  });

  it('wants other programs in one word each, once', () => {
    const file = 'intents/common/pack.yaml';
    assert.ok(
      checked(file, (t) => t.replace('gmail,', 'google mail,')).some((f) =>
        f.startsWith(
          `${file}:${lineOf(file, 'gmail,')} others, programs: "google mail" can't stand here: it has to be one word`,
        ),
      ),
    );
    assert.deepEqual(
      checked(file, (t) => t.replace('owa,', 'owa, gmail,')),
      [`${file}:${lineOf(file, 'owa,')} others, beside: "gmail" stands here twice; keep one`],
    );
  });

  it('refuses a cloud server name where on-premises people would see it', () => {
    const faults = checked(CLOCK, (t) => t.replace(/tell: \|\n/, 'tell: |\n      Use sipdir.online.lync.com.\n'));
    assert.ok(
      faults.some((f) => f.includes('"online.lync.com" may only be shown when hosting is cloud-in-use')),
      faults.join('\n'),
    );
  });

  it('sees a step no answer leads to, and a dead end', () => {
    const faults = checked(CLOCK, (t) => `${t}\n  lonely:\n    tell: Nobody comes here.\n    go: lonely\n`);
    assert.ok(
      faults.some((f) => f.includes('step "lonely": no answer leads here')),
      faults.join('\n'),
    );
    assert.ok(
      faults.some((f) => f.includes('step "lonely": a dead end')),
      faults.join('\n'),
    );
  });

  it('wants every resource of the articles to be an answer somewhere', () => {
    const faults = checked('intents/skype-for-business/domain-redelegation.yaml', (t) =>
      t.replaceAll('KB2526143', 'PRACTICE'),
    );
    const other = faults.filter((f) => f.includes('resource KB2526143 is no answer anywhere'));
    const dialogs = readFileSync(join(ROOT, 'dialogs/skype-for-business/domain-redelegation.yaml'), 'utf8').includes(
      'KB2526143',
    );
    assert.equal(other.length, dialogs ? 0 : 1);
  });

  it('tells broken YAML in its file', () => {
    const faults = checked(INTENT, (t) => `${t}\nbroken: [`);
    assert.ok(
      faults.some((f) => f.startsWith(INTENT)),
      faults.join('\n'),
    );
  });

  it('wants lookalikes to be told apart before anything is advised', () => {
    const faults = checked('dialogs/skype-for-business/clock.yaml', (t) =>
      t.replace(/^steps:\n/m, 'steps:\n  advice: { tell: Try this., cost: A restart., fixed: done, not: compare }\n'),
    );
    assert.ok(
      faults.some((f) => f.includes('"clock" advises before it asks')),
      faults.join('\n'),
    );
  });

  it('lets one thing that is quick and costs nothing come before the first question', () => {
    const faults = checked('dialogs/skype-for-business/clock.yaml', (t) =>
      t.replace(/^steps:\n/m, 'steps:\n  advice: { tell: Try this., fixed: done, not: compare }\n'),
    );
    assert.deepEqual(faults, []);
  });

  it('tells causes with answers that nobody can give, and with cures that are nothing to do', () => {
    const faults = checked('dialogs/skype-for-business/clock.yaml', (t) =>
      t.replace(
        /^causes:\n/m,
        'causes:\n  slow: { title: It is slow., shows: { compare: wrongg, colour: red }, cured: [clock-window, done] }\n',
      ),
    );
    assert.deepEqual(faults.map((f) => f.replace(/^\S+ +/, '').split(';')[0]).length, 4);
    for (const told of [
      '"wrongg" is no answer',
      'no question "colour"',
      'no step "clock-window"',
      '"done" is nothing to do',
    ])
      assert.ok(
        faults.some((f) => f.includes(told)),
        `${told}\n${faults.join('\n')}`,
      );
  });

  it('tells a phrase that is missing, and one that nobody says', () => {
    const faults = checked('dialogs/common/phrases.yaml', (t) => t.replace(/^thanks:/m, 'thankss:'));
    assert.ok(
      faults.some((f) => f.includes('"thanks" is missing')),
      faults.join('\n'),
    );
    assert.ok(
      faults.some((f) => f.includes('nobody says "thankss"; "thanks" was probably meant')),
      faults.join('\n'),
    );
  });

  it('finds every intent that the product promises', () => {
    const { content } = readContent(contentIn(ROOT));
    const promised =
      'server-unavailable autodiscover-dns credentials-or-version additional-software clock-skew personal-certificate address-not-found bad-credentials auth-service-unreachable server-certificate server-not-trusted mobile-version mobile-connect mobile-certificate proxy-or-firewall sso-adfs hybrid domain-redelegation sip-not-unique mac-sign-in service-outage sign-in-generic escalate greeting thanks help stop who-are-you'.split(
        ' ',
      );
    for (const id of promised) assert.ok(content.intents.has(id), id);
    for (const intent of content.intents.values())
      if (intent.kind === 'problem') {
        assert.ok(intent.examples.length >= 30, `${intent.id}: ${intent.examples.length} examples`);
        assert.ok(intent.walkthrough.person ?? intent.walkthrough.admin, intent.id);
      }
  });
});
