'use client';

import { AddressFilter, choicesOf } from '#components/ui/address-filter.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { pluralText } from '#lib/i18n/message.ts';

export interface EnrolmentFilterProps {
  /** What is in force; an empty text is no filter. */
  readonly values: Readonly<Record<'method' | 'silentDays' | 'sort', string>>;
  /** Id of the device that the list is about; empty for all. */
  readonly device: string;
}

const DAYS = [1, 7, 30, 90, 365];

/** By how a key was bound, and how long it has been silent. */
export function EnrolmentFilter({ values, device }: EnrolmentFilterProps) {
  const texts = useTexts().enrolments;
  // An address may ask for any number of days.
  const days = [...new Set([...DAYS, ...(values.silentDays === '' ? [] : [Number(values.silentDays)])])].sort((a, b) => a - b);
  const silences = Object.fromEntries(days.map((count) => [count, pluralText('en', texts.moreDays, { count })]));
  const sorts = Object.entries(texts.sorts).map(([value, label]) => ({ value, label }));
  return (
    <AddressFilter
      path="/enrolments"
      label={texts.filterLabel}
      fields={[
        { name: 'method', label: texts.filter, value: values.method, choices: choicesOf(texts.any, texts.methods) },
        { name: 'silentDays', label: texts.silentDays, value: values.silentDays, choices: choicesOf(texts.anySilence, silences) },
        { name: 'sort', label: texts.sort, value: values.sort, choices: sorts },
      ]}
      kept={device === '' ? {} : { device }}
      apply={texts.apply}
    />
  );
}
