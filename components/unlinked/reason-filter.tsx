'use client';

import { AddressFilter, choicesOf } from '#components/ui/address-filter.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { OTHER_KIND } from './reason-choice.ts';

/** By why something waits. */
export function ReasonFilter({ reason }: { readonly reason: string }) {
  const texts = useTexts().unlinked;
  const choices = choicesOf(texts.any, { ...texts.reasons, [OTHER_KIND]: texts.otherKind.reason });
  return (
    <AddressFilter
      path="/unlinked"
      label={texts.filterLabel}
      fields={[{ name: 'reason', label: texts.filter, value: reason, choices }]}
      apply={texts.apply}
    />
  );
}
