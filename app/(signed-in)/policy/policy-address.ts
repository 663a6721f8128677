import type { PolicyFilter } from '#components/governed/policy-filters.tsx';
import type { GovernedRow } from '#lib/present/governed-rows.ts';
import type { IssuerPolicyLine } from '#lib/present/policy-text.ts';
import type { SearchParams } from '../../server/address.ts';

/** Reads the filter from the address; what it doesn't know counts as not given. */
export function policyFilter(params: SearchParams, words: { readonly kinds: object; readonly states: object }): PolicyFilter {
  const known = (name: string, values: object): string => {
    const value = params[name];
    return typeof value === 'string' && Object.hasOwn(values, value) ? value : '';
  };
  return { kind: known('kind', words.kinds), state: known('state', words.states) };
}

/** Whether a line is one of those asked for. */
export const isShown = ({ line, state }: GovernedRow<IssuerPolicyLine>, filter: PolicyFilter): boolean =>
  (filter.kind === '' || line.who.kind === filter.kind) && (filter.state === '' || state === filter.state);
