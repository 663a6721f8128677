import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ISSUED_AT, ISSUED_SECONDS, makeToken, makeTokenFile } from '#lib/testing/attestation-results.ts';
import { looksLikeResult, parseAttestationResult } from './parse.ts';
import type { AttestationResult } from './types.ts';

const times = { iat: ISSUED_SECONDS, nbf: ISSUED_SECONDS, exp: ISSUED_SECONDS + 3600 };
const token = (claims: Record<string, unknown>): AttestationResult =>
  parseAttestationResult(makeTokenFile({ claims: { ...times, ...claims } }));
const json = (value: unknown): AttestationResult => parseAttestationResult(encodeUtf8(JSON.stringify(value)));
/** Name and value of each entry, part by part. */
const vectors = ({ submods }: AttestationResult) =>
  Object.fromEntries(submods.map(({ name, vector }) => [name, Object.fromEntries(vector.map((entry) => [entry.name, entry.value]))]));

const azure = (claims: Record<string, unknown>) =>
  token({ iss: 'https://test.weu.attest.azure.net', 'x-ms-ver': '1.0', 'x-ms-attestation-type': 'sevsnpvm', ...claims });

test('Azure: a TEE is genuine, and what weakens it is a reason', () => {
  expect(azure({ 'x-ms-sevsnpvm-is-debuggable': false })).toMatchObject({
    format: 'azure-attestation',
    issuer: 'https://test.weu.attest.azure.net',
    issuedAt: ISSUED_AT,
    profileKnown: true,
    status: 'affirming',
  });
  expect(vectors(azure({ 'x-ms-sevsnpvm-is-debuggable': true, secureboot: false }))).toEqual({
    sevsnpvm: { hardware: 2, configuration: 96 },
  });
  expect(vectors(azure({ secureboot: false }))).toEqual({ sevsnpvm: { hardware: 2, configuration: 32 } });
  expect(azure({ 'x-ms-isolation-tee': { 'x-ms-sevsnpvm-is-debuggable': true } }).status).toBe('contraindicated');
  expect(azure({ 'x-ms-azurevm-kerneldebug-enabled': true }).status).toBe('contraindicated');
  expect(vectors(azure({ 'x-ms-compliance-status': 'azure-compliant-cvm' }))).toEqual({ sevsnpvm: { hardware: 2 } });
  expect(azure({ 'x-ms-compliance-status': 'another' }).status).toBe('warning');
  expect(azure({ 'x-ms-ver': '9' }).profileKnown).toBe(false);
});

test('Azure: a trust domain is no better than its trusted computing base, and than its debugging', () => {
  const domain = (claims: Record<string, unknown>) => azure({ 'x-ms-attestation-type': 'tdxvm', ...claims });
  expect(vectors(domain({ attester_tcb_status: 'UpToDate', dbgstat: 'disabled' }))).toEqual({ tdxvm: { hardware: 2 } });
  expect(vectors(domain({ attester_tcb_status: 'OutOfDate' }))).toEqual({ tdxvm: { hardware: 32 } });
  expect(vectors(domain({ attester_tcb_status: 'Revoked' }))).toEqual({ tdxvm: { hardware: 96 } });
  expect(vectors(domain({ dbgstat: 'enabled' }))).toEqual({ tdxvm: { hardware: 2, configuration: 96 } });
  expect(vectors(domain({ tdx_td_attributes_debug: true }))).toEqual({ tdxvm: { hardware: 2, configuration: 96 } });
});

test('Azure: debuggers that are not disabled, and other keys of Secure Boot than those expected, are told', () => {
  const machine = (claims: Record<string, unknown>) => azure({ 'x-ms-attestation-type': 'azurevm', ...claims });
  expect(vectors(machine({ secureboot: true, 'x-ms-azurevm-debuggersdisabled': false }))).toEqual({ azurevm: { configuration: 96 } });
  expect(vectors(machine({ secureboot: true, 'x-ms-azurevm-default-securebootkeysvalidated': false }))).toEqual({
    azurevm: { configuration: 32 },
  });
  expect(machine({ secureboot: true, 'x-ms-azurevm-debuggersdisabled': true }).status).toBe('affirming');
});

