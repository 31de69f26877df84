import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { firstline, jsonLines } from './fakes/cli.ts';
import { COMMAND, FIXTURE_SETTINGS } from './fakes/content.ts';

describe('the command line', () => {
  it('helps with every command', async () => {
    const whole = await firstline(['--help']);
    assert.equal(whole.code, 0);
    for (const command of ['start', 'chat', 'classify', 'check', 'graph', 'explain']) {
      assert.match(whole.out, new RegExp(`^ {2}${command}\\b`, 'm'));
      const own = await firstline([command, '--help']);
      assert.equal(own.code, 0, command);
      assert.match(own.out, /Usage: firstline/);
    }
  });

  it('says what it does not understand, with exit code 2', async () => {
    for (const args of [
      ['strat'],
      ['chat', '--jsno'],
      ['graph', '--format', 'png', 'schedule'],
      ['chat', '--as', 'boss'],
    ]) {
      const ran = await firstline(args);
      assert.equal(ran.code, 2, args.join(' '));
      assert.match(ran.err, /error:/);
    }
  });

  it('ends quietly when nobody reads its output any more', async () => {
    const env = { ...process.env, ...FIXTURE_SETTINGS };
    const child = spawn(process.execPath, [COMMAND, 'chat', '--json'], { env });
    let err = '';
    child.stderr.on('data', (chunk) => (err += chunk));
    child.stdout.once('data', () => {
      child.stdout.destroy();
      child.stdin.end('the door pass is missing\nand again\n');
    });
    child.stdin.write('hello\n');
    const [code] = await once(child, 'close');
    assert.deepEqual({ code, err }, { code: 0, err: '' });
  });

  it('names a wrong setting and its cure, and does not start', async () => {
    for (const [name, value] of [
      ['PORT', 'http'],
      ['PORT', '99999'],
      ['DATABASE_URL', 'mysql://x'],
      ['LOG_LEVEL', 'loud'],
      ['WEB_CHAT', 'yes'],
    ] as const) {
      const ran = await firstline(['start'], '', { [name]: value });
      assert.equal(ran.code, 1, `${name}=${value}`);
      assert.match(ran.err, new RegExp(`${name} must be .*\\n.*default.*SETTING_WRONG`));
    }
  });

  it('does not repeat a password of the database’s address', async () => {
    const ran = await firstline(['tickets'], '', { DATABASE_URL: 'postgres://bot:s3cretpw@127.0.0.1:1/x' });
    assert.equal(ran.code, 1);
    assert.match(ran.err, /STORE_UNREACHABLE/);
    assert.doesNotMatch(ran.err + ran.out, /s3cretpw/);
  });
});

describe('classify', () => {
  it('prints exactly the fields promised, one line a text', async () => {
    const ran = await firstline(
      ['classify', '--json'],
      [
        'There was a problem fetching a door pass required to book.',
        '',
        '{"text":"my password is Hx7!qqq9 and\\nroomie says it is wrong"}',
        'the toaster is broken',
        '{ not json',
      ].join('\n'),
    );
    const lines = jsonLines(ran);
    assert.equal(ran.code, 0);
    assert.equal(lines.length, 5);
    for (const line of lines) {
      assert.deepEqual(Object.keys(line), ['text', 'decision', 'intent', 'confidence', 'guesses', 'slots', 'redacted']);
      assert.ok(['answer', 'ask', 'none'].includes(line.decision as string));
      assert.ok((line.confidence as number) >= 0 && (line.confidence as number) <= 1);
    }
    assert.equal(lines[0]!.intent, 'door-pass');
    assert.equal(lines[1]!.decision, 'none');
    assert.equal(lines[2]!.redacted, true);
    assert.doesNotMatch(ran.out, /Hx7!qqq9/);
    assert.deepEqual([lines[3]!.decision, lines[3]!.intent], ['none', null]);
  });

  it('prints for people too', async () => {
    const ran = await firstline(['classify'], 'There was a problem fetching a door pass required to book.\nhm\n');
    assert.match(ran.out, /^answer +door-pass \d+%/);
  });

  it('does not recognise an intent whose last day is over, as in a conversation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-dated-'));
    try {
      const file = join(folder, 'intents', 'roomie', 'door-pass.yaml');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'until: 2020-01-01\n');
      const env = { ...FIXTURE_SETTINGS, CONTENT: `${FIXTURE_SETTINGS.CONTENT},${folder}` };
      const ran = await firstline(['classify'], 'There was a problem fetching a door pass required to book.\n', env);
      assert.equal(ran.code, 0, ran.err);
      assert.doesNotMatch(ran.out, /door-pass/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('chat', () => {
  it('answers one line with one line, and takes choices by title, number and id', async () => {
    const ran = await firstline(
      ['chat', '--json'],
      [
        'Roomie cannot book this room because the schedule on this panel is out of date.',
        'Our own hub',
        '1',
        'x'.repeat(1_000_000),
        '🙃',
        'back',
        'human',
      ].join('\n'),
    );
    const lines = jsonLines(ran);
    assert.equal(ran.code, 0);
    assert.equal(lines.length, 7);
    for (const line of lines) assert.deepEqual(Object.keys(line), ['text', 'choices', 'at', 'outcome']);
    assert.match(lines[0]!.text as string, /schedule/i);
    assert.deepEqual(Object.keys(lines[0]!.at as object), ['pack', 'walkthrough', 'step']);
    assert.match(lines[3]!.text as string, /That was long/);
    assert.match(lines[4]!.text as string, /only read words/);
    assert.equal(lines[6]!.outcome, 'handed-over');
  });

  it('takes the person for an administrator with --as admin', async () => {
    const [line] = jsonLines(await firstline(['chat', '--json', '--as', 'admin'], 'I cannot book a room with roomie'));
    assert.ok(line);
    assert.match(JSON.stringify(line.at), /booking-admin/);
  });

  it('begins afresh from a pipe, and goes on with a conversation that has a name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-chat-'));
    const env = { DATABASE_URL: `sqlite:${join(folder, 'chat.db')}` };
    try {
      const text = 'Roomie cannot book this room because the schedule on this panel is out of date.';
      const [first] = jsonLines(await firstline(['chat', '--json', '--conversation', 'kim'], text, env));
      const [again] = jsonLines(await firstline(['chat', '--json', '--conversation', 'kim'], 'say it again', env));
      assert.deepEqual(again!.at, first!.at);
      const [fresh] = jsonLines(await firstline(['chat', '--json'], 'say it again', env));
      assert.equal(fresh!.at, null);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('graph', () => {
  it('lists walkthroughs, and draws one in every format', async () => {
    const [list, mermaid, dot, svg] = await Promise.all([
      firstline(['graph']),
      firstline(['graph', 'booking']),
      firstline(['graph', 'booking', '--format', 'dot']),
      firstline(['graph', 'booking', '--format', 'svg']),
    ]);
    assert.match(list.out, /^booking {2}/m);
    assert.match(mermaid.out, /^flowchart TD\n/);
    assert.match(dot.out, /^digraph \{/);
    assert.match(svg.out, /<svg[\s\S]*<\/svg>/);
  });

  it('says when there is no such walkthrough', async () => {
    const ran = await firstline(['graph', 'nonsense']);
    assert.equal(ran.code, 1);
    assert.match(ran.err, /WALKTHROUGH_UNKNOWN/);
  });
});
