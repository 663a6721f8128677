import type { ReadDocument } from '#lib/artifact/types.ts';
import { ekCertificateKey, platformCertificateKey } from '#lib/device/link/keys.ts';
import { authoritiesAbove } from '#lib/store/authorities.ts';
import { loadDocuments, type PackedArtifact } from '#lib/store/documents.ts';
import { indexKey, nameIndexKey } from '#lib/store/name-index.ts';
import { unpackDocument } from '#lib/store/packed-document.ts';
import type { FoldJob, JobRequest, RefoldJob } from '#lib/store/queue.ts';
import { authoritiesIssuedBy, authoritiesNamed, namedIssuerKey, nameHashKeys, revocationCandidates } from '#lib/store/revocation-index.ts';
import type { Queryable } from '#lib/store/sql.ts';
import type { OcspResponse } from '#lib/x509/revocation-types.ts';
import type { Certificate, Name } from '#lib/x509/types.ts';
import { makeVouching } from '#lib/x509/vouched-revocations.ts';
import { concernedModels } from './concerned-models.ts';
import { foldJobsFor } from './fold-jobs.ts';
import { loadGoverning } from './governing.ts';

/** Folds of devices that a file concerns although it belongs to none of them. */
export interface ConcernedFolds {
  readonly refolds: readonly JobRequest<RefoldJob>[];
  readonly folds: readonly JobRequest<FoldJob>[];
}

/**
 * What has to be folded again because of certificates of authorities, revocation lists and responses that were read: devices
 * whose chains name that authority, and those whose certificates a response speaks of. A list that nobody has to believe asks for nothing:
 * should its issuer's certificate or anchor come later, that asks for itself.
 */
export async function concernedFolds(db: Queryable, artifacts: readonly PackedArtifact[]): Promise<ConcernedFolds> {
  const read = artifacts.flatMap(({ documents }) => documents);
  const subjects = read.flatMap(({ kind, keys }) =>
    keys.flatMap(({ key, strength }) => (kind === 'certificate' && strength === 'subject' ? [key] : [])),
  );
  const issuers = [...subjects, ...(await believedListKeys(db, artifacts))];
  const responses = read.flatMap(({ kind, error, body }) => {
    const { document } = kind === 'ocsp-response' && error === null ? unpackDocument(body, []) : { document: undefined };
    return document?.kind === 'ocsp-response' ? [document] : [];
  });
  const { keys, authorities } = await spokenOf(db, responses);
  const concerned = [...new Set([...issuers, ...authorities])].sort();
  const { models, files } = await concernedModels(db, artifacts);
  const named = keys.map(indexKey);
  return {
    refolds: [
      ...(concerned.length === 0 ? [] : [{ data: { issuers: concerned } }]),
      ...(models.length === 0 ? [] : [{ data: { models } }]),
      ...(named.length === 0 ? [] : [{ data: { named } }]),
    ],
    folds: [
      ...keys.map((key) => ({ data: { artifacts: [], keys: [key] }, singletonKey: `fold:${key}` })),
      ...(await foldJobsFor(db, files)),
    ],
  };
}

/** Names of the issuers of lists that a key signed for which an anchor vouches, or of whom more was handed in than is tried. */
async function believedListKeys(db: Queryable, artifacts: readonly PackedArtifact[]): Promise<readonly string[]> {
  const lists = artifacts.flatMap(({ sha256, documents }) =>
    documents.flatMap(({ kind, error, keys, body }) => {
      const key = keys.find(({ strength }) => strength === 'list')?.key;
      return kind === 'certificate-revocation-list' && error === null && key !== undefined ? [{ sha256, key, body }] : [];
    }),
  );
  if (lists.length === 0) return [];
  const digests = [...new Set(lists.map(({ sha256 }) => sha256))];
  const above = (await authoritiesAbove(db, digests)).above(digests);
  const intermediates = certificatesIn(await loadDocuments(db, [...digests, ...above]));
  const { anchors } = await loadGoverning(db);
  const isVouched = makeVouching({ anchors, intermediates });
  const candidates = await revocationCandidates(db, [...new Set(lists.map(({ key }) => key))], undefined);
  return lists.flatMap(({ key, body }) => {
    const { document } = unpackDocument(body, []);
    const isBelieved = document?.kind === 'certificate-revocation-list' && isVouched(document);
    return isBelieved || candidates.get(key)?.isCut === true ? [key] : [];
  });
}

interface SpokenOf {
  /** Keys of certificates of devices. */
  readonly keys: readonly string[];
  /** Names of authorities whose own certificate it is about. */
  readonly authorities: readonly string[];
}

/** Responses name issuers by a digest: only a name at hand tells whose certificates they are. What comes later asks by itself. */
async function spokenOf(db: Queryable, responses: readonly OcspResponse[]): Promise<SpokenOf> {
  if (responses.length === 0) return { keys: [], authorities: [] };
  const names = await namesByHashKey(db, responses);
  const references = responses.flatMap(({ answers }) =>
    answers.flatMap(({ certificate }) => {
      const issuer = names.get(namedIssuerKey(certificate) ?? '');
      return issuer === undefined ? [] : [{ issuer, serialNumber: certificate.serialNumber }];
    }),
  );
  const wanted = new Set(references.map(ekCertificateKey));
  const issued = await authoritiesIssuedBy(db, [...new Set(references.map(({ issuer }) => nameIndexKey(issuer)))]);
  const authorities = certificatesIn(await loadDocuments(db, issued)).filter((certificate) => wanted.has(ekCertificateKey(certificate)));
  return {
    keys: [...new Set(references.flatMap((reference) => [ekCertificateKey(reference), platformCertificateKey(reference)]))],
    authorities: authorities.map(({ subject }) => nameIndexKey(subject)),
  };
}

async function namesByHashKey(db: Queryable, responses: readonly OcspResponse[]): Promise<ReadonlyMap<string, Name>> {
  const hashes = responses.flatMap(({ answers }) => answers.flatMap(({ certificate }) => namedIssuerKey(certificate) ?? []));
  const known = certificatesIn(await loadDocuments(db, await authoritiesNamed(db, [...new Set(hashes)])));
  const { anchors } = await loadGoverning(db);
  const names = [
    ...responses.flatMap(({ responder, certificates }) => [
      ...(responder.by === 'name' ? [responder.name] : []),
      ...certificates.map(({ issuer }) => issuer),
    ]),
    ...anchors.map(({ certificate }) => certificate.subject),
    ...known.map(({ subject }) => subject),
  ];
  return new Map(names.flatMap((name) => nameHashKeys(name).map((key) => [key, name] as const)));
}

function certificatesIn(documents: ReadonlyMap<string, readonly ReadDocument[]>): readonly Certificate[] {
  return [...documents.values()].flat().flatMap(({ document }) => (document?.kind === 'certificate' ? [document.certificate] : []));
}
