import { GovernedLine, type LineParams, lineMetadata } from '../../../server/governed/line-page.tsx';
import { requirePage } from '../../../server/page-guard.ts';

export const generateMetadata = (props: LineParams) => lineMetadata('attestation-policy', props);

export default async function AttestationPolicyLinePage(props: LineParams) {
  const principal = await requirePage('/attestation-policy/[id]');
  return <GovernedLine kind="attestation-policy" principal={principal} {...props} />;
}
