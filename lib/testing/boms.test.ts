import { expect, test } from 'vitest';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { SPEC_VERSIONS } from '#lib/cyclonedx/schema-files.ts';
import { makeHbom, makeSbom, type SampleBom } from './boms.ts';

const SAMPLE: SampleBom = {
  subject: { model: 'Server One', manufacturer: 'Northwind', serial: 'NW-1', revision: 'A' },
  components: [
    { model: 'DIMM-32', manufacturer: 'Memco', serial: 'M-1', slot: 'A1', class: { registry: '2.23.133.18.3.1', value: '00060004' } },
    { model: 'Board', manufacturer: 'Northwind', parts: [{ type: 'firmware', model: 'UEFI', revision: '2.1' }] },
  ],
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  timestamp: '2026-01-02T03:04:05Z',
  complete: true,
};

test('the same arguments give the same octets', () => {
  expect(makeHbom(SAMPLE)).toEqual(makeHbom(SAMPLE));
});

test.each(SPEC_VERSIONS)('an HBOM of CycloneDX %s is valid by its schema and has no other problem', (specVersion) => {
  // Compositions came with 1.3.
  const bom = parseCycloneDx(makeHbom({ ...SAMPLE, specVersion, complete: specVersion !== '1.2' }));
  expect(bom).toMatchObject({ specVersion, schemaValid: true, problems: [], warnings: [] });
  expect(bom.components.map(({ manufacturer }) => manufacturer)).toEqual(['Memco', 'Northwind', '']);
});

test('an SBOM lists libraries of an application', () => {
  const bom = parseCycloneDx(makeSbom({ ...SAMPLE, components: [{ model: 'zlib', revision: '1.3', purl: 'pkg:generic/zlib@1.3' }] }));
  expect(bom).toMatchObject({
    schemaValid: true,
    subject: { type: 'application' },
    components: [{ type: 'library', category: 'software' }],
  });
});
