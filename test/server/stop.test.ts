/** The stop of the server: it ends what is open in order, and nothing has to be forced. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Server } from 'restify';
import sinon from 'sinon';
import { SILENT } from '../../src/core/log.ts';
import { FirstlineServer } from '../../src/server/server.ts';

describe('a server that stops', () => {
  afterEach(() => sinon.restore());

  it('closes a connection that its client keeps, once the stream on it has ended', async () => {
    let end = (): void => undefined;
    const streaming = {
      mount: (routes: Server) => {
        routes.get('/stream', async (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write('data: hello\n\n');
          end = () => void response.end();
        });
      },
    };
    const server = new FirstlineServer({ mounts: [streaming], ping: async () => undefined, log: SILENT });
    const address = await server.listen(0, '127.0.0.1');
    const agent = new Agent({ keepAlive: true });
    const asked = request(`${address}/stream`, { agent }).end();
    const [stream] = (await once(asked, 'response')) as [IncomingMessage];
    await once(stream, 'data');
    // The end by force never comes.
    sinon.useFakeTimers({ toFake: ['setTimeout'] });
    const closed = server.close();
    end();
    stream.resume();
    await closed;
    assert.ok(stream.complete);
    agent.destroy();
  });
});
