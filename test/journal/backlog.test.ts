/** A backlog small enough for every run; `npm run prove` has one of 100,000 messages. */
import { backlogContract } from '../contracts/backlog.contract.ts';

describe('a service', () => backlogContract(20_000));
