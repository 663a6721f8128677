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

/** The expectations count every element `component` of an XML file; ancestors, tools and targets are no parts of the product. */
function partsIn(xml: string): number {
  const lists = xml.replace(/<(metadata|pedigree|services|annotations|vulnerabilities|formulation|evidence)>.*?<\/\1>/gs, '');
  return lists.match(/<component[\s>/]/g)?.length ?? 0;
}

/** Pairs of one name whose JSON and XML list other components, or the same with other identifiers. */
const DIFFERENT = [
  'bom',
  'component-ref',
  'compositions',
  'dependency',
  'external-reference',
  'license-expression',
  'license-id',
  'license-name',
  'machine-learning',
  'service',
];

describe.runIf(present)('the real BOMs', () => {
  const boms = present ? readExpected() : [];

  test.each(boms)('%s gives its verdict and its facts', (file, { facts, schemaValid }) => {
    const bom = parseCycloneDx(readFileSync(join(CORPUS, file)));
    expect(bom.schemaValid).toBe(schemaValid);
    expect(bom.problems.some(({ code }) => code === 'schema')).toBe(!schemaValid);
    if (facts === undefined) return;
    expect(bom.specVersion).toBe(facts.specVersion);
    expect(bom.components).toHaveLength(
      file.endsWith('.xml') ? partsIn(readFileSync(join(CORPUS, file), 'utf8')) : (facts.components ?? -1),
    );
  });

  test.each(['keycloak'])('%s in JSON and in XML are the same set', (name) => {
    const [json, xml] = ['json', 'xml'].map((form) => parseCycloneDx(readFileSync(join(CORPUS, `cyclonedx/examples/${name}.${form}`))));
    expect(json?.components.length).toBeGreaterThan(100);
    expect(xml?.digest).toBe(json?.digest);
  });

  /** Pairs of the same name that list the same components; the others differ on purpose or by neglect. */
  const pairs = boms.filter(
    ([file, { schemaValid }]) => schemaValid === true && file.endsWith('.xml') && existsSync(join(CORPUS, file.replace('.xml', '.json'))),
  );

  test('most pairs of the specification are the same set, and those that differ are known', () => {
    const different = pairs.flatMap(([file]) => {
      const [xml, json] = [file, file.replace('.xml', '.json')].map((path) => parseCycloneDx(readFileSync(join(CORPUS, path))));
      return xml?.digest === json?.digest ? [] : [file.replace(/^.*\/valid-|-1\.\d\.xml$/g, '')];
    });
    expect(pairs.length).toBeGreaterThan(60);
    expect([...new Set(different)].sort()).toEqual(DIFFERENT);
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
