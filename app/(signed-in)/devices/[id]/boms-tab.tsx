import { BomList } from '#components/device/bom-list.tsx';
import { linkedBoms } from '../../../server/linked-boms.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale } from '../../../server/texts.ts';
import type { TabProps } from './tab-props.ts';

/** BOMs of the device, and where they say what its parts are made of. */
export async function BomsTab({ assessed, documents, principal }: TabProps) {
  const locale = await viewerLocale();
  const boms = documents.filter(({ family }) => family === 'bom');
  const links = await Promise.all(
    boms.map(async ({ id, sha256 }) => {
      const bom = assessed.device.documents.find((document) => document.sha256 === sha256)?.read.document;
      return [id, bom?.kind === 'cyclonedx-bom' ? await linkedBoms(getStore(), principal, { locale, bom }) : []] as const;
    }),
  );
  return <BomList boms={boms} links={Object.fromEntries(links)} />;
}
