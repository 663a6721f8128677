import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { appraisal, earClaims, ISSUED_SECONDS, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { folderOf, options } from './testing/folder.ts';
import { trace } from './trace.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const EVIDENCE = {
  'base.cer': baseOf(device, authorities),
  'ek.cer': endorsementKeyOf(device, authorities),
  'inventory.json': inventoryOf(device),
};
const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(VERIFIER_KEY.publicKeyInfo).toString('base64')}\n-----END PUBLIC KEY-----\n`;
const TRUST = {
  'trust/vendor.cer': authorities.vendor.certificate,
  'trust/tpm.cer': authorities.tpmVendor.certificate,
  'trust/verifier.pem': pem,
};
const resultOf = (status: string, more: Record<string, unknown> = {}) =>
  makeTokenFile({ claims: earClaims({ submods: { TPM: appraisal(status) }, ...more }) });

/** The one device of a folder with these files beside its certificates and its inventory. */
async function traced(files: Readonly<Record<string, Uint8Array>>, at = options.at): Promise<unknown> {
  const { json } = await trace.run([folderOf({ ...EVIDENCE, ...TRUST, ...files })], { ...options, at });
  const { devices, unlinked } = JSON.parse(JSON.stringify(json));
  expect(unlinked).toEqual([]);
  expect(devices).toHaveLength(1);
  return devices[0];
}
const finding = (rule: string) => expect.arrayContaining([expect.objectContaining({ rule })]);

test('an affirming result is an entry of the timeline, and changes no verdict', async () => {
  expect(await traced({})).toMatchObject({ verdict: { trust: 'verified' } });
  expect(await traced({ 'result.jwt': resultOf('affirming') })).toMatchObject({
    verdict: { trust: 'verified' },
    findings: expect.not.arrayContaining([expect.objectContaining({ rule: expect.stringMatching(/^result-/) })]),
    results: [{ format: 'ear', status: 'affirming', standing: 'trusted', current: true }],
    timeline: expect.arrayContaining([
      expect.objectContaining({
        kind: 'attestation-result',
        at: '2026-05-01T10:00:00.000Z',
        trusted: true,
        title: 'EAT attestation result by https://verifier.example says "TPM": affirming',
      }),
    ]),
  });
});

test('a contraindicating one fails the device, with the reason, until a newer one of its verifier replaces it', async () => {
  const bad = resultOf('contraindicated');
  expect(await traced({ 'bad.jwt': bad })).toMatchObject({
    verdict: { trust: 'failed-verification', reasons: expect.arrayContaining([expect.stringContaining('"TPM": contraindicated')]) },
    findings: finding('result-negative'),
  });
  const newer = resultOf('affirming', { iat: ISSUED_SECONDS + 60 });
  expect(await traced({ 'bad.jwt': bad, 'newer.jwt': newer })).toMatchObject({ verdict: { trust: 'verified' } });
});

test('an old one makes the device stale', async () => {
  const expired = resultOf('affirming', { exp: ISSUED_SECONDS + 3600 });
  expect(await traced({ 'result.jwt': expired })).toMatchObject({ verdict: { trust: 'stale' }, findings: finding('result-stale') });
});

test('one by a key that nobody configured changes nothing, whatever it says', async () => {
  const foreign = makeTokenFile({
    claims: earClaims({ submods: { TPM: appraisal('contraindicated') } }),
    key: makeKey('ec-p256', 'stranger'),
    header: { kid: 'stranger' },
  });
  expect(await traced({ 'result.jwt': foreign })).toMatchObject({
    verdict: { trust: 'verified' },
    findings: finding('result-untrusted-verifier'),
    results: [{ standing: 'untrusted' }],
  });
});

test('a failure that Keylime tells, which nobody signed, leaves the evidence incomplete', async () => {
  const agent = encodeUtf8(
    JSON.stringify({ results: { operational_state: 9, last_received_quote: ISSUED_SECONDS, last_event_id: 'ima.x' } }),
  );
  expect(await traced({ 'agent.json': agent })).toMatchObject({
    verdict: { trust: 'incomplete-evidence' },
    findings: finding('result-negative'),
    results: [{ format: 'keylime-agent', standing: 'declared' }],
  });
});
