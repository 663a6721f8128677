import { describe, expect, test } from 'vitest';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { type CorimSigning, makeCorim, numbered, signCorim } from '#lib/testing/concise-manifests.ts';
import { makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { parseConciseManifest } from './corim.ts';
import { codeOf, flipped } from './testing/read-corim.ts';
import { verifyReferenceManifest } from './verify.ts';

describe('who signed', () => {
  const signer = makeManifestSigner('kirin');
  const anchor = { certificate: parseCertificate(signer.authority.certificate) };
  const statuses = (
    bytes: Uint8Array,
    { atHand = [] as readonly Uint8Array[], at = '2026-06-01T00:00:00Z' } = {},
  ): Record<string, string> => {
    const checks = verifyReferenceManifest({
      document: parseConciseManifest(bytes),
      anchors: [anchor],
      intermediates: atHand.map((der) => parseCertificate(der)),
      at,
    });
    return Object.fromEntries(checks.map(({ id, status }) => [id, status]));
  };
  const TRUSTED = { signature: 'pass', chain: 'pass', validity: 'pass', revocation: 'unknown' };
  const signed = (over: CorimSigning = {}): Uint8Array => signCorim(makeCorim(), over);

  test('a certificate that came along, and one at hand that the header names', () => {
    expect(statuses(signed())).toEqual(TRUSTED);
    expect(statuses(signed({ by: 'key-identifier' }), { atHand: [signer.certificate] })).toEqual(TRUSTED);
    expect(statuses(signed({ by: 'key-identifier' }))).toMatchObject({ signature: 'unknown', chain: 'unknown' });
  });

  test("not a stranger's, and not nobody's", () => {
    expect(statuses(signed({ seed: 'stranger' }))).toMatchObject({ signature: 'pass', chain: 'unknown' });
    expect(statuses(makeCorim())).toMatchObject({ signature: 'unknown', chain: 'unknown' });
  });

  test('no message of another content, and none with a parameter that must be understood and is not', () => {
    expect(statuses(signed({ contentType: 'application/cwt' }))).toMatchObject({ signature: 'fail', chain: 'unknown' });
    expect(
      statuses(
        signed({
          header: [
            [2, [99]],
            [99, 1],
          ],
        }),
      ),
    ).toMatchObject({ signature: 'fail' });
  });

  test('no flipped bit of what is signed convinces', () => {
    const bytes = signed();
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const changed = flipped(bytes, bit);
      if (codeOf(changed) !== 'read') continue;
      const { signature, chain } = statuses(changed);
      expect(signature === 'pass' && chain === 'pass', `bit ${bit}`).toBe(false);
    }
  });

  test('the time of the manifest, of its signature and of its claims all hold', () => {
    const until2027: readonly [number, CborWritable] = [1, { tag: 1, value: 1798761600 }];
    const own = signCorim(makeCorim({ validity: [until2027] }));
    expect(statuses(own)).toEqual(TRUSTED);
    expect(statuses(own, { at: '2028-01-01T00:00:00Z' })).toMatchObject({ signature: 'pass', validity: 'fail' });
    const meta = encodeCbor(numbered({ 0: numbered({ 0: 'Kirin Systems' }), 1: new Map([until2027]) }));
    expect(statuses(signed({ header: [[8, meta]] }), { at: '2028-01-01T00:00:00Z' })).toMatchObject({ validity: 'fail' });
    const claims = numbered({ 1: 'kirin', 4: 1798761600, 5: 1767225600 });
    expect(statuses(signed({ header: [[15, claims]] }))).toEqual(TRUSTED);
    for (const at of ['2028-01-01T00:00:00Z', '2025-01-01T00:00:00Z'])
      expect(statuses(signed({ header: [[15, claims]] }), { at })).toMatchObject({ validity: 'fail' });
  });
});
