/** Who somebody is to the installation. One role a person. */
export const ROLES = ['operator', 'auditor', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Every right, and the roles that have it: the only place where this is decided.
 * Administrators run the installation and approve nothing; auditors read everything and change nothing;
 * integrators read and submit, and only for devices granted to them (`visible-devices.ts`).
 */
export const ROLES_BY_RIGHT = {
  'fleet.read': ['operator', 'auditor', 'integrator', 'administrator'],
  'finding.read': ['operator', 'auditor', 'integrator', 'administrator'],
  'artifact.read': ['operator', 'auditor', 'integrator', 'administrator'],
  /** Evidence holds all that was handed in around a device, by whom and for which devices: nothing for integrators. */
  'evidence.export': ['operator', 'auditor', 'administrator'],
  'artifact.submit': ['operator', 'integrator'],
  /** Enrol the keys of a TPM, be asked for its measurements, and answer. */
  'attestation.submit': ['operator', 'integrator'],
  /** Receipts of one's own files. */
  'submission.read-own': ['operator', 'auditor', 'integrator', 'administrator'],
  /** Receipts of everybody's files. */
  'submission.read-all': ['operator', 'auditor', 'administrator'],
  'unlinked.read': ['operator', 'auditor', 'administrator'],
  'link.record': ['operator'],
  'lifecycle.record': ['operator'],
  'baseline.propose': ['operator'],
  'baseline.approve': ['operator'],
  'decision.record': ['operator'],
  'decision.approve': ['operator'],
  'statement.read': ['operator', 'auditor', 'administrator'],
  'statement.withdraw': ['operator'],
  'anchor.read': ['operator', 'auditor', 'administrator'],
  'anchor.change': ['administrator'],
  /** Tables that govern all devices, such as who may say what: administrators propose, and no administrator approves. */
  'policy.read': ['operator', 'auditor', 'administrator'],
  'policy.propose': ['administrator'],
  'policy.approve': ['operator'],
  'user.read': ['auditor', 'administrator'],
  'user.administer': ['administrator'],
  'token.own': ['operator', 'auditor', 'integrator', 'administrator'],
  'token.administer': ['administrator'],
  'password.own': ['operator', 'auditor', 'integrator', 'administrator'],
  'audit-log.read': ['auditor', 'administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof ROLES_BY_RIGHT;

/** All rights in the order of the table. */
// Object.keys loses the key type; the table is a constant, so its keys are exactly `Right`.
export const RIGHTS = Object.keys(ROLES_BY_RIGHT) as readonly Right[];

/** Rights that a token may never carry: they need a person, signed in. */
export const PERSONAL_RIGHTS: readonly Right[] = [
  'baseline.approve',
  'decision.approve',
  'policy.approve',
  'user.administer',
  'token.own',
  'token.administer',
  'password.own',
];

export function roleHas(role: Role, right: Right): boolean {
  const roles: readonly Role[] = ROLES_BY_RIGHT[right];
  return roles.includes(role);
}

export function isRole(text: string): text is Role {
  const roles: readonly string[] = ROLES;
  return roles.includes(text);
}

export function isRight(text: string): text is Right {
  return Object.hasOwn(ROLES_BY_RIGHT, text);
}

/** Rights that a token of somebody with this role may carry. */
export function tokenScopesOf(role: Role): readonly Right[] {
  return RIGHTS.filter((right) => roleHas(role, right) && !PERSONAL_RIGHTS.includes(right));
}
