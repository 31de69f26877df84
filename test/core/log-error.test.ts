import assert from 'node:assert/strict';
import { Fault } from '../../src/core/fault.ts';
import { loggedError, withoutWords } from '../../src/core/log-error.ts';

const CANARY = 'canary-word-4711';

/** The fields of an error in the log. */
const logged = (error: unknown): string => JSON.stringify(loggedError(error));

describe('an error in the log', () => {
  it('has its type, words, code, cure and lines of code, and those of its causes', () => {
    const cause = Object.assign(new Error('connection ended'), { code: 'ECONNRESET', statusCode: 503 });
    const line = loggedError(new Fault('STORE_LOST', 'The database is gone.', 'Look at it.', { cause }));
    assert.ok(typeof line === 'object' && line.cause);
    assert.deepEqual(
      [line.type, line.message, line.code, line.cure],
      ['Fault', 'The database is gone.', 'STORE_LOST', 'Look at it.'],
    );
    assert.match(line.stack, /^\s+at .*log-error\.test\.ts/);
    assert.deepEqual([line.cause.message, line.cause.code, line.cause.status], ['connection ended', 'ECONNRESET', 503]);
  });

  it('has nothing else that a library hung on it: requests, rows, bodies', () => {
    const hung = { request: { body: CANARY }, detail: `Failing row contains (${CANARY})`, response: { data: CANARY } };
    assert.doesNotMatch(logged(Object.assign(new Error('refused'), hung)), /canary/);
  });

  it('does not quote a text that was no JSON', () => {
    let error: unknown;
    try {
      JSON.parse(CANARY);
    } catch (thrown) {
      error = thrown;
    }
    assert.match((error as Error).message, /canary/);
    assert.doesNotMatch(logged(error), /canary/);
    assert.doesNotMatch(logged(new Error('not read', { cause: error })), /canary/);
  });

  it('leaves out words on every line of it where they may be a person’s', () => {
    const error = new Error(`what is ${CANARY}?\n    at ${CANARY} (x.ts:1:1)`, { cause: new TypeError(CANARY) });
    assert.doesNotMatch(logged(withoutWords(error)), /canary/);
    assert.match(logged(error), /log-error\.test\.ts/);
  });

  it('takes what is no error', () => {
    assert.equal(loggedError('timeout'), 'timeout');
    assert.equal(loggedError({ text: CANARY }), '(object)');
    const [one, two] = [new Error('one'), new Error('two')];
    one.cause = two;
    two.cause = one;
    assert.ok(logged(one).length < 10_000);
  });
});
