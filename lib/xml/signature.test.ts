import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { signXml } from '#lib/testing/signed-boms.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { checkXml, readXml } from './read.ts';
import { MAX_XML_SIGNATURES, verifyXmlSignatures } from './signature.ts';
import type { XmlSignature } from './signature-types.ts';

const FOLDER = join(import.meta.dirname, 'testdata');
const { privateKey, publicKeyInfo } = makeKey('ec-p256', 'xml signer');
const KEY_INFO = `<DEREncodedKeyValue xmlns="http://www.w3.org/2009/xmldsig11#">${Buffer.from(publicKeyInfo).toString('base64')}</DEREncodedKeyValue>`;
const DOCUMENT = encodeUtf8('<bom xmlns="urn:x"><a>é &amp; 1</a></bom>');

function signaturesOf(text: string | Uint8Array): readonly XmlSignature[] {
  const bytes = typeof text === 'string' ? encodeUtf8(text) : text;
  return verifyXmlSignatures(readXml(checkXml(bytes, { maxBytes: 1_000_000, maxDepth: 64 })));
}

const signed = (over: Partial<Parameters<typeof signXml>[1]> = {}): string =>
  new TextDecoder().decode(signXml(DOCUMENT, { privateKey, keyInfo: KEY_INFO, ...over }));

// Signed by xmlsec1 1.2, those that inherit attributes by the XML signatures of Java 17, with keys of their own, from a document of ours.
describe.each(readdirSync(FOLDER))('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');

  test('verifies, and covers the document', () => {
    expect(signaturesOf(text)).toMatchObject([{ coversDocument: true, place: '', status: 'valid', algorithm: 'sha256-rsa' }]);
  });

  test.each([
    ['a letter of the content', (before: string) => before.replace('>a &amp;', '>b &amp;')],
    ['an attribute of the root', (before: string) => before.replace('version="1"', 'version="2"')],
    [
      'a character of the signature',
      (before: string) => before.replace(/(<ds:SignatureValue>\s*)(.)/, (_, head, first) => `${head}${first === 'A' ? 'B' : 'A'}`),
    ],
    ['white space in the signed information', (before: string) => before.replace('<ds:DigestValue>', '<ds:DigestValue> ')],
  ])('does not verify with %s changed', (_, change) => {
    expect(change(text)).not.toBe(text);
    expect(signaturesOf(change(text))).toMatchObject([{ status: 'invalid' }]);
  });

  test('verifies when only what the canonical form evens out is changed', () => {
    const written = text.replace('version="1"', " version = '1'").replace('<!-- c -->', '<!-- d -->').replace('&amp;', '&#38;');
    expect(signaturesOf(written)).toMatchObject([{ status: 'valid' }]);
  });
});

test.each([false, true])('a signature of our own making verifies, exclusive %s', (exclusive) => {
  expect(signaturesOf(signed({ exclusive }))).toMatchObject([{ status: 'valid', algorithm: 'sha256-ecdsa', coversDocument: true }]);
});

test('a signature without a key stays open for the key of an anchor', () => {
  expect(signaturesOf(signed({ keyInfo: '' }))).toMatchObject([
    { status: 'unsupported', publicKey: null, open: { name: expect.stringContaining('ecdsa-sha256') } },
  ]);
});

describe('what is not evaluated', () => {
  const based = signXml(encodeUtf8('<bom xmlns="urn:x" xml:base="http://example.com/"><a>1</a></bom>'), { privateKey, keyInfo: KEY_INFO });
  const basedOn11 = new TextDecoder().decode(based).replaceAll('TR/2001/REC-xml-c14n-20010315', '2006/12/xml-c14n11');
  test.each<[string, string, RegExp]>([
    ['a reference to another file', signed({ uri: 'file:///etc/passwd' }), /leads out of the document/],
    ['a reference to an address', signed({ uri: 'http://127.0.0.1/' }), /leads out of the document/],
    ['a reference to what is not there', signed({ uri: '#ghost' }), /^0 elements/],
    ['a code of a shared secret', signed().replace('#ecdsa-sha256', '#hmac-sha256'), /shared secret/],
    ['an algorithm that nobody knows', signed().replace('#ecdsa-sha256', '#rot13'), /not supported/],
    [
      'a transform that runs a style sheet',
      signed().replace('http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
      /more than one|not made/,
    ],
    [
      'a transform by XPath',
      signed().replace(
        /<Transform Algorithm="http:\/\/www.w3.org\/TR[^>]*>/,
        '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">',
      ),
      /not made/,
    ],
    ['two signed parts', signed().replace('<SignatureValue>', '<SignedInfo/><SignatureValue>'), /SignedInfo stands twice/],
    ['no value', signed().replace(/<SignatureValue>.*<\/SignatureValue>/, ''), /SignatureValue stands nowhere/],
    ['no reference', signed().replace(/<Reference .*<\/Reference>/, ''), /0 references/],
    ['a language that was put around the signature', signed().replace('<bom ', '<bom xml:lang="en" '), /./],
    ['an address that the canonical form would join', basedOn11, /xml:base/],
    ['a namespace without a canonical form', signed().replace('<a>', '<a xmlns:p="relative">'), /no canonical form/],
  ])('%s', (_, text, detail) => {
    const [signature] = signaturesOf(text);
    expect(signature?.status).not.toBe('valid');
    expect(signature?.detail).toMatch(signature?.status === 'invalid' ? /./ : detail);
  });
});

describe('a signature that was moved', () => {
  const inner = '<a Id="x">1</a>';
  const part = new TextDecoder().decode(
    signXml(encodeUtf8(`<bom xmlns="urn:x" Id="x"><a>1</a></bom>`), { privateKey, keyInfo: KEY_INFO, uri: '#x' }),
  );
  const signature = /<Signature .*<\/Signature>/.exec(part)?.[0] ?? '';

  test('verifies where it was made', () => {
    expect(signaturesOf(part)).toMatchObject([{ status: 'valid', coversDocument: true }]);
  });

  test('covers nothing of another root that wraps the signed one', () => {
    const wrapped = `<bom xmlns="urn:x"><b>evil</b><w>${part}</w></bom>`;
    expect(signaturesOf(wrapped)).toMatchObject([{ coversDocument: false, place: 'w/bom' }]);
  });

  test('is not evaluated when two elements have the identifier', () => {
    const doubled = `<bom xmlns="urn:x" Id="x"><a>1</a><w><bom Id="x"><a>1</a></bom></w>${signature}</bom>`;
    expect(signaturesOf(doubled)).toMatchObject([{ status: 'unsupported', coversDocument: false }]);
  });

  test('of a part does not cover the document', () => {
    const [found] = signaturesOf(`<bom xmlns="urn:x">${inner}${signature}</bom>`);
    expect(found).toMatchObject({ coversDocument: false, status: 'invalid' });
  });
});

test('no more signatures are looked at than the limit', () => {
  const one = /<Signature .*<\/Signature>/.exec(signed())?.[0] ?? '';
  expect(signaturesOf(`<bom xmlns="urn:x">${one.repeat(MAX_XML_SIGNATURES + 5)}</bom>`)).toHaveLength(MAX_XML_SIGNATURES);
});
