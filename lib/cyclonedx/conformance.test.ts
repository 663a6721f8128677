import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identifyCycloneDx } from './identify.ts';
import { parseCycloneDx } from './parse.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');
const present = existsSync(CORPUS);
if (!present) console.warn(`NOTICE: no corpus at ${CORPUS}; the conformance of CycloneDX was not tested.`);

interface Expected {
  readonly kind: string;
  readonly schemaValid?: boolean;
  readonly facts?: { readonly components?: number; readonly specVersion?: string };
}

function readExpected(): [string, Expected][] {
  const expected: Record<string, Expected> = JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8'));
  return Object.entries(expected).filter(([file]) => file.startsWith('cyclonedx/'));
}

describe.runIf(present)('the real BOMs', () => {
  const boms = present ? readExpected() : [];

  test.each(boms.filter(([file]) => file.endsWith('.json')))('%s gives its verdict and its facts', (file, { facts, schemaValid }) => {
    const bom = parseCycloneDx(readFileSync(join(CORPUS, file)));
    expect(bom.schemaValid).toBe(schemaValid);
    expect(bom.problems.some(({ code }) => code === 'schema')).toBe(!schemaValid);
    if (facts !== undefined) expect({ components: bom.components.length, specVersion: bom.specVersion }).toEqual(facts);
  });

  test.each(boms.filter(([file]) => file.endsWith('.xml')))('%s is told to be XML', (file) => {
    expect(() => parseCycloneDx(readFileSync(join(CORPUS, file)))).toThrow(expect.objectContaining({ code: 'unsupported-version' }));
  });

  test('no file of another kind is taken for a BOM, and every BOM for one', () => {
    const files = readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => relative(CORPUS, join(entry.parentPath, entry.name)));
    const found = paths.filter((path) => identifyCycloneDx(readFileSync(join(CORPUS, path))) !== undefined);
    expect(found.sort()).toEqual(boms.map(([file]) => file).sort());
  });

  test('two versions of one product differ', () => {
    const of = (version: string): string =>
      parseCycloneDx(readFileSync(join(CORPUS, `cyclonedx/examples/proton-bridge-proton-bridge-v${version}.bom.json`))).digest;
    expect(of('1.6.3')).not.toBe(of('1.8.0'));
  });
});
