import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SRC = join(import.meta.dirname, '..', 'src');

/** Who may import whom, besides itself and core/. Packages listed here live in one folder only. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  commands: [
    'content',
    'understanding',
    'conversation',
    'desk',
    'evaluation',
    'learning',
    'outcomes',
    'rehearsal',
    'journal',
    'store',
    'screenshots',
    'server',
    'console',
    'control',
    'telemetry',
    'channels',
    'channels/slack',
    'channels/teams',
    'channels/terminal',
    'channels/web',
    '',
  ],
  core: [],
  content: [],
  understanding: [],
  conversation: [],
  desk: [],
  evaluation: ['understanding', 'content'],
  learning: [],
  outcomes: [],
  rehearsal: [],
  journal: [],
  store: [],
  screenshots: [],
  server: [],
  console: [],
  control: [],
  telemetry: [],
  // One line for each channel, and nothing else.
  channels: ['channels/slack', 'channels/teams', 'channels/web'],
  'channels/slack': [],
  'channels/teams': [],
  'channels/terminal': [],
  'channels/web': [],
};
const HOMES: Readonly<Record<string, string>> = {
  natural: 'understanding',
  'botbuilder-dialogs': 'conversation',
  'botbuilder-core': 'conversation',
  botbuilder: 'channels/teams',
  'botframework-connector': 'channels/teams',
  '@azure/core-rest-pipeline': 'channels/teams',
  '@microsoft/microsoft-graph-client': 'channels/teams',
  htmlparser2: 'channels/teams',
  jsonwebtoken: 'channels/teams',
  qr: 'channels/web',
  'proxy-addr': 'channels/web',
  'rate-limiter-flexible': 'channels/web',
  '@slack/bolt': 'channels/slack',
  '@slack/web-api': 'channels/slack',
  '@slack/socket-mode': 'channels/slack',
  'lit-html': 'console',
  'openid-client': 'console',
  nodemailer: 'console',
  kysely: 'store',
  'better-sqlite3': 'store',
  pg: 'store',
  yaml: 'content',
  luxon: 'desk',
  'prom-client': 'telemetry',
  sharp: 'screenshots',
  'tesseract.js': 'screenshots',
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => join(SRC, name));

function imports(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(
    (m) => (m[1] ?? m[2])!,
  );
}

function folderOf(file: string): string {
  const parts = relative(SRC, file).split('/');
  if (parts.length === 1) return '';
  return parts[0] === 'channels' && parts.length > 2 ? parts.slice(0, 2).join('/') : parts[0]!;
}

describe('the layers', () => {
  it('have every folder in the table', () => {
    const folders = new Set(files.map(folderOf).filter(Boolean));
    assert.deepEqual([...folders].sort(), Object.keys(MAY).sort());
  });

  for (const file of files) {
    const folder = folderOf(file);
    it(`${relative(SRC, file)} imports only what it may`, () => {
      for (const name of imports(file)) {
        if (name.startsWith('.')) {
          if (folder === '') continue; // main.ts is the command line; config.ts is checked below
          const other = folderOf(join(dirname(file), name));
          assert.ok(
            other === folder || (other === 'core' && folder !== 'core') || MAY[folder]!.includes(other),
            `${folder} must not import ${name}`,
          );
        } else {
          const home = Object.entries(HOMES).find(([pkg]) => name === pkg || name.startsWith(`${pkg}/`))?.[1];
          if (home) assert.equal(folder, home, `${name} lives in ${home}/`);
          if (folder === 'core') assert.fail(`core imports nothing, not even ${name}`);
        }
      }
    });
  }

  it('import only packages that package.json names', () => {
    const { dependencies } = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const unnamed = files.flatMap((file) =>
      imports(file)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) =>
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        )
        .filter((name) => !(name in dependencies))
        .map((name) => `${relative(SRC, file)}: ${name}`),
    );
    assert.deepEqual(unnamed, []);
  });

  it('give Slack and Teams the same folders', () => {
    for (const channel of ['slack', 'teams']) {
      const rooms = readdirSync(join(SRC, 'channels', channel), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
      assert.deepEqual(rooms.sort(), ['desk', 'doctor', 'receive', 'send', 'workspace'], channel);
    }
  });

  it('define no type under a name that another file has', () => {
    const homes = new Map<string, string>();
    for (const file of files)
      for (const [, name] of readFileSync(file, 'utf8').matchAll(
        /^(?:export )?(?:abstract )?(?:interface|type|class) (\w+)/gm,
      )) {
        assert.ok(!homes.has(name!), `${name} is defined in ${homes.get(name!)} and in ${relative(SRC, file)}`);
        homes.set(name!, relative(SRC, file));
      }
  });

  it('read the environment in config.ts only', () => {
    for (const file of files) {
      if (relative(SRC, file) === 'config.ts') continue;
      assert.doesNotMatch(readFileSync(file, 'utf8'), /process\.env/, file);
    }
  });

  it('have no file that imports in a circle', () => {
    const graph = new Map(
      files.map((f) => [
        f,
        imports(f)
          .filter((n) => n.startsWith('.'))
          .map((n) => join(dirname(f), n)),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      assert.ok(!path.includes(file), `circle: ${[...path, file].map((f) => relative(SRC, f)).join(' → ')}`);
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });
});
