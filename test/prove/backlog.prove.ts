/** A backlog of 100,000 messages at a start: it listens first, answers newcomers beside it, and obeys a signal. */
import { backlogContract } from '../contracts/backlog.contract.ts';

describe('a service', () => backlogContract(100_000));
