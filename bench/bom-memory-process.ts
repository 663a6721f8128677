import { readFileSync } from 'node:fs';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import type { MemoryReport } from './bom-memory.ts';
import { makeBom } from './made-boms.ts';

// Run by bom-memory.ts in a process of its own: `bom-memory-process.ts FILE`.

const [file = ''] = process.argv.slice(2);
const SMALL = 200;

// What every reading process has, however small its files are: modules, and the compiled schemas.
for (const flavor of ['hardware', 'software'] as const) parseCycloneDx(makeBom(flavor, { count: SMALL, seed: 'small' }));
const baseline = Math.round(process.memoryUsage.rss() / 1024);
const bom = parseCycloneDx(readFileSync(file));
if (bom.components.length === 0) throw new Error('the file has no components');
console.log(JSON.stringify({ baseline, peak: process.resourceUsage().maxRSS } satisfies MemoryReport));
