import { LineFacts } from '#components/governed/line-facts.tsx';
import { lineText } from '#lib/present/policy-text.ts';
import { GovernedLine, type LineParams, lineMetadata } from '../../../server/governed/line-page.tsx';
import { requirePage } from '../../../server/page-guard.ts';
import { viewerTexts } from '../../../server/texts.ts';

export const generateMetadata = (props: LineParams) => lineMetadata('issuer-policy', props);

export default async function PolicyLinePage(props: LineParams) {
  const principal = await requirePage('/policy/[id]');
  const texts = await viewerTexts();
  return (
    <GovernedLine
      kind="issuer-policy"
      principal={principal}
      {...props}
      facts={({ line }) => <LineFacts {...lineText(texts, line)} speaker={line.who} />}
    />
  );
}
