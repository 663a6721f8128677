import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countChanges, diffUnits } from '#lib/component/diff.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { listOf, membersOf } from '#lib/encoding/members.ts';
import { measureMemory } from './bom-memory.ts';
import { compare, type Figure } from './harness.ts';
import { type BomFlavor, changesOf, makeBom, makeChangedBom } from './made-boms.ts';

const SIZES = [10_000, 50_000] as const;
const FLAVORS: readonly BomFlavor[] = ['hardware', 'software'];
const READ_TARGET = 15;
const DIFF_TARGET = 5;
const MEMORY_TARGET = 12;

/** BOMs read, compared and held in memory, against JSON.parse of the same octets. */
export async function benchCycloneDx({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const flavor of FLAVORS) {
    for (const count of SIZES) {
      const name = `${count} ${flavor} components`;
      figures.push(await readAgainstParse({ name, rounds, make: (seed) => makeBom(flavor, { count, seed }), count }));
      figures.push(await diffAgainstParse({ name, rounds, flavor, count }));
      figures.push(...(await memoryAgainstFile({ name, rounds, bytes: makeBom(flavor, { count, seed: 'memory' }) })));
    }
  }
  return figures;
}

interface ReadQuestion {
  readonly name: string;
  readonly rounds: number;
  readonly count: number;
  /** Another BOM for each seed. */
  readonly make: (seed: string) => Uint8Array;
}

/** Identify, parse, validate by the schema, ask of good sense, read into one shape, digest: against JSON.parse. */
export async function readAgainstParse({ name, rounds, count, make }: ReadQuestion): Promise<Figure> {
  let bytes: Uint8Array = new Uint8Array();
  let made = 0;
  return compare({
    name: `BOM of ${name}: read`,
    ours: 'identified, parsed strictly, validated by its schema and by good sense, read, digested',
    yardstick: 'JSON.parse of the same octets',
    direction: 'at-most',
    target: READ_TARGET,
    rounds,
    perRound: count,
    onOneThread: true,
    prepare: async () => {
      made += 1;
      bytes = make(`round ${made}`);
    },
    runOurs: async () => expectSound(parseCycloneDx(bytes), count),
    runYardstick: async () => expectCount(parseOnly(bytes), count),
  });
}

function expectSound({ schemaValid, problems, components }: CycloneDxBom, count: number): void {
  if (!schemaValid || problems.length > 0 || components.length !== count) {
    throw new Error(`a BOM of ${count} was read as ${components.length}, with ${JSON.stringify(problems.slice(0, 3))}`);
  }
}

export function parseOnly(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

function expectCount(value: unknown, count: number): void {
  if (listOf(membersOf(value).components).length !== count) throw new Error('the yardstick parsed something else');
}

interface DiffQuestion {
  readonly name: string;
  readonly rounds: number;
  readonly flavor: BomFlavor;
  readonly count: number;
}

async function diffAgainstParse({ name, rounds, flavor, count }: DiffQuestion): Promise<Figure> {
  const wanted = changesOf(count);
  let pair: readonly Uint8Array[] = [];
  let before: CycloneDxBom['components'] = [];
  let after: CycloneDxBom['components'] = [];
  let made = 0;
  return compare({
    name: `BOM of ${name}: diff`,
    ours: `two BOMs that were read are compared unit by unit; ${JSON.stringify(wanted)} changes, each of which has to be found`,
    yardstick: 'JSON.parse of the octets of the two',
    direction: 'at-most',
    target: DIFF_TARGET,
    rounds,
    perRound: count,
    onOneThread: true,
    prepare: async () => {
      made += 1;
      const of = { count, seed: `diff ${made}` };
      pair = [makeBom(flavor, of), makeChangedBom(flavor, of)];
      [before = [], after = []] = pair.map((bytes) => parseCycloneDx(bytes).components);
    },
    runOurs: async () => {
      const found = countChanges(diffUnits({ before, after }));
      const alone = flavor === 'hardware' ? found['component-replaced'] : found['content-changed'];
      const got = { alone, revisions: found['revision-changed'], removed: found['component-removed'], added: found['component-added'] };
      const same = count - wanted.alone - wanted.revisions - wanted.removed;
      if (JSON.stringify(got) !== JSON.stringify(wanted) || found.same !== same) {
        throw new Error(`wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
      }
    },
    runYardstick: async () => {
      for (const bytes of pair) parseOnly(bytes);
    },
  });
}

interface MemoryQuestion {
  readonly name: string;
  readonly rounds: number;
  readonly bytes: Uint8Array;
}

/** No time: how much more memory a process of its own needed at its peak than before it began to read, by the size of the file. */
export async function memoryAgainstFile({ name, rounds, bytes }: MemoryQuestion): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const file = join(folder, 'bom.json');
  writeFileSync(file, bytes);
  const question = { file, rounds, target: MEMORY_TARGET };
  try {
    return [
      await measureMemory({ ...question, name: `BOM of ${name}: memory`, place: 'thread' }),
      await measureMemory({ ...question, name: `BOM of ${name}: memory on the main thread`, place: 'main' }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