test('Azure: a TPM token says what it says of key and boot, and names the machine', () => {
  const vmid = '01234567-89AB-cdef-0123-456789abcdef';
  const result = azure({ 'x-ms-attestation-type': 'tpm', aikValidated: true, secureBootEnabled: true, 'x-ms-azurevm-vmid': vmid });
  expect(vectors(result)).toEqual({ tpm: { 'instance-identity': 2, configuration: 2 } });
  expect(result.subjects).toEqual([{ kind: 'system-uuid', value: vmid.toLowerCase() }]);
  expect(azure({ 'x-ms-attestation-type': 'tpm', aikValidated: false }).status).toBe('contraindicated');
  expect(azure({ 'x-ms-attestation-type': 'azurevm' }).status).toBe('none');
});

const intel = (claims: Record<string, unknown>) =>
  token({ iss: 'Intel Trust Authority', eat_profile: 'https://portal.trustauthority.intel.com/eat_profile.html', ...claims });

test('Intel: claims of version 1 stand at the top, those of version 2 in an object for each attester', () => {
  const tdx = { attester_tcb_status: 'UpToDate', tdx_is_debuggable: false };
  expect(vectors(intel({ attester_type: 'TDX', ...tdx }))).toEqual({ tdx: { hardware: 2 } });
  const two = intel({ ver: '2.0.0', dbgstat: 'disabled-since-boot', tdx, nvgpu: [{ measres: 'success' }, { measres: 'fail' }] });
  expect(vectors(two)).toEqual({
    tdx: { hardware: 2, configuration: 2 },
    'nvgpu-0': { executables: 2, configuration: 2 },
    'nvgpu-1': { executables: 96, configuration: 2 },
  });
  expect(two.status).toBe('contraindicated');
});

test.each([
  ['UpToDate', 2],
  ['OutOfDate', 32],
  ['OUT_OF_DATE', 32],
  ['SWHardeningNeeded', 32],
  ['Revoked', 96],
  ['Unheard', 33],
  ['constructor', 33],
])('Intel: the state %s is %i', (status, value) => {
  expect(vectors(intel({ tdx: { attester_tcb_status: status } }))).toEqual({ tdx: { hardware: value } });
});

test('Intel: a policy that did not match is a warning, and a token without any attester is told', () => {
  const result = intel({ tdx: {}, policy_ids_matched: [{ id: 'one' }], policy_ids_unmatched: [{ id: 'two' }] });
  expect(result).toMatchObject({ status: 'warning', submods: [{ policies: ['one'] }] });
  expect(intel({ tdx: { sgx_is_debuggable: true } }).status).toBe('contraindicated');
  expect(intel({}).problems).toMatchObject([{ code: 'missing-claim' }]);
});

test('Google: machine, boot, debugging and support of the image', () => {
  const google = (claims: Record<string, unknown>) =>
    token({
      iss: 'https://confidentialcomputing.googleapis.com',
      hwmodel: 'GCP_INTEL_TDX',
      swname: 'CONFIDENTIAL_SPACE',
      secboot: true,
      ...claims,
    });
  const submods = { gce: { instance_id: '123', project_number: '4' }, confidential_space: { support_attributes: ['LATEST', 'STABLE'] } };
  const good = google({ dbgstat: 'disabled-since-boot', submods });
  expect(vectors(good)).toEqual({ confidential_space: { hardware: 2, configuration: 2, executables: 2 } });
  expect(good.subjects).toEqual([{ kind: 'hardware-id', value: 'gce:4:123' }]);
  expect(google({ secboot: false }).status).toBe('warning');
  expect(google({ dbgstat: 'enabled' }).status).toBe('contraindicated');
  expect(google({ submods: { confidential_space: { support_attributes: ['USABLE'] } } }).status).toBe('warning');
  expect(google({ submods: { confidential_space: { support_attributes: [] } } }).status).toBe('warning');
});

