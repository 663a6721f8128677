import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ISSUED_AT, ISSUED_SECONDS, makeRevocation } from '#lib/testing/attestation-results.ts';
import { MAX_HIRS_ROWS } from './hirs.ts';
import { parseAttestationResult } from './parse.ts';
import type { AttestationResult } from './types.ts';

const json = (value: unknown): AttestationResult => parseAttestationResult(encodeUtf8(JSON.stringify(value)));
/** Name and value of each entry, part by part. */
const vectors = ({ submods }: AttestationResult) =>
  Object.fromEntries(submods.map(({ name, vector }) => [name, Object.fromEntries(vector.map((entry) => [entry.name, entry.value]))]));

const agent = (results: Record<string, unknown>) =>
  json({ code: 200, status: 'Success', results: { operational_state: 3, last_received_quote: ISSUED_SECONDS, ...results } });

test('Keylime 2: state and status, the worse counts', () => {
  expect(agent({ attestation_status: 'PASS', has_runtime_policy: 1 })).toMatchObject({
    format: 'keylime-agent',
    status: 'affirming',
    issuedAt: ISSUED_AT,
    seals: [],
  });
  expect(vectors(agent({ attestation_status: 'PASS', has_runtime_policy: 1 }))).toEqual({
    agent: { 'instance-identity': 2, executables: 2 },
  });
  expect(vectors(agent({ attestation_status: 'PASS', has_mb_refstate: 1 }))).toEqual({ agent: { 'instance-identity': 2, executables: 3 } });
  expect(agent({}).status).toBe('affirming');
  expect(agent({ attestation_status: 'PASS', operational_state: 9 }).status).toBe('contraindicated');
  for (const state of [7, 9, 10]) expect(agent({ operational_state: state }).status).toBe('contraindicated');
  for (const status of ['PENDING', 'TIMEOUT', 'constructor']) expect(agent({ attestation_status: status }).status).toBe('none');
  expect(agent({ operational_state: 1 }).status).toBe('none');
});

test.each([
  ['qoute_validation.quote_validation', 'instance-identity', 99],
  ['pcr_validation.invalid_pcr_0', 'executables', 96],
  ['measured_boot.x', 'executables', 96],
  ['ima.validation.ima-ng.not_in_allowlist', 'executables', 96],
  ['tee_attestation.x', 'hardware', 99],
  ['internal.x', 'instance-identity', -1],
  [null, 'executables', 96],
])('Keylime 2: a failure by the event %s is %s %i', (event, name, value) => {
  const result = agent({ attestation_status: 'FAIL', operational_state: 7, last_event_id: event });
  expect(vectors(result)).toEqual({ agent: { [name]: value } });
  expect(result.status).toBe('contraindicated');
});

const attestation = (index: number, attributes: Record<string, unknown>) => ({
  type: 'attestation',
  id: index,
  attributes: { stage: 'verification_complete', verification_completed_at: `2026-05-0${index}T10:00:00Z`, ...attributes },
  links: { self: `/v3.0/agents/AGENT-1/attestations/${index}` },
});

test('Keylime 3: one attestation, or a list of which the newest counts', () => {
  const failed = attestation(1, { evaluation: 'fail', failure_reason: 'broken_evidence_chain' });
  const passed = attestation(2, { evaluation: 'pass', failure_reason: null });
  expect(json({ data: failed })).toMatchObject({
    format: 'keylime-attestations',
    status: 'contraindicated',
    issuedAt: '2026-05-01T10:00:00.000Z',
    subjects: [{ kind: 'agent-id', value: 'agent-1' }],
    submods: [{ vector: [{ name: 'instance-identity', value: 99 }] }],
  });
  expect(json({ data: [failed, passed] })).toMatchObject({
    status: 'affirming',
    issuedAt: '2026-05-02T10:00:00.000Z',
    submods: { length: 2 },
  });
  expect(json({ data: [passed, attestation(3, { evaluation: 'fail', failure_reason: 'policy_violation' })] }).status).toBe(
    'contraindicated',
  );
  expect(json({ data: attestation(1, { evaluation: 'pending' }) }).status).toBe('none');
  const pending = attestation(3, {
    stage: 'evaluating_evidence',
    evaluation: 'pending',
    verification_completed_at: null,
    evidence_received_at: '2026-05-03T10:00:00Z',
  });
  expect(json({ data: [pending, failed] })).toMatchObject({ status: 'contraindicated', issuedAt: '2026-05-01T10:00:00.000Z' });
  expect(json({ data: [passed, pending] })).toMatchObject({ status: 'affirming', issuedAt: '2026-05-02T10:00:00.000Z' });
  expect(json({ data: [pending] })).toMatchObject({ status: 'none', issuedAt: '2026-05-03T10:00:00.000Z' });
  expect(json({ data: attestation(1, { evaluation: 'fine' }) })).toMatchObject({ status: 'none', problems: [{ code: 'bad-claim' }] });
});

