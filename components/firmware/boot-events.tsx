'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { AddressFilter, choicesOf, type FilterField } from '#components/ui/address-filter.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { BootEventView, RegisterView } from '#lib/present/firmware-view.ts';
import { measuredColumns } from './record-columns.tsx';

export interface BootEventsProps {
  readonly events: readonly BootEventView[];
  /** Registers of the log, and where each alone is shown. */
  readonly registers: readonly { readonly pcr: number; readonly href: string }[];
  /** The one that is shown; null: all. */
  readonly pcr: number | null;
  readonly allHref: string;
  readonly filter: RecordChoices;
  /** Where the form leads, and what it keeps of the address. */
  readonly form: { readonly path: string; readonly kept: Readonly<Record<string, string>> };
  /** All records; null while all are shown. */
  readonly clearHref: string | null;
}

interface RecordChoices {
  readonly types: readonly string[];
  readonly type: string | null;
  readonly text: string;
  readonly differing: boolean;
  /** When the start was told that it is compared with; null: with none. */
  readonly against: string | null;
}

/** The records of one start that meet the filter of the address. */
export function BootEvents({ events, registers, pcr, allHref, filter, form, clearHref }: BootEventsProps) {
  const texts = useTexts().firmware;
  return (
    <Stack gap="xs" component="section" aria-labelledby="boot-events">
      <Title order={2} size="h4" id="boot-events">
        {texts.events}
      </Title>
      <Group component="nav" gap="xs" aria-label={texts.filter}>
        <Link prefetch={false} scroll={false} href={allHref} className="scope-link" aria-current={pcr === null ? 'page' : undefined}>
          {texts.allRegisters}
        </Link>
        {registers.map((each) => (
          <Link
            key={each.pcr}
            prefetch={false}
            scroll={false}
            href={each.href}
            className="scope-link"
            aria-current={each.pcr === pcr ? 'page' : undefined}
          >
            {fill(texts.registerPlain, { pcr: `${each.pcr}` })}
          </Link>
        ))}
      </Group>
      <RecordForm filter={filter} form={form} clearHref={clearHref} />
      {filter.differing ? <Text size="sm">{filter.against === null ? texts.differencesFirst : texts.onlyDifferingText}</Text> : null}
      <EventTable events={events} />
    </Stack>
  );
}

function RecordForm({ filter, form: { path, kept }, clearHref }: Pick<BootEventsProps, 'filter' | 'form' | 'clearHref'>) {
  const texts = useTexts().firmware;
  const { types, type, text, differing, against } = filter;
  const fields: readonly FilterField[] = [
    {
      name: 'type',
      label: texts.type,
      value: type ?? '',
      choices: choicesOf(texts.allTypes, Object.fromEntries(types.map((each) => [each, each]))),
    },
    { name: 'text', label: texts.text, value: text },
  ];
  const compared: FilterField = {
    name: 'differing',
    label: texts.compared,
    value: differing ? '1' : '',
    choices: choicesOf(texts.allRecords, { 1: fill(texts.onlyDiffering, { at: against ?? '' }) }),
  };
  return (
    <AddressFilter
      path={path}
      label={texts.filterRecords}
      fields={against === null ? fields : [...fields, compared]}
      kept={kept}
      apply={texts.apply}
      clear={clearHref === null ? null : texts.clear}
      clearHref={clearHref ?? path}
    />
  );
}

function EventTable({ events }: { readonly events: readonly BootEventView[] }) {
  const texts = useTexts().firmware;
  return (
    <DataTable
      cards
      caption={texts.eventsCaption}
      rows={events}
      rowKey={({ id }) => id}
      empty={texts.noEvents}
      columns={[
        { id: 'pcr', header: texts.register, cell: ({ register }) => register, sortBy: ({ pcr }) => pcr },
        { id: 'says', header: texts.said, cell: (event) => <EventSays {...event} /> },
        ...measuredColumns<BootEventView>(texts),
      ]}
    />
  );
}

/** One line, and folded away behind it what the line counts. */
function EventSays({ says, details }: BootEventView) {
  if (details.length === 0) return <span className="breakable">{says}</span>;
  return (
    <details className="disclosure-line">
      <summary className="breakable">{says}</summary>
      <ul>
        {details.map((detail, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list never changes, and two of its entries may say the same
          <li key={index} className="breakable">
            {detail}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the records add up to, register by register; folded away. */
export function RegisterValues({ values }: { readonly values: readonly RegisterView[] }) {
  const texts = useTexts().firmware;
  return (
    <details className="disclosure-line">
      <summary>{texts.values}</summary>
      <Text c="dimmed">{texts.valuesText}</Text>
      <DataTable
        cards
        caption={texts.values}
        rows={values}
        rowKey={({ id }) => id}
        columns={[
          { id: 'register', header: texts.register, cell: ({ register }) => register, sortBy: ({ pcr }) => pcr },
          { id: 'bank', header: texts.bank, cell: ({ bank }) => bank, sortBy: ({ bank }) => bank },
          { id: 'value', header: texts.value, cell: ({ value }) => <code className="breakable">{value}</code> },
        ]}
      />
    </details>
  );
}
