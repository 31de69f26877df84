/** Many kills on each engine, and the proof that a fault would be seen. */
import { crashContract, crashControls } from '../contracts/crash.contract.ts';

crashContract({ SQLite: 200, PostgreSQL: 60 });
crashControls();
