/**
 * Reads, checks and trains beside the service, in a thread of its own: changed content takes seconds, and no person
 * should wait for it. Posts the faults, or the content once its model is kept.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Sources } from '../content/folders.ts';
import { readContent } from '../content/load.ts';
import { trained } from './model.ts';

const { content, faults } = readContent(workerData as Sources);
if (faults.length === 0) await trained(content);
parentPort!.postMessage(faults.length === 0 ? { content } : { faults });
