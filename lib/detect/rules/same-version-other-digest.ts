import { authorizationText, differenceSign } from '../difference-sign.ts';
import { firmwareChanges } from '../firmware-step.ts';
import type { Rule } from '../rule.ts';
import { describeUnitOrNone } from '../unit-text.ts';

/** Firmware calls itself the signed version, and its content is another. */
export const sameVersionOtherDigest: Rule = {
  id: 'same-version-other-digest',
  means: 'Firmware calls itself the signed version, and its content is another.',
  matters: 'A changed image that keeps its version text is what a tampered firmware looks like.',
  resolve: 'Install the authorized image again, or hand in a certificate that lists the new digest.',
  source: 'NIST SP 800-193 section 4.3 (detection of unauthorized changes)',
  weighs: 'changed',
  evaluate: (context) =>
    firmwareChanges(context)
      .filter(({ step }) => step === 'other-digest')
      .map(({ difference, to }) =>
        differenceSign({
          difference,
          severity: 'high',
          detail: `${describeUnitOrNone(difference.expected)} still calls itself ${to}, and its digest differs; ${authorizationText(difference)}.`,
          resolve: 'Install the authorized image again, or hand in a certificate that lists the new digest.',
        }),
      ),
};
