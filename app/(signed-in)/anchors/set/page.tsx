import type { Metadata } from 'next';
import { AnchorSetForm } from '#components/anchor-set/anchor-set-form.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { requirePage } from '../../../server/page-guard.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { addAnchors } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).anchorSet.title };
}

export default async function AnchorSetPage() {
  await requirePage('/anchors/set');
  const texts = (await viewerTexts()).anchorSet;
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} actions={<PageLink href="/anchors">{texts.back}</PageLink>} />
      <AnchorSetForm action={addAnchors} />
    </>
  );
}
