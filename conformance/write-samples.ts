import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_SAMPLES } from './own-samples.ts';
import { encoded } from './sample-folder.ts';
import { outcomeOf } from './sample-outcome.ts';
import { writeSample } from './write-sample.ts';

// Writes conformance/samples anew: `node conformance/write-samples.ts`. Read every change of an expected.json against the rules
// before you commit it: this script writes down what the program says, right or wrong.

const SAMPLES = new URL('./samples/', import.meta.url).pathname;

rmSync(SAMPLES, { recursive: true, force: true });
for (const sample of OWN_SAMPLES.values()) {
  const folder = join(SAMPLES, sample.name);
  writeSample(folder, sample);
  writeFileSync(join(folder, 'expected.json'), encoded(await outcomeOf(folder)));
}
console.log(`${OWN_SAMPLES.size} samples written to ${SAMPLES}`);
