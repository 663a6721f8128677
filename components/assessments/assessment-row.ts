import { visibleText } from '#lib/component/visible-text.ts';
import type { Trust } from '#lib/detect/rule.ts';
import { briefDigests } from '#lib/present/brief-digests.ts';

/** What was said of a device at a moment. */
export interface Assessment {
  readonly id: string;
  readonly at: string;
  readonly trust: Trust;
  readonly reasons: readonly string[];
  readonly ruleSet: string;
}

/** The same as the table shows it: text of files is visible text, and digests are cut. */
export const assessmentRow = ({ id, at, trust, reasons, ruleSet }: Assessment): Assessment => ({
  ...{ id, at, trust, ruleSet },
  reasons: reasons.map((reason) => briefDigests(visibleText(reason))),
});
