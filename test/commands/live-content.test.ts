/** Changed content is taken over by a running service, if it is faultless. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LiveContent } from '../../src/commands/live-content.ts';
import { trained } from '../../src/commands/model.ts';
import { contentIn, type Sources } from '../../src/content/folders.ts';
import { loadContent } from '../../src/content/load.ts';
import type { Log } from '../../src/core/log.ts';
import { createReader } from '../../src/understanding/reader.ts';
import { freshFolder } from '../fakes/folder.ts';

const LAMPS = {
  title: 'Desk lamps',
  about: { names: ['lamp', 'desk lamp'], does: ['shine', 'light'] },
};
const DARK = {
  title: 'The lamp stays dark',
  examples: ['my lamp is dark', 'the lamp does not shine', 'no light from the desk lamp', 'lamp broken'],
  cause: 'The bulb is loose.',
  resolution: { person: 'Turn the bulb.', admin: ['Bring a bulb.'] },
  walkthrough: { person: 'lamp-bulb' },
};
const SETTING = { title: 'The lamp’s name', neutral: 'the lamp', improves: 'People are told it by its name.' };
const BULB = {
  title: 'Turning the bulb',
  audience: 'person',
  steps: {
    turn: { tell: 'Turn the bulb to the right.', fixed: 'done', not: 'support' },
    done: { end: 'fixed' },
    support: { end: 'handed-over' },
  },
};

/** Content of one small pack in a folder of its own; JSON is YAML. */
function lamps() {
  const root = freshFolder();
  const write = (file: string, value: object | string): void => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), typeof value === 'string' ? value : JSON.stringify(value, null, 1));
  };
  write('intents/lamps/pack.yaml', LAMPS);
  write('intents/lamps/dark.yaml', DARK);
  write('dialogs/lamps/lamp-bulb.yaml', BULB);
  const remove = (path: string): void => rmSync(join(root, path), { recursive: true });
  return { sources: contentIn(root), write, remove };
}

async function live() {
  const { sources, write, remove } = lamps();
  return { ...(await reading(sources)), write, remove };
}

/** Live content that follows its files. */
async function following(sources: Sources) {
  const all = await reading(sources);
  all.knows.follow();
  return all;
}

async function reading(sources: Sources) {
  const content = loadContent(sources);
  const lines: { level: 'info' | 'error'; code: unknown }[] = [];
  const told = new EventTarget();
  const note =
    (level: 'info' | 'error') =>
    ({ code }: { code?: unknown }): void => {
      lines.push({ level, code });
      told.dispatchEvent(new Event('line'));
    };
  const log: Log = { debug() {}, info: note('info'), warn() {}, error: note('error') };
  const knows = new LiveContent({ content, read: createReader(content, await trained(content)) }, sources, log);
  return { knows, lines, line: () => once(told, 'line') };
}

