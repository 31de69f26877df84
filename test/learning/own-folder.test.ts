/** The company's own folder of content under real git: what is written and committed there, and what is left alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OwnFolder } from '../../src/learning/own-folder.ts';
import { ROOT } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';

const BY = { by: 'Ann <b>\nO’Neil', subject: 'Add 2 examples of 1 intent', day: '2026-03-02' };
const NEW = { path: 'intents/roomie/door.yaml', before: null, after: 'examples:\n  - "a"\n' };

describe('the company’s own folder', () => {
  let top: string;
  let folder: string;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', top, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
      encoding: 'utf8',
    }).trim();
  const own = (): OwnFolder => new OwnFolder(folder, 'our-content/', ROOT);

  beforeEach(() => {
    top = freshFolder();
    // The content may be a part of a repository.
    folder = join(top, 'content');
    mkdirSync(join(folder, 'intents', 'roomie'), { recursive: true });
    writeFileSync(join(folder, 'intents', 'roomie', 'pin.yaml'), 'title: A\n');
    execFileSync('git', ['init', '-q', '-b', 'main', top]);
    git('add', '.');
    git('commit', '-qm', 'First');
  });

  it('gets the files in a commit of their own on a branch, by whoever took them', async () => {
    assert.equal(await own().state(), 'ready');
    writeFileSync(join(top, 'other.txt'), 'of somebody else');
    git('add', 'other.txt');
    const pin = { path: 'intents/roomie/pin.yaml', before: 'title: A\n', after: 'title: A\nexamples:\n  - "b"\n' };
    const at = await own().take([NEW, pin], BY);
    assert.equal(at.branch, 'learning/2026-03-02');
    assert.equal(git('symbolic-ref', '--short', 'HEAD'), at.branch);
    assert.equal(
      git('log', '-1', '--format=%h|%an|%ae|%s'),
      `${at.commit}|Ann b O’Neil|console@firstline.invalid|${BY.subject}`,
    );
    assert.deepEqual(git('show', '--name-only', '--format=').split('\n'), [
      `content/${NEW.path}`,
      `content/${pin.path}`,
    ]);
    assert.equal(git('status', '--porcelain'), 'A  other.txt', 'what others do stays as it is');
    assert.equal(readFileSync(join(folder, pin.path), 'utf8'), pin.after);
    assert.equal(git('log', '-1', '--format=%s', 'main'), 'First');
    const next = await own().take([{ ...NEW, before: NEW.after, after: `${NEW.after}  - "c"\n` }], {
      ...BY,
      day: '2026-03-03',
    });
    assert.equal(next.branch, at.branch, 'the branch goes on while it is there');
    git('switch', '-q', 'main');
    const again = await own().take([NEW], BY);
    assert.equal(again.branch, 'learning/2026-03-02-2');
  });

  it('is left alone where a file was changed and not committed, or is another one by now', async () => {
    writeFileSync(join(folder, 'intents', 'roomie', 'pin.yaml'), 'title: mine\n');
    const pin = { path: 'intents/roomie/pin.yaml', before: 'title: mine\n', after: 'title: yours\n' };
    await assert.rejects(own().take([pin], BY), { code: 'LEARNED_FOLDER' });
    await assert.rejects(own().take([{ ...NEW, before: 'was something' }], BY), { code: 'LEARNED_FOLDER' });
    assert.equal(readFileSync(join(folder, pin.path), 'utf8'), 'title: mine\n');
    assert.equal(git('branch', '--format=%(refname:short)'), 'main');
    assert.equal(existsSync(join(folder, NEW.path)), false);
  });

  it('is as it was where the commit fails, or a file would stand outside', async () => {
    const elsewhere = freshFolder();
    symlinkSync(elsewhere, join(folder, 'dialogs'));
    git('add', '.');
    git('commit', '-qm', 'Link');
    const out = { path: 'dialogs/door.yaml', before: null, after: 'x' };
    await assert.rejects(own().take([NEW, out], BY), { code: 'LEARNED_FOLDER' });
    assert.equal(existsSync(join(elsewhere, 'door.yaml')), false);
    writeFileSync(join(top, '.git', 'index.lock'), '');
    await assert.rejects(own().take([NEW], BY), { code: 'LEARNED_FOLDER' });
    execFileSync('rm', [join(top, '.git', 'index.lock')]);
    assert.equal(git('status', '--porcelain'), '');
    assert.deepEqual(
      [git('branch', '--format=%(refname:short)'), git('symbolic-ref', '--short', 'HEAD')],
      ['main', 'main'],
    );
  });

  it('is committed to from a commit without a branch, and nothing of it is run', async () => {
    git('switch', '-q', '--detach');
    for (const name of ['pre-commit', 'post-checkout', 'post-commit']) {
      writeFileSync(join(top, '.git', 'hooks', name), `#!/bin/sh\ntouch ${join(top, 'ran')}\nexit 1\n`);
      chmodSync(join(top, '.git', 'hooks', name), 0o755);
    }
    const { branch } = await own().take([NEW], BY);
    assert.equal(git('log', '--oneline', branch).split('\n').length, 2);
    assert.equal(existsSync(join(top, 'ran')), false);
  });

  it('is not committed to without git, or inside of Firstline’s own checkout', async () => {
    folder = freshFolder();
    assert.equal(await own().state(), 'no-git');
    folder = join(ROOT, 'test');
    assert.equal(await own().state(), 'no-git');
    folder = join(top, 'gone');
    assert.equal(await own().state(), 'read-only');
    await assert.rejects(own().take([NEW], BY), { code: 'LEARNED_FOLDER' });
  });
});
