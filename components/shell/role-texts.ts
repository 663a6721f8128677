import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** The roles as `lib/auth/rights.ts` names them; the pages that hand one over are checked against it by the compiler. */
export type RoleName = 'operator' | 'auditor' | 'integrator' | 'administrator';

export const ROLE_TEXTS: Readonly<Record<RoleName, keyof Catalogue['shell']>> = {
  operator: 'roleOperator',
  auditor: 'roleAuditor',
  integrator: 'roleIntegrator',
  administrator: 'roleAdministrator',
};
