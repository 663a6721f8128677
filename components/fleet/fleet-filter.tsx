'use client';

import { Anchor, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useTransition } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { LIFECYCLES, TRUSTS } from '#lib/present/vocabulary.ts';
import { addressText } from './address-text.ts';
import { KeptFields } from './kept-fields.tsx';
import { MeasuredFilter, type MeasuredFilterProps } from './measured-filter.tsx';

export interface Facet {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

export interface FleetFilterProps {
  /** What is in force; an empty text is no filter. */
  readonly values: MeasuredFilterProps['values'] & Readonly<Record<'text' | 'trust' | 'lifecycle' | 'manufacturer' | 'model', string>>;
  readonly counts: MeasuredFilterProps['counts'] & Readonly<Record<'trust' | 'lifecycle', Readonly<Record<string, number>>>>;
  readonly manufacturers: readonly Facet[];
  readonly models: readonly Facet[];
  /** What else the address says, and goes on saying. */
  readonly kept: Readonly<Record<string, string>>;
  /** The address without the filter; null where there is none. */
  readonly clearHref: string | null;
}

/** The filter of the fleet. Its state is the address; without scripts the browser sends the same address. */
export function FleetFilter({ values, counts, manufacturers, models, kept, clearHref }: FleetFilterProps) {
  const { fleet, lifecycle, verdict } = useTexts();
  const locale = useLocale();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    startTransition(() => router.push(addressOf(new FormData(event.currentTarget))));
  };
  const named = (name: string, count: number | undefined) => fill(fleet.option, { name, count: (count ?? 0).toLocaleString(locale) });
  const any = { value: '', label: fleet.any };
  // A new key: going back in history must show the filter of that address, not what was typed last.
  return (
    <form key={JSON.stringify(values)} action="/fleet" onSubmit={onSubmit}>
      <KeptFields fields={kept} />
      <Group align="flex-end" gap="sm" mb="md">
        <TextInput
          name="text"
          type="search"
          label={fleet.search}
          placeholder={fleet.searchHint}
          defaultValue={values.text}
          maxLength={200}
          leftSection={<IconSearch size={16} aria-hidden />}
          className="fleet-search"
        />
        <NativeSelect
          className="fleet-select"
          name="trust"
          label={fleet.trust}
          defaultValue={values.trust}
          data={[any, ...TRUSTS.map((value) => ({ value, label: named(verdict.word[value], counts.trust[value]) }))]}
        />
        <NativeSelect
          className="fleet-select"
          name="lifecycle"
          label={fleet.lifecycle}
          defaultValue={values.lifecycle}
          data={[any, ...LIFECYCLES.map((value) => ({ value, label: named(lifecycle[value], counts.lifecycle[value]) }))]}
        />
        <NativeSelect
          className="fleet-select"
          name="manufacturer"
          label={fleet.manufacturer}
          defaultValue={values.manufacturer}
          data={[any, ...manufacturers.map(({ value, label, count }) => ({ value, label: named(label, count) }))]}
        />
        <NativeSelect
          className="fleet-select"
          name="model"
          label={fleet.model}
          defaultValue={values.model}
          data={[any, ...models.map(({ value, label, count }) => ({ value, label: named(label, count) }))]}
        />
        <MeasuredFilter values={values} counts={counts} />
        <Button type="submit" loading={pending}>
          {fleet.apply}
        </Button>
        {clearHref === null ? null : (
          <Anchor component={Link} prefetch={false} href={clearHref} className="target">
            {fleet.clear}
          </Anchor>
        )}
      </Group>
    </form>
  );
}

/** Without what is empty, so that an address shows only what is in force. */
function addressOf(form: FormData): string {
  const given = [...form].flatMap(([name, value]) => (typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : []));
  return addressText(Object.fromEntries(given));
}
