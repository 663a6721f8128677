import { loadDocuments } from '#lib/store/documents.ts';
import type { Store } from '#lib/store/open-store.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { Certificate } from '#lib/x509/types.ts';

/** A certificate as statements carry it. @throws ParseError */
export const parseBase64 = (base64: string): Certificate => parseCertificate(new Uint8Array(Buffer.from(base64, 'base64')));

/** A certificate of an authority that was handed in, by the SHA-256 of its DER; undefined when there is none. */
export async function certificateAtHand(store: Store, id: string): Promise<Certificate | undefined> {
  const rows = await store.prisma.document.findMany({ where: { documentId: id, kind: 'certificate' }, select: { sha256: true }, take: 1 });
  const artifacts = rows.map(({ sha256 }) => sha256);
  const documents = [...(await loadDocuments(store.pool, artifacts)).values()].flat();
  const found = documents.find((read) => read.id === id)?.document;
  return found?.kind === 'certificate' ? found.certificate : undefined;
}
