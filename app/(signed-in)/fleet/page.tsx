import { Alert, Button, Group, Text } from '@mantine/core';
import { IconDownload, IconInfoCircle } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { AttestationCounts } from '#components/fleet/attestation-counts.tsx';
import { ColumnChoice } from '#components/fleet/column-choice.tsx';
import { FirstDevices } from '#components/fleet/first-devices.tsx';
import { FLEET_COLUMNS } from '#components/fleet/fleet-columns.ts';
import { FleetFilter } from '#components/fleet/fleet-filter.tsx';
import { fleetTableRow } from '#components/fleet/fleet-row.ts';
import { FleetTable } from '#components/fleet/fleet-table.tsx';
import { TrustCounts } from '#components/fleet/trust-counts.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import { loadGoverning } from '#lib/ingest/governing.ts';
import { readDigest } from '#lib/present/digest-text.ts';
import { TRUSTS, type Trust } from '#lib/present/vocabulary.ts';
import type { FleetDevice } from '#lib/store/device-row.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { FleetCounts } from '#lib/store/fleet-counters.ts';
import { BadCursor, type Page } from '#lib/store/page.ts';
import type { SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../server/texts.ts';
import { attestationCounts } from './attestation-counts.ts';
import { knownCount, manufacturersOf, modelsOf, type NamedCount, visibleCounts } from './fleet-counts.ts';
import { type FleetQuery, fleetAddress, fleetParameters, readFleetQuery } from './fleet-query.ts';

interface FleetPageProps {
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).fleet.title };
}

export default async function FleetPage({ searchParams }: FleetPageProps) {
  const principal = await requirePage('/fleet');
  const query = readFleetQuery(await searchParams);
  const { fleet } = await viewerTexts();
  const [counts, found, { policy, attestationPolicy }] = await Promise.all([
    visibleCounts(getStore(), visibleDevices(principal)),
    pageOf(query, principal),
    loadGoverning(getStore().pool),
  ]);
  if (counts.total === 0) return <NoDevices principal={principal} />;
  return (
    <>
      <PageHeader title={fleet.title} lead={fleet.lead} actions={<CsvLink query={query} text={fleet.csv} />} />
      <Notices query={query} hadBadCursor={found.hadBadCursor} />
      <Counts counts={counts} query={query} />
      <AttestationCounts
        counts={attestationCounts(await viewerLocale(), {
          counts,
          days: attestationPolicy.lines.length === 0 ? policy.freshnessDays : null,
          query,
        })}
      />
      <Filter counts={counts} query={query} />
      <DigestLink text={query.filter.text} principal={principal} />
      <Devices found={found.page} query={query} known={knownCount(counts, query.filter)} />
    </>
  );
}

interface Found {
  readonly page: Page<FleetDevice>;
  readonly hadBadCursor: boolean;
}

/** An address with a cursor of another version still opens: at the first page. */
async function pageOf({ filter, sort, cursor }: FleetQuery, principal: Principal): Promise<Found> {
  const asked = { filter, sort, visible: visibleDevices(principal) };
  if (cursor === undefined) return { page: await listFleet(getStore(), asked), hadBadCursor: false };
  try {
    return { page: await listFleet(getStore(), { ...asked, cursor }), hadBadCursor: false };
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    return { page: await listFleet(getStore(), asked), hadBadCursor: true };
  }
}

async function NoDevices({ principal }: { readonly principal: Principal }) {
  const { fleet } = await viewerTexts();
  if (principal.role === 'integrator') {
    return (
      <EmptyState title={fleet.first.nothingGranted}>
        <Text c="dimmed">{fleet.first.nothingGrantedText}</Text>
      </EmptyState>
    );
  }
  const given = await headers();
  const server = `${given.get('x-forwarded-proto') ?? 'http'}://${given.get('host') ?? '127.0.0.1:3000'}`;
  return (
    <>
      <PageHeader title={fleet.title} />
      <FirstDevices
        server={server}
        mayUpload={hasRight(principal, 'artifact.submit')}
        maySeeAnchors={hasRight(principal, 'anchor.read')}
        mayAddUsers={hasRight(principal, 'user.administer')}
      />
    </>
  );
}

function CsvLink({ query: { filter, sort }, text }: { readonly query: FleetQuery; readonly text: string }) {
  return (
    <Button
      component="a"
      href={fleetAddress({ filter, sort }, '/fleet/csv')}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {text}
    </Button>
  );
}

async function Notices({ query, hadBadCursor }: { readonly query: FleetQuery; readonly hadBadCursor: boolean }) {
  const { fleet } = await viewerTexts();
  const texts = [
    ...(query.notUnderstood.length === 0 ? [] : [fill(fleet.notUnderstood, { names: query.notUnderstood.join(', ') })]),
    ...(hadBadCursor ? [fleet.staleCursor] : []),
  ];
  return texts.map((text) => (
    <Alert key={text} color="blue" mb="md" icon={<IconInfoCircle aria-hidden />} role="status">
      {text}
    </Alert>
  ));
}

