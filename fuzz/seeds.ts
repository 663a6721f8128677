import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Format } from '#lib/artifact/format.ts';
import { FORMATS } from '#lib/artifact/formats.ts';
import { findPemBlocks, looksLikePem } from '#lib/encoding/pem.ts';
import { MADE_SAMPLES } from './made-samples.ts';
import { familyOf } from './mutate.ts';

const ROOT = new URL('..', import.meta.url).pathname;
/** Beyond it a sample shows size, and changes of it show nothing. */
const MAX_SEED_BYTES = 128 * 1024;

/** The name of a format as the command line takes it. */
export function slugOf({ name }: Format): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** Every sample that stands in the repository or that the makers make. New samples of a format become its seeds by themselves. */
export function allSeeds(): readonly Uint8Array[] {
  const folders = readdirSync(join(ROOT, 'lib'))
    .map((floor) => join(ROOT, 'lib', floor, 'testdata'))
    .concat(join(ROOT, 'conformance', 'samples'), join(ROOT, 'fuzz', 'testdata'));
  return [...Object.values(MADE_SAMPLES), ...folders.filter((folder) => existsSync(folder)).flatMap(filesBelow)];
}

function filesBelow(folder: string): readonly Uint8Array[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isExpectation(entry.name))
    .map((entry) => new Uint8Array(readFileSync(join(entry.parentPath, entry.name))))
    .filter(({ length }) => length > 0 && length <= MAX_SEED_BYTES);
}

/** What a sample should give stands beside it, and is no sample. */
const isExpectation = (name: string): boolean => name === 'expected.json' || name === 'assay.json';

/** Those that a format takes for its own. Without any: those of the families that it may be built like, which is all. */
export function seedsOf(format: Format, all: readonly Uint8Array[]): readonly Uint8Array[] {
  const own = all.filter((bytes) => formatOf(bytes) === format);
  const others = all.filter((bytes) => formatOf(bytes) !== format);
  const kin = own[0] === undefined ? undefined : familyOf(own[0]);
  // A few of the same family bring parts that the samples of the format lack.
  return own.length === 0 ? all : [...own, ...others.filter((bytes) => familyOf(bytes) === kin).slice(0, 8)];
}

/** The format that reads the file, or the first document in it. */
export function formatOf(bytes: Uint8Array): Format | undefined {
  const piece = firstPiece(bytes);
  return FORMATS.find((format) => format.identify(piece) !== undefined);
}

function firstPiece(bytes: Uint8Array): Uint8Array {
  if (!looksLikePem(bytes)) return bytes;
  try {
    return findPemBlocks(bytes)[0]?.der ?? bytes;
  } catch {
    return bytes;
  }
}
