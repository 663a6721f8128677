import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';
import { digestOf, sha256Hex } from '#lib/encoding/digest.ts';
import { runProgram } from './run-program.ts';
import { programEnvironment, type Surroundings } from './tpm-tools.ts';

/** One program that tells what the machine is made of. */
interface Collector {
  readonly name: InventoryName;
  readonly program: string;
  readonly words: readonly string[];
  readonly milliseconds: number;
  readonly octets: number;
}

export type InventoryName = 'dmidecode' | 'lshw' | 'fwupd';

const MIB = 1024 * 1024;
const COLLECTORS: readonly Collector[] = [
  { name: 'dmidecode', program: 'dmidecode', words: [], milliseconds: 30_000, octets: 4 * MIB },
  { name: 'lshw', program: 'lshw', words: ['-json'], milliseconds: 120_000, octets: 4 * MIB },
  { name: 'fwupd', program: 'fwupdmgr', words: ['get-devices', '--json'], milliseconds: 60_000, octets: 4 * MIB },
];

/** What the machine says of its parts, and why something is missing. */
export interface CollectedInventory {
  readonly files: Readonly<Partial<Record<InventoryName, Uint8Array>>>;
  /** A sentence for each part that is absent. */
  readonly absent: readonly string[];
}

/** Runs the collectors, one after the other. A program that is missing or fails leaves its part out. */
export async function collectInventory(surroundings: Surroundings): Promise<CollectedInventory> {
  const files: Partial<Record<InventoryName, Uint8Array>> = {};
  const absent: string[] = [];
  for (const { name, program, words, ...limits } of COLLECTORS) {
    const outcome = await runProgram({ program, words, limits, folder: '/', environment: programEnvironment(surroundings, '/') });
    if (outcome.kind === 'missing') absent.push(`${program} is not installed: its part is absent`);
    else if (outcome.kind === 'failed') absent.push(`${program} ${outcome.reason}: its part is absent`);
    else if (outcome.output.length === 0) absent.push(`${program} printed nothing: its part is absent`);
    else files[name] = outcome.output;
  }
  return { files, absent };
}

/** A line for each file, `<sha256>  <name>`, sorted by name: what `sha256sum` prints. */
export function inventoryManifest(files: CollectedInventory['files']): string {
  const names = COLLECTORS.map(({ name }) => name).toSorted();
  return names
    .map((name) => ({ name, bytes: files[name] }))
    .reduce((text, { name, bytes }) => (bytes === undefined ? text : `${text}${sha256Hex(bytes)}  ${name}\n`), '');
}

/** What the TPM signs with its PCRs: the nonce alone, or with the inventory, so that both were said by one TPM at one time. */
export function qualifyingDataOf(nonce: Uint8Array, files: CollectedInventory['files']): Uint8Array {
  const manifest = inventoryManifest(files);
  return manifest === '' ? nonce : digestOf('sha256', concatBytes([nonce, digestOf('sha256', encodeUtf8(manifest))]));
}