/** Whoever looks for a digest may want what is known of it, whether a part has it or not. */
async function DigestLink({ text = '', principal }: { readonly text: string | undefined; readonly principal: Principal }) {
  const digest = readDigest(text);
  if (digest === null || !hasRight(principal, 'anchor.read')) return null;
  return (
    <Text mb="md">
      <PageLink href={`/digests/${digest}`}>{(await viewerTexts()).digests.search}</PageLink>
    </Text>
  );
}

/** From what needs a person to what needs nobody. */
const COUNT_ORDER: readonly Trust[] = [
  ...TRUSTS.filter((trust) => trust !== 'not-enrolled').slice(0, 4),
  'not-enrolled',
  ...TRUSTS.slice(-3),
];

function Counts({ counts, query: { filter, sort, look } }: { readonly counts: FleetCounts; readonly query: FleetQuery }) {
  const { trust: chosen, ...others } = filter;
  const shown = COUNT_ORDER.filter((trust) => (counts.byTrust[trust] ?? 0) > 0 || trust === chosen);
  return (
    <TrustCounts
      total={{ count: counts.total, href: fleetAddress({ sort, look }), selected: Object.keys(filter).length === 0 }}
      counts={shown.map((trust) => ({
        trust,
        count: counts.byTrust[trust] ?? 0,
        selected: trust === chosen,
        href: fleetAddress({ sort, look, filter: trust === chosen ? others : { trust } }),
      }))}
    />
  );
}

function Filter({ counts, query: { filter, sort, look } }: { readonly counts: FleetCounts; readonly query: FleetQuery }) {
  const { text = '', trust = '', lifecycle = '', manufacturer = '', model = '', ...measured } = filter;
  const { attestation = '', silentDays = '', secureBoot = '', firmware = '' } = measured;
  const facet = ({ value, count }: NamedCount) => ({ value, label: value, count });
  return (
    <FleetFilter
      values={{ text, trust, lifecycle, manufacturer, model, attestation, silentDays: String(silentDays), secureBoot, firmware }}
      counts={{
        trust: counts.byTrust,
        lifecycle: counts.byLifecycle,
        attestation: counts.byAttestation,
        secureBoot: counts.bySecureBoot,
      }}
      manufacturers={manufacturersOf(counts, filter.manufacturer).map(facet)}
      models={modelsOf(counts, filter).map(facet)}
      kept={fleetParameters({ sort, look })}
      clearHref={Object.keys(filter).length === 0 ? null : fleetAddress({ sort, look })}
    />
  );
}

interface DevicesProps {
  readonly found: Page<FleetDevice>;
  readonly query: FleetQuery;
  readonly known: number | undefined;
}

const SORTED_COLUMNS = {
  attention: { id: 'trust', descending: true },
  model: { id: 'device', descending: false },
  'last-observed': { id: 'last-observed', descending: true },
  'last-changed': { id: 'last-changed', descending: true },
  'last-attested': { id: 'last-attested', descending: false },
  firmware: { id: 'firmware', descending: true },
} as const;

async function Devices({ found, query: { filter, sort, cursor, look }, known }: DevicesProps) {
  const { fleet } = await viewerTexts();
  const locale = await viewerLocale();
  const now = new Date().toISOString();
  if (found.items.length === 0) {
    return (
      <EmptyState title={fleet.nothing}>
        <Text c="dimmed">{filter.text === undefined ? fleet.nothingFiltered : fleet.nothingText}</Text>
      </EmptyState>
    );
  }
  const isWhole = cursor === undefined && found.nextCursor === null;
  const count = found.items.length;
  return (
    <>
      <Group mb="xs" justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {isWhole || known === count
            ? translate(locale, 'fleet.rowsKnown', { count })
            : known === undefined
              ? translate(locale, 'fleet.rowsOnPage', { count })
              : fill(fleet.rowsOfTotal, { shown: count, total: known.toLocaleString(locale) })}
        </Text>
        <ColumnChoice look={look} kept={fleetParameters({ filter, sort })} usualHref={fleetAddress({ filter, sort })} />
      </Group>
      <FleetTable
        rows={found.items.map((device) => fleetTableRow(device, now))}
        look={{ ...look, columns: FLEET_COLUMNS.filter((id) => look.columns.includes(id) || id === SORTED_COLUMNS[sort].id) }}
        sort={SORTED_COLUMNS[sort]}
        sortHrefs={Object.fromEntries(
          Object.entries(SORTED_COLUMNS).map(([by, { id }]) => [
            id,
            fleetAddress({ filter, look, sort: readFleetQuery({ sort: by }).sort }),
          ]),
        )}
      />
      <Pager
        first={cursor === undefined ? null : fleetAddress({ filter, sort, look })}
        next={found.nextCursor === null ? null : fleetAddress({ filter, sort, look, cursor: found.nextCursor })}
      />
    </>
  );
}
