/** A fault is answered with its status of the registry, and what restify refuses by itself in the registry's words. */
import assert from 'node:assert/strict';
import type { Server } from 'restify';
import { Fault } from '../../src/core/fault.ts';
import { FAULT_CODES, FAULTS, type FaultCode } from '../../src/core/faults.ts';
import { SILENT } from '../../src/core/log.ts';
import { FirstlineServer } from '../../src/server/server.ts';

describe('faults over HTTP', () => {
  let address: string;
  let server: FirstlineServer;

  before(async () => {
    const failing = {
      mount: (routes: Server) => {
        routes.get('/fault/:code', async (request) => {
          throw new Fault(request.params.code as FaultCode, 'What happened.', 'What to do.');
        });
        routes.get('/broken', async () => {
          throw new Error('a secret of ours');
        });
        routes.post('/taken', async (_request, response) => {
          response.send(204);
        });
      },
    };
    server = new FirstlineServer({ mounts: [failing], ping: async () => undefined, log: SILENT });
    address = await server.listen(0, '127.0.0.1');
  });

  after(() => server.close());

  it('are answered with the status of the registry, and 500 where it has none', async () => {
    for (const code of FAULT_CODES) {
      const answer = await fetch(`${address}/fault/${code}`);
      assert.equal(answer.status, FAULTS[code].status ?? 500, code);
      assert.deepEqual(await answer.json(), { code, cause: 'What happened.', cure: 'What to do.' });
    }
  });

  it('are told in the registry’s words where the server refuses a request by itself, or fails', async () => {
    const post = (type: string, body: string) =>
      fetch(`${address}/taken`, { method: 'POST', headers: { 'content-type': type }, body });
    for (const [code, status, asked] of [
      ['NOT_FOUND', 404, fetch(`${address}/nowhere`)],
      ['NOT_FOUND', 405, fetch(`${address}/broken`, { method: 'DELETE' })],
      ['MALFORMED', 400, post('application/json', '{')],
      ['TOO_LONG', 413, post('application/json', JSON.stringify('x'.repeat(300_000)))],
      ['INTERNAL', 500, fetch(`${address}/broken`)],
    ] as const) {
      const answer = await asked;
      const { cause, cure } = FAULTS[code];
      assert.deepEqual([answer.status, await answer.json()], [status, { code, cause, cure }]);
    }
  });
});
