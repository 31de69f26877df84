import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { Fault } from '../../src/core/fault.ts';
import { cannotListen } from '../../src/core/listening.ts';

/** The fault of a server that listens at an address; null where it can. */
function listening(host: string, port: number): Promise<Fault | null> {
  return new Promise((done) => {
    const server = createServer();
    server.on('error', (error) => done(cannotListen({ host, port }, error, { host: 'HOST', port: 'PORT' })));
    server.listen(port, host, () => server.close(() => done(null)));
  });
}

describe('an address at which nothing can listen', () => {
  for (const [host, cure] of [
    ['nowhere.invalid', /HOST to an address, such as/],
    ['192.0.2.1', /an address that this machine has/],
    ['fe80::1', /network card|an address (that|of the kind)/],
  ] as const)
    it(`is told with what to do: ${host}`, async () => {
      const fault = await listening(host, 0);
      assert.equal(fault?.code, 'CANNOT_LISTEN');
      assert.match(fault.cure, cure);
    });

  it('is told of a port that is for root, and of one that is taken', () => {
    const of = (code: string): Fault =>
      cannotListen({ host: '::', port: 80 }, Object.assign(new Error(code), { code }), {
        host: 'METRICS',
        port: 'METRICS',
      });
    assert.match(of('EACCES').cure, /METRICS to a number above 1023/);
    assert.match(of('EADDRINUSE').cure, /running already/);
    assert.equal(of('EADDRINUSE').message, "Can't listen on [::]:80 (EADDRINUSE)");
    assert.equal(of('EWEIRD').cure, 'Check METRICS.');
  });
});
