import type { DeviceState } from '#lib/device/device-state.ts';
import { PREDECESSOR_GROUNDS } from '#lib/device/link/predecessor-ground.ts';
import type { PredecessorGround } from '#lib/device/types.ts';
import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A delta or rebase certificate follows a certificate that isn't at hand or doesn't count. */
export const deltaMissingPredecessor: Rule = {
  id: 'delta-missing-predecessor',
  means: "A delta or rebase certificate follows a certificate that isn't at hand or doesn't count.",
  matters: 'A missing link may hold changes that nobody here has seen.',
  resolve: 'Hand in the certificate that it names as its predecessor, or what that one lacks to count; the finding says which of the two.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3, 2.1 section 3.1 (each names its predecessor)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'delta-missing-predecessor').map(({ because, predecessor, ground }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: certificateWord(device, because),
        observed: predecessor,
        detail: `A ${certificateWord(device, because)} was not applied: its predecessor, ${predecessor}, ${PREDECESSOR_GROUNDS[ground]}.`,
        resolve: RESOLUTIONS[ground],
      }),
    ),
};

const ASK_ISSUER = 'Ask its issuer for a certificate that names the right predecessor';
const RESOLUTIONS: Readonly<Record<PredecessorGround, string>> = {
  'not-at-hand': 'Hand in the certificate that it names as its predecessor.',
  'not-convincing':
    'Open the predecessor under Certificates: its checks tell what is wrong. Hand in what they lack, such as the certificate of its authority, or the genuine predecessor.',
  'not-applied':
    'Resolve what keeps the predecessor from counting: a finding of this device, or the timeline, tells it. Then this one is applied by itself.',
  'platform-differs': `${ASK_ISSUER}.`,
  'holder-differs': `${ASK_ISSUER}, bound to the EK certificate or key of its base.`,
  'reference-contradicts': `${ASK_ISSUER}: name and digest of one certificate.`,
};

/** What the first of the files is. */
function certificateWord({ documents }: DeviceState, [first]: readonly string[]): string {
  const isRebase = documents.some(({ sha256, read }) => sha256 === first && read.kind === 'rebase-platform-certificate');
  return isRebase ? 'rebase certificate' : 'delta certificate';
}
