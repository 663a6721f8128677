import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { makeSbom } from '#lib/testing/boms.ts';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { makeSpdx, type SpdxElement } from '#lib/testing/spdx-documents.ts';
import { describeCycloneDx } from './describe.ts';
import { identifyCycloneDx } from './identify.ts';
import { parseCycloneDx } from './parse.ts';
import { verifyCycloneDx } from './verify.ts';

const DIGEST = 'AB'.repeat(32);
const firmware: SpdxElement = {
  SPDXID: 'fw',
  name: 'bmc-firmware',
  versionInfo: '1.10',
  primaryPackagePurpose: 'FIRMWARE',
  supplier: 'Organization: Tamba (fw@tamba.example)',
};
const library: SpdxElement = {
  SPDXID: 'lib',
  name: 'openssl',
  versionInfo: '3.0.15',
  supplier: 'NOASSERTION',
  licenseConcluded: 'Apache-2.0',
  checksums: [
    { algorithm: 'SHA256', checksumValue: DIGEST },
    { algorithm: 'ADLER32', checksumValue: '0' },
  ],
  externalRefs: [
    { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:generic/openssl@3.0.15' },
    { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:openssl:openssl:3.0.15:*:*:*:*:*:*:*' },
    { referenceCategory: 'OTHER', referenceType: 'website', referenceLocator: 'https://openssl.example/' },
  ],
};
const describes = ['DOCUMENT', 'DESCRIBES', 'fw'] as const;

test('packages are components with their identifiers, and the described one is the subject', () => {
  const bom = parseCycloneDx(
    makeSpdx({ packages: [firmware, library], relations: [describes, ['fw', 'CONTAINS', 'lib'], ['fw', 'DEPENDS_ON', 'lib']] }),
  );
  expect(bom).toMatchObject({
    kind: 'cyclonedx-bom',
    form: 'spdx-json',
    specVersion: '2.3',
    serialNumber: 'https://example.invalid/spdx/sample-1',
    timestamp: '2026-01-01T00:00:00Z',
    tools: [{ name: 'sample-maker-1.0' }],
    subject: { manufacturer: 'Tamba', model: 'bmc-firmware', version: '1.10', type: 'firmware' },
    schemaValid: true,
    problems: [],
    warnings: [{ code: 'not-carried-over', detail: 'Of the packages these were not read into the BOM: 1 checksums.' }],
  });
  expect(bom.sections.flatMap(({ entries }) => entries.map(({ text }) => text))).toEqual(
    expect.arrayContaining(['author · Tamba Computers', 'spdx:name · sample']),
  );
  expect(bom.components).toMatchObject([
    {
      type: 'library',
      model: 'openssl',
      revision: '3.0.15',
      manufacturer: '',
      purl: 'pkg:generic/openssl@3.0.15',
      cpe: 'cpe:2.3:a:openssl:openssl:3.0.15:*:*:*:*:*:*:*',
      hashes: { 'sha-256': DIGEST.toLowerCase() },
    },
  ]);
  expect(describeCycloneDx(bom)).toBe('SPDX 2.3 SBOM of Tamba bmc-firmware 1.10: 1 component');
});

test('the same packages in SPDX and in CycloneDX are the same set', () => {
  const spdx = makeSpdx({
    packages: [
      { SPDXID: 'a', name: 'a', versionInfo: '0012', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/a@0012' }] },
    ],
  });
  const cyclonedx = makeSbom({
    subject: { model: 'x' },
    components: [{ model: 'a', revision: '0012', purl: 'pkg:npm/a@0012' }],
    serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000004',
    timestamp: '2026-01-01T00:00:00Z',
  });
  expect(parseCycloneDx(spdx).digest).toBe(parseCycloneDx(cyclonedx).digest);
});

test('files are components inside the package that contains them', () => {
  const file: SpdxElement = { SPDXID: 'f', fileName: './bios.bin', checksums: [{ algorithm: 'SHA1', checksumValue: 'ab'.repeat(20) }] };
  const bom = parseCycloneDx(makeSpdx({ packages: [library], files: [file], relations: [['f', 'CONTAINED_BY', 'lib']] }));
  expect(bom.components).toMatchObject([
    { path: 'components[0]' },
    { type: 'file', model: './bios.bin', path: 'components[0].components[0]', hashes: { 'sha-1': 'ab'.repeat(20) } },
  ]);
});

test('what has no place in the shape of a BOM is told', () => {
  const bytes = makeSpdx({
    packages: [firmware, library],
    relations: [
      describes,
      ['DOCUMENT', 'DESCRIBES', 'lib'],
      ['fw', 'GENERATED_FROM', 'lib'],
      ['fw', 'DEPENDS_ON', 'DocumentRef-x:SPDXRef-y'],
    ],
    more: { snippets: [{}], annotations: [{}, {}] },
  });
  const details = parseCycloneDx(bytes).warnings.map(({ detail }) => detail);
  expect(details).toEqual([
    expect.stringContaining('1 relationships other than'),
    expect.stringContaining('1 relationships with elements of other documents'),
    expect.stringContaining('describes 2 elements'),
    'Of the document these were not read into the BOM: 1 snippets, 2 annotations.',
    'Of the packages these were not read into the BOM: 1 checksums.',
  ]);
});

test('so is what packages, files and the creation information say beyond it, by name and number', () => {
  const rich: SpdxElement = {
    ...firmware,
    summary: 'short',
    description: 'long',
    originator: 'Person: Ann',
    licenseConcluded: 'MIT',
    licenseDeclared: 'Apache-2.0',
    primaryPackagePurpose: 'SOURCE',
    checksums: [{ algorithm: 'SHA224', checksumValue: 'ab'.repeat(28) }],
    comment: 'looked at',
    attributionTexts: ['one', 'two'],
    annotations: [{}],
    licenseInfoFromFiles: ['NOASSERTION', 'MIT'],
    sourceInfo: 'NONE',
    packageVerificationCode: { packageVerificationCodeValue: 'ab'.repeat(20) },
  };
  const file: SpdxElement = {
    SPDXID: 'f',
    fileName: './a',
    fileTypes: ['BINARY'],
    noticeText: 'NOASSERTION',
    checksums: [{ algorithm: 'MD4' }],
  };
  const bytes = makeSpdx({
    packages: [rich, { ...rich, SPDXID: 'again' }],
    files: [file],
    relations: [
      ['fw', 'CONTAINS', 'f'],
      ['again', 'CONTAINS', 'f'],
      ['fw', 'DESCRIBES', 'again'],
    ],
    more: { creationInfo: { created: '2026-01-01T00:00:00Z', creators: ['Tool: x'], licenseListVersion: '3.20' } },
  });
  expect(parseCycloneDx(bytes).warnings.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('1 relationships other than'),
    expect.stringContaining('1 times an element is contained in a second one'),
    'Of the creation information these were not read into the BOM: 1 licenseListVersion.',
    'Of the packages these were not read into the BOM: 2 comment, 4 attributionTexts, 2 annotations, 2 licenseInfoFromFiles, 2 packageVerificationCode, ' +
      '2 description, 2 originator, 2 licenseDeclared, 2 primaryPackagePurpose, 2 checksums.',
    'Of the files these were not read into the BOM: 1 fileTypes, 1 checksums.',
  ]);
});

test('packages that contain each other in a circle stand beside each other', () => {
  const bom = parseCycloneDx(
    makeSpdx({
      packages: [firmware, library],
      relations: [
        ['fw', 'CONTAINS', 'lib'],
        ['lib', 'CONTAINS', 'fw'],
      ],
    }),
  );
  expect(bom.components.map(({ path }) => path)).toEqual(['components[0]', 'components[1]']);
  expect(bom.warnings.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('in a circle'));
});

test('a dependency on nothing, an identifier that stands twice and a missing name are told', () => {
  const bytes = makeSpdx({ packages: [library, library, { SPDXID: 'x' }], relations: [['lib', 'DEPENDS_ON', 'ghost']] });
  const bom = parseCycloneDx(bytes);
  expect(bom.problems.map(({ code }) => code)).toEqual(['schema', 'duplicate-bom-ref', 'dangling-reference']);
  const checks = verifyCycloneDx({ document: bom, anchors: [], intermediates: [], at: '2026-01-01T00:00:00Z' });
  expect(checks).toMatchObject([
    { id: 'schema', status: 'fail', spec: 'SPDX 2.3' },
    { id: 'semantics', status: 'fail' },
    { id: 'origin', status: 'unknown' },
  ]);
});

test('another version of SPDX is told apart and refused', () => {
  for (const text of [
    '{"spdxVersion":"SPDX-2.1","SPDXID":"SPDXRef-DOCUMENT"}',
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}',
  ]) {
    expect(identifyCycloneDx(encodeUtf8(text))?.form).toBe('spdx-json');
    expect(() => parseCycloneDx(encodeUtf8(text))).toThrow(expect.objectContaining({ code: 'unsupported-version' }));
  }
});

test('a document that is cut anywhere is refused', () => {
  const bytes = makeSpdx({ packages: [firmware, library], relations: [describes] }).slice(0, -1);
  for (let length = 1; length < bytes.length; length += 1) {
    expect(() => parseCycloneDx(bytes.subarray(0, length))).toThrow(expect.objectContaining({ code: 'truncated' }));
  }
});

test('100,000 files of one package are arranged within seconds', () => {
  const files = Array.from({ length: 100_000 }, (_, index): SpdxElement => ({ SPDXID: `f${index}`, fileName: `f${index}` }));
  const bytes = makeSpdx({ packages: [library], files, relations: files.map(({ SPDXID }) => ['lib', 'CONTAINS', SPDXID] as const) });
  const spent = beginSpending();
  expect(parseCycloneDx(bytes).components).toHaveLength(100_001);
  expect(spent()).toBeLessThan(15_000);
});
