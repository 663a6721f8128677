import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { describeReferenceManifest } from './describe.ts';
import { looksLikeSwidTag } from './identify.ts';
import { MAX_MANIFEST_BYTES, MAX_MANIFEST_ENTRIES, MAX_MANIFEST_TEXT } from './limits.ts';
import { parseSwidManifest } from './swid.ts';

const support = { name: 'x1.rimel', bytes: encodeUtf8('an event log') };
const DIGEST = 'ab'.repeat(32);
const measurement = (index: number, hashes: string, alternatives: number): string =>
  `<Resource xmlns:h="http://www.w3.org/2001/04/xmlenc#sha256" type="Measurement" index="${index}" active="True" alternatives="${alternatives}" ${hashes} name="M${index}" size="32"/>`;

function codeOf(bytes: Uint8Array): string {
  try {
    parseSwidManifest(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

test('a manifest is read in the words of its standard', () => {
  const bytes = makeManifest({
    files: [support],
    links: '<Link rel="supersedes" href="swid:kirin-x1-old"/>',
    meta: `rim:rimLinkHash="${DIGEST}"`,
    payload: measurement(3, `h:Hash0="${DIGEST}" h:Hash1="${'cd'.repeat(32)}"`, 2),
  });
  const manifest = parseSwidManifest(bytes);
  expect(manifest).toMatchObject({
    format: 'swid-rim',
    tagId: 'kirin-x1',
    tagVersion: 0,
    version: '1.0',
    corpus: false,
    entities: [{ name: 'Kirin Systems', roles: ['softwareCreator', 'tagCreator'] }],
    platform: { manufacturer: 'Kirin Systems', manufacturerId: '00201234', model: 'X1' },
    firmware: { version: '2.4.0' },
    links: [{ rel: 'supersedes', href: 'swid:kirin-x1-old' }],
    rimLinkHash: DIGEST,
    files: [{ name: 'x1.rimel', directory: 'rim', size: support.bytes.length, digests: [{ algorithm: 'sha256' }] }],
    measurements: [{ index: 3, name: 'M3', active: true, alternatives: [{ value: DIGEST }, { value: 'cd'.repeat(32) }] }],
    signature: null,
    warnings: [],
  });
  expect(describeReferenceManifest(manifest)).toBe(
    'reference manifest for Kirin Systems X1, firmware 2.4.0; 1 file and 1 measurement; by Kirin Systems; unsigned',
  );
});

test('a digest of the manifest before is read in hexadecimal and in base64', () => {
  const written = Buffer.from(DIGEST, 'hex').toString('base64');
  expect(parseSwidManifest(makeManifest({ meta: `rim:rimLinkHash="${written}"` })).rimLinkHash).toBe(DIGEST);
});

test('names of Meta are known in other spellings and namespaces', () => {
  const text = new TextDecoder().decode(makeManifest()).replaceAll('rim:p', 'rim:P').replace('TCG_RIM_Model', 'other');
  expect(parseSwidManifest(encodeUtf8(text)).platform.model).toBe('X1');
});

test('what the payload holds beside files is told', () => {
  const { warnings } = parseSwidManifest(makeManifest({ payload: '<Process name="p"/><Resource type="Other"/>' }));
  expect(warnings).toMatchObject([{ code: 'payload-not-read', detail: expect.stringContaining('2 elements') }]);
});

describe('what is refused', () => {
  const written = new TextDecoder().decode(makeManifest({ files: [support] }));
  test.each<[string, string, string]>([
    ['another root', written.replaceAll('SoftwareIdentity', 'Software'), 'unknown-format'],
    ['an older namespace', written.replace('-2/2015/', '-2/2009/'), 'unknown-format'],
    ['no tagId', written.replace('tagId=', 'id='), 'missing-field'],
    ['a blank tagId', written.replace(/tagId="[^"]*"/, 'tagId=" "'), 'missing-field'],
    ['a version of the tag that is no number', written.replace('tagVersion="0"', 'tagVersion="-1"'), 'bad-value'],
    ['a flag that is neither true nor false', written.replace('tagVersion=', 'patch="yes" tagVersion='), 'bad-value'],
    ['no payload', written.replace(/<Payload>.*<\/Payload>/, ''), 'missing-field'],
    ['two payloads', written.replace('</Payload>', '</Payload><Payload/>'), 'duplicate-key'],
    ['a file without a digest', written.replace(/SHA256:hash="[^"]*"/, ''), 'missing-field'],
    ['a digest by a function that nobody knows', written.replace('xmlenc#sha256', 'xmlenc#md5'), 'missing-field'],
    ['a digest that is too short', written.replace(/hash="../, 'hash="'), 'bad-value'],
    ['a digest that is no number', written.replace(/hash="../, 'hash="zz'), 'bad-value'],
    ['a size that is no number', written.replace(/size="/, 'size="0x'), 'bad-value'],
    [
      'one field of the platform twice',
      written.replace('rim:platformModel', 'xmlns:r2="https://trustedcomputinggroup.org/b" r2:platformModel="Y" rim:platformModel'),
      'duplicate-key',
    ],
    ['a document type', `<!DOCTYPE x>${written}`, 'xml-doctype'],
    ['a measurement twice', written.replace('</Payload>', `${measurement(1, '', 0).repeat(2)}</Payload>`), 'duplicate-key'],
    ['fewer digests than alternatives', written.replace('</Payload>', `${measurement(1, '', 1)}</Payload>`), 'bad-value'],
    [
      'a measurement without an index',
      written.replace('</Payload>', `${measurement(1, '', 0).replace('index="1"', '')}</Payload>`),
      'missing-field',
    ],
    ['a link hash of another length', written.replace('rim:platformModel', 'rim:rimLinkHash="abcd" rim:platformModel'), 'bad-value'],
  ])('%s', (_, text, code) => {
    expect(text).not.toBe(written);
    expect(codeOf(encodeUtf8(text))).toBe(code);
  });
});

describe('limits', () => {
  test('octets of a manifest', () => {
    const bytes = makeManifest();
    const padded = (size: number): Uint8Array => Buffer.concat([bytes, Buffer.alloc(size - bytes.length, ' ')]);
    expect(codeOf(padded(MAX_MANIFEST_BYTES))).toBe('read');
    expect(codeOf(padded(MAX_MANIFEST_BYTES + 1))).toBe('too-large');
  });

  test('characters of a text', () => {
    expect(codeOf(makeManifest({ tagId: 'x'.repeat(MAX_MANIFEST_TEXT) }))).toBe('read');
    expect(codeOf(makeManifest({ tagId: 'x'.repeat(MAX_MANIFEST_TEXT + 1) }))).toBe('too-large');
  });

  test('links, and files of the payload', () => {
    const links = (count: number): Uint8Array => makeManifest({ links: '<Link rel="a" href="b"/>'.repeat(count) });
    expect(codeOf(links(MAX_MANIFEST_ENTRIES))).toBe('read');
    expect(codeOf(links(MAX_MANIFEST_ENTRIES + 1))).toBe('too-many');
    const file = `<File xmlns:s="http://www.w3.org/2001/04/xmlenc#sha256" s:hash="${DIGEST}" name="a"/>`;
    const files = (count: number): Uint8Array => makeManifest({ payload: file.repeat(count) });
    expect(codeOf(files(MAX_MANIFEST_ENTRIES))).toBe('read');
    expect(codeOf(files(MAX_MANIFEST_ENTRIES + 1))).toBe('too-many');
  });
});

describe('hostile manifests', () => {
  const signed = makeManifestSigner('hostile').sign(makeManifest({ files: [support] }));

  test('cut off at every length, a manifest is refused and still told apart', () => {
    for (let length = 0; length < signed.length; length += 1) expect(codeOf(signed.subarray(0, length))).not.toBe('read');
    expect(looksLikeSwidTag(signed.subarray(0, 200))).toBe(true);
  });

  test('with any bit flipped, a manifest is refused or read, and nothing else is thrown', () => {
    for (let bit = 0; bit < signed.length * 8; bit += 7) {
      const changed = Uint8Array.from(signed);
      const at = bit >> 3;
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7));
      expect(typeof codeOf(changed)).toBe('string');
    }
  });
});
