import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { warnOfSurroundings } from '../../src/commands/surroundings.ts';
import { readSurroundings } from '../../src/config.ts';
import { freshFolder } from '../fakes/folder.ts';
import { CodeLog } from '../fakes/journals.ts';
import { AUTHORITY } from '../fakes/outside.ts';

function warned(env: Record<string, string>): readonly string[] {
  const log = new CodeLog();
  warnOfSurroundings(readSurroundings(env), log);
  return log.codes;
}

describe('the surroundings of a service', () => {
  it('are told of where systemd waits for word, which it never gets', () => {
    assert.deepEqual(warned({ NOTIFY_SOCKET: '/run/systemd/notify' }), ['NOTIFY_UNKNOWN']);
    assert.deepEqual(warned({}), []);
  });

  it('are told of where Node left certificates out', () => {
    const folder = freshFolder();
    const [broken, empty] = [join(folder, 'broken.pem'), join(folder, 'empty.pem')];
    writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n');
    writeFileSync(empty, '');
    for (const file of [join(folder, 'missing.pem'), broken, empty, folder])
      assert.deepEqual(warned({ NODE_EXTRA_CA_CERTS: file }), ['CERTIFICATES_UNREAD'], file);
    assert.deepEqual(warned({ NODE_EXTRA_CA_CERTS: AUTHORITY }), []);
  });
});
