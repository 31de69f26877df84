/** Access to the console: this machine alone, from the console's own page, and with a name. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { ConsoleWorld } from './console-world.ts';

describe('the door of the console', () => {
  let world: ConsoleWorld;
  before(async () => {
    world = await ConsoleWorld.open();
  });
  after(() => world.close());

  const codeOf = async (response: Response): Promise<[number, string | undefined]> => {
    const said = (await response.json()) as { code?: string };
    return [response.status, said.code];
  };

  /** Asks under another name, which `fetch` does not allow. */
  function under(host: string, path = '/console/desk'): Promise<number> {
    const { port } = new URL(world.address);
    return new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      })
        .on('error', reject)
        .end();
    });
  }

  it('is shut for what a proxy or a tunnel passed on, pages, files, data and stream', async () => {
    for (const path of [
      '/console',
      '/console/desk',
      '/console/files/frame/frame.js',
      '/console/api/desk/tickets',
      '/console/stream',
    ])
      for (const header of ['x-forwarded-for', 'forwarded', 'cf-ray', 'via'])
        assert.deepEqual(
          await codeOf(await world.get(path, { [header]: '203.0.113.9' })),
          [403, 'CONSOLE_CLOSED'],
          `${header} ${path}`,
        );
    assert.deepEqual(await codeOf(await world.post('/console/api/me', { name: 'A' }, { via: '1.1 proxy' })), [
      403,
      'CONSOLE_CLOSED',
    ]);
  });

  it('is shut under a name that is not this machine’s, which a foreign site could point here', async () => {
    assert.equal(await under('evil.example'), 403);
    assert.equal(await under(`localhost:${new URL(world.address).port}`), 200);
  });

  it('sends everything with a policy that allows nothing inline, nothing foreign and no frame', async () => {
    for (const path of ['/console/desk', '/console/files/frame/frame.js', '/console/files/desk/desk.css']) {
      const { headers, status } = await world.get(path);
      assert.equal(status, 200, path);
      const policy = headers.get('content-security-policy')!;
      assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
    const html = await (await world.get('/console/desk')).text();
    assert.doesNotMatch(html, /\son\w+=|style=|\{\{/);
  });

  it('answers no data to somebody without a name', async () => {
    for (const path of ['/console/api/desk/tickets', '/console/api/desk/tickets/F-1', '/console/stream'])
      assert.deepEqual(await codeOf(await world.get(path)), [401, 'CONSOLE_NO_USER'], path);
    assert.deepEqual(await codeOf(await world.post('/console/api/desk/sample', {})), [401, 'CONSOLE_NO_USER']);
  });

  it('takes nothing from another site’s page, and reads nothing out to one', async () => {
    const cookie = await world.cookie('Ana');
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'http://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      const refused = await world.post('/console/api/desk/sample', {}, { cookie, ...headers });
      assert.deepEqual(await codeOf(refused), [403, 'FOREIGN_PAGE'], JSON.stringify(headers));
    }
    for (const site of ['cross-site', 'same-site'])
      assert.deepEqual(await codeOf(await world.get('/console/api/desk/tickets', { cookie, 'sec-fetch-site': site })), [
        403,
        'FOREIGN_PAGE',
      ]);
    const form = await world.post('/console/api/desk/sample', {}, { cookie, 'content-type': 'text/plain' });
    assert.equal(form.status, 400);
    assert.equal((await world.get('/console/api/desk/tickets', { cookie })).status, 200);
  });

  it('gives each name an id of its own, in a cookie that no script reads', async () => {
    const answer = await world.post('/console/api/me', { name: '  Ana\u202e\n<b>  ' });
    const [cookie = ''] = answer.headers.getSetCookie();
    assert.match(cookie, /^firstline-console=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    assert.deepEqual(await answer.json(), { name: 'Ana <b>' });
    assert.notEqual(await world.cookie('Ana'), await world.cookie('Ana'));
    const html = await (await world.get('/console/desk', { cookie: cookie.split(';')[0]! })).text();
    assert.ok(html.includes('Ana \\u003cb>') && !html.includes('<b>'));
    for (const made of ['firstline-console=1.QQ', 'firstline-console=x', `firstline-console=${'a'.repeat(3000)}`])
      assert.equal((await world.get('/console/api/desk/tickets', { cookie: made })).status, 401, made);
    assert.equal((await world.post('/console/api/me', { name: ' \u200b ' })).status, 400);
  });

  it('refuses what is no action, an unknown ticket, an absent agent, and an unknown page', async () => {
    const cookie = await world.cookie('Ana');
    const act = (ticket: string, body: object) =>
      world.post(`/console/api/desk/tickets/${ticket}/act`, body, { cookie });
    for (const choice of ['', 'rm', 'done:x', 'close:great', 'step:../x', 'hand:'])
      assert.equal((await act('F-1', { id: 'abcdefgh', choice })).status, 400, choice);
    assert.equal((await act('F-1', { id: 'abcdefgh', choice: 'claim' })).status, 404);
    assert.equal((await act('F-1', { id: 'abcdefgh', choice: 'hand:console:nobody' })).status, 404);
    for (const path of ['/console/other', '/console/files/frame/shell.html', '/console/files/frame/..%2f..%2fmain.ts'])
      assert.equal((await world.get(path, { cookie })).status, 404, path);
  });

  it('writes down who opened and did what, and gives it out as a table that no spreadsheet runs', async () => {
    const cookie = await world.cookie('=HYPERLINK("http://evil.example")');
    assert.equal((await world.post('/console/api/desk/sample', {}, { cookie })).status, 200);
    const read = await world.get('/console/api/audit?since=2020-01-01', { cookie });
    const { lines } = (await read.json()) as { lines: { name: string; what: string }[] };
    assert.ok(lines.some(({ name, what }) => name.startsWith('=HYPERLINK') && what === 'sample'));
    const file = await world.get('/console/api/audit/csv?since=nonsense', { cookie });
    assert.match(file.headers.get('content-disposition')!, /^attachment; filename="audit-[\d-]+\.csv"/);
    const text = await file.text();
    assert.match(text, /^at,name,who,what,ticket\r\n/);
    assert.match(text, /,"'=HYPERLINK\(""http:\/\/evil\.example""\)",/);
    assert.match(text, /"export"/);
    assert.equal((await world.get('/console/api/audit?since=2999-01-01', { cookie })).status, 200);
  });
});
