import type { Metadata } from 'next';
import { AttestationPolicyForm } from '#components/governed/attestation-policy-form.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { translate } from '#lib/i18n/message.ts';
import { loadGoverning } from '#lib/ingest/governing.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import { GovernedList } from '../../server/governed/list-page.tsx';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../server/texts.ts';
import { proposeAttestationPolicy } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).attestationPolicy.title };
}

/** What groups of devices have to show, as two people at a time said. */
export default async function AttestationPolicyPage() {
  const principal = await requirePage('/attestation-policy');
  const locale = await viewerLocale();
  const { freshnessDays: count } = (await loadGoverning(getStore().pool)).policy;
  return (
    <GovernedList
      kind="attestation-policy"
      view={await listGoverned(getStore(), 'attestation-policy', new Date())}
      open={{ text: translate(locale, 'attestationPolicy.none', { count }) }}
      inForce={translate(locale, 'attestationPolicy.some', { count })}
      form={hasRight(principal, 'policy.propose') ? <AttestationPolicyForm action={proposeAttestationPolicy} /> : null}
    />
  );
}
