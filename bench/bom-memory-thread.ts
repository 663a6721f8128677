import { parentPort } from 'node:worker_threads';
import { readForMemory, warmUp } from './bom-memory-reading.ts';

// Started by bom-memory-process.ts with the limits that the worker gives its threads.

parentPort?.once('message', (bytes: Uint8Array) => parentPort?.postMessage(readForMemory(bytes)));
parentPort?.postMessage(warmUp());
