/** Tells why a database can't be opened. */
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import { barredBy } from './access.ts';
import { storeFault } from './causes.ts';

/** Faults with a cure of their own; everything else may come of the address. */
const TOLD: ReadonlySet<FaultCode> = new Set([
  'FILES_FEW',
  'STORE_ADDRESS',
  'STORE_CERTIFICATE',
  'STORE_DAMAGED',
  'STORE_DENIED',
  'STORE_DISK',
  'STORE_ENCODING',
  'STORE_FULL',
  'STORE_IN_USE',
  'STORE_NEWER',
  'STORE_NO_DATABASE',
  'STORE_OLDER',
  'STORE_PASSWORD',
  'STORE_PLACE',
  'STORE_POOLER',
  'STORE_RESTORED',
  'STORE_SCHEMA',
  'STORE_STANDBY',
  'STORE_TABLES',
]);

/** The fault of a database that can't be opened; `path` is that of its file, null for a server. */
export function unopened(cause: unknown, path: string | null): Fault {
  const known = storeFault(cause);
  if (known && TOLD.has(known.code)) return known;
  const barred = path === null ? null : barredBy(path);
  const what = (cause as { code?: string }).code === 'SQLITE_CANTOPEN' ? `no file can be made at ${path}` : null;
  // The address of a server may hold a password: it is not repeated.
  return new Fault(
    'STORE_UNREACHABLE',
    `The database can't be opened: ${barred ?? what ?? (cause as Error).message}`,
    FAULTS.STORE_UNREACHABLE.cure,
    { cause },
  );
}
