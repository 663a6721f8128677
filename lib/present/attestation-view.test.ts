import { expect, test } from 'vitest';
import type { Attestation } from '#lib/device/attested/attestation-types.ts';
import { makeAttestation, makeAttestationPolicy, makeBoot, makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import { makeCheck } from '#lib/testing/device-states.ts';
import { attestationView } from './attestation-view.ts';

const policy = makeAttestationPolicy({ requireSecureBoot: true, lines: ['line'] });
const askedOf = (attestations: readonly Attestation[], attestationPolicy = makeAttestationPolicy()) => ({
  ...{ attestation: { keys: [makeEnrolledKey()], attestations }, attestationPolicy, untoldStart: null, firmware: null },
  boots: [makeBoot({ attested: true, secureBoot: 'off' })],
});
const GENUINE = 'The TPM answered a challenge at 2026-05-01 00:00 UTC, and the answer is genuine: its signature, key and nonce hold.';

test('a genuine answer is called that, and nothing more', () => {
  const view = attestationView('en', askedOf([makeAttestation()]));
  expect(view).toMatchObject({ summary: GENUINE, tone: 'good', remarks: [] });
});

test('what policy asks and the device shows otherwise is told apart from it, in its own tone', () => {
  const view = attestationView('en', askedOf([makeAttestation()], policy));
  expect([view.summary, view.remarks]).toEqual([
    GENUINE,
    [
      {
        mark: { glyph: 'cross', tone: 'bad', word: 'policy not met' },
        says: 'Its last start that is known went without Secure Boot.',
      },
    ],
  ]);
});

test('without a log nobody knows what was started', () => {
  const register = {
    hash: 0x000b,
    bank: 'sha256',
    pcr: 0,
    status: 'no-log',
    reason: 'log-absent',
    attested: true,
    repaired: [],
    says: 'no log',
  } as const;
  const checks = [...makeAttestation().checks.filter(({ id }) => id !== 'pcrs'), makeCheck('pcrs', 'unknown')];
  const view = attestationView('en', askedOf([makeAttestation({ checks, registers: [register] })]));
  expect(view.summary).toBe(GENUINE);
  expect(view.remarks).toMatchObject([
    { mark: { tone: 'caution', word: 'start not known' }, says: expect.stringContaining('no event log tells') },
  ]);
  // Which of several registers is open, the check says.
  const some = attestationView(
    'en',
    askedOf([makeAttestation({ checks, registers: [register, { ...register, pcr: 4, status: 'match', reason: 'replayed' }] })]),
  );
  expect(some.remarks[0]?.says).toBe(makeCheck('pcrs', 'unknown').detail);
});

test('policy that asks for what nothing shows is not met either', () => {
  const view = attestationView('en', askedOf([], policy));
  expect(view).toMatchObject({ tone: 'plain', remarks: [{ mark: { tone: 'caution', word: 'policy asks, not shown' } }] });
});
