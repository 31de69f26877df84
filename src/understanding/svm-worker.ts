/** The thread that trains some of the classes. */
import { parentPort, workerData } from 'node:worker_threads';
import { type TrainingOrder, weightsOf } from './svm-training.ts';

const trained = weightsOf(workerData as TrainingOrder, () => parentPort!.postMessage(null));
parentPort!.postMessage(
  trained,
  trained.flatMap(({ weights, bias }) => [weights.buffer as ArrayBuffer, bias.buffer as ArrayBuffer]),
);
