import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { checkXml, readXml, type XmlReading } from './read.ts';
import { compileXmlSchema } from './schema.ts';

const LIMITS = { maxBytes: 1_000_000, maxDepth: 8 };

function read(text: string | Uint8Array): XmlReading {
  return readXml(checkXml(typeof text === 'string' ? encodeUtf8(text) : text, LIMITS));
}

function failure(text: string | Uint8Array): Pick<ParseError, 'code' | 'offset'> | 'read' {
  try {
    read(text);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return { code: error.code, offset: error.offset };
    throw error;
  }
}

test('elements, attributes and texts are read with their namespaces', () => {
  const { root } = read('<?xml version="1.0"?><p:a xmlns:p="urn:x" xmlns="urn:y" p:q="1" r="2"><b>t</b></p:a>');
  expect(root).toMatchObject({
    name: 'a',
    prefix: 'p',
    namespace: 'urn:x',
    attributes: [
      { name: 'r', namespace: '', value: '2' },
      { name: 'q', namespace: 'urn:x', value: '1' },
    ],
    children: [{ name: 'b', namespace: 'urn:y', text: 't' }],
  });
});

test('references, sections, comments and instructions give the text that they stand for', () => {
  const { root } = read('<a b=">&lt;&quot;&#10;">t&gt;<![CDATA[<&]]><!-- c> --><b/>u<?pi x>y?>&#13;</a>');
  expect(root.attributes[0]?.value).toBe('><"\n');
  expect(root.text).toBe('t><&u\r');
});

test('a document without a canonical form is read all the same', () => {
  const { root, canonical } = read('<a xmlns:p="relative"><!-- > --><p:b c=">"/><d>&lt;&#13;</d></a>');
  expect(canonical).toBeNull();
  expect(root.children).toMatchObject([
    { name: 'b', namespace: 'relative', attributes: [{ value: '>' }] },
    { name: 'd', text: '<\r' },
  ]);
});

test.each<[string, Uint8Array]>([
  ['UTF-8 with a byte order mark', encodeUtf8('\uFEFF<a>é</a>')],
  ['UTF-16, little end first', Buffer.from('\uFEFF<?xml version="1.0" encoding="utf-16"?><a>é</a>', 'utf16le')],
  ['UTF-16, big end first', Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'utf16le').swap16()],
  ['UTF-16 without a byte order mark', Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>é</a>', 'utf16le')],
  ['ISO 8859-1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')],
])('%s is read', (_, bytes) => {
  expect(read(bytes).root.text).toBe('é');
});

