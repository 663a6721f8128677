import { expect, test } from 'vitest';
import { hasRight, type Principal, requireRight } from './principal.ts';
import { isRight, isRole, PERSONAL_RIGHTS, RIGHTS, type Right, ROLES, type Role, roleHas, tokenScopesOf } from './rights.ts';

// Written out once more by hand: a slip in the table has to be made twice to pass.
const EXPECTED: Record<Role, readonly Right[]> = {
  operator: [
    'fleet.read',
    'finding.read',
    'artifact.read',
    'evidence.export',
    'artifact.submit',
    'attestation.submit',
    'submission.read-own',
    'submission.read-all',
    'unlinked.read',
    'link.record',
    'lifecycle.record',
    'baseline.propose',
    'baseline.approve',
    'decision.record',
    'decision.approve',
    'statement.read',
    'statement.withdraw',
    'anchor.read',
    'policy.read',
    'policy.approve',
    'token.own',
    'password.own',
  ],
  auditor: [
    'fleet.read',
    'finding.read',
    'artifact.read',
    'evidence.export',
    'submission.read-own',
    'submission.read-all',
    'unlinked.read',
    'statement.read',
    'anchor.read',
    'policy.read',
    'user.read',
    'token.own',
    'password.own',
    'audit-log.read',
  ],
  integrator: [
    'fleet.read',
    'finding.read',
    'artifact.read',
    'artifact.submit',
    'attestation.submit',
    'submission.read-own',
    'token.own',
    'password.own',
  ],
  administrator: [
    'fleet.read',
    'finding.read',
    'artifact.read',
    'evidence.export',
    'submission.read-own',
    'submission.read-all',
    'unlinked.read',
    'statement.read',
    'anchor.read',
    'anchor.change',
    'policy.read',
    'policy.propose',
    'user.read',
    'user.administer',
    'token.own',
    'token.administer',
    'password.own',
    'audit-log.read',
  ],
};

function principal(role: Role, more: Partial<Principal> = {}): Principal {
  return { userId: 'u1', name: 'ada', role, via: 'session', scopes: null, grants: [], mustChangePassword: false, ...more };
}

const CASES = ROLES.flatMap((role) => RIGHTS.map((right) => ({ role, right, allowed: EXPECTED[role].includes(right) })));

test.each(CASES)('$role, $right: $allowed', ({ role, right, allowed }) => {
  expect(roleHas(role, right)).toBe(allowed);
  const ask = () => requireRight(principal(role), right);
  if (allowed) expect(ask().role).toBe(role);
  else expect(ask).toThrowError(expect.objectContaining({ code: 'not-allowed', right }));
});

test('administrators approve nothing', () => {
  for (const right of RIGHTS.filter((name) => name.endsWith('.approve'))) expect(roleHas('administrator', right)).toBe(false);
});

test('auditors change nothing but their own password and tokens', () => {
  const changes = RIGHTS.filter((right) => roleHas('auditor', right) && !/\.(read|read-own|read-all|export)$/.test(right));
  expect(changes).toEqual(['token.own', 'password.own']);
});

test('a token carries no approval, whatever it was made for', () => {
  for (const role of ROLES) {
    for (const right of PERSONAL_RIGHTS) expect(tokenScopesOf(role)).not.toContain(right);
  }
  expect(tokenScopesOf('operator')).toContain('artifact.submit');
});

test('a token is held to its scopes, and says so', () => {
  const token = principal('operator', { via: 'token', scopes: ['fleet.read'] });
  expect(hasRight(token, 'fleet.read')).toBe(true);
  expect(() => requireRight(token, 'lifecycle.record')).toThrowError(expect.objectContaining({ code: 'token-scope' }));
});

test('nobody is nobody', () => {
  expect(() => requireRight(null, 'fleet.read')).toThrowError(expect.objectContaining({ code: 'not-signed-in' }));
});

test('with a one-time password only the password can be changed', () => {
  const fresh = principal('administrator', { mustChangePassword: true });
  expect(() => requireRight(fresh, 'user.administer')).toThrowError(expect.objectContaining({ code: 'password-change-required' }));
  expect(requireRight(fresh, 'password.own')).toBe(fresh);
});

test('names from outside are recognized only when they are exactly in the table', () => {
  expect(isRight('fleet.read')).toBe(true);
  expect(isRight('toString')).toBe(false);
  expect(isRight('__proto__')).toBe(false);
  expect(isRole('operator')).toBe(true);
  expect(isRole('Operator')).toBe(false);
});
