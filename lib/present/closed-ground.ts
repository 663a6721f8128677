import { isReliedUpon } from '#lib/detect/reliance.ts';
import type { Finding } from '#lib/detect/rule.ts';
import type { DeviceState } from '#lib/device/types.ts';

/**
 * Why a finding is closed. `no-longer-counts`: its certificate counts no more, so nothing rests on the answer, and what was found
 * may still be so. `nothing-left`: present evidence leaves nothing to find.
 */
export type ClosedGround = 'nothing-left' | 'no-longer-counts';

/** Rules that stay silent about a certificate on which nothing rests, each with the check that they speak of. */
const ABOUT_RELIED_UPON: ReadonlyMap<string, string> = new Map([['revocation-not-checked', 'revocation']]);

/** Whether the device must be asked why a finding of this rule is closed. */
export const asksDevice = (rule: string): boolean => ABOUT_RELIED_UPON.has(rule);

/** @param device  as it is known now; undefined where there is none any more */
export function closedGround({ rule, because }: Pick<Finding, 'rule' | 'because'>, device: DeviceState | undefined): ClosedGround {
  const check = ABOUT_RELIED_UPON.get(rule);
  if (check === undefined || device === undefined) return 'nothing-left';
  const [subject] = because;
  const documents = device.documents.filter(({ sha256 }) => sha256 === subject);
  const isOpen = documents.every(({ checks }) => checks.some(({ id, status }) => id === check && status === 'unknown'));
  return isOpen && !documents.some((document) => isReliedUpon(device, document)) ? 'no-longer-counts' : 'nothing-left';
}
