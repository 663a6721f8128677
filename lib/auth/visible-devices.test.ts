import { expect, test } from 'vitest';
import type { Principal } from './principal.ts';
import type { Role } from './rights.ts';
import { maySeeDevice, maySeeSubmission, visibleDevices } from './visible-devices.ts';

function principal(role: Role): Principal {
  return { userId: 'u1', name: 'ada', role, via: 'session', scopes: null, grants: ['d1'], mustChangePassword: false };
}

test('an integrator sees exactly the granted devices', () => {
  expect(visibleDevices(principal('integrator'))).toEqual(['d1']);
  expect(maySeeDevice(principal('integrator'), 'd1')).toBe(true);
  expect(maySeeDevice(principal('integrator'), 'd2')).toBe(false);
});

test.each(['operator', 'auditor', 'administrator'] as const)('an %s sees the whole fleet', (role) => {
  expect(visibleDevices(principal(role))).toBe('any');
  expect(maySeeDevice(principal(role), 'd2')).toBe(true);
});

test("an integrator reads no receipts of others'", () => {
  expect(maySeeSubmission(principal('integrator'), 'ada')).toBe(true);
  expect(maySeeSubmission(principal('integrator'), 'bob')).toBe(false);
  expect(maySeeSubmission(principal('auditor'), 'bob')).toBe(true);
});
