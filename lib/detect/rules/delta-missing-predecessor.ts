import type { DeviceState } from '#lib/device/types.ts';
import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A delta or rebase certificate follows a certificate that isn't at hand or doesn't count. */
export const deltaMissingPredecessor: Rule = {
  id: 'delta-missing-predecessor',
  means: "A delta or rebase certificate follows a certificate that isn't at hand or doesn't count.",
  matters: 'A missing link may hold changes that nobody here has seen.',
  resolve: 'Hand in the certificate that it names as its predecessor.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3, 2.1 section 3.1 (each names its predecessor)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'delta-missing-predecessor').map(({ because, predecessor }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: certificateWord(device, because),
        observed: predecessor,
        detail: `A ${certificateWord(device, because)} was not applied: its predecessor ${predecessor} is not at hand, or does not count.`,
        resolve: 'Hand in the certificate that it names as its predecessor.',
      }),
    ),
};

/** What the first of the files is. */
function certificateWord({ documents }: DeviceState, [first]: readonly string[]): string {
  const isRebase = documents.some(({ sha256, read }) => sha256 === first && read.kind === 'rebase-platform-certificate');
  return isRebase ? 'rebase certificate' : 'delta certificate';
}
