import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { DeviceHeader } from '#components/device/device-header.tsx';
import { DeviceTabs } from '#components/device/device-tabs.tsx';
import { EvidencePanel } from '#components/device/evidence-panel.tsx';
import { findingAnchor } from '#components/device/finding-anchor.ts';
import { MomentBanner, MomentRefused } from '#components/device/moment-banner.tsx';
import { MomentForm } from '#components/device/moment-form.tsx';
import { shownIdentity } from '#components/device/shown-identity.ts';
import { partCount } from '#components/diff/observed-parts.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { fill } from '#lib/i18n/fill.ts';
import { answerOutcomes } from '#lib/present/answer-outcomes.ts';
import { evidenceView } from '#lib/present/evidence-view.ts';
import { findingCounts } from '#lib/present/finding-counts.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { dayText, timeText } from '#lib/present/time-text.ts';
import { verdictView } from '#lib/present/verdict-view.ts';
import { findDevice } from '#lib/store/devices.ts';
import type { SearchParams } from '../../../server/address.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { currentPrincipal } from '../../../server/principal.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { type AssessedDevice, askedDevice } from './asked-device.ts';
import { assessmentsAddress, type DeviceQuery, deviceAddress, readDeviceQuery, TABS, tabAddress } from './device-address.ts';
import { Actions, Waiting } from './statements.tsx';
import { TabContent } from './tab-content.tsx';

interface DevicePageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** A title tells what is on the page: nothing about a device that may not be seen. */
export async function generateMetadata({ params }: DevicePageProps): Promise<Metadata> {
  const id = decodeURIComponent((await params).id);
  const principal = await currentPrincipal();
  const device = principal !== null && maySeeDevice(principal, id) ? await findDevice(getStore(), id) : undefined;
  return { title: device === undefined ? (await viewerTexts()).device.unnamed : deviceName(shownIdentity(device)) };
}

export default async function DevicePage({ params, searchParams }: DevicePageProps) {
  const principal = await requirePage('/devices/[id]');
  const query = readDeviceQuery(decodeURIComponent((await params).id), await searchParams);
  const assessed = await askedDevice(getStore(), principal, query);
  if (assessed !== undefined && 'ranOutOf' in assessed) return <OverBudget query={query} at={assessed.at} />;
  return assessed === undefined ? <NothingYet query={query} /> : <Known assessed={assessed} query={query} principal={principal} />;
}

interface KnownProps {
  readonly assessed: AssessedDevice;
  readonly query: DeviceQuery;
  readonly principal: Principal;
}

async function Known({ assessed, query, principal }: KnownProps) {
  const locale = await viewerLocale();
  const { device, verdict, findings, ruleSet, mappings, issuerPolicy, at } = assessed;
  const isNow = query.asOf === undefined && query.knownAt === undefined;
  const stopped = isNow ? ((await findDevice(getStore(), device.id))?.stopped ?? null) : null;
  const { manufacturer, model, serial, version } = shownIdentity({ id: device.id, ...device.identity });
  const view = verdictView({
    ...{ locale, verdict, findings, ruleSet, mappings, issuerPolicy, at, tier: device.tier, nextChangeAt: device.nextChangeAt },
    stopped,
    now: isNow ? new Date().toISOString() : at,
  });
  const product = [manufacturer, model].filter((part) => part !== null).join(' ');
  const outcomes = answerOutcomes(device);
  const documents = device.documents.map((document) => evidenceView(locale, document, outcomes));
  return (
    <EvidencePanel documents={documents}>
      <Moment query={query} />
      <DeviceHeader
        {...{ id: device.id, serial, version }}
        product={product === '' ? null : product}
        verdict={view}
        nextHref={view.next.finding === null ? null : `${tabAddress(query, 'findings')}#${findingAnchor(view.next.finding)}`}
        lifecycle={verdict.lifecycle}
        isBrief={query.tab !== 'timeline'}
        actions={isNow ? <Actions assessed={assessed} principal={principal} /> : null}
      />
      {isNow ? <Waiting assessed={assessed} principal={principal} /> : null}
      <LookBack query={query} />
      <Tabs assessed={assessed} query={query} />
      <TabContent assessed={assessed} documents={documents} query={query} principal={principal} />
    </EvidencePanel>
  );
}

function LookBack({ query: { id, tab, asOf, knownAt } }: { readonly query: DeviceQuery }) {
  return (
    <MomentForm
      {...{ tab, asOf, knownAt }}
      path={deviceAddress({ id, tab: 'timeline' })}
      saidHref={assessmentsAddress(id)}
      today={dayText(new Date().toISOString())}
    />
  );
}

function Moment({ query }: { readonly query: DeviceQuery }) {
  const { asOf, knownAt, tab, id } = query;
  return (
    <>
      {query.notUnderstood.length === 0 ? null : <MomentRefused why="notUnderstood" />}
      {query.toCome.length === 0 ? null : <MomentRefused why="toCome" />}
      {asOf === undefined && knownAt === undefined ? null : (
        <MomentBanner asOf={asOf} knownAt={knownAt} backHref={deviceAddress({ id, tab })} saidHref={assessmentsAddress(id)} />
      )}
    </>
  );
}

async function Tabs({ assessed: { device, findings }, query }: Pick<KnownProps, 'assessed' | 'query'>) {
  const { tabs } = (await viewerTexts()).device;
  const counts = {
    timeline: null,
    components: partCount(device),
    firmware: device.boots.length,
    certificates: device.documents.filter(({ read }) => read.kind.endsWith('certificate')).length,
    boms: device.documents.filter(({ read }) => read.kind === 'cyclonedx-bom').length,
    findings: findingCounts(findings).open,
    evidence: null,
  };
  return (
    <DeviceTabs
      tabs={TABS.map((id) => ({ id, word: tabs[id], href: tabAddress(query, id), selected: id === query.tab, count: counts[id] }))}
    />
  );
}

async function OverBudget({ query, at }: { readonly query: DeviceQuery; readonly at: string }) {
  const { moment } = (await viewerTexts()).device;
  return (
    <>
      <Moment query={query} />
      <EmptyState title={moment.overBudget}>
        <Text c="dimmed">{fill(moment.overBudgetText, { at: timeText(at) })}</Text>
      </EmptyState>
    </>
  );
}

async function NothingYet({ query }: { readonly query: DeviceQuery }) {
  const { moment } = (await viewerTexts()).device;
  return (
    <>
      <Moment query={query} />
      <EmptyState title={fill(moment.nothingYet, { at: timeText(query.asOf ?? query.knownAt ?? '') })}>
        <Text c="dimmed">{moment.nothingYetText}</Text>
      </EmptyState>
      <LookBack query={query} />
    </>
  );
}
