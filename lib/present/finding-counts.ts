import { isAccepted, isOpen } from '#lib/detect/decisions.ts';
import type { Finding } from '#lib/detect/rule.ts';

/** How many findings of a device are of which kind; each is in one count. */
export interface FindingCounts {
  /** Ask people for something: above info, and not accepted. The fleet counts these, too. */
  readonly open: number;
  /** Of severity info, and not accepted. */
  readonly info: number;
  readonly accepted: number;
}

/** What a page counts of all findings of a device. */
export function findingCounts(findings: readonly Pick<Finding, 'severity' | 'decision'>[]): FindingCounts {
  const open = findings.filter(isOpen).length;
  const accepted = findings.filter(({ decision }) => isAccepted(decision)).length;
  return { open, accepted, info: findings.length - open - accepted };
}