describe('what is refused, and where', () => {
  const text = '<a>\n<b>é</b></a>';

  test.each<[string, string | Uint8Array, string, number]>([
    ['a document type', '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>', 'xml-doctype', 22],
    ['an entity that grows', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', 'xml-doctype', 0],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml-doctype', 0],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]><a/>', 'xml-doctype', 0],
    ['a document type in UTF-16', Buffer.from('\uFEFF<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'utf16le'), 'xml-doctype', 2],
    ['an entity that nothing declares', '<a>&x;</a>', 'bad-xml', 6],
    ['a tag that another closes', '<a>\n<b></a></b>', 'bad-xml', 11],
    ['an attribute twice', '<a b="1" b="2"/>', 'bad-xml', 14],
    ['a prefix without a namespace', '<a><p:b/></a>', 'bad-xml', 7],
    ['a second root', '<a/><b/>', 'bad-xml', 4],
    ['a control character', '<a>\u0001</a>', 'bad-xml', 3],
    ['nine levels', `${'<a>'.repeat(9)}${'</a>'.repeat(9)}`, 'too-deep', 24],
    ['257 attributes', `<a${Array.from({ length: 257 }, (_, index) => ` b${index}=""`).join('')}/>`, 'too-many', 0],
    [
      '65 namespaces at one place',
      `<a${Array.from({ length: 65 }, (_, index) => ` xmlns:p${index}="urn:x"`).join('')}></a>`,
      'too-many',
      0,
    ],
    ['a tag that never ends', '<a><b c="', 'truncated', 9],
    ['an encoding that is not read', '<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>', 'bad-xml', 0],
    ['an encoding that is not the one declared', '<?xml version="1.0" encoding="UTF-16"?><a/>', 'bad-xml', 0],
    ['octets that are no UTF-8', Uint8Array.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]), 'bad-utf8', 3],
    ['half of a UTF-16 pair', Buffer.from('\uFEFF<a>\uD800</a>', 'utf16le'), 'bad-xml', 0],
    ['nothing', ' \n', 'empty-file', 0],
    ['more octets than the limit', `<a>${' '.repeat(1_000_000)}</a>`, 'too-large', 1_000_000],
  ])('%s', (_, bytes, code, offset) => {
    expect(failure(bytes)).toEqual({ code, offset });
  });

  test('a document that is cut anywhere', () => {
    const bytes = encodeUtf8(text);
    for (let length = 1; length < bytes.length; length += 1) {
      expect(failure(bytes.subarray(0, length))).toMatchObject({ code: expect.stringMatching(/^(?:truncated|bad-utf8)$/) });
    }
    expect(failure(bytes)).toBe('read');
  });

  test('8 levels, 256 attributes and 64 namespaces are read', () => {
    expect(failure(`${'<a>'.repeat(8)}${'</a>'.repeat(8)}`)).toBe('read');
    expect(failure(`<a${Array.from({ length: 256 }, (_, index) => ` b${index}=""`).join('')}/>`)).toBe('read');
    expect(failure(`<a${Array.from({ length: 64 }, (_, index) => ` xmlns:p${index}="urn:x"`).join('')}></a>`)).toBe('read');
  });

  test('a long name of an element is told in part', () => {
    expect(() => read(`<a></${'b\u202E'.repeat(500)}></a>`)).toThrow(/^.{1,260}$/);
  });
});

describe('a schema', () => {
  const inner =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:i"><xs:simpleType name="n"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>';
  const main = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:i="urn:i" targetNamespace="urn:a" elementFormDefault="qualified">
    <xs:import namespace="urn:i" schemaLocation="inner.xsd"/>
    <xs:element name="a"><xs:complexType><xs:sequence><xs:element name="n" type="i:n" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>`;
  const schema = compileXmlSchema({ main: encodeUtf8(main), imports: new Map([['inner.xsd', encodeUtf8(inner)]]) });
  const verdictOf = (text: string) => readXml(checkXml(encodeUtf8(text), LIMITS), () => schema).verdict;

  test('passes what fits it, also when the document names files of its own', () => {
    expect(verdictOf('<a xmlns="urn:a"><n>1</n></a>')).toEqual({ valid: true, errors: [] });
    const located =
      '<a xmlns="urn:a" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="urn:b inner.xsd urn:c http://127.0.0.1/"><n>1</n></a>';
    expect(verdictOf(located)).toEqual({ valid: true, errors: [] });
  });

  test('names each element that breaks it', () => {
    expect(verdictOf('<p:a xmlns:p="urn:a"><p:n>1</p:n><p:n>x</p:n></p:a>')?.errors[0]).toEqual({
      path: 'n[2]',
      message: expect.stringContaining("'x' is not a valid value"),
    });
    expect(verdictOf('<a xmlns="urn:a"><n>1</n><n>x</n><m/></a>')?.errors.map(({ path }) => path)).toEqual(['n[2]', 'm']);
  });

  test('answers 50,000 errors within seconds, and tells the first hundred', () => {
    const spent = beginSpending();
    const verdict = verdictOf(`<a xmlns="urn:a">${'<n>x</n>'.repeat(50_000)}</a>`);
    // About 0.3 s on an idle machine; asking for the path of each takes half a minute.
    expect(spent()).toBeLessThan(5_000);
    expect(verdict).toMatchObject({ valid: false, errors: { length: 100 } });
  });

  test('a schema that can not be compiled is our own mistake', () => {
    expect(() => compileXmlSchema({ main: encodeUtf8(main), imports: new Map() })).toThrow();
  });
});
