'use client';

import { AddressFilter, choicesOf } from '#components/ui/address-filter.tsx';
import { useTexts } from '#components/ui/locale.tsx';

export interface EnrolmentFilterProps {
  readonly method: string;
  /** Id of the device that the list is about; empty for all. */
  readonly device: string;
}

/** By how a key was bound. */
export function EnrolmentFilter({ method, device }: EnrolmentFilterProps) {
  const texts = useTexts().enrolments;
  return (
    <AddressFilter
      path="/enrolments"
      label={texts.filterLabel}
      fields={[{ name: 'method', label: texts.filter, value: method, choices: choicesOf(texts.any, texts.methods) }]}
      kept={device === '' ? {} : { device }}
      apply={texts.apply}
    />
  );
}
