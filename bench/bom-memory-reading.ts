import { existsSync, readFileSync } from 'node:fs';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { makeBom } from './made-boms.ts';

const SMALL = 200;

/**
 * Makes what every reading process has, however small its files are: modules, and the compiled schemas.
 * @returns kibibytes of resident memory of the whole process then
 */
export function warmUp(): number {
  for (const flavor of ['hardware', 'software'] as const) parseCycloneDx(makeBom(flavor, { count: SMALL, seed: 'small' }));
  return Math.round(process.memoryUsage.rss() / 1024);
}

/** Reads a BOM on the thread that calls. @returns kibibytes: the highest that the process ever was, as the kernel counted it */
export function readForMemory(bytes: Uint8Array): number {
  if (parseCycloneDx(bytes).components.length === 0) throw new Error('the file has no components');
  return highestResident();
}

/**
 * Of this process's own memory. What `resourceUsage` tells is handed on from the process that started it: a benchmark that
 * was itself larger then would be measured in its place.
 */
function highestResident(): number {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
  const own = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return own === undefined ? process.resourceUsage().maxRSS : Number(own);
}

const STATUS = '/proc/self/status';