test('EAT: results of measurements, debugging and boot, in JSON', () => {
  const eat = (claims: Record<string, unknown>) => token({ ueid: 'AQID', ...claims });
  expect(
    vectors(
      eat({
        measres: [
          [
            'boot',
            [
              ['a', 'success'],
              ['b', 'fail'],
            ],
          ],
        ],
      }),
    ),
  ).toEqual({ attester: { executables: 96 } });
  expect(
    vectors(
      eat({
        measres: [
          [
            'boot',
            [
              ['a', 1],
              ['b', 4],
            ],
          ],
        ],
      }),
    ),
  ).toEqual({ attester: { executables: 1 } });
  expect(vectors(eat({ dbgstat: 0 }))).toEqual({ attester: { configuration: 96 } });
  expect(vectors(eat({ dbgstat: 'disabled' }))).toEqual({ attester: {} });
  expect(vectors(eat({ oemboot: false }))).toEqual({ attester: { executables: 33 } });
  expect(eat({}).status).toBe('none');
  expect(eat({ submods: { cpu: { dbgstat: 'enabled', ueid: 'BAUG' }, other: 'eyJ' } })).toMatchObject({
    status: 'contraindicated',
    subjects: [{ value: '010203' }, { value: '040506' }],
  });
});

const gpu = {
  iss: 'https://nras.example',
  ...times,
  measres: 'success',
  'x-nvidia-gpu-attestation-report-signature-verified': true,
  secboot: true,
};
function nras(devices: Record<string, string>, overall: Record<string, unknown> = {}): AttestationResult {
  const submods = Object.fromEntries(
    Object.entries(devices).map(([name, text]) => [name, ['DIGEST', ['SHA-256', sha256Hex(encodeUtf8(text))]]]),
  );
  const claims = { iss: 'https://nras.example', ...times, 'x-nvidia-overall-att-result': true, submods, ...overall };
  return json([['JWT', makeToken({ claims })], devices]);
}

test('NVIDIA: each device is a part, bound to the overall token by its digest', () => {
  const good = makeToken({ claims: gpu });
  const result = nras({ 'GPU-0': good });
  expect(result).toMatchObject({
    format: 'nvidia-nras',
    carrier: 'jwt-list',
    status: 'affirming',
    problems: [],
    seals: [{ part: '' }, { part: 'GPU-0' }],
  });
  expect(vectors(result)).toEqual({ 'GPU-0': { 'instance-identity': 2, executables: 2 } });
  expect(nras({ 'GPU-0': makeToken({ claims: { ...gpu, measres: 'fail' } }) }).status).toBe('contraindicated');
  expect(nras({ 'GPU-0': makeToken({ claims: { ...gpu, 'x-nvidia-gpu-attestation-report-nonce-match': false } }) }).status).toBe(
    'contraindicated',
  );
  expect(nras({ 'GPU-0': good }, { 'x-nvidia-overall-att-result': false }).status).toBe('contraindicated');
});

test('NVIDIA: a token of a device that the overall one does not name is told, and one that is missing too', () => {
  const [one, other] = [makeToken({ claims: gpu }), makeToken({ claims: { ...gpu, jti: '2' } })];
  const digest = ['DIGEST', ['SHA-256', sha256Hex(encodeUtf8(one))]];
  expect(nras({ 'GPU-0': other }, { submods: { 'GPU-0': digest } }).problems).toMatchObject([{ code: 'part-does-not-fit' }]);
  expect(nras({ 'GPU-0': one }, { submods: { 'GPU-0': digest, 'GPU-1': digest } }).problems).toMatchObject([
    { code: 'missing-claim', path: 'GPU-1' },
  ]);
  expect(nras({ 'GPU-0': one }, { 'x-nvidia-overall-att-result': undefined })).toMatchObject({
    status: 'none',
    problems: [{ code: 'missing-claim' }],
  });
  expect(json([['JWT', makeToken({ claims: {} })], { 'GPU-0': 5 }]).problems.length).toBeGreaterThan(0);
});

test('a token with claims of no form that is known is refused', () => {
  expect(() => parseAttestationResult(makeTokenFile({ claims: { sub: 'somebody' } }))).toThrow(
    expect.objectContaining({ code: 'unknown-format' }),
  );
  expect(() => parseAttestationResult(makeTokenFile({ claims: '[]' }))).toThrow(expect.objectContaining({ code: 'bad-value' }));
  expect(() => parseAttestationResult(makeTokenFile({ claims: '{"iss":"a","iss":"b"}' }))).toThrow(
    expect.objectContaining({ code: 'duplicate-key' }),
  );
});

test.each(['{}', '[]', '{"msg": 5}', '{"data": []}', 'Device Status', 'eyJ', 'eyJhIjoxfQ.e30.', '{"ear.status":"affirming"}', ''])(
  '%j is told to be no result',
  (text) => {
    expect(looksLikeResult(encodeUtf8(text))).toBe(false);
  },
);
