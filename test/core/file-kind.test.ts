import assert from 'node:assert/strict';
import { unreadableKind } from '../../src/core/file-kind.ts';

describe('The kind of a file', () => {
  it('is told by its name', () => {
    const kinds = {
      'IMG_1.HEIC': 'heic',
      'scan.pdf': 'pdf',
      'b.mov': 'video',
      'steps.docx': 'document',
      'x.zip': 'archive',
    };
    for (const [name, kind] of Object.entries(kinds)) assert.equal(unreadableKind(name), kind, name);
    for (const name of ['a.png', 'a.JPG', 'a.webp', 'a.jfif', 'screenshot', 'v1.2', null])
      assert.equal(unreadableKind(name), null);
  });

  it('is told by its type where the platform gives one', () => {
    const kinds = {
      'image/heic': 'heic',
      'image/gif': 'picture',
      'application/pdf': 'pdf',
      'video/quicktime': 'video',
      'audio/mp4': 'sound',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
      'application/zip': 'archive',
      'application/x-msdownload': 'other',
    };
    for (const [type, kind] of Object.entries(kinds)) assert.equal(unreadableKind('upload', type), kind, type);
    assert.equal(unreadableKind('renamed.pdf', 'image/png'), null, 'a picture whatever it is called');
    for (const type of ['image/png', 'image/jpeg', 'image/webp', 'image/*', 'application/octet-stream', ''])
      assert.equal(unreadableKind('error.png', type), null, type);
  });
});
