'use client';

import { Anchor, Button, Checkbox, Group, Paper, SimpleGrid, Stack } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { addressText } from './address-text.ts';
import { COMPACT, FLEET_COLUMNS, type FleetColumn, type FleetLook, lookParameters, NO_COLUMNS } from './fleet-columns.ts';
import { KeptFields } from './kept-fields.tsx';

export interface ColumnChoiceProps {
  /** What is in force. */
  readonly look: FleetLook;
  /** Filter and sort, which stay as they are. */
  readonly kept: Readonly<Record<string, string>>;
  /** The address that shows the usual columns again. */
  readonly usualHref: string;
}

/** Which columns the table has, and how high its rows are. Its state is the address; without scripts the browser asks for the same. */
export function ColumnChoice({ look, kept, usualHref }: ColumnChoiceProps) {
  const { fleet } = useTexts();
  const router = useRouter();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    router.push(addressText({ ...kept, ...lookParameters(lookOf(new FormData(event.currentTarget))) }), { scroll: false });
  };
  return (
    // A new key: another address is another choice, and the panel that made it is closed.
    <details key={JSON.stringify(look)} className="disclosure-line column-choice">
      <summary>{fleet.columns}</summary>
      <Paper
        withBorder
        p="md"
        shadow="sm"
        component="form"
        action="/fleet"
        aria-label={fleet.columns}
        className="column-panel"
        onSubmit={onSubmit}
      >
        <KeptFields fields={kept} />
        <input type="hidden" name="columns" value={NO_COLUMNS} />
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs">
            {FLEET_COLUMNS.map((column) => (
              <Checkbox
                key={column}
                name="columns"
                value={column}
                label={nameOf(fleet, column)}
                defaultChecked={look.columns.includes(column)}
              />
            ))}
          </SimpleGrid>
          <Checkbox name="density" value={COMPACT} label={fleet.compact} defaultChecked={look.isCompact} />
          <Group>
            <Button type="submit">{fleet.showColumns}</Button>
            <Anchor component={Link} prefetch={false} href={usualHref} size="sm" className="target">
              {fleet.usualColumns}
            </Anchor>
          </Group>
        </Stack>
      </Paper>
    </details>
  );
}

const lookOf = (form: FormData): FleetLook => ({
  columns: FLEET_COLUMNS.filter((column) => form.getAll('columns').includes(column)),
  isCompact: form.has('density'),
});

function nameOf(fleet: Catalogue['fleet'], column: FleetColumn): string {
  const names = {
    serial: fleet.serial,
    lifecycle: fleet.lifecycle,
    findings: fleet.findings,
    'last-attested': fleet.attestation,
    'secure-boot': fleet.secureBoot,
    'last-observed': fleet.lastObserved,
    'last-changed': fleet.lastChanged,
    firmware: fleet.firmware,
    tier: fleet.tier,
  } as const;
  return names[column];
}
