import { BomList } from '#components/device/bom-list.tsx';
import { bomClaims } from '../../../server/bom-claims.ts';
import { linkedBoms } from '../../../server/linked-boms.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale } from '../../../server/texts.ts';
import type { TabProps } from './tab-props.ts';

/** BOMs of the device, where they say what its parts are made of, and who else has a BOM of their serial numbers. */
export async function BomsTab({ assessed, documents, principal }: TabProps) {
  const locale = await viewerLocale();
  const boms = documents.filter(({ family }) => family === 'bom');
  const told = await Promise.all(
    boms.map(async ({ id, sha256 }) => {
      const bom = assessed.device.documents.find((document) => document.sha256 === sha256)?.read.document;
      if (bom?.kind !== 'cyclonedx-bom') return { id, links: [], claims: [] };
      const claims = await bomClaims(getStore(), principal, { locale, device: assessed.device.id, sha256, bom });
      return { id, links: await linkedBoms(getStore(), principal, { locale, bom }), claims };
    }),
  );
  const links = Object.fromEntries(told.map((each) => [each.id, each.links]));
  const claims = Object.fromEntries(told.map((each) => [each.id, each.claims]));
  return <BomList boms={boms} links={links} claims={claims} />;
}
