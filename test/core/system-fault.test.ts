import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemFault } from '../../src/core/system-fault.ts';

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('an error of the system', () => {
  it('is told with the path and the reason, under the code that fits', () => {
    const missing = join(tmpdir(), 'not-there');
    const fault = systemFault(thrown(() => readFileSync(missing)));
    assert.deepEqual(
      [fault?.code, fault?.message.includes(`(${missing}: it is not there, ENOENT)`)],
      ['SYSTEM_REFUSED', true],
    );
    const content = systemFault(
      thrown(() => readdirSync(missing)),
      'CONTENT_UNREADABLE',
    );
    assert.equal(content?.code, 'CONTENT_UNREADABLE');
    const folder = systemFault(thrown(() => readFileSync(tmpdir())));
    assert.match(folder!.message, /\(it is a folder, EISDIR\)$/);
  });

  it('says of a working folder that is gone what it is, and of one without plain words its own', () => {
    const gone = Object.assign(new Error('process.cwd failed'), { code: 'ENOENT', syscall: 'uv_cwd' });
    assert.equal(systemFault(gone, 'CONTENT_UNREADABLE')?.code, 'FOLDER_GONE');
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    assert.match(systemFault(refused)!.message, /\(connect ECONNREFUSED ::1:1\)$/);
  });

  it('is none where the error is one of the code', () => {
    assert.equal(systemFault(new TypeError('x is not a function')), null);
    assert.equal(systemFault(Object.assign(new Error('no'), { code: 'ERR_INVALID_ARG_TYPE' })), null);
    assert.equal(systemFault('text'), null);
  });
});
