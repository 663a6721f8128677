import { loadDocuments } from '#lib/store/documents.ts';
import type { Store } from '#lib/store/open-store.ts';
import { nameText } from '#lib/x509/name.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { certificateAtHand } from './certificate-at-hand.ts';
import { listAnchors } from './governing.ts';

/** An authority that somebody could name in a policy line. */
export interface KnownIssuer {
  /** SHA-256 of its certificate. */
  readonly sha256: string;
  /** Its name here for an anchor, else its subject. */
  readonly name: string;
  readonly isAnchor: boolean;
}

/** Certificates of authorities that are offered beside the anchors; others are pasted. */
const MAX_OFFERED = 200;

/** Anchors first, then certificates of authorities that were handed in. */
export async function knownIssuers(store: Store, now: Date): Promise<readonly KnownIssuer[]> {
  const anchors = (await listAnchors(store, now)).map(({ sha256, label }) => ({ sha256, name: label, isAnchor: true }));
  const rows = await store.prisma.document.findMany({
    where: { kind: 'certificate', documentId: { notIn: anchors.map(({ sha256 }) => sha256) } },
    select: { sha256: true },
    take: MAX_OFFERED,
  });
  const documents = [...(await loadDocuments(store.pool, [...new Set(rows.map(({ sha256 }) => sha256))])).values()].flat();
  const offered = documents.flatMap(({ document }) => (document?.kind === 'certificate' ? [document.certificate] : []));
  const issuers = offered.filter(isAuthority).map(({ id, subject }) => ({ sha256: id, name: nameText(subject), isAnchor: false }));
  // A certificate stands in every file that it was handed in with.
  return [...anchors, ...new Map(issuers.map((issuer) => [issuer.sha256, issuer])).values()];
}

const isAuthority = ({ basicConstraints }: Certificate): boolean => basicConstraints?.ca === true;

/** The certificate of an anchor, or of an authority that was handed in; undefined when it is neither. */
export async function findIssuer(store: Store, sha256: string, now: Date): Promise<Certificate | undefined> {
  const anchor = (await listAnchors(store, now)).find((each) => each.sha256 === sha256);
  return anchor?.certificate ?? certificateAtHand(store, sha256);
}
