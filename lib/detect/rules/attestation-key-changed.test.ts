import { expect, test } from 'vitest';
import type { EnrolledKey } from '#lib/device/attested/attestation-types.ts';
import type { DeviceDocument } from '#lib/device/types.ts';
import { makeAttestation, makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import { makeContext, makeDocument, makePlatformCertificate, makeSubmission, makeUnit } from '#lib/testing/device-states.ts';
import { attestationKeyChanged } from './attestation-key-changed.ts';

const first = makeEnrolledKey();
const later = makeEnrolledKey({ name: `000b${'ef'.repeat(32)}`, enrolledAt: '2026-05-10T00:00:00Z' });
const ofAnotherTpm = { ...later, endorsementKey: 'ek-key:another' };
const answerOf = ({ name }: EnrolledKey, firstAt: string, failing: readonly string[] = []) =>
  makeAttestation({ key: name, firstAt, lastAt: firstAt, failing });
const BEFORE = answerOf(first, '2026-05-01T00:00:00Z');
const AFTER = answerOf(later, '2026-05-20T00:00:00Z');

interface Told {
  readonly keys?: readonly EnrolledKey[];
  readonly attestations?: readonly ReturnType<typeof makeAttestation>[];
  readonly documents?: readonly DeviceDocument[];
}
const signsOf = ({ keys = [first, later], attestations = [BEFORE, AFTER], documents = [] }: Told) =>
  attestationKeyChanged.evaluate(makeContext({ attestation: { keys, attestations }, documents }));

/** A delta that replaces a security module, received at some time. */
function deltaAt(receivedAt: string, over: { readonly value?: string; readonly contributes?: boolean } = {}): DeviceDocument {
  const { value = '00040009', contributes = true } = over;
  const component = { ...makeUnit({ class: { registry: '2.23.133.18.3.1', value }, status: 'modified' }) };
  const certified = { ...component, platformCertificate: null, platformCertificateUri: null, traits: [], offset: 0 };
  const document = makePlatformCertificate({ kind: 'delta-platform-certificate', components: [certified] });
  return makeDocument({ label: 'delta', document, over: { contributes, submissions: [makeSubmission('delta', { receivedAt })] } });
}

test('fires where a key of another TPM answers after the first, and weighs', () => {
  expect(signsOf({ keys: [first, ofAnotherTpm] })).toMatchObject([
    { key: later.name, severity: 'high', weighs: 'changed', because: [AFTER.sha256, later.statement, first.statement] },
  ]);
});

test('fires without weight where both keys live in one TPM, which was cleared or enrolled anew', () => {
  expect(signsOf({})).toMatchObject([{ severity: 'low', weighs: 'none', detail: expect.stringContaining('same TPM') }]);
});

test('fires once for a key, however often the two answer in turn', () => {
  expect(signsOf({ attestations: [BEFORE, AFTER, BEFORE, AFTER] })).toHaveLength(1);
});

test.each([
  ['was handed in only after the new key answered', deltaAt('2026-05-21T00:00:00Z')],
  ['was handed in before the old key was enrolled', deltaAt('2026-04-01T00:00:00Z')],
  ['counts for nothing', deltaAt('2026-05-15T00:00:00Z', { contributes: false })],
  ['is about another part', deltaAt('2026-05-15T00:00:00Z', { value: '00060004' })],
])('fires beside a delta that %s', (_, delta) => {
  expect(signsOf({ keys: [first, ofAnotherTpm], documents: [delta] })).toHaveLength(1);
});

test('stays silent where a delta replaced the TPM in between', () => {
  expect(signsOf({ keys: [first, ofAnotherTpm], documents: [deltaAt('2026-05-15T00:00:00Z')] })).toEqual([]);
});

test('stays silent for one key, for a key that never answered well, and once the enrolment of the old key was withdrawn', () => {
  expect(signsOf({ attestations: [BEFORE, BEFORE] })).toEqual([]);
  expect(signsOf({ attestations: [BEFORE, answerOf(later, '2026-05-20T00:00:00Z', ['signature'])] })).toEqual([]);
  expect(signsOf({ keys: [later] })).toEqual([]);
});
