import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../../src/core/fault.ts';
import { type Labelled, readLabelled, requireLabels } from '../../src/evaluation/labelled.ts';
import { freshFolder } from '../fakes/folder.ts';

const folder = freshFolder();

function read(name: string, content: string | Buffer): Labelled[] {
  writeFileSync(join(folder, name), content);
  return readLabelled(join(folder, name));
}

describe('labelled files', () => {
  it('are JSON lines', () => {
    const rows = read(
      'a.jsonl',
      '\ufeff{"text":"hi","label":"x","also":["y",1],"tier":"A","source":"forum"}\r\n\r\n{"text":"ho","label":"z"}\n',
    );
    assert.deepEqual(rows, [
      { text: 'hi', label: 'x', also: ['y'], tier: 'A', source: 'forum', line: 1 },
      { text: 'ho', label: 'z', also: [], tier: null, source: null, line: 3 },
    ]);
  });

  it('are CSV, with or without a line that names the columns', () => {
    const body = '"one, ""two""\nthree",x\r\nfour,y\r\n\r\n five ,"z"';
    const plain = (rows: readonly Labelled[]): unknown[] => rows.map((r) => [r.text, r.label, r.line]);
    assert.deepEqual(plain(read('b.csv', body)), [
      ['one, "two"\nthree', 'x', 1],
      ['four', 'y', 3],
      [' five ', 'z', 5],
    ]);
    assert.deepEqual(
      plain(read('c.csv', `Text,Category\n${body}`)).toString(),
      'one, "two"\nthree,x,2,four,y,4, five ,z,6',
    );
    assert.deepEqual(plain(read('d.csv', 'id,intent,utterance\n7,x,hello\n')), [['hello', 'x', 2]]);
  });

  it('say on which line they are wrong, and what to do about it', () => {
    const wrong: readonly (readonly [string, string | Buffer, RegExp])[] = [
      ['e.jsonl', '{"text":"hi","label":"x"}\n{"text":1,"label":"x"}\n', /e\.jsonl:2 {2}"text" is missing/],
      ['f.jsonl', '{"text":"hi","label":"x"}\n{"text":', /f\.jsonl:2 /],
      ['g.jsonl', '{"text":"hi","label":"x"}\nnull\n', /g\.jsonl:2 {2}"text" is missing/],
      ['h.csv', 'text,colour\nhi,red\n', /h\.csv:1 {2}has no column "label"/],
      ['i.csv', 'label,colour\nhi,red\n', /i\.csv:1 {2}has no column "text"/],
      ['j.csv', 'hi,x\nwell, hello,x\n', /j\.csv:2 {2}has 3 cells where 2 belong/],
      ['k.csv', 'just a text\n', /k\.csv:1 {2}has 1 cells/],
      ['l.csv', 'hi,x\n"never closed,x\nho,y\n', /l\.csv:2 {2}a quote is opened and never closed/],
      ['m.csv', 'hi,\n', /m\.csv:1 {2}has no label/],
      ['n.csv', '', /holds no labelled text/],
      ['o.csv', 'text,label\n', /holds no labelled text/],
      ['p.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /is no text \(UTF-8\)/],
    ];
    for (const [name, content, what] of wrong)
      assert.throws(
        () => read(name, content),
        (fault: Fault) => fault.code === 'FILE_UNUSABLE' && what.test(fault.message) && fault.cure.length > 10,
        name,
      );
    assert.throws(() => readLabelled(join(folder, 'none.csv')), { code: 'FILE_UNREADABLE' });
    assert.throws(() => readLabelled(folder), { code: 'FILE_UNREADABLE' });
  });

  it('must not hold a label nobody knows', () => {
    const rows = read('q.csv', 'hi,stale-schedule\nho,out-of-scope\nhm,stale-shedule\n');
    requireLabels(rows.slice(0, 2), 'q.csv', new Set(['stale-schedule', 'out-of-scope']));
    assert.throws(() => requireLabels(rows, 'q.csv', new Set(['stale-schedule', 'out-of-scope'])), {
      code: 'LABEL_UNKNOWN',
      message: 'q.csv:3  there is no intent "stale-shedule". "stale-schedule" was meant?',
    });
  });
});
