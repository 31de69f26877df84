import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Fault } from '../../src/core/fault.ts';
import { type LogFields, SILENT } from '../../src/core/log.ts';
import { mostConnections, openFilesLimit } from '../../src/server/open-files.ts';
import { FirstlineServer } from '../../src/server/server.ts';
import { freshFolder } from '../fakes/folder.ts';
import { until } from '../fakes/until.ts';

describe('open files', () => {
  it('leave room for the database and for what is sent, however many connections come', () => {
    assert.deepEqual([1024, 120, 40].map(mostConnections), [924, 36, 12]);
    assert.equal(mostConnections(null), null);
  });

  it('have the limit that the system tells, and none where it tells nothing', () => {
    const path = join(freshFolder(), 'limits');
    writeFileSync(path, 'Limit   Soft Limit  Hard Limit  Units\nMax open files            1024   4096  files\n');
    assert.equal(openFilesLimit(path), 1024);
    writeFileSync(path, 'Max open files            unlimited   unlimited  files\n');
    assert.deepEqual([openFilesLimit(path), openFilesLimit(`${path}.none`)], [null, null]);
  });

  it('are told of where connections were refused for want of them; those that are there go on', async () => {
    const lines: LogFields[] = [];
    const log = { ...SILENT, warn: (fields: LogFields) => void lines.push(fields) };
    const server = new FirstlineServer({ log, mostConnections: 2, mounts: [], ping: async () => undefined });
    const address = new URL(await server.listen(0, '127.0.0.1'));
    const sockets: Socket[] = [];
    try {
      for (let i = 0; i < 3; i++)
        sockets.push(connect(Number(address.port), address.hostname).on('error', () => undefined));
      await until(() => lines.length > 0, 'the line in the log');
      assert.deepEqual([lines[0]!.code, (lines[0]!.err as Fault).code], ['FILES_FEW', 'FILES_FEW']);
      sockets.pop()!.destroy();
      sockets.pop()!.destroy();
      await until(
        async () => (await fetch(new URL('/healthz', address)).catch(() => null))?.status === 200,
        'an answer',
      );
    } finally {
      for (const socket of sockets) socket.destroy();
      await server.close();
    }
  });
});
