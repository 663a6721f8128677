import { compareTimes } from '#lib/device/time.ts';
import { timeText } from '#lib/encoding/time-text.ts';
import { foreignResultSign, resultName } from '../foreign-result-sign.ts';
import type { Rule } from '../rule.ts';

const resolve = 'Hand in a newer result of the same verifier.';

/** The newest result of another verifier says nothing about now. */
export const resultStale: Rule = {
  id: 'result-stale',
  means: 'The newest result of another verifier has expired, or is older than policy allows where it does not say until when it holds.',
  matters: 'A device that is no longer appraised may have changed since; nobody stands for what an old result says.',
  resolve,
  source: 'RFC 9334 section 10 (freshness); RFC 7519 section 4.1.4 (exp)',
  weighs: 'stale',
  evaluate: ({ device, at }) =>
    device.results.flatMap((result) => {
      const { isCurrent, standing, staleAt } = result;
      if (!isCurrent || standing === 'untrusted' || staleAt === null || compareTimes(staleAt, at) > 0) return [];
      // "Counted", not "held": a result without an expiry never said until when it holds; then it is policy that ends it.
      return foreignResultSign(result, {
        severity: 'medium',
        expected: `a result that holds at ${timeText(at)}`,
        observed: `one that counted until ${timeText(staleAt)}`,
        resolve,
        detail: `The ${resultName(result)} was made at ${timeText(result.at)} and counted until ${timeText(staleAt)}; no newer one came.`,
      });
    }),
};
