/** A few kills in every run; the soak of `npm run prove` kills hundreds of times, and proves that a fault would be seen. */
import { crashContract } from '../contracts/crash.contract.ts';

crashContract({ SQLite: 20, PostgreSQL: 20 });
