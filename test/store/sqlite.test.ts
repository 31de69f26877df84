import { join } from 'node:path';
import { storeContract } from '../contracts/store.contract.ts';
import { freshFolder } from '../fakes/folder.ts';

storeContract('SQLite', async () => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`, { several: false });
