import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseCycloneDx } from './parse.ts';
import type { BomProblem } from './types.ts';

/** The problems that the schema doesn't see. */
function problemsOf(bom: object): readonly BomProblem[] {
  const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...bom });
  return parseCycloneDx(encodeUtf8(text)).problems.filter(({ code }) => code !== 'schema');
}

function ofDevices(...devices: object[]): readonly BomProblem[] {
  return problemsOf({ components: devices.map((device, index) => ({ type: 'device', name: 'D', 'bom-ref': `d${index}`, ...device })) });
}

function properties(values: Record<string, string>): object {
  return { properties: Object.entries(values).map(([name, value]) => ({ name, value })) };
}

const serial = (value: string): object => properties({ 'cdx:device:serialNumber': value });

test.each<[string, readonly BomProblem[], string, string | null]>([
  ['a bom-ref that stands twice', ofDevices({ 'bom-ref': 'a' }, { 'bom-ref': 'a' }), 'duplicate-bom-ref', 'components[1]'],
  [
    'a bom-ref that the subject and a part share',
    problemsOf({
      metadata: { component: { type: 'device', name: 'S', 'bom-ref': 'a' } },
      components: [{ type: 'device', name: 'D', 'bom-ref': 'a' }],
    }),
    'duplicate-bom-ref',
    'components[0]',
  ],
  ['a dependency on nothing', problemsOf({ dependencies: [{ ref: 'ghost' }] }), 'dangling-reference', 'dependencies[0].ref'],
  [
    'an assembly that is not there',
    problemsOf({ compositions: [{ aggregate: 'complete', assemblies: ['ghost'] }] }),
    'dangling-reference',
    'compositions[0].assemblies[0]',
  ],
  ['a purl that is none', ofDevices({ purl: 'not a purl' }), 'bad-purl', 'components[0].purl'],
  ['a CPE that is none', ofDevices({ cpe: 'junk' }), 'bad-cpe', 'components[0].cpe'],
  ['a short digest', ofDevices({ hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(16) }] }), 'bad-hash-length', 'components[0].hashes'],
  ['a misspelt property', ofDevices(properties({ 'cdx:device:serialNumbr': '1' })), 'unknown-device-property', 'components[0].properties'],
  ['a quantity that is no number', ofDevices(properties({ 'cdx:device:quantity': 'many' })), 'bad-quantity', 'components[0].properties'],
  [
    'one serial number for two units',
    ofDevices(properties({ 'cdx:device:quantity': '2', 'cdx:device:serialNumber': 'S1' })),
    'quantity-with-serial',
    'components[0].properties',
  ],
  [
    'two serial numbers of one unit',
    ofDevices({
      properties: [
        { name: 'cdx:device:serialNumber', value: 'S1' },
        { name: 'cdx:device:serialNumber', value: 'S2' },
      ],
    }),
    'repeated-device-property',
    'components[0].properties',
  ],
  ['a unit that is listed twice', ofDevices(serial('S 1'), serial('s1')), 'duplicate-serial', 'components[1]'],
  ['a serial number of another form', problemsOf({ serialNumber: '42' }), 'bad-serial-number', 'serialNumber'],
  ['a time that is none', problemsOf({ metadata: { timestamp: 'yesterday' } }), 'bad-timestamp', 'metadata.timestamp'],
  [
    'a time before CycloneDX',
    problemsOf({ metadata: { timestamp: '1970-01-01T00:00:00Z' } }),
    'implausible-timestamp',
    'metadata.timestamp',
  ],
])('%s is a problem', (_, problems, code, path) => {
  expect(problems).toMatchObject([{ code, path }]);
});

test.each<[string, readonly BomProblem[]]>([
  ['a reference into another BOM', problemsOf({ dependencies: [{ ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#x' }] })],
  ['official device properties', ofDevices(properties({ 'cdx:device:gs1:gtin-13': '1', 'cdx:device:certifications:US:FCC': 'true' }))],
  ['equal placeholders as serial numbers', ofDevices(serial('To be filled by O.E.M.'), serial('To be filled by O.E.M.'))],
  ['one serial number of two products', ofDevices({ name: 'A', ...serial('1001') }, { name: 'B', ...serial('1001') })],
  ['a purl with a scope', ofDevices({ purl: 'pkg:npm/%40angular/core@12.3.1?repository_url=https://example.org#src' })],
  ['an unescaped scope', ofDevices({ purl: 'pkg:npm/@angular/core@12.3.1' })],
  ['a CPE of 2.3', ofDevices({ cpe: 'cpe:2.3:o:dell:xps_13_firmware:1.7.0:*:*:*:*:*:*:*' })],
  ['a CPE of 2.2', ofDevices({ cpe: 'cpe:/o:dell:xps_13_firmware:1.7.0' })],
  ['an escaped colon in a CPE', ofDevices({ cpe: 'cpe:2.3:h:a\\:b:c:-:*:*:*:*:*:*:*' })],
])('%s is no problem', (_, problems) => {
  expect(problems).toEqual([]);
});

test('at most 100 problems are listed', () => {
  expect(problemsOf({ dependencies: Array.from({ length: 500 }, (_, index) => ({ ref: `ghost-${index}` })) })).toHaveLength(100);
});

test.each<[string, object, string, string]>([
  [
    'a claim about a target that nothing is',
    { declarations: { claims: [{ 'bom-ref': 'c', target: 'ghost', predicate: 'x' }] } },
    'dangling-reference',
    'declarations.claims[0].target',
  ],
  [
    'an attestation that maps a requirement of nothing',
    { declarations: { attestations: [{ summary: 'x', map: [{ requirement: 'ghost', claims: [] }] }] } },
    'dangling-reference',
    'declarations.attestations[0].map[0].requirement',
  ],
  [
    'a level of requirements that the standard lacks',
    { definitions: { standards: [{ 'bom-ref': 's', name: 'x', levels: [{ 'bom-ref': 'l', requirements: ['ghost'] }] }] } },
    'dangling-reference',
    'definitions.standards[0].levels[0].requirements[0]',
  ],
  ['the schema of another version', { $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json' }, 'schema-of-another-version', '$schema'],
  [
    'an address with a space',
    { components: [{ type: 'library', name: 'a', externalReferences: [{ type: 'website', url: 'https://a b.example/' }] }] },
    'bad-url',
    'components[0].externalReferences[0].url',
  ],
  [
    'a name that the taxonomy lacks',
    { components: [{ type: 'library', name: 'a', properties: [{ name: 'cdx:hbom:x', value: '1' }] }] },
    'unofficial-property',
    'components[0].properties',
  ],
])('%s is a problem', (_, bom, code, path) => {
  expect(problemsOf(bom)).toMatchObject([{ code, path }]);
});

test('a made-up namespace is told once, however many components have it', () => {
  const made = properties({ 'cdx:hbom:a': '1', 'cdx:hbom:b': '2' });
  expect(ofDevices(made, made).map(({ code }) => code)).toEqual(['unofficial-property']);
});

test('official names, relative addresses and links to other BOMs are no problem', () => {
  const references = [
    'a/b?c=d#e',
    'urn:cdx:00000000-0000-4000-8000-000000000001/1#x',
    'git@github.example:a/b.git',
    'https://例え.example/',
  ];
  const externalReferences = references.map((url) => ({ type: 'other', url }));
  expect(ofDevices({ externalReferences, ...properties({ 'cdx:npm:package:path': '', 'cdx:reproducible': 'true' }) })).toEqual([]);
});
