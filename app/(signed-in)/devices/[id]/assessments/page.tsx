import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { assessmentRow } from '#components/assessments/assessment-row.ts';
import { AssessmentTable } from '#components/assessments/assessment-table.tsx';
import { shownIdentity } from '#components/device/shown-identity.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { listAssessments } from '#lib/store/assessments.ts';
import { findDevice } from '#lib/store/devices.ts';
import { addressOf, beginsWithTime, ownCursor, type SearchParams } from '../../../../server/address.ts';
import { requirePage } from '../../../../server/page-guard.ts';
import { getStore } from '../../../../server/store.ts';
import { viewerTexts } from '../../../../server/texts.ts';
import { assessmentsAddress, deviceAddress } from '../device-address.ts';

interface AssessmentsPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).assessments.title };
}

/** What this program said of a device, as it was kept at the time. */
export default async function AssessmentsPage({ params, searchParams }: AssessmentsPageProps) {
  const principal = await requirePage('/devices/[id]/assessments');
  const id = decodeURIComponent((await params).id);
  const device = maySeeDevice(principal, id) ? await findDevice(getStore(), id) : undefined;
  if (device === undefined) notFound();
  const { assessments: texts } = await viewerTexts();
  const cursor = ownCursor((await searchParams).cursor, 2, beginsWithTime);
  const { items, nextCursor } = await listAssessments(getStore(), { deviceId: id, ...(cursor === undefined ? {} : { cursor }) });
  const path = assessmentsAddress(id);
  return (
    <>
      <PageHeader
        title={texts.title}
        lead={texts.lead}
        actions={<PageLink href={deviceAddress({ id, tab: 'timeline' })}>{deviceName(shownIdentity(device))}</PageLink>}
      />
      <AssessmentTable rows={items.map(assessmentRow)} />
      <Pager first={cursor === undefined ? null : path} next={nextCursor === null ? null : addressOf(path, { cursor: nextCursor })} />
    </>
  );
}
