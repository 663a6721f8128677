import type { ReadDocument } from '#lib/artifact/types.ts';
import { supportFilesOf } from '#lib/attestation/reference/source-values.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { type AliasTable, aliasesAt } from '#lib/device/statement/alias-table.ts';
import { type Authorities, authoritiesAbove } from '#lib/store/authorities.ts';
import type { Closure } from '#lib/store/closure.ts';
import { filesOfManifests, manifestCandidates } from '#lib/store/reference-index.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { firstSubmissionsOf, type TrackedSubmission } from '#lib/store/submissions.ts';
import { type BelievedManifests, believedManifests, type ManifestQuestion, manifestKeysAsked } from './believed-manifests.ts';
import { type DocumentCache, loadFurther } from './document-cache.ts';
import type { Governing } from './governing.ts';

/** What is asked: which manifests count for the devices of these closures beside those that were handed in for them. */
export interface ReferenceQuestion {
  readonly closures: readonly Closure[];
  /** Of the closures; what is found is added. */
  readonly documents: Map<string, readonly ReadDocument[]>;
  readonly governing: Governing;
  readonly options: { readonly at: string; readonly knownAt?: string; readonly cache?: DocumentCache; readonly aliases?: AliasTable };
}

/** Manifests of the models of closures, and the files that those vouch for. */
export interface ModelReferences {
  /** Artifacts by the index of the closure, without its own. */
  readonly of: readonly (readonly string[])[];
  /** The first act of handing in each, as it counts for any device: for which one it was handed in is nobody's business there. */
  readonly submissions: ReadonlyMap<string, TrackedSubmission>;
  /** Above the closures and these manifests. */
  readonly authorities: Authorities;
}

/** Looks up what manufacturers say of the models of these closures. Only what somebody has to believe is taken. */
export async function referencesOf(db: Queryable, question: ReferenceQuestion): Promise<ModelReferences> {
  const { closures, documents, governing, options } = question;
  const aliases = aliasesAt(options.aliases ?? governing.aliases, options.at);
  const asked = closures.map(({ artifacts }) =>
    manifestKeysAsked(
      artifacts.flatMap((sha256) => documents.get(sha256) ?? []),
      aliases,
    ),
  );
  const found = await manifestCandidates(db, { keys: [...new Set(asked.flat())], knownAt: options.knownAt });
  const own = await authoritiesAbove(
    db,
    closures.flatMap(({ artifacts }) => artifacts),
  );
  const candidates = [...new Set([...found.values()].flatMap(({ artifacts }) => artifacts.map(({ sha256 }) => sha256)))];
  if (candidates.length === 0) return { of: closures.map(() => []), submissions: new Map(), authorities: own };
  // Asked apart: whoever forges manifests may name thousands of authorities, and those of the devices are found all the same.
  const theirs = await authoritiesAbove(db, candidates);
  const { manifests, submissions } = await believedAmong(db, { ...question, candidates, authorities: theirs });
  const files = await filesOf(db, manifests, question);
  const atHand = await firstSubmissionsOf(db, [...new Set([...files.values()].flat())]);
  const of = closures.map(({ artifacts }, index) => {
    const beside = (asked[index] ?? []).flatMap((key) => found.get(key)?.artifacts ?? []);
    const believed = beside.map(({ sha256 }) => sha256).filter((sha256) => manifests.has(sha256));
    const known = new Set(artifacts);
    return [...new Set([...believed, ...believed.flatMap((sha256) => files.get(sha256) ?? [])])].filter((sha256) => !known.has(sha256));
  });
  return {
    of,
    submissions: new Map([...submissions.values(), ...atHand].map((each) => [each.sha256, forAnyDevice(each)])),
    authorities: { above: (artifacts) => [...new Set([...own.above(artifacts), ...theirs.above(artifacts)])].sort() },
  };
}

type Tried = ReferenceQuestion & Pick<ManifestQuestion, 'candidates' | 'authorities'>;

async function believedAmong(db: Queryable, { candidates, authorities, documents, governing, options }: Tried): Promise<BelievedManifests> {
  await loadFurther(db, [...candidates, ...authorities.above(candidates)], { documents, cache: options.cache });
  return believedManifests(db, { candidates, documents, authorities, governing });
}

/** Artifacts of the files at hand that these vouch for, by the artifact of the manifest. */
async function filesOf(
  db: Queryable,
  manifests: BelievedManifests['manifests'],
  { documents, options }: Pick<ReferenceQuestion, 'documents' | 'options'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const artifacts = await filesOfManifests(db, [...manifests.keys()]);
  await loadFurther(db, artifacts, { documents, cache: options.cache });
  const logs = artifacts.flatMap((sha256) =>
    (documents.get(sha256) ?? []).flatMap(({ document }) => (document?.kind === 'tpm-event-log' ? [{ sha256, document }] : [])),
  );
  const vouchedBy = (manifest: ReferenceManifest): readonly string[] =>
    supportFilesOf(manifest, logs).flatMap(({ log }) => (log === null ? [] : [log.sha256]));
  return new Map([...manifests].map(([sha256, own]) => [sha256, own.flatMap(vouchedBy)]));
}

/** Who may see one device doesn't learn for which other one it was handed in. */
const forAnyDevice = ({ challenge: _, ...submission }: TrackedSubmission): TrackedSubmission => ({
  ...submission,
  device: null,
  mayAttachTo: 'any',
});
