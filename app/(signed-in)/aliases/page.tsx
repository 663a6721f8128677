import type { Metadata } from 'next';
import { AliasForm } from '#components/governed/alias-form.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import { GovernedList } from '../../server/governed/list-page.tsx';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { proposeAlias } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).aliases.title };
}

/** Manufacturer names that two people said mean the same. */
export default async function AliasesPage() {
  const principal = await requirePage('/aliases');
  const { aliases } = await viewerTexts();
  return (
    <GovernedList
      kind="manufacturer-alias"
      view={await listGoverned(getStore(), 'manufacturer-alias', new Date())}
      open={{ text: aliases.none }}
      inForce={aliases.some}
      form={hasRight(principal, 'policy.propose') ? <AliasForm action={proposeAlias} /> : null}
    />
  );
}