describe('live content', () => {
  it('takes changed files over by itself, and understands new examples', async () => {
    const { knows, write, line } = await live();
    knows.follow();
    try {
      const taken = line();
      write('intents/lamps/dark.yaml', {
        ...DARK,
        title: 'The lamp is dark',
        examples: [...DARK.examples, 'all gloomy'],
      });
      await taken;
      assert.equal(knows.current.content.intents.get('dark')!.title, 'The lamp is dark');
      assert.equal(knows.current.read('all gloomy').guesses[0]?.intent, 'dark');
    } finally {
      knows.close();
    }
  });

  it('notices a folder that is removed and made anew, and what changes in it afterwards', async () => {
    const { knows, write, remove, line } = await live();
    knows.follow();
    try {
      const gone = line();
      remove('dialogs');
      await gone;
      const back = line();
      write('dialogs/lamps/lamp-bulb.yaml', BULB);
      await back;
      const changed = line();
      write('dialogs/lamps/lamp-bulb.yaml', { ...BULB, title: 'Changed afterwards' });
      await changed;
      assert.equal(knows.current.content.walkthroughs.get('lamp-bulb')!.title, 'Changed afterwards');
    } finally {
      knows.close();
    }
  });

  for (const inContent of [true, false])
    it(`notices the organisation's file ${inContent ? 'beside content' : 'in a folder of its own'}: changed, deleted with its folder, and back`, async () => {
      const { sources, write, remove } = lamps();
      const folder = inContent ? sources.roots[0]!.path : join(freshFolder(), 'company', 'settings');
      const path = join(folder, 'organisation.yaml');
      const say = (name: string): void => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path, `lamp-name: ${name}`);
      };
      write('intents/lamps/pack.yaml', { ...LAMPS, settings: { 'lamp-name': SETTING } });
      say('Lighthouse');
      const whole = { ...sources, organisation: { path, shown: 'organisation.yaml' } };
      const { knows, lines, line } = await following(whole);
      try {
        const changed = line();
        say('Beacon');
        await changed;
        assert.equal(knows.current.content.organisation['lamp-name'], 'Beacon');
        const gone = line();
        if (inContent) remove('organisation.yaml');
        else rmSync(dirname(folder), { recursive: true });
        await gone;
        assert.equal(knows.current.content.organisation['lamp-name'], 'Beacon');
        assert.deepEqual(lines.at(-1), { level: 'error', code: 'CONTENT_FAULTY' });
        const back = line();
        say('Torch');
        await back;
        assert.equal(knows.current.content.organisation['lamp-name'], 'Torch');
        assert.deepEqual(
          lines.map(({ level }) => level),
          ['info', 'error', 'info'],
        );
      } finally {
        knows.close();
      }
    });

  it('notices content that is put in place by a link, as Kubernetes does', async () => {
    const { sources } = lamps();
    const real = sources.roots[0]!.path;
    const mounted = freshFolder();
    const next = freshFolder();
    cpSync(real, next, { recursive: true });
    symlinkSync(real, join(mounted, '..data'));
    for (const kind of ['intents', 'dialogs']) symlinkSync(`..data/${kind}`, join(mounted, kind));
    const { knows, line } = await following(contentIn(mounted));
    try {
      writeFileSync(join(next, 'dialogs/lamps/lamp-bulb.yaml'), JSON.stringify({ ...BULB, title: 'The next one' }));
      const changed = line();
      symlinkSync(next, join(mounted, '..data_tmp'));
      renameSync(join(mounted, '..data_tmp'), join(mounted, '..data'));
      await changed;
      assert.equal(knows.current.content.walkthroughs.get('lamp-bulb')!.title, 'The next one');
    } finally {
      knows.close();
    }
  });

  it('keeps the old content while the new one is faulty, and says so', async () => {
    const { knows, write, lines } = await live();
    const before = knows.current;
    write('dialogs/lamps/lamp-bulb.yaml', {
      ...BULB,
      steps: { ...BULB.steps, turn: { ...BULB.steps.turn, not: 'nowhere' } },
    });
    await knows.reload();
    assert.equal(knows.current, before);
    assert.deepEqual(lines, [{ level: 'error', code: 'CONTENT_FAULTY' }]);
    write('dialogs/lamps/lamp-bulb.yaml', { ...BULB, title: 'Mended' });
    await knows.reload();
    assert.equal(knows.current.content.walkthroughs.get('lamp-bulb')!.title, 'Mended');
  });

  it('survives a file that is no YAML, and an empty one', async () => {
    const { knows, write, lines } = await live();
    write('dialogs/lamps/lamp-bulb.yaml', 'steps: [');
    await knows.reload();
    write('dialogs/lamps/lamp-bulb.yaml', BULB);
    write('intents/lamps/pack.yaml', '');
    await knows.reload();
    assert.deepEqual(
      lines.map(({ code }) => code),
      ['CONTENT_FAULTY', 'CONTENT_FAULTY'],
    );
  });
});
