'use client';

import { Anchor, Group, Text } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { LifecycleBadge } from '#components/ui/lifecycle-badge.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { SeverityBadge } from '#components/ui/severity-badge.tsx';
import type { Sort } from '#components/ui/sortable-header.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import { AttestedCell, SecureBootCell } from './attested-cells.tsx';
import type { FleetColumn, FleetLook } from './fleet-columns.ts';
import type { FleetTableRow } from './fleet-row.ts';

export interface FleetTableProps {
  readonly rows: readonly FleetTableRow[];
  readonly look: FleetLook;
  readonly sort: Sort | null;
  readonly sortHrefs: Readonly<Record<string, string>>;
}

const hrefOf = ({ id }: FleetTableRow): string => `/devices/${encodeURIComponent(id)}`;

export function FleetTable({ rows, look, sort, sortHrefs }: FleetTableProps) {
  const texts = useTexts();
  const chosen = choosableColumns(texts).filter(({ id }) => look.columns.includes(id));
  const columns = [...fixedColumns(texts), ...chosen.map((column) => (column.id === sort?.id ? { ...column, isQuiet: NEVER } : column))];
  return (
    <DataTable
      cards
      isCompact={look.isCompact}
      caption={texts.fleet.caption}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={hrefOf}
      sort={sort}
      sortHrefs={sortHrefs}
    />
  );
}

const NEVER = (): boolean => false;
const ALWAYS = (): boolean => true;

function fixedColumns({ fleet }: Catalogue): readonly DataColumn<FleetTableRow>[] {
  return [
    { id: 'trust', header: fleet.trust, cell: (row) => <TrustCell row={row} /> },
    {
      id: 'device',
      header: fleet.device,
      cell: (row) => (
        <Anchor component={Link} prefetch={false} href={hrefOf(row)} size="sm" className="product target">
          {row.product ?? fleet.unnamed}
        </Anchor>
      ),
    },
  ];
}

type ChosenColumn = DataColumn<FleetTableRow> & { readonly id: FleetColumn };

/** Quiet is what asks nobody to look: on a card it is one tap away. */
function choosableColumns({ fleet, verdict }: Catalogue): readonly ChosenColumn[] {
  return [
    { id: 'serial', header: fleet.serial, cell: ({ serial }) => <Serial serial={serial} none={fleet.noSerial} /> },
    {
      id: 'lifecycle',
      header: fleet.lifecycle,
      cell: ({ lifecycle }) => <LifecycleBadge lifecycle={lifecycle} />,
      isQuiet: ({ lifecycle }) => !REMARKABLE_LIFECYCLES.has(lifecycle),
    },
    {
      id: 'findings',
      header: fleet.findings,
      cell: ({ findings }) => <Findings findings={findings} none={fleet.noFindings} />,
      isQuiet: ({ findings }) => findings.length === 0,
    },
    {
      id: 'last-attested',
      header: fleet.attestation,
      cell: (row) => <AttestedCell row={row} />,
      isQuiet: ({ attestation }) => attestation === 'no-key' || attestation === 'passed',
    },
    {
      id: 'secure-boot',
      header: fleet.secureBoot,
      cell: ({ secureBoot }) => <SecureBootCell secureBoot={secureBoot} />,
      isQuiet: ({ secureBoot }) => secureBoot !== 'off',
    },
    {
      id: 'last-observed',
      header: fleet.lastObserved,
      cell: ({ lastObservedAt }) => (lastObservedAt === null ? fleet.never : <FleetTime at={lastObservedAt} />),
      isQuiet: ({ lastObservedAt }) => lastObservedAt !== null,
    },
    { id: 'last-changed', header: fleet.lastChanged, cell: ({ lastChangedAt }) => <FleetTime at={lastChangedAt} />, isQuiet: ALWAYS },
    {
      id: 'firmware',
      header: fleet.firmware,
      cell: ({ firmwareVersion }) => <Serial serial={firmwareVersion} none={fleet.noFirmware} />,
      isQuiet: ALWAYS,
    },
    { id: 'tier', header: fleet.tier, cell: ({ tier }) => verdict.tier[tier], isQuiet: ALWAYS },
  ];
}

/** In which a device is not where it works. */
const REMARKABLE_LIFECYCLES: ReadonlySet<string> = new Set(['in-transit', 'in-repair', 'quarantined', 'retired']);

function FleetTime({ at }: { readonly at: string }) {
  return (
    <span className="fleet-time">
      <TimeText at={at} />
    </span>
  );
}

/** A verdict that time has overtaken is shown as due, whatever it said: never green. */
function TrustCell({ row: { trust, recheckSince, stoppedAt } }: { readonly row: FleetTableRow }) {
  const { fleet, verdict } = useTexts();
  const since = stoppedAt ?? recheckSince;
  if (since === null) return <TrustBadge trust={trust} plain />;
  const hint = stoppedAt === null ? fleet.recheckHint : fleet.stoppedHint;
  return (
    <Mark icon={IconClockPause} color="yellow" hint={fill(hint, { at: timeText(since) })}>
      {verdict.recheckDue}
    </Mark>
  );
}

function Serial({ serial, none }: { readonly serial: string | null; readonly none: string }) {
  return serial === null ? (
    <Text size="sm" c="dimmed">
      {none}
    </Text>
  ) : (
    <span className="serial serial-cell">{serial}</span>
  );
}

function Findings({ findings, none }: { readonly findings: FleetTableRow['findings']; readonly none: string }) {
  if (findings.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <Group gap={4}>
      {findings.map(({ severity, count }) => (
        <Group key={severity} gap={4} wrap="nowrap">
          <Text size="sm" className="serial">
            {count}
          </Text>
          <SeverityBadge severity={severity} />
        </Group>
      ))}
    </Group>
  );
}
