/** A backlog of 100,000 messages at a start: newcomers are answered beside it, and a signal ends it within ten seconds. */
import assert from 'node:assert/strict';
import { backlogContract } from '../contracts/backlog.contract.ts';

describe('a service', () => {
  backlogContract(100_000, ({ newcomer, stopped }) => {
    // Bounds that a busy machine keeps too.
    assert.ok(newcomer! < 5000, `the newcomer waited ${newcomer} ms`);
    assert.ok(stopped! < 10_000, `it took ${stopped} ms to stop`);
  });
});