const revocation = {
  type: 'revocation',
  agent_id: 'D432FBB3-D2F1',
  event_time: 'Fri May  1 10:00:00 2026',
  event_id: 'ima.x.y',
  severity_label: 'emergency',
};

test('Keylime: a revocation, signed over the exact text of its message', () => {
  const result = parseAttestationResult(makeRevocation(revocation));
  expect(result).toMatchObject({
    format: 'keylime-revocation',
    status: 'contraindicated',
    issuedAt: ISSUED_AT,
    seals: [{ algorithm: 'keylime-pss', signed: encodeUtf8(JSON.stringify(revocation)) }],
    submods: [{ name: 'D432FBB3-D2F1', vector: [{ name: 'executables', value: 96 }] }],
    warnings: [{ code: 'time-without-zone' }],
  });
  const bare = (message: unknown, signature: unknown = '') => json({ msg: JSON.stringify(message), signature });
  expect(bare(revocation)).toMatchObject({ seals: [], status: 'contraindicated' });
  expect(bare(revocation, 'none').seals).toEqual([]);
  expect(bare({ ...revocation, severity_label: 'warning' }).status).toBe('warning');
  expect(bare({ ...revocation, severity_label: 'info' }).status).toBe('none');
  expect(bare({ ...revocation, severity_label: 'unheard' }).status).toBe('contraindicated');
  expect(bare({ ...revocation, type: 'greeting' }).problems).toMatchObject([{ code: 'bad-claim' }]);
  expect(() => bare([])).toThrow(expect.objectContaining({ code: 'bad-value' }));
  expect(() => json({ msg: '{"a":1,"a":2}', signature: '' })).toThrow(expect.objectContaining({ code: 'duplicate-key' }));
});

const HIRS_HEAD =
  'Device Status,Device Name,Validation Timestamp,Endorsement Certificate Validation Status,Platform Certificate Validation Status,Firmware Validation Status';
const hirs = (...rows: readonly string[]) => parseAttestationResult(encodeUtf8([HIRS_HEAD, ...rows].join('\n')));

test('HIRS: a row is a device, and its name may hold commas', () => {
  const result = hirs('PASS,plain,2026-05-01 10:00:00.0,PASS,PASS,PASS', 'FAIL,one, two,2026-04-01 10:00:00,PASS,FAIL,UNKNOWN', '');
  expect(result).toMatchObject({ format: 'hirs', isFleet: true, status: 'contraindicated', issuedAt: ISSUED_AT, problems: [] });
  expect(vectors(result)).toEqual({
    plain: { 'instance-identity': 2, hardware: 2, executables: 3 },
    'one, two': { 'instance-identity': 2, hardware: 96 },
  });
  expect(result.submods.map(({ at }) => at)).toEqual([ISSUED_AT, '2026-04-01T10:00:00.000Z']);
  expect(hirs('PASS,one,2026-05-01 10:00:00,PASS,PASS,ERROR')).toMatchObject({ isFleet: false, status: 'none' });
});

test('HIRS: a row that does not fit is told, other columns are refused, and rows are counted', () => {
  expect(hirs('PASS,a,b').problems).toMatchObject([{ path: 'row 2' }]);
  expect(hirs('constructor,a,2026-05-01 10:00:00,PASS,PASS,PASS').problems).toHaveLength(1);
  expect(() => parseAttestationResult(encodeUtf8(`${HIRS_HEAD},More\nPASS`))).toThrow(expect.objectContaining({ code: 'bad-value' }));
  const row = 'PASS,a,2026-05-01 10:00:00,PASS,PASS,PASS';
  expect(hirs(...Array.from({ length: MAX_HIRS_ROWS }, () => row)).submods).toHaveLength(MAX_HIRS_ROWS);
  expect(() => hirs(...Array.from({ length: MAX_HIRS_ROWS + 1 }, () => row))).toThrow(expect.objectContaining({ code: 'too-many' }));
});
