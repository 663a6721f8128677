import { problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A source that reported parts of a kind before reports none now. */
export const coverageShrunk: Rule = {
  id: 'coverage-shrunk',
  means: 'A source that reported parts of a kind before reports none now.',
  matters: 'A collector that stops to see a kind of part hides every change among those parts.',
  resolve: 'Find out why the collector sees less, and hand in an inventory that covers these parts again.',
  source: 'Attack: the collector is restricted so that a change stays out of sight; RFC 9334 section 8.1 (evidence)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'coverage-shrunk').map(({ because, category, collector }) =>
      problemSign({
        device,
        because,
        key: `${collector}>${category}`,
        severity: 'medium',
        subject: `${category}, as seen by ${collector}`,
        expected: 'at least one part, as before',
        observed: 'none',
        detail: `${collector} reported parts of the kind ${category} before and reports none now; the old reading no longer counts.`,
        resolve: 'Hand in an inventory that covers these parts again.',
      }),
    ),
};
