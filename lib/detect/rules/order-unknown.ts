import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** Two observations differ, and nothing tells which came first. */
export const orderUnknown: Rule = {
  id: 'order-unknown',
  means: 'Two observations differ, and nothing tells which came first.',
  matters: 'Without an order the older one can pass as the present state.',
  resolve: 'Hand in a new inventory.',
  source: 'Attack: an old observation is presented as the newest; RFC 9334 section 10 (freshness)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'order-unknown').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: 'observations',
        detail: detail,
        resolve: 'Hand in a new inventory.',
      }),
    ),
};
