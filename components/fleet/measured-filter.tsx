'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { ATTESTATION_STANDINGS, SECURE_BOOT_STATES } from '#lib/present/vocabulary.ts';

export interface MeasuredFilterProps {
  /** What is in force; an empty text is no filter. */
  readonly values: Readonly<Record<'attestation' | 'silentDays' | 'secureBoot' | 'firmware', string>>;
  readonly counts: Readonly<Record<'attestation' | 'secureBoot', Readonly<Record<string, number>>>>;
}

/** The part of the filter that is about how devices start, and who says so. */
export function MeasuredFilter({ values, counts }: MeasuredFilterProps) {
  const { attestation, fleet } = useTexts();
  const locale = useLocale();
  const named = (name: string, count: number | undefined) => fill(fleet.option, { name, count: (count ?? 0).toLocaleString(locale) });
  const any = { value: '', label: fleet.any };
  return (
    <>
      <NativeSelect
        className="fleet-select"
        name="attestation"
        label={fleet.attestation}
        defaultValue={values.attestation}
        data={[
          any,
          ...ATTESTATION_STANDINGS.map((value) => ({ value, label: named(attestation.standing[value], counts.attestation[value]) })),
        ]}
      />
      <TextInput
        className="fleet-days"
        name="silentDays"
        inputMode="numeric"
        pattern="[0-9]{1,5}"
        label={fleet.silentDays}
        description={fleet.silentHint}
        defaultValue={values.silentDays}
      />
      <NativeSelect
        className="fleet-select"
        name="secureBoot"
        label={fleet.secureBoot}
        defaultValue={values.secureBoot}
        data={[
          any,
          ...SECURE_BOOT_STATES.map((value) => ({ value, label: named(attestation.secureBoot[value], counts.secureBoot[value]) })),
        ]}
      />
      <TextInput
        className="fleet-select"
        name="firmware"
        label={fleet.firmwareFilter}
        placeholder={fleet.firmwareHint}
        defaultValue={values.firmware}
        maxLength={200}
      />
    </>
  );
}
