import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../fakes/browser.ts';
import { firstline, jsonLines } from '../fakes/cli.ts';
import { freshFolder } from '../fakes/folder.ts';
import { FOREIGN, png } from '../fakes/pictures.ts';
import { Camera } from '../fakes/screenshots.ts';
import { WindowPainter } from '../fakes/windows.ts';

const ERROR = 'Roomie cannot book this room because the schedule on this panel is out of date.';

describe('pictures on the command line', function () {
  this.timeout(120_000);
  const folder = freshFolder();
  const path = (name: string): string => join(folder, name);

  before(async () => {
    const browser = await openBrowser();
    const how = { title: 'Roomie', scene: 'box', theme: 'dark', font: 'arimo', scale: 1.5 } as const;
    writeFileSync(path('shot.png'), await new Camera(browser).take({ ...how, message: ERROR }));
    const parts = ['User name:', { field: 'kim' }, 'Password:', { field: '' }, { buttons: ['Log in', 'Cancel'] }];
    writeFileSync(path('login.png'), await new WindowPainter(browser).draw({ title: 'Roomie', parts }));
    await browser.close();
    writeFileSync(path('empty.png'), png({ width: 300, height: 200 }));
    writeFileSync(path('fake.png'), FOREIGN.SVG!);
  });

  const line = (image: string, text?: string): string => JSON.stringify({ image: path(image), text });

  it('are classified together with the words beside them', async () => {
    const ran = await firstline(
      ['classify', '--json'],
      `${line('shot.png', 'what is this?')}\nhello\n${line('shot.png')}\n`,
    );
    const lines = jsonLines(ran);
    assert.deepEqual([ran.code, ran.err], [0, '']);
    for (const one of lines)
      assert.deepEqual(Object.keys(one), ['text', 'decision', 'intent', 'confidence', 'guesses', 'slots', 'redacted']);
    assert.deepEqual(
      lines.map((l) => l.intent),
      ['stale-schedule', 'greeting', 'stale-schedule'],
    );
    assert.match(lines[0]!.text as string, /^what is this\?\n\n[\s\S]*schedule on this panel is out of date\./);
  });

  it('that are missing or broken fail their own line only', async () => {
    const ran = await firstline(
      ['classify', '--json'],
      [
        line('gone.png', ERROR),
        line('fake.png'),
        line('empty.png'),
        line('.'),
        'roomie says its schedule is out of date',
      ].join('\n'),
    );
    const lines = jsonLines(ran);
    assert.equal(ran.code, 1);
    assert.deepEqual(
      lines.map((l) => l.intent),
      ['stale-schedule', null, null, null, 'stale-schedule'],
    );
    assert.deepEqual(
      [...ran.err.matchAll(/^firstline: (\S+): ([^.]*)\. .*\[IMAGE_NOT_READ\]$/gm)].map(([, file, why]) => [file, why]),
      [
        [path('gone.png'), 'there is no such file'],
        [path('fake.png'), 'not a PNG, JPEG or WebP picture, or broken'],
        [path('.').replace(/\/$/, ''), 'not a PNG, JPEG or WebP picture, or broken'],
      ],
    );
  });

  it('that are of another kind are named by it, at once', async () => {
    const kinds = { 'IMG_1.heic': /HEIC photo/, 'page.pdf': /That is a PDF/, 'clip.mp4': /That is a video/ };
    for (const name of Object.keys(kinds)) writeFileSync(path(name), FOREIGN.SVG!);
    const ran = await firstline(['classify'], [...Object.keys(kinds), 'gone.pdf'].map((name) => line(name)).join('\n'));
    assert.equal(ran.code, 1);
    for (const sentence of Object.values(kinds)) assert.match(ran.err, sentence);
    assert.match(ran.err, /gone\.pdf: there is no such file/);
    assert.doesNotMatch(ran.err, /PNG, JPEG or WebP picture, or broken/);
  });

  it('are explained as they were seen: kept, dropped, and the words of what was in fact read', async () => {
    const ran = await firstline(['classify', '--explain'], `${line('shot.png')}\n${line('login.png')}\n`);
    const [error, login] = ran.out.split(/^(?=none)/m);
    assert.match(error!, /^answer +stale-schedule[^\n]*\n +picture +may show an error\n +kept +Roomie/);
    assert.match(error!, /kept +Roomie cannot book[\s\S]*dropped +OK[\s\S]*(?:words|shown text) +stale-schedule/);
    assert.match(login!, /^none +none\n +picture +a window without an error: a sign-in form\n/);
    assert.doesNotMatch(login!, /words|threshold/);
    const [why] = jsonLines(await firstline(['classify', '--explain', '--json'], line('login.png'))).map((l) => l.why);
    assert.deepEqual((why as { screen: { shown: unknown } }).screen.shown, { kind: 'window', title: 'a sign-in form' });
  });

  it('are read in a chat', async () => {
    const ran = await firstline(['chat', '--json'], `${line('shot.png', 'hi')}\n${line('gone.png')}\nour own hub\n`);
    const [read, gone, next] = jsonLines(ran);
    assert.equal(ran.code, 1);
    assert.match(read!.text as string, /I read: “Roomie cannot book[^”]*out of date\.”/);
    assert.match(JSON.stringify(read!.at), /roomie/);
    assert.match(gone!.text as string, /couldn't get at that picture[\s\S]*which hub does your Roomie use/);
    assert.match(ran.err, /gone\.png: there is no such file/);
    assert.notDeepEqual(next!.at, gone!.at);
  });

  it('are given with /image where people type', async () => {
    const ran = await firstline(['chat'], `/image ${path('shot.png')}\n`);
    assert.equal(ran.code, 0);
    assert.match(ran.out.replace(/\s+/g, ' '), /I read: “Roomie cannot book this room because the schedule/);
  });
});
