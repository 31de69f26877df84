import { storeContract } from '../contracts/store.contract.ts';
import { freshDatabase } from '../fakes/postgres.ts';

storeContract('PostgreSQL', freshDatabase, { several: true });
