import type { ReadDocument } from '#lib/artifact/types.ts';
import type { NamedFile } from '#lib/device/evidence.ts';
import { nameable } from '#lib/device/link/component-references.ts';
import { type Authorities, authoritiesAbove } from '#lib/store/authorities.ts';
import type { Closure } from '#lib/store/closure.ts';
import { certificatesNamed, namesIn } from '#lib/store/named-certificates.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { firstSubmissionsOf } from '#lib/store/submissions.ts';
import { type DocumentCache, loadFurther } from './document-cache.ts';

interface NamedQuestion {
  readonly closures: readonly Closure[];
  /** What is found is added. */
  readonly documents: Map<string, readonly ReadDocument[]>;
  readonly options: { readonly knownAt?: string; readonly cache?: DocumentCache };
}

/** Certificates that the documents of closures name. */
export interface NamedCertificates {
  /** By the index of the closure, without its own artifacts. */
  readonly of: readonly (readonly NamedFile[])[];
  readonly authorities: Authorities;
}

/** Looks up what closures only name. It is one step: what those name in turn is no matter here. */
export async function namedCertificates(db: Queryable, { closures, documents, options }: NamedQuestion): Promise<NamedCertificates> {
  const names = await namesIn(
    db,
    closures.flatMap(({ artifacts }) => artifacts),
  );
  const found = await certificatesNamed(db, { keys: [...new Set([...names.values()].flat())], knownAt: options.knownAt });
  const artifactsOf = closures.map(({ artifacts }) => {
    const own = new Set(artifacts);
    const named = artifacts.flatMap((sha256) => names.get(sha256) ?? []).flatMap((key) => found.get(key)?.artifacts ?? []);
    return [...new Set(named.map(({ sha256 }) => sha256))].filter((sha256) => !own.has(sha256)).sort();
  });
  const all = [...new Set(artifactsOf.flat())];
  await loadFurther(db, all, { documents, cache: options.cache });
  const acts = new Map((await firstSubmissionsOf(db, all)).map((submission) => [submission.sha256, submission]));
  const fileOf = (sha256: string): readonly NamedFile[] => {
    const act = acts.get(sha256);
    return act === undefined ? [] : [{ submission: forNobody(act), documents: (documents.get(sha256) ?? []).filter(isNameable) }];
  };
  return { of: artifactsOf.map((artifacts) => artifacts.flatMap(fileOf)), authorities: await authoritiesAbove(db, all) };
}

const isNameable = ({ document }: ReadDocument): boolean => document !== undefined && nameable(document) !== null;

/** Who may see one device doesn't learn for which other one a file was handed in. */
const forNobody = ({ id, sha256, receivedAt, submittedBy, fileName }: NamedFile['submission']): NamedFile['submission'] => ({
  ...{ id, sha256, receivedAt, submittedBy, fileName },
  ...{ observedAt: null, device: null, role: null, mayAttachTo: 'any' },
});
