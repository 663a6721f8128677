import type { Attestation, AttestationPolicy, EnrolledKey } from '#lib/device/attested/attestation-types.ts';
import type { Boot } from '#lib/device/attested/boot-types.ts';
import { artifactId, makeCheck } from './device-states.ts';

const CHECKS = ['quote', 'signature', 'enrolment', 'nonce', 'challenge', 'requested-pcrs', 'pcr-digest', 'pcrs'] as const;

/** A passing answer, unless checks are told to fail. */
export function makeAttestation(over: Partial<Attestation> & { readonly failing?: readonly string[] } = {}): Attestation {
  const { failing = [], ...rest } = over;
  const ids = [...new Set([...CHECKS, ...failing])];
  return {
    sha256: artifactId('evidence'),
    documentId: artifactId('evidence'),
    submission: 'evidence',
    firstAt: '2026-05-01T00:00:00Z',
    lastAt: '2026-05-01T00:00:00Z',
    count: 1,
    by: 'agent',
    key: `000b${'ab'.repeat(32)}`,
    outcome: failing.length === 0 ? 'passed' : 'failed',
    checks: ids.map((id) => makeCheck(id, failing.includes(id) ? 'fail' : 'pass')),
    registers: [],
    clockSteps: [],
    ...rest,
  };
}

/** What holds for every device, unless told otherwise. */
export function makeAttestationPolicy(over: Partial<AttestationPolicy> = {}): AttestationPolicy {
  return { freshnessDays: 90, requiredPcrs: [], requireSecureBoot: false, requireReferences: false, lines: [], ...over };
}

/** A key that was seen in the TPM of the device. */
export function makeEnrolledKey(over: Partial<EnrolledKey> = {}): EnrolledKey {
  return {
    name: `000b${'ab'.repeat(32)}`,
    enrolledAt: '2026-04-30T00:00:00Z',
    method: 'credential-activation',
    endorsementKey: `ek-key:${'cd'.repeat(32)}`,
    statement: artifactId('enrolment'),
    convinces: true,
    doubt: null,
    ...over,
  };
}

/** A start of the device. */
export function makeBoot(over: Partial<Boot> = {}): Boot {
  return {
    sha256: artifactId('log'),
    documentId: artifactId('log'),
    log: 0,
    banks: [0x000b],
    firstSeenAt: '2026-05-01T00:00:00Z',
    lastSeenAt: '2026-05-01T00:00:00Z',
    seen: 1,
    by: 'agent',
    attested: false,
    secureBoot: 'unknown',
    exposures: [],
    records: 12,
    steps: null,
    furtherSteps: 0,
    ...over,
  };
}
