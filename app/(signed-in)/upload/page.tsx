import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { UploadPanel } from '#components/upload/upload-panel.tsx';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { findDevice } from '#lib/store/devices.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

interface UploadPageProps {
  /** `device`: the one to name for the files, when the viewer comes from its page. */
  readonly searchParams: Promise<{ readonly device?: string | readonly string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).upload.title };
}

export default async function UploadPage({ searchParams }: UploadPageProps) {
  const principal = await requirePage('/upload');
  const texts = (await viewerTexts()).upload;
  const { device: id } = await searchParams;
  const device = typeof id === 'string' && maySeeDevice(principal, id) ? await findDevice(getStore(), id) : undefined;
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} actions={<PageLink href="/submissions">{texts.before}</PageLink>} />
      <UploadPanel initialDevice={device === undefined ? null : { id: device.id, name: deviceName(device) }} />
    </>
  );
}
