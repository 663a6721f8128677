import { isReliedUpon } from '#lib/detect/reliance.ts';
import type { Finding } from '#lib/detect/rule.ts';
import type { DeviceState } from '#lib/device/device-state.ts';

/**
 * Why a finding is closed. `no-longer-counts`: nothing that counts rests on its certificate any more, and what was found
 * may still be so. `nothing-expected`: it isn't settled what the device should hold, so nothing is compared with it.
 * `nothing-left`: by present evidence it isn't so.
 */
export type ClosedGround = 'nothing-left' | 'no-longer-counts' | 'nothing-expected';

/** Rules that stay silent about a certificate on which nothing rests, each with the check that they speak of. */
const ABOUT_RELIED_UPON: ReadonlyMap<string, string> = new Map([['revocation-not-checked', 'revocation']]);

/** Rules that compare with what the device should hold. */
const COMPARING: ReadonlySet<string> = new Set([
  'component-added',
  'component-moved',
  'component-removed',
  'component-replaced',
  'firmware-changed',
  'firmware-rollback',
  'indistinguishable-components',
  'rebase-changes-parts',
  'retrospective',
  'revision-changed',
  'same-version-other-digest',
  'serial-unconfirmed',
]);

/** Whether the device must be asked why a finding of this rule is closed. */
export const asksDevice = (rule: string): boolean => ABOUT_RELIED_UPON.has(rule) || COMPARING.has(rule);

/** @param device  as it is known now; undefined where there is none any more */
export function closedGround({ rule, because }: Pick<Finding, 'rule' | 'because'>, device: DeviceState | undefined): ClosedGround {
  if (device === undefined) return 'nothing-left';
  const { basis } = device.expected;
  if (COMPARING.has(rule) && (basis === 'none' || basis === 'conflict')) return 'nothing-expected';
  const check = ABOUT_RELIED_UPON.get(rule);
  return check !== undefined && isStillOpen(device, { check, subject: because[0] }) ? 'no-longer-counts' : 'nothing-left';
}

/** Whether the check is undecided as before, and nothing rests on the certificate. */
function isStillOpen(device: DeviceState, { check, subject }: { readonly check: string; readonly subject: string | undefined }): boolean {
  const documents = device.documents.filter(({ sha256 }) => sha256 === subject);
  const isUndecided = documents.every(({ checks }) => checks.some(({ id, status }) => id === check && status === 'unknown'));
  return isUndecided && !documents.some((document) => isReliedUpon(device, document));
}
