import { GovernedLine, type LineParams, lineMetadata } from '../../../server/governed/line-page.tsx';
import { requirePage } from '../../../server/page-guard.ts';

export const generateMetadata = (props: LineParams) => lineMetadata('manufacturer-alias', props);

export default async function AliasPage(props: LineParams) {
  const principal = await requirePage('/aliases/[id]');
  return <GovernedLine kind="manufacturer-alias" principal={principal} {...props} />;
}
