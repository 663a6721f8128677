'use client';

import { AddressFilter, choicesOf } from '#components/ui/address-filter.tsx';
import { useTexts } from '#components/ui/locale.tsx';

/** What the address filters by; empty where it doesn't. */
export interface PolicyFilter {
  readonly kind: string;
  readonly state: string;
}

/** By who speaks, and by what became of a line. */
export function PolicyFilters({ kind, state }: PolicyFilter) {
  const { policy: texts, governed } = useTexts();
  return (
    <AddressFilter
      path="/policy"
      label={texts.filterLabel}
      fields={[
        { name: 'kind', label: texts.kind, value: kind, choices: choicesOf(texts.any, texts.kinds) },
        { name: 'state', label: governed.state, value: state, choices: choicesOf(texts.any, governed.states) },
      ]}
      apply={texts.apply}
      clear={kind === '' && state === '' ? null : texts.clear}
    />
  );
}
