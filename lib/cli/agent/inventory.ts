import type { InventoryFile } from '#lib/attestation/evidence-binding.ts';
import { runProgram } from './run-program.ts';
import { programEnvironment, type Surroundings } from './tpm-tools.ts';

/** One program that tells what the machine is made of. */
interface Collector {
  /** As the evidence calls what it prints. */
  readonly name: 'dmidecode' | 'lshw' | 'fwupd';
  readonly program: string;
  readonly words: readonly string[];
  readonly milliseconds: number;
  readonly octets: number;
}

const MIB = 1024 * 1024;
const COLLECTORS: readonly Collector[] = [
  { name: 'dmidecode', program: 'dmidecode', words: [], milliseconds: 30_000, octets: 4 * MIB },
  { name: 'lshw', program: 'lshw', words: ['-json'], milliseconds: 120_000, octets: 4 * MIB },
  { name: 'fwupd', program: 'fwupdmgr', words: ['get-devices', '--json'], milliseconds: 60_000, octets: 4 * MIB },
];

/** What the machine says of its parts, and why something is missing. */
export interface CollectedInventory {
  readonly files: readonly InventoryFile[];
  /** A sentence for each part that is absent. */
  readonly absent: readonly string[];
}

/** Runs the collectors, one after the other. A program that is missing or fails leaves its part out. */
export async function collectInventory(surroundings: Surroundings): Promise<CollectedInventory> {
  const files: InventoryFile[] = [];
  const absent: string[] = [];
  for (const { name, program, words, ...limits } of COLLECTORS) {
    const outcome = await runProgram({ program, words, limits, folder: '/', environment: programEnvironment(surroundings, '/') });
    if (outcome.kind === 'missing') absent.push(`${program} is not installed: its part is absent`);
    else if (outcome.kind === 'failed') absent.push(`${program} ${outcome.reason}: its part is absent`);
    else if (outcome.output.length === 0) absent.push(`${program} printed nothing: its part is absent`);
    else files.push({ name, octets: outcome.output });
  }
  return { files, absent };
}
