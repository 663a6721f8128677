import { expect, test } from 'vitest';
import { makeAttestation, makeAttestationPolicy, makeBoot, makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import { AT, makeDevice } from '#lib/testing/device-states.ts';
import { attestationStandingOf } from './attestation-standing.ts';
import type { Attestation, EnrolledKey } from './attestation-types.ts';
import { secureBootOf } from './secure-boot.ts';

const standingOf = (keys: readonly EnrolledKey[], ...attestations: readonly Attestation[]) =>
  attestationStandingOf(
    makeDevice({ attestation: { keys, attestations }, attestationPolicy: makeAttestationPolicy({ freshnessDays: 30 }) }),
    AT,
  );
const key = makeEnrolledKey({ enrolledAt: '2026-01-01T00:00:00Z' });
const fresh = '2026-05-20T00:00:00Z';
const old = '2026-05-01T00:00:00Z';

test('a device without a key has no standing, and is no silent one', () => {
  expect(standingOf([])).toEqual({ standing: 'no-key', lastAttestedAt: null, silentSince: null });
});

test('a key that was enrolled lately may still wait for its first answer; later it is stale', () => {
  expect(standingOf([makeEnrolledKey({ enrolledAt: fresh })])).toEqual({
    standing: 'unanswered',
    lastAttestedAt: null,
    silentSince: fresh,
  });
  expect(standingOf([key])).toEqual({ standing: 'stale', lastAttestedAt: null, silentSince: key.enrolledAt });
});

test('the newest answer that proves something counts, and its age', () => {
  expect(standingOf([key], makeAttestation({ lastAt: fresh }))).toEqual({ standing: 'passed', lastAttestedAt: fresh, silentSince: fresh });
  expect(standingOf([key], makeAttestation({ lastAt: old })).standing).toBe('stale');
  expect(standingOf([key], makeAttestation({ lastAt: old, failing: ['pcrs'] })).standing).toBe('failed');
  const unproven = makeAttestation({ lastAt: fresh, outcome: 'unproven' });
  expect(standingOf([key], makeAttestation({ lastAt: old }), unproven)).toMatchObject({ standing: 'stale', lastAttestedAt: old });
});

test('an answer is as old as policy allows, and not a moment more', () => {
  expect(standingOf([key], makeAttestation({ lastAt: '2026-05-02T00:00:00Z' })).standing).toBe('passed');
  expect(standingOf([key], makeAttestation({ lastAt: '2026-05-01T23:59:59.999Z' })).standing).toBe('stale');
});

test('Secure Boot is on only where the TPM shows it, and off whoever says so', () => {
  const told = (...boots: readonly Parameters<typeof makeBoot>[0][]) => secureBootOf({ boots: boots.map(makeBoot), untoldStart: null });
  expect(told()).toBe('unknown');
  expect(told({ secureBoot: 'on', attested: true })).toBe('on');
  expect(told({ secureBoot: 'on' })).toBe('unknown');
  expect(told({ secureBoot: 'off' })).toBe('off');
  expect(told({ secureBoot: 'on', attested: true }, { secureBoot: 'off' })).toBe('off');
});
