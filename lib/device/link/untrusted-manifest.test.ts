import { expect, test } from 'vitest';
import { parseSwidManifest } from '#lib/attestation/reference/swid.ts';
import { verifyReferenceManifest } from '#lib/attestation/reference/verify.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { keyUsage } from '#lib/testing/certificate-authority.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { untrustedManifest } from './untrusted-manifest.ts';

const AT = '2026-01-01T00:00:00Z';
const manifest = makeManifest({ files: [{ name: 'x1.rimel', bytes: encodeUtf8('log') }] });
const signer = makeManifestSigner('kirin');
const early = makeManifestSigner('early', { notAfter: '2024-01-01T00:00:00Z' });
const otherUse = makeManifestSigner('purpose', { extensions: [keyUsage(5)] });

interface Trust {
  readonly anchors?: readonly { readonly authority: { readonly certificate: Uint8Array } }[];
  readonly atHand?: readonly Uint8Array[];
  readonly ruling?: Check;
}

function reasonOf(bytes: Uint8Array, { anchors = [], atHand = [], ruling }: Trust = {}) {
  const document = parseSwidManifest(bytes);
  const trusted = anchors.map(({ authority }) => ({ certificate: parseCertificate(authority.certificate) }));
  const checks = verifyReferenceManifest({ document, anchors: trusted, intermediates: atHand.map((der) => parseCertificate(der)), at: AT });
  return untrustedManifest({ checks: ruling === undefined ? checks : [...checks, ruling] }, document);
}

const changed = Buffer.from(Buffer.from(signer.sign(manifest)).toString('utf8').replace('x1.rimel', 'x2.rimel'));

test('an anchor is asked for only where one helps', () => {
  expect(reasonOf(signer.sign(manifest)).reason).toBe('manifest-not-trusted');
});

test.each([
  ['by the identifier of its key', signer.keyInfo.keyName, 'by the identifier '],
  ['by its key', signer.keyInfo.keyValue, 'SHA-256 of its key: '],
])(
  'before the certificate of a signer that the file names %s is there, it is asked for, with the anchor or without it',
  (_, info, words) => {
    const bytes = signer.sign(manifest, info);
    for (const anchors of [[], [signer]]) {
      expect(reasonOf(bytes, { anchors })).toEqual({ reason: 'manifest-signer-missing', detail: expect.stringContaining(words) });
    }
    const atHand = [signer.certificate];
    expect(reasonOf(bytes, { atHand }).reason).toBe('manifest-not-trusted');
  },
);

test.each([
  ['was changed after it was signed', changed, [], 'manifest-signature-fails', 'the document was changed after it was signed'],
  ['nobody signed', manifest, [], 'manifest-not-signed', 'the manifest is not signed'],
  ['whose signer’s certificate has ended', early.sign(manifest), [], 'manifest-ended', 'to 2024-01-01'],
  ['of an anchor whose signer’s certificate has ended', early.sign(manifest), [early], 'manifest-ended', 'to 2024-01-01'],
  ['of a signer for another purpose', otherUse.sign(manifest), [otherUse], 'manifest-signer-fails', 'not for signing documents'],
] as const)('one that %s is no question of anchors, and its reason says so', (_, bytes, anchors, reason, words) => {
  expect(reasonOf(bytes, { anchors })).toEqual({ reason, detail: expect.stringContaining(words) });
});

test('one whose anchor is there and that the table refuses needs a line', () => {
  const ruling = { id: 'issuer-policy', status: 'fail', detail: 'no policy line lets it', spec: 'the table' } as const;
  expect(reasonOf(signer.sign(manifest), { anchors: [signer], ruling })).toEqual({
    reason: 'manifest-not-allowed',
    detail: 'It counts for no device: no policy line lets it.',
  });
  expect(reasonOf(changed, { anchors: [signer], ruling }).reason).toBe('manifest-signature-fails');
});
