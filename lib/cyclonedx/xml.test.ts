import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { makeHbom, makeSbom, type SamplePart } from '#lib/testing/boms.ts';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { bomAsXml } from '#lib/testing/xml-boms.ts';
import { parseCycloneDx } from './parse.ts';
import { SPEC_VERSIONS } from './schema-files.ts';
import { verifyCycloneDx } from './verify.ts';

const FRAME = { serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000002', timestamp: '2026-01-01T00:00:00Z' };
const PARTS: readonly SamplePart[] = [
  { model: 'DIMM <32> & "co"', manufacturer: 'Memco', revision: '1.10', serial: '0012', slot: 'A1', quantity: 1 },
  {
    model: 'Drive',
    manufacturer: 'Storco',
    serial: '0x1E3',
    revision: '1e5',
    parts: [{ type: 'firmware', model: 'FW', revision: '0012' }],
  },
  { model: 'lib', type: 'library', group: '@scope', purl: 'pkg:npm/%40scope/lib@1.10', hashes: { 'sha-256': 'AB'.repeat(32) } },
];
const HEAD = '<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"';

const xmlOf = (inside: string): Uint8Array => encodeUtf8(`${HEAD}>${inside}</bom>`);

function codeOf(bytes: Uint8Array): ParseErrorCode | 'read' {
  try {
    parseCycloneDx(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

describe.each(SPEC_VERSIONS)('a BOM of %s', (specVersion) => {
  const json = makeHbom({ subject: { model: 'Server', manufacturer: 'Tamba', serial: '0007' }, components: PARTS, specVersion, ...FRAME });

  test.each(['none', 'b'])('is the same set in XML and in JSON, with the prefix %s', (prefix) => {
    const [one, other] = [parseCycloneDx(json), parseCycloneDx(bomAsXml(json, prefix === 'none' ? {} : { prefix }))];
    expect(other.digest).toBe(one.digest);
    expect(other).toEqual({ ...one, form: 'xml' });
    expect(other.schemaValid).toBe(true);
  });
});

test('white space at the ends of names belongs to them, as in JSON', () => {
  const names = { publisher: ' P ', group: 'g ', name: ' n', version: '1 ' };
  const json = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [{ type: 'library', ...names }] };
  const elements = Object.entries(names).map(([name, text]) => `<${name}>${text}</${name}>`);
  const xml = parseCycloneDx(xmlOf(`<components><component type="library">${elements.join('')}</component></components>`));
  expect(xml.components[0]).toMatchObject({ manufacturer: ' P ', group: 'g ', model: ' n', revision: '1 ' });
  expect(xml.digest).toBe(parseCycloneDx(encodeUtf8(JSON.stringify(json))).digest);
});

test('numbers that are names stay texts', () => {
  const bom = parseCycloneDx(
    xmlOf('<components><component type="device"><name>0012</name><version>1.10</version></component></components>'),
  );
  expect(bom.components[0]).toMatchObject({ model: '0012', revision: '1.10' });
});

test.each(['1.0', '1.1'])('a BOM of %s, which has no JSON form, is read', (version) => {
  const component = '<component type="library"><name>a</name><version>0012</version><modified>false</modified></component>';
  const bom = parseCycloneDx(
    encodeUtf8(`<bom xmlns="http://cyclonedx.org/schema/bom/${version}" version="1"><components>${component}</components></bom>`),
  );
  expect(bom).toMatchObject({ specVersion: version, schemaValid: true, problems: [], components: [{ revision: '0012' }] });
});

test('extensions in other namespaces are left out, and counted', () => {
  const json = makeSbom({ subject: { model: 'x' }, components: [{ model: 'a' }], ...FRAME });
  const bom = parseCycloneDx(bomAsXml(json, { extra: '<x:y xmlns:x="urn:x"><x:components/></x:y><z:w xmlns:z="relative"/>' }));
  expect(bom).toMatchObject({ schemaValid: true, digest: parseCycloneDx(json).digest });
  expect(bom.warnings).toMatchObject([{ code: 'foreign-elements', detail: expect.stringContaining('2 elements') }]);
});

test('what the XML schema refuses is told with its place, and read all the same', () => {
  const bom = parseCycloneDx(
    xmlOf('<components><component type="device"><name>a</name></component><component type="chip"><name>b</name></component></components>'),
  );
  expect(bom).toMatchObject({ schemaValid: false, components: { length: 2 } });
  expect(bom.problems).toEqual([{ code: 'schema', path: 'components/component[2]', detail: expect.stringContaining("'chip'") }]);
  expect(verifyCycloneDx({ document: bom, anchors: [], intermediates: [], at: '2026-01-01T00:00:00Z' })).toMatchObject([
    { id: 'schema', status: 'fail', spec: 'CycloneDX 1.6 XML schema' },
    {},
    {},
  ]);
});

test('dependencies inside each other are entries of their own, whose references are looked for', () => {
  const dependencies =
    '<dependencies><dependency ref="a"><dependency ref="b"><dependency ref="ghost"/></dependency></dependency></dependencies>';
  const component = (ref: string): string => `<component type="library" bom-ref="${ref}"><name>${ref}</name></component>`;
  const bom = parseCycloneDx(xmlOf(`<components>${component('a')}${component('b')}</components>${dependencies}`));
  expect(bom.problems).toMatchObject([{ code: 'dangling-reference', path: 'dependencies[1].dependsOn[0]' }]);
});

test('compositions tell completeness as in JSON', () => {
  const parts = '<metadata><component type="device" bom-ref="s"><name>x</name></component></metadata>';
  const composed =
    '<compositions><composition><aggregate>complete</aggregate><assemblies><assembly ref="s"/></assemblies></composition></compositions>';
  expect(parseCycloneDx(xmlOf(`${parts}${composed}`)).completeness).toBe('complete');
});

test('a namespace that names no version is a mistake in a BOM', () => {
  const bom = parseCycloneDx(encodeUtf8('<bom xmlns="http://cyclonedx.org/schema/bom/12"><components><component/></components></bom>'));
  expect(bom).toMatchObject({ specVersion: '12', schemaValid: false, components: { length: 1 }, problems: [{ code: 'schema' }] });
});

describe('hostile XML', () => {
  const nested = (levels: number): string => {
    const open = '<component type="device"><name>a</name><components>'.repeat(levels);
    return `<components>${open}${'</components></component>'.repeat(levels)}</components>`;
  };

  test('is cut anywhere and refused', () => {
    const json = makeHbom({ subject: { model: 'Server' }, components: PARTS, ...FRAME });
    const bytes = bomAsXml(json).slice(0, -1);
    const wanted = /^(?:truncated|unknown-format|bad-json|empty-file)$/;
    for (let length = 1; length < bytes.length; length += 1) expect(codeOf(bytes.subarray(0, length))).toMatch(wanted);
    expect(codeOf(bytes)).toBe('read');
  });

  test.each<[string, Uint8Array, ParseErrorCode | 'read']>([
    ['31 levels of components', xmlOf(nested(31)), 'read'],
    ['32 levels of components', xmlOf(nested(32)), 'too-deep'],
    ['100,000 levels of components', xmlOf(nested(100_000)), 'too-deep'],
    ['a document type', encodeUtf8('<!DOCTYPE bom><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'), 'xml-doctype'],
    [
      'a billion laughs',
      encodeUtf8(
        `<!DOCTYPE bom [${Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('')}]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&l9;</bom>`,
      ),
      'xml-doctype',
    ],
    [
      'an external entity',
      encodeUtf8('<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&x;</bom>'),
      'xml-doctype',
    ],
    ['an inclusion', xmlOf('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'), 'read'],
    ['a thousand attributes', xmlOf(`<components${Array.from({ length: 1000 }, (_, index) => ` a${index}=""`).join('')}/>`), 'too-many'],
    [
      'the declared encoding UTF-7',
      encodeUtf8('<?xml version="1.0" encoding="UTF-7"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'),
      'bad-xml',
    ],
    ['zeros behind the end', new Uint8Array([...xmlOf(''), ...new Uint8Array(1000)]), 'bad-xml'],
    ['more than 64 MiB', new Uint8Array(64 * 1024 * 1024 + 1), 'too-large'],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  test('UTF-16 and ISO 8859-1 are read', () => {
    const inside = '<components><component type="device"><name>é</name></component></components>';
    const bom = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${inside}</bom>`;
    for (const bytes of [
      Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${bom}`, 'utf16le'),
      Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${bom}`, 'latin1'),
    ]) {
      expect(parseCycloneDx(bytes).components[0]?.model).toBe('é');
    }
  });

  test('50,000 wrong components are answered within seconds, and 100 of them told', () => {
    const spent = beginSpending();
    const bom = parseCycloneDx(xmlOf(`<components>${'<component><name>a</name></component>'.repeat(50_000)}</components>`));
    // About 1.5 s on an idle machine.
    expect(spent()).toBeLessThan(15_000);
    expect(bom.problems.filter(({ code }) => code === 'schema')).toHaveLength(100);
  });
});
