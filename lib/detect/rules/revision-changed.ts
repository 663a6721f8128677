import { visibleText } from '#lib/component/visible-text.ts';
import type { Difference, StateUnit } from '#lib/device/types.ts';
import { authorizationText, differenceSign, unexplainedOf } from '../difference-sign.ts';
import { firmwareChanges } from '../firmware-step.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

const revisionOf = (unit: StateUnit | null): string => (unit?.revision == null ? 'no revision' : visibleText(unit.revision));

/** Another revision than the one that was signed for: of a part, or of an operating system. Firmware has rules of its own. */
export const revisionChanged: Rule = {
  id: 'revision-changed',
  means: 'A part has another revision than the one that was signed for.',
  matters:
    "The revision of many parts is the version of their firmware: another one was written to the part, or the part isn't the certified one.",
  resolve: 'Hand in the delta certificate that lists the new revision, or a source that reads the certified one.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.6 (component revision); NIST SP 800-193 section 4.3 (detection)',
  weighs: 'changed',
  evaluate: (context) => {
    // The same version with another content is told by a rule of its own.
    const told = new Set<Difference>(firmwareChanges(context).map(({ difference }) => difference));
    return unexplainedOf(context, 'revision-changed')
      .filter((difference) => !told.has(difference))
      .map((difference) => {
        const [from, to] = [revisionOf(difference.expected), revisionOf(difference.observed)];
        return differenceSign({
          difference,
          severity: difference.scope === 'conformance' ? 'medium' : 'low',
          detail: `${describeUnitOrNone(difference.expected)} has revision ${to} instead of ${from}; ${authorizationText(difference)}.`,
          resolve: 'Hand in a delta certificate that lists the new revision, or a report of a source that reads the certified one.',
        });
      });
  },
};
